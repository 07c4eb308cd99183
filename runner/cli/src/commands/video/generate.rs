//! `video generate`: a job from its request to its file.

use super::follow::Follow;
use super::{Desk, interruptible, request, show};
use crate::args::Generate;
use crate::failure::Failure;
use crate::output::Output;
use crate::{json, money};
use qwenbox::jobs::{Job, Target};

impl Desk {
    /// Makes the job, and follows it unless it is to be left alone.
    pub(super) async fn generate(
        &self,
        generate: &Generate,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let mut request = request::request(generate, self.model.clone())?;
        if !generate.inputs.upload {
            request::refuse_files(&request)?;
        }
        if generate.estimate {
            let estimate = self.connection.provider.estimate_video(request).await?;
            return show::estimate(&estimate, output);
        }
        if generate.detach && !self.outlives() {
            return Err(Failure::usage(
                "--detach leaves a job to the service, and the simulator ends with this command",
            ));
        }
        let target = target(generate);
        if generate.inputs.upload {
            // Nothing is lent for what would be refused.
            let lent = request::as_if_lent(&request);
            self.jobs.check(lent, target.as_ref()).await?;
            let provider = &self.connection.provider;
            interruptible(request::lend_files(&mut request, provider, output)).await?;
        }
        let job = self.jobs.create(request, target).await?;
        for warning in &job.warnings {
            output.warning(&warning.message);
        }
        if let Some(cost) = &job.estimate {
            let bound = if request::bills_inputs(&job.request) {
                "at least "
            } else {
                ""
            };
            output.note(&format!("this costs {bound}{}", money::by_list_price(cost)));
        }
        if generate.detach {
            return self.leave(&job, output).await;
        }
        let follow = Follow {
            jobs: &self.jobs,
            deadline: generate.timeout.or(self.timeout),
            outlives: self.outlives(),
        };
        follow.to_the_end(&[job.id], output).await
    }

    /// Submits a job, and says how to come back to it.
    async fn leave(&self, job: &Job, output: &mut Output) -> Result<(), Failure> {
        let submitted = interruptible(async { Ok(self.jobs.submit(&job.id).await?) }).await;
        let job = match submitted {
            Ok(job) => job,
            Err(failure) => {
                self.settle().await;
                output.note(&format!(
                    "qwenbox video status {} says how far it is",
                    job.id
                ));
                return Err(failure);
            }
        };
        for warning in &job.warnings {
            output.warning(&warning.message);
        }
        if output.is_json() {
            return output.document(&json::job(&job));
        }
        output.line(job.id.as_str())?;
        output.note(&format!("qwenbox video wait {} fetches it", job.id));
        Ok(())
    }
}

/// The file that was named, or one of the job's name in this folder. A job that is left alone gets its file later.
fn target(generate: &Generate) -> Option<Target> {
    match &generate.output {
        Some(path) => Some(Target {
            overwrite: generate.force,
            ..Target::new(path)
        }),
        None => (!generate.detach).then(|| Target::new(".")),
    }
}
