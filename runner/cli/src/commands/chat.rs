//! `chat`: one question and its answer, or a conversation.

mod conversation;
mod fallback;
mod file;
mod request;
mod schema;
mod tools;
mod usage;

use super::answer::{self, Reasoning, SoFar};
use crate::args::{Chat, Global};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::sources::Sources;
use crate::{prompt, runtime};
use qwenbox::Provider;
use qwenbox::chat::{Completion, Request};

pub(super) use usage::{number, seconds, taken};

/// Asks, and prints the answer.
pub(super) fn run(
    chat: &Chat,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = Sources::gather(global, environment)?;
    let candidates = sources.chat_candidates(chat.model.as_deref())?;
    let Some(settings) = candidates.first() else {
        return Err(prompt::missing("there is no model"));
    };
    super::models::tell_warnings(settings, output);
    settings.require_key()?;
    let draft = request::draft(chat, settings.model.clone())?;
    for warning in &draft.warnings {
        output.warning(warning);
    }
    let look = Look::of(chat);
    // Before the event loop: nobody waits for a pipe in it, and Ctrl-C ends the reading.
    match prompt::read(chat.prompt.as_deref())? {
        Some(prompt) => {
            let request = draft.ask(&prompt);
            runtime::run(fallback::ask(request, look, &candidates, output))
        }
        None if prompt::is_typed() && output.is_for_people() => {
            conversation::run(draft, look, settings, &sources, environment, output)
        }
        None => Err(prompt::missing("there is no prompt")),
    }
}

/// What people see of an answer.
#[derive(Clone, Copy)]
struct Look {
    streams: bool,
    reasoning: Reasoning,
    usage: bool,
}

impl Look {
    fn of(chat: &Chat) -> Self {
        Self {
            streams: !chat.no_stream,
            reasoning: if chat.show_thinking {
                Reasoning::Aside
            } else {
                Reasoning::Hidden
            },
            usage: chat.usage,
        }
    }

    /// Asks, and shows the answer.
    async fn ask(
        self,
        provider: &Provider,
        request: Request,
        so_far: &mut SoFar,
        output: &mut Output,
    ) -> Result<Completion, Failure> {
        let (completion, speed) = if self.streams {
            answer::streamed(provider, request, self.reasoning, so_far, output).await?
        } else {
            answer::whole(provider, request, self.reasoning, output).await?
        };
        if self.usage {
            output.report(&usage::line(&completion, speed));
        }
        Ok(completion)
    }
}
