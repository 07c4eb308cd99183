//! The options of `chat`.

use super::{Chat, Command, Word, Words, Wrong, prompt, surplus};
use crate::command::help;
use qwen_core::chat::types::{Part, ResponseFormat, TextPart};
use qwen_core::chat::{Message, Request, thinking};
use qwen_core::number;
use qwen_core::prelude::*;

/// In a second.
const MILLISECONDS: u64 = 1_000;

pub(super) fn parse(mut words: Words) -> Result<Command, Wrong> {
    let mut chat = Box::<Chat>::default();
    let (mut system, mut media, mut asked) = (None, Vec::new(), None);
    while let Some(word) = words.next()? {
        let name = match word {
            Word::Option(name) => name,
            Word::Value(value) if asked.is_none() => {
                asked = Some(prompt(value));
                continue;
            }
            Word::Value(value) => return Err(surplus(&value)),
        };
        match &*name {
            "help" => return Ok(Command::Help(help::CHAT)),
            "system" => system = Some(words.value()?),
            "show-thinking" => chat.shows_thinking = true,
            "usage" => chat.shows_usage = true,
            "image" => media.push(Part::image(words.value()?)),
            "video" => media.push(Part::video(words.value()?)),
            "audio" => media.push(Part::audio(words.value()?)),
            _ => field(&mut chat.request, &name, &mut words)?,
        }
    }
    let messages = &mut chat.request.messages;
    messages.extend(system.map(|text| Message::System(vec![TextPart { text, cache: false }])));
    if !media.is_empty() {
        messages.push(Message::User(media));
    }
    chat.prompt = asked.unwrap_or_default();
    Ok(Command::Chat(chat))
}

/// The options that are fields of the request.
fn field(request: &mut Request, name: &str, words: &mut Words) -> Result<(), Wrong> {
    match name {
        "json-object" => request.response_format = Some(ResponseFormat::JsonObject),
        "stop" => request.stop.push(words.value()?),
        "thinking" => request.thinking = Some(words.read("a level", thinking::level)?),
        "timeout" => request.timeouts.total_ms = Some(milliseconds(words)?),
        "retry-budget" => request.retry_budget_ms = Some(milliseconds(words)?),
        "model" | "extra" => {
            let place = if name == "model" {
                &mut request.model
            } else {
                &mut request.extra_json
            };
            *place = Some(words.value()?);
        }
        "temperature" | "top-p" => {
            let place = if name == "top-p" {
                &mut request.top_p
            } else {
                &mut request.temperature
            };
            *place = Some(words.read("a number", number::parse)?);
        }
        name => {
            let place = match name {
                "max-tokens" => &mut request.max_tokens,
                "seed" => &mut request.seed,
                "thinking-budget" => &mut request.thinking_budget,
                _ => return Err(words.unknown()),
            };
            *place = Some(words.whole()?);
        }
    }
    Ok(())
}

fn milliseconds(words: &mut Words) -> Result<u64, Wrong> {
    let seconds = u64::from(words.whole()?);
    Ok(seconds * MILLISECONDS)
}
