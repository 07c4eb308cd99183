//! `video generate`: a job from its request to its file.

use super::follow::Follow;
use super::{Desk, file_of, request};
use crate::args::Generate;
use crate::failure::Failure;
use crate::output::Output;
use crate::{json, money};
use qwenbox::jobs::{Job, Target};
use serde_json::json;

impl Desk {
    /// Makes the job, and follows it unless it is to be left alone.
    pub(super) async fn generate(
        &self,
        generate: &Generate,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let provider = &self.connection.provider;
        let mut request = request::request(generate)?;
        if generate.estimate {
            let cost = provider.estimate_video(request).await?;
            return estimate(cost.as_ref(), output);
        }
        if generate.inputs.upload {
            request::lend_files(&mut request, provider, output).await?;
        } else {
            request::refuse_files(&request)?;
        }
        let target = generate.output.as_ref().map(|path| Target {
            overwrite: generate.force,
            ..Target::new(path)
        });
        let mut job = self.jobs.create(request, target).await?;
        if let Some(cost) = &job.estimate {
            output.note(&format!("this costs {}", money::by_list_price(cost)));
        }
        if generate.detach {
            return self.leave(&job, output).await;
        }
        if job.output.is_none() {
            job = self
                .jobs
                .save_to(&job.id, Target::new(file_of(&job.id)))
                .await?;
        }
        let follow = Follow {
            jobs: &self.jobs,
            deadline: generate.timeout,
            outlives: self.outlives(),
        };
        follow.to_the_end(&[job.id], output).await
    }

    /// Submits a job, and says how to come back to it.
    async fn leave(&self, job: &Job, output: &mut Output) -> Result<(), Failure> {
        let job = self.jobs.submit(&job.id).await?;
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

fn estimate(cost: Option<&qwenbox::types::Cost>, output: &mut Output) -> Result<(), Failure> {
    if output.is_json() {
        return output.document(&json!({ "estimate": cost.map(json::cost) }));
    }
    match cost {
        Some(cost) => output.line(&money::by_list_price(cost)),
        None => output.line("the price of this model is not known for this endpoint"),
    }
}
