//! Turns a chat request into the body that the provider takes, or refuses it before anything is sent.
//! Knows neither the endpoint nor the key: what depends on them comes as options.
//!
//! Source: DashScope chat reference and Qwen provider page, November 2026.

mod fields;
mod limits;
mod messages;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::thinking;
use super::types::{Request, ResponseFormat, Warning};
use crate::error::{Error, ErrorKind};
use crate::model::Model;
use fields::{Fields, Value as Field};

/// What the endpoint and the configuration decide about a body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Whether the answer is streamed.
    pub stream: bool,
    /// Whether a stream is to end with its token counts. Not every proxy takes the wish.
    pub ask_usage: bool,
    /// The field for the longest answer, when the configuration names one; else the model decides.
    pub max_tokens_field: Option<MaxTokensField>,
    /// Fields of the wire that the configuration adds. The request's own go over them.
    pub params: Option<&'a Map<String, Value>>,
}

/// Which field limits the length of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxTokensField {
    /// `max_tokens`: on most models the answer without the thinking.
    MaxTokens,
    /// `max_completion_tokens`: thinking and answer.
    MaxCompletionTokens,
}

/// A body and what was adjusted on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// JSON.
    pub body: Vec<u8>,
    /// What was adjusted or left out.
    pub warnings: Vec<Warning>,
}

impl MaxTokensField {
    /// The field that a model takes.
    #[must_use]
    pub fn of(model_id: &str) -> Self {
        if limits::takes_max_completion_tokens(model_id) {
            Self::MaxCompletionTokens
        } else {
            Self::MaxTokens
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MaxTokens => "max_tokens",
            Self::MaxCompletionTokens => "max_completion_tokens",
        }
    }
}

/// The body of a request to a model. The same input gives the same bytes.
///
/// # Errors
///
/// `invalid-request` when a value is outside what the provider takes, naming the field, the value and what is allowed;
/// `unsupported` when the model, or this version, cannot do what an option asks.
pub fn body(request: &Request, model: &Model, options: &Options<'_>) -> Result<Encoded, Error> {
    refuse_unsupported(request)?;
    limits::check(request, model)?;
    let mut warnings = Vec::new();
    let thinking = thinking::fields(model, request.thinking, request.thinking_budget)?;
    let preserving = thinking::preserving(&model.id, request.preserve_thinking);
    let replay = preserving.is_some_and(|preserving| preserving.replay);
    let messages = messages::encode(&request.messages, model, replay)?;

    let mut fields = Fields::default();
    fields.set("model", Field::Text(&model.id));
    fields.set("messages", Field::Messages(messages));
    if options.stream {
        fields.set("stream", Field::Flag(true));
        if options.ask_usage {
            fields.set(
                "stream_options",
                Field::IncludeUsage {
                    include_usage: true,
                },
            );
        }
    }
    let max_tokens_field = options
        .max_tokens_field
        .unwrap_or_else(|| MaxTokensField::of(&model.id));
    fields.set_some(
        max_tokens_field.name(),
        request.max_tokens.map(Field::Count),
    );
    set_sampling(&mut fields, request, model, &mut warnings);
    fields.set_some("enable_thinking", thinking.enable.map(Field::Flag));
    fields.set_some("thinking_budget", thinking.budget.map(Field::Count));
    fields.set_some("reasoning_effort", thinking.effort.map(Field::Text));
    let preserve = preserving.and_then(|preserving| preserving.field);
    fields.set_some("preserve_thinking", preserve.map(Field::Flag));
    warnings.extend(thinking.warnings);
    if preserving.is_none() {
        warnings.push(Warning {
            code: String::from("preserve-thinking-ignored"),
            message: format!(
                "{} cannot keep earlier reasoning; preserve_thinking was left out",
                model.id
            ),
        });
    }
    add_params(&mut fields, options.params, max_tokens_field)?;
    add_extra(&mut fields, request.extra_json.as_deref())?;
    Ok(Encoded {
        body: fields.into_json()?,
        warnings,
    })
}

