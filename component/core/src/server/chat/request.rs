//! The body of a chat request: one row for each field that is known.
//!
//! Source: OpenAI's chat reference, and for the provider's own fields the DashScope chat reference, November 2026.

#[cfg(test)]
mod tests;

use super::{messages, options};
use crate::chat::thinking;
use crate::chat::types::ThinkingLevel;
use crate::error::{Error, ErrorKind};
use crate::prelude::*;
use crate::server::error::Refusal;
use crate::server::fields::{self, Asked, Field, Reading};
use crate::server::value::Value;
use crate::warning::Warning;

#[rustfmt::skip]
const FIELDS: &[(&str, Field)] = &[
    ("model",                 Field::Text(|asked| &mut asked.chat.model)),
    ("messages",              Field::Other(take_messages)),
    ("stream",                Field::Flag(|asked| &mut asked.stream)),
    ("stream_options",        Field::Other(take_stream_options)),
    ("tools",                 Field::Other(take_tools)),
    ("tool_choice",           Field::Other(take_tool_choice)),
    ("parallel_tool_calls",   Field::Flag(|asked| &mut asked.chat.parallel_tool_calls)),
    ("response_format",       Field::Other(take_response_format)),
    ("reasoning_effort",      Field::Other(take_effort)),
    ("enable_thinking",       Field::Flag(|asked| &mut asked.thinks)),
    ("thinking_budget",       Field::Whole(|asked| &mut asked.chat.thinking_budget)),
    ("preserve_thinking",     Field::Flag(|asked| &mut asked.chat.preserve_thinking)),
    ("max_tokens",            Field::Whole(|asked| &mut asked.chat.max_tokens)),
    ("max_completion_tokens", Field::Whole(|asked| &mut asked.max_completion_tokens)),
    ("temperature",           Field::Number(|asked| &mut asked.chat.temperature)),
    ("top_p",                 Field::Number(|asked| &mut asked.chat.top_p)),
    ("top_k",                 Field::Whole(|asked| &mut asked.chat.top_k)),
    ("presence_penalty",      Field::Number(|asked| &mut asked.chat.presence_penalty)),
    ("repetition_penalty",    Field::Number(|asked| &mut asked.chat.repetition_penalty)),
    ("seed",                  Field::Whole(|asked| &mut asked.chat.seed)),
    ("stop",                  Field::Other(take_stop)),
    ("n",                     Field::Other(|_, value, reading| only(value, reading, "1"))),
    ("logprobs",              Field::Other(|_, value, reading| only(value, reading, "false"))),
    ("top_logprobs",          Field::Other(|_, value, reading| only(value, reading, "0"))),
    ("modalities",            Field::Other(|_, value, reading| only(value, reading, "[\"text\"]"))),
    ("asr_options",                Field::Passed(|asked| &mut asked.chat.extra_json)),
    ("clear_thinking",             Field::Passed(|asked| &mut asked.chat.extra_json)),
    ("enable_code_interpreter",    Field::Passed(|asked| &mut asked.chat.extra_json)),
    ("enable_search",              Field::Passed(|asked| &mut asked.chat.extra_json)),
    ("search_options",             Field::Passed(|asked| &mut asked.chat.extra_json)),
    ("skill",                      Field::Passed(|asked| &mut asked.chat.extra_json)),
    ("thinking",                   Field::Passed(|asked| &mut asked.chat.extra_json)),
    ("tool_stream",                Field::Passed(|asked| &mut asked.chat.extra_json)),
    ("translation_options",        Field::Passed(|asked| &mut asked.chat.extra_json)),
    ("use_multichannel",           Field::Passed(|asked| &mut asked.chat.extra_json)),
    ("vl_high_resolution_images",  Field::Passed(|asked| &mut asked.chat.extra_json)),
];

fn take_messages(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    asked.chat.messages = reading.each(value, messages::message);
}

fn take_stream_options(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    // The second one pads the pieces against listeners, which is not done here and changes nothing.
    reading.known(value, &["include_usage", "include_obfuscation"]);
    if let Some(include) = reading.some_flag(value, "include_usage") {
        asked.include_usage = include;
    }
}

fn take_tools(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    asked.chat.tools = reading.each(value, options::tool);
}

fn take_tool_choice(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    asked.chat.tool_choice = Some(options::tool_choice(value, reading));
}

fn take_response_format(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    asked.chat.response_format = Some(options::response_format(value, reading));
}

fn take_effort(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    asked.chat.thinking = thinking::level(reading.word(value));
    if asked.chat.thinking.is_none() {
        reading.refuse(value.outside(LEVELS));
    }
}

fn take_stop(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    asked.chat.stop = options::stop(value, reading);
}

/// Refuses any other value: what it asks for would be lost in one answer of text.
fn only(value: &Value<'_>, reading: &mut Reading, allowed: &str) {
    if value.written() == allowed {
        return;
    }
    let path = value.path();
    let message = [&path, " can only be ", allowed].concat();
    let error = Error::new(ErrorKind::Unsupported, message)
        .with_hint("this version gives one answer, in text; leave the field out");
    reading.refuse(Refusal::from(error).about(path));
}

const LEVELS: &str = "none, minimal, low, medium, high, xhigh and max";

impl Asked {
    /// The chat that a body asks for.
    ///
    /// # Errors
    /// What is wrong with it: where it is no JSON, or which field has the wrong type or a value that cannot be.
    pub(super) fn of_chat(text: &str) -> Result<Box<Self>, Refusal> {
        let mut asked = fields::read(text, FIELDS, Some("messages"))?;
        if let Some(passed_on) = &mut asked.chat.extra_json {
            passed_on.push('}');
        }
        // The newer word goes over the older one.
        let limit = &mut asked.chat.max_tokens;
        *limit = asked.max_completion_tokens.or(*limit);
        asked.settle_thinking();
        Ok(asked)
    }

    /// The flag decides whether the model thinks, the level how much.
    fn settle_thinking(&mut self) {
        let level = &mut self.chat.thinking;
        match self.thinks {
            Some(true) => {
                level.get_or_insert(ThinkingLevel::Adaptive);
            }
            Some(false) => {
                let is_contrary = level.is_some_and(|level| level != ThinkingLevel::Off);
                if is_contrary {
                    self.warnings.push(Warning::new(
                        "thinking-level-ignored",
                        "enable_thinking is false, so reasoning_effort was left out",
                    ));
                }
                *level = Some(ThinkingLevel::Off);
            }
            None => {}
        }
    }
}
