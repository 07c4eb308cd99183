//! `chat`: asks, and prints the answer while it comes.

use super::Failure;
use super::arguments::{Options, STDIN};
use super::screen::Screen;
use crate::transport::Http;
use qwen_core::chat::types::{Part, TextPart};
use qwen_core::chat::{Completion, Event, FinishReason, Message};
use qwen_core::prelude::*;
use qwen_core::{Error, ErrorKind, Provider};
use wasip3::cli::stdin;
use wit_bindgen::StreamResult;

/// More than any model takes: a million tokens are about four megabytes.
const LONGEST_PROMPT: usize = 16 << 20;

/// How much of stdin is read at once, in bytes.
const READ_SIZE: usize = 64 * 1024;

pub(super) async fn run(
    provider: &'static Provider,
    mut options: Box<Options>,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let prompt = options.word.take().unwrap_or_default();
    let mut request = options.chat;
    ask(&mut request.messages, prompt);
    let mut reply = provider.open(&Http, request).await?;
    while let Some(events) = reply.next().await? {
        show(&events, options.shows_thinking, screen);
        screen.flush().await?;
    }
    let completion = reply.into_completion();
    screen.end_line();
    if options.shows_usage {
        screen.note(&usage(&completion));
    }
    end(&completion, screen)
}

/// Shows what came next, all of it at once.
fn show(events: &[Event], shows_thinking: bool, screen: &mut Screen) {
    let mut words = String::new();
    for event in events {
        match event {
            Event::Text(text) => words.push_str(text),
            Event::Reasoning(text) if shows_thinking => screen.aside(text),
            Event::Warning(warning) => screen.warnings(core::slice::from_ref(warning)),
            // The completion has the calls and the usage.
            Event::Reasoning(_)
            | Event::ToolCallStarted { .. }
            | Event::ToolCallArguments { .. }
            | Event::ToolCallFinished(_)
            | Event::Usage(_) => {}
        }
    }
    screen.answer(&words);
}

/// Says what an answer that ended by itself would not show.
fn end(completion: &Completion, screen: &mut Screen) -> Result<(), Failure> {
    for call in &completion.tool_calls {
        screen.note(&format!(
            "warning: the model asks for the tool {}, and nobody here runs it: {}",
            call.name, call.arguments_json
        ));
    }
    match &completion.finish_reason {
        FinishReason::Stop | FinishReason::ToolCalls => Ok(()),
        FinishReason::Length => {
            screen.note("warning: the answer is cut: it reached its token limit");
            Ok(())
        }
        FinishReason::ContentFilter => {
            let message = "the answer is cut: it was filtered";
            Err(Error::new(ErrorKind::ContentFiltered, message)
                .sent()
                .into())
        }
        FinishReason::Other(word) => {
            screen.note(&["warning: the answer ended for an unknown reason: ", word].concat());
            Ok(())
        }
    }
}

fn usage(completion: &Completion) -> String {
    match completion.usage {
        Some(usage) => format!(
            "{} tokens in ({} cached, {} written to the cache), {} out ({} reasoning)",
            usage.input_tokens,
            usage.cached_input_tokens,
            usage.cache_write_tokens,
            usage.output_tokens,
            usage.reasoning_tokens
        ),
        None => "the endpoint did not say how many tokens it took".to_owned(),
    }
}

/// Puts the prompt behind what is shown with it.
fn ask(messages: &mut Vec<Message>, text: String) {
    let prompt = Part::Text(TextPart { text, cache: false });
    match messages.last_mut() {
        Some(Message::User(parts)) => parts.push(prompt),
        _ => messages.push(Message::User(vec![prompt])),
    }
}

/// The words of a prompt. Waits for the end of stdin where it is read.
pub(super) async fn text(prompt: String) -> Result<String, Failure> {
    let text = if prompt == STDIN {
        piped().await?
    } else {
        prompt
    };
    if text.trim().is_empty() {
        let message = "the prompt is empty: give one as an argument, or pipe it in";
        return Err(Error::invalid(message).into());
    }
    Ok(text)
}

async fn piped() -> Result<String, Failure> {
    let (mut stdin, end) = stdin::read_via_stream();
    let mut bytes = Vec::new();
    let mut result = StreamResult::Complete(0);
    while bytes.len() <= LONGEST_PROMPT && matches!(result, StreamResult::Complete(_)) {
        bytes.reserve(READ_SIZE);
        (result, bytes) = stdin.read(bytes).await;
    }
    if bytes.len() > LONGEST_PROMPT {
        return Err(Error::invalid("the prompt on stdin is longer than 16 MiB").into());
    }
    end.await.map_err(|_| Failure::Stream)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::invalid("the prompt on stdin is not UTF-8 text"))?;
    Ok(text.trim_end().to_owned())
}
