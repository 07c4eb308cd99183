//! The body of a chat request: one row for each field that is known.
//!
//! Source: OpenAI's chat reference, and for the provider's own fields the DashScope chat reference, November 2026.

#[cfg(test)]
mod tests;

use super::{messages, options};
use crate::chat::thinking;
use crate::chat::types::{Request, ThinkingLevel};
use crate::error::{Error, ErrorKind};
use crate::server::body;
use crate::server::error::Refusal;
use crate::server::fields::{self, Field, Warned};
use crate::server::value::Value;
use crate::warning::{Warning, Warnings};

/// What a client asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Asked {
    pub(super) request: Request,
    /// Whether the answer is to come piece by piece.
    pub(super) stream: Option<bool>,
    /// Whether a stream ends with its token counts.
    pub(super) include_usage: bool,
    /// What was left out.
    pub(super) warnings: Warnings,
    /// `enable_thinking`, which goes together with `reasoning_effort`.
    thinks: Option<bool>,
    max_completion_tokens: Option<u32>,
}

impl Warned for Asked {
    fn warnings(&mut self) -> &mut Warnings {
        &mut self.warnings
    }
}

#[rustfmt::skip]
const FIELDS: &[(&str, Field<Asked>)] = &[
    ("model",                 Field::Text(|asked| &mut asked.request.model)),
    ("messages",              Field::Other(take_messages)),
    ("stream",                Field::Flag(|asked| &mut asked.stream)),
    ("stream_options",        Field::Other(take_stream_options)),
    ("tools",                 Field::Other(take_tools)),
    ("tool_choice",           Field::Other(take_tool_choice)),
    ("parallel_tool_calls",   Field::Flag(|asked| &mut asked.request.parallel_tool_calls)),
    ("response_format",       Field::Other(take_response_format)),
    ("reasoning_effort",      Field::Other(take_effort)),
    ("enable_thinking",       Field::Flag(|asked| &mut asked.thinks)),
    ("thinking_budget",       Field::Whole(|asked| &mut asked.request.thinking_budget)),
    ("preserve_thinking",     Field::Flag(|asked| &mut asked.request.preserve_thinking)),
    ("max_tokens",            Field::Whole(|asked| &mut asked.request.max_tokens)),
    ("max_completion_tokens", Field::Whole(|asked| &mut asked.max_completion_tokens)),
    ("temperature",           Field::Number(|asked| &mut asked.request.temperature)),
    ("top_p",                 Field::Number(|asked| &mut asked.request.top_p)),
    ("top_k",                 Field::Whole(|asked| &mut asked.request.top_k)),
    ("presence_penalty",      Field::Number(|asked| &mut asked.request.presence_penalty)),
    ("repetition_penalty",    Field::Number(|asked| &mut asked.request.repetition_penalty)),
    ("seed",                  Field::Whole(|asked| &mut asked.request.seed)),
    ("stop",                  Field::Other(take_stop)),
    ("n",                     Field::Other(|_, value| only(value, "1"))),
    ("logprobs",              Field::Other(|_, value| only(value, "false"))),
    ("top_logprobs",          Field::Other(|_, value| only(value, "0"))),
    ("modalities",            Field::Other(|_, value| only(value, "[\"text\"]"))),
    ("asr_options",                Field::Passed(|asked| &mut asked.request.extra_json)),
    ("clear_thinking",             Field::Passed(|asked| &mut asked.request.extra_json)),
    ("enable_code_interpreter",    Field::Passed(|asked| &mut asked.request.extra_json)),
    ("enable_search",              Field::Passed(|asked| &mut asked.request.extra_json)),
    ("search_options",             Field::Passed(|asked| &mut asked.request.extra_json)),
    ("skill",                      Field::Passed(|asked| &mut asked.request.extra_json)),
    ("thinking",                   Field::Passed(|asked| &mut asked.request.extra_json)),
    ("tool_stream",                Field::Passed(|asked| &mut asked.request.extra_json)),
    ("translation_options",        Field::Passed(|asked| &mut asked.request.extra_json)),
    ("use_multichannel",           Field::Passed(|asked| &mut asked.request.extra_json)),
    ("vl_high_resolution_images",  Field::Passed(|asked| &mut asked.request.extra_json)),
];

fn take_messages(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    asked.request.messages = messages::read(value, &mut asked.warnings)?;
    Ok(())
}

fn take_stream_options(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    // The second one pads the pieces against listeners, which is not done here and changes nothing.
    let names = ["include_usage", "include_obfuscation"];
    value.known(&names, &mut asked.warnings)?;
    if let Some(include) = value.get("include_usage") {
        asked.include_usage = include.flag()?;
    }
    Ok(())
}

fn take_tools(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    asked.request.tools = options::tools(value, &mut asked.warnings)?;
    Ok(())
}

fn take_tool_choice(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    asked.request.tool_choice = Some(options::tool_choice(value, &mut asked.warnings)?);
    Ok(())
}

fn take_response_format(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    let format = options::response_format(value, &mut asked.warnings)?;
    asked.request.response_format = Some(format);
    Ok(())
}

fn take_effort(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    let level = thinking::level(value.text()?);
    asked.request.thinking = Some(level.ok_or_else(|| value.outside(LEVELS))?);
    Ok(())
}

fn take_stop(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    asked.request.stop = options::stop(value)?;
    Ok(())
}

/// Refuses any other value: what it asks for would be lost in one answer of text.
fn only(value: &Value<'_>, allowed: &str) -> Result<(), Refusal> {
    if value.written() == allowed {
        return Ok(());
    }
    let path = value.path();
    let message = [&path, " can only be ", allowed].concat();
    let error = Error::new(ErrorKind::Unsupported, message)
        .with_hint("this version gives one answer, in text; leave the field out");
    Err(Refusal::from(error).about(path))
}

const LEVELS: &str = "none, minimal, low, medium, high, xhigh and max";

impl Asked {
    /// The request that a body holds.
    ///
    /// # Errors
    /// What is wrong with it: where it is no JSON, or which field has the wrong type or a value that cannot be.
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let json = body::parse(text)?;
        let whole = Value::whole_of(&json);
        let mut asked = Self::default();
        fields::take(&mut asked, FIELDS, &whole)?;
        whole.need("messages")?;
        if let Some(passed_on) = &mut asked.request.extra_json {
            passed_on.push('}');
        }
        // The newer word goes over the older one.
        let limit = &mut asked.request.max_tokens;
        *limit = asked.max_completion_tokens.or(*limit);
        asked.settle_thinking();
        Ok(asked)
    }

    /// The flag decides whether the model thinks, the level how much.
    fn settle_thinking(&mut self) {
        let level = &mut self.request.thinking;
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
