//! `chat`: one question, one answer.

mod request;
mod usage;

use super::answer::{self, Reasoning};
use crate::args::{Chat, Global};
use crate::connection::Connection;
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::settings::Settings;
use crate::{prompt, runtime};

pub(super) use usage::{number, seconds};

/// Asks, and prints the answer.
pub(super) fn run(
    mut chat: Chat,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let settings = Settings::gather(global, environment)?;
    super::models::tell_unread(&settings, output);
    settings.require_key()?;
    // Before the event loop: nobody waits for a pipe in it, and Ctrl-C ends the reading.
    let prompt = prompt::read(chat.prompt.take().as_deref())?;
    let reasoning = if chat.show_thinking {
        Reasoning::Aside
    } else {
        Reasoning::Hidden
    };
    let (streams, shows_usage) = (!chat.no_stream, chat.usage);
    let request = request::of(chat, prompt, settings.model.clone());
    runtime::run(async {
        let connection = Connection::open(&settings).await?;
        let provider = connection.with_key()?;
        let (completion, speed) = if streams {
            answer::streamed(provider, request, reasoning, output).await?
        } else {
            answer::whole(provider, request, reasoning, output).await?
        };
        if shows_usage {
            output.report(&usage::line(&completion, &speed));
        }
        Ok(())
    })
}