fn set_sampling<'a>(
    fields: &mut Fields<'a>,
    request: &'a Request,
    model: &Model,
    warnings: &mut Vec<Warning>,
) {
    fields.set_some("temperature", request.temperature.map(Field::Number));
    fields.set_some("top_p", request.top_p.map(Field::Number));
    if request.top_k.is_some() && !limits::takes_top_k(&model.id) {
        warnings.push(Warning {
            code: String::from("top-k-ignored"),
            message: format!("{} takes no top_k; it was left out", model.id),
        });
    } else {
        fields.set_some("top_k", request.top_k.map(Field::Count));
    }
    fields.set_some(
        "presence_penalty",
        request.presence_penalty.map(Field::Number),
    );
    fields.set_some(
        "repetition_penalty",
        request.repetition_penalty.map(Field::Number),
    );
    fields.set_some("seed", request.seed.map(Field::Count));
    if let Some(sent) = request.stop.get(..limits::MOST_STOPS) {
        fields.set("stop", Field::Texts(sent));
        if sent.len() < request.stop.len() {
            warnings.push(Warning {
                code: String::from("stop-cut"),
                message: format!(
                    "only the first {} of {} stop texts were sent",
                    sent.len(),
                    request.stop.len()
                ),
            });
        }
    } else if !request.stop.is_empty() {
        fields.set("stop", Field::Texts(&request.stop));
    }
}

/// Refuses what a later version will do, naming the option.
fn refuse_unsupported(request: &Request) -> Result<(), Error> {
    let structured = matches!(
        request.response_format,
        Some(ResponseFormat::JsonObject | ResponseFormat::JsonSchema(_))
    );
    let retried = request.retry_budget_ms.is_some_and(|budget| budget > 0);
    let options = [
        (!request.tools.is_empty(), "tools"),
        (request.tool_choice.is_some(), "tool-choice"),
        (request.parallel_tool_calls.is_some(), "parallel-tool-calls"),
        (structured, "response-format"),
        (retried, "retry-budget-ms"),
        (request.timeouts.total_ms.is_some(), "timeouts.total-ms"),
    ];
    match options.iter().find(|(is_set, _)| *is_set) {
        Some((_, name)) => Err(unsupported(name)),
        None => Ok(()),
    }
}

fn unsupported(option: &str) -> Error {
    let message = format!("this version does not support the option {option}");
    Error::new(ErrorKind::Unsupported, message).with_hint("leave it out")
}

/// Adds the configuration's fields where the request has none.
fn add_params<'a>(
    fields: &mut Fields<'a>,
    params: Option<&'a Map<String, Value>>,
    max_tokens_field: MaxTokensField,
) -> Result<(), Error> {
    for (name, value) in params.into_iter().flatten() {
        check_name(
            name,
            "the configured params",
            &["messages", "model", "stream"],
        )?;
        let name = match name.as_str() {
            "thinking" | "extra_body" | "chat_template_kwargs" => {
                return Err(unsupported(&format!("params.{name}")));
            }
            "topP" => "top_p",
            "maxTokens" | "max_tokens" | "max_completion_tokens" => max_tokens_field.name(),
            name => name,
        };
        if !fields.has(name) {
            fields.set(name, Field::Json(value.clone()));
        }
    }
    Ok(())
}

/// Adds the request's extra fields, over all others.
fn add_extra(fields: &mut Fields<'_>, extra_json: Option<&str>) -> Result<(), Error> {
    let Some(text) = extra_json else {
        return Ok(());
    };
    let value: Value = serde_json::from_str(text).map_err(|error| {
        Error::invalid(format!("extra-json is not JSON: {error}"))
            .with_hint("give a JSON object, such as {\"enable_search\":true}")
    })?;
    let Value::Object(extra) = value else {
        return Err(Error::invalid("extra-json is not a JSON object")
            .with_hint("give a JSON object, such as {\"enable_search\":true}"));
    };
    for (name, value) in extra {
        check_name(&name, "extra-json", &["messages", "stream"])?;
        fields.set(name, Field::Json(value));
    }
    Ok(())
}

fn check_name(name: &str, place: &str, reserved: &[&str]) -> Result<(), Error> {
    if reserved.contains(&name) {
        let message = format!("{place} may not name {name}");
        return Err(Error::invalid(message).with_hint("use the request's own option for it"));
    }
    Ok(())
}
