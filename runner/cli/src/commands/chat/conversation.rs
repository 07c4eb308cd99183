//! A conversation on a terminal: lines in, answers out. What a line means is the session's business.

mod command;
mod input;
mod keyboard;
mod session;
mod spent;
mod transcript;

use super::Look;
use super::request::Draft;
use crate::commands::answer::SoFar;
use crate::config::owner::OURS;
use crate::connection::{COMPILING, Connection};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::runtime::{self, Interrupts};
use crate::settings::Settings;
use crate::sources::Sources;
use keyboard::{Keyboard, Typed};
use qwenbox::Provider;
use qwenbox::chat::{Request, TurnStatus};
use session::{Session, Step};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Talks until somebody has had enough.
pub(super) fn run(
    draft: Draft,
    look: Look,
    settings: &Settings,
    sources: &Sources<'_>,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    runtime::run_to_end(async {
        // From now on, Ctrl-C ends answers and not the program.
        let _interrupts = Interrupts::listen();
        let opened = output.patiently(COMPILING, Connection::open(settings));
        let connection = opened.await?;
        let provider = connection.with_key()?;
        let model = match &draft.options.model {
            Some(reference) => provider.resolve(reference).await?,
            None => provider.default_model().await?,
        };
        output.note(&format!(
            "{}; /help says what may be typed, Ctrl-D leaves",
            model.ref_
        ));
        let conversation = Conversation {
            provider,
            sources,
            look,
            session: Session::new(draft, model.ref_),
            saved: None,
        };
        let keyboard = Keyboard::new(environment.state_folder())?;
        conversation.talk(keyboard, output).await
    })
}

struct Conversation<'a> {
    provider: &'a Provider,
    sources: &'a Sources<'a>,
    look: Look,
    session: Session,
    /// The file that this conversation was written to, which may be written again.
    saved: Option<PathBuf>,
}

impl Conversation<'_> {
    async fn talk(mut self, mut keyboard: Keyboard, output: &mut Output) -> Result<(), Failure> {
        let mut interrupted = false;
        loop {
            match keyboard.read(output).await? {
                Typed::Line(line) => {
                    interrupted = false;
                    let step = self.session.enter(&line);
                    if step == Step::Leave {
                        return Ok(());
                    }
                    self.take(step, output).await?;
                }
                Typed::Interrupt if !interrupted => {
                    interrupted = true;
                    output.note("Ctrl-C once more, or Ctrl-D, leaves");
                }
                Typed::Interrupt | Typed::End => return Ok(()),
            }
        }
    }

    async fn take(&mut self, step: Step, output: &mut Output) -> Result<(), Failure> {
        match step {
            Step::Wait | Step::Leave => {}
            Step::Tell(text) => output.report(&text),
            Step::Ask(request) => self.ask(*request, output).await?,
            Step::Resolve(named) => match self.provider.resolve(self.meant(named)).await {
                Ok(model) => output.report(&self.session.take_model(model.ref_)),
                Err(error) => output.failure(&error.into()),
            },
            Step::Save(path, text) => match self.write(&path, &text) {
                Ok(()) => output.report(&format!("written to {}", path.display())),
                Err(failure) => output.failure(&failure),
            },
        }
        Ok(())
    }

    /// A model by its reference, when an alias of the configuration stands for it.
    fn meant(&self, named: String) -> String {
        match self.sources.config.reference(&named) {
            Ok(reference) if reference.provider == OURS => format!("{OURS}/{}", reference.id),
            _ => named,
        }
    }

    /// Asks, until there is an answer or Ctrl-C is pressed.
    async fn ask(&mut self, request: Request, output: &mut Output) -> Result<(), Failure> {
        let mut so_far = SoFar::default();
        let mut interrupts = Interrupts::listen();
        let answered = tokio::select! {
            answered = self.look.ask(self.provider, request, &mut so_far, output) => answered,
            () = interrupts.pressed() => Err(Failure::Interrupted),
        };
        match answered {
            Ok(completion) => self.session.answered(completion),
            Err(Failure::Interrupted) => {
                output.end_line()?;
                output.note("stopped");
                self.session.cut(so_far, TurnStatus::Aborted);
            }
            // Nobody can be told any more.
            Err(failure @ (Failure::ReaderLeft | Failure::Machine { .. })) => return Err(failure),
            Err(failure) => {
                output.failure(&failure);
                self.session.cut(so_far, TurnStatus::Failed);
            }
        }
        output.warnings_are_known();
        Ok(())
    }

    /// Writes a file that was not there before, or that this conversation wrote.
    fn write(&mut self, path: &Path, text: &str) -> Result<(), Failure> {
        let is_own = self.saved.as_deref() == Some(path);
        let mut options = OpenOptions::new();
        options.write(true).truncate(true);
        options.create(is_own).create_new(!is_own);
        let written = options
            .open(path)
            .and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| Failure::machine(format!("writing {}", path.display()), error))?;
        self.saved = Some(path.to_owned());
        Ok(())
    }
}
