//! Fields that come from elsewhere than the request: the configuration's parameters, and extra JSON.
//!
//! The order of precedence, the last one counts: parameters, the request, `extra_body` of the parameters, the request's
//! `extra-json`. A parameter that is `null` is as good as none. Source of the parameters' names: Qwen provider page,
//! November 2026.

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use crate::chat::thinking;
use crate::chat::types::{JsonSchema, Request, ResponseFormat, ThinkingLevel};
use crate::error::{Error, ErrorKind};
use crate::joined::joined;
use crate::json;
use crate::prelude::*;
use crate::warning::Warning;
use crate::write;

/// What is not an option of the contract.
#[derive(Debug, Default)]
pub(super) struct Extra<'a> {
    /// Fields that stand where nothing else sets them.
    pub(super) below: Vec<(&'a str, &'a Value)>,
    /// The configuration's fields that stand over those of the request.
    pub(super) body: Option<&'a Map<String, Value>>,
    /// The request's fields that stand over everything: an object, or `null` for none.
    pub(super) over: Value,
    /// Arguments for the chat template of a self-hosted model.
    pub(super) template: Option<&'a Map<String, Value>>,
    pub(super) warnings: Vec<Warning>,
}

/// The option of the request that a parameter sets, by the kind of its value.
enum Sets {
    Number(fn(&mut Request) -> &mut Option<f64>),
    Whole(fn(&mut Request) -> &mut Option<u32>),
    Flag(fn(&mut Request) -> &mut Option<bool>),
    /// Sets it from any value, or says what the value must be.
    Other(fn(&mut Request, &Value) -> Result<(), &'static str>),
}

/// The parameters that are options of the request, by all their names. Where two name the same option the first counts.
const OPTIONS: &[(&[&str], Sets)] = &[
    (
        &["temperature"],
        Sets::Number(|request| &mut request.temperature),
    ),
    (
        &["top_p", "topP"],
        Sets::Number(|request| &mut request.top_p),
    ),
    (
        &["top_k", "topK"],
        Sets::Whole(|request| &mut request.top_k),
    ),
    (
        &["presence_penalty"],
        Sets::Number(|request| &mut request.presence_penalty),
    ),
    (
        &["repetition_penalty"],
        Sets::Number(|request| &mut request.repetition_penalty),
    ),
    (&["seed"], Sets::Whole(|request| &mut request.seed)),
    (
        &["max_tokens", "maxTokens", "max_completion_tokens"],
        Sets::Whole(|request| &mut request.max_tokens),
    ),
    (
        &["thinking", "reasoning_effort", "reasoningEffort"],
        Sets::Other(|request, value| {
            let level = value.as_str().and_then(thinking::level);
            fill(&mut request.thinking, level, "a thinking level")
        }),
    ),
    // How much is thought is left to the model.
    (
        &["enable_thinking"],
        Sets::Other(|request, value| {
            let (on, off) = (ThinkingLevel::Adaptive, ThinkingLevel::Off);
            let level = value.as_bool().map(|is_on| if is_on { on } else { off });
            fill(&mut request.thinking, level, FLAG)
        }),
    ),
    (
        &["thinking_budget"],
        Sets::Whole(|request| &mut request.thinking_budget),
    ),
    (
        &["preserve_thinking"],
        Sets::Flag(|request| &mut request.preserve_thinking),
    ),
    (
        &["parallel_tool_calls"],
        Sets::Other(|request, value| {
            // It says how tools are called, not that there are any.
            if request.tools.is_empty() {
                return Ok(());
            }
            fill(&mut request.parallel_tool_calls, value.as_bool(), FLAG)
        }),
    ),
    (
        &["response_format"],
        Sets::Other(|request, value| {
            fill(
                &mut request.response_format,
                format(value),
                "a response format",
            )
        }),
    ),
    (
        &["stop"],
        Sets::Other(|request, value| {
            let texts = texts(value).ok_or("a text or a list of texts")?;
            if request.stop.is_empty() {
                request.stop = texts;
            }
            Ok(())
        }),
    ),
];

impl Sets {
    /// Sets the option, or says what the parameter must be.
    fn set(&self, request: &mut Request, value: &Value) -> Result<(), &'static str> {
        match self {
            Self::Number(option) => fill(option(request), value.as_f64(), "a number"),
            Self::Whole(option) => fill(option(request), whole(value), WHOLE),
            Self::Flag(option) => fill(option(request), value.as_bool(), FLAG),
            Self::Other(set) => set(request, value),
        }
    }
}

const WHOLE: &str = "a whole number that is not negative";
const FLAG: &str = "true or false";

/// Fields that nothing goes over: how a request is made and its answer read depends on them.
const RESERVED: &[&str] = &["messages", "stream"];

/// Fields that are the request's alone, and no matter of configuration.
const UNCONFIGURED: &[&str] = &["model", "stream_options", "tools", "tool_choice"];

/// Fields of other providers, which this one does not list or answers with an error.
const FOREIGN: &[&str] = &[
    "frequency_penalty",
    "logit_bias",
    "metadata",
    "prompt_cache_key",
    "reasoning",
    "service_tier",
    "store",
    "user",
];

impl<'a> Extra<'a> {
    /// Fills what the request leaves open with the configuration's parameters, and keeps what is no option of it.
    ///
    /// # Errors
    /// `invalid-request` for a parameter of the wrong type or a field that is the request's alone; `unsupported` for one
    /// whose answer is not read.
    pub(super) fn join(
        request: &mut Request,
        params: Option<&'a Map<String, Value>>,
    ) -> Result<Self, Error> {
        let mut extra = Self::default();
        for (names, option) in OPTIONS {
            for name in *names {
                let value = params.and_then(|params| params.get(*name));
                if let Some(value) = value.filter(|value| !value.is_null()) {
                    option.set(request, value).map_err(|expected| {
                        Error::invalid(format!("params.{name} must be {expected}"))
                            .with_hint("correct it in the configuration, or take it out")
                    })?;
                }
            }
        }
        let is_option = |name: &str| OPTIONS.iter().any(|(names, _)| names.contains(&name));
        for (name, value) in params.into_iter().flatten() {
            if !value.is_null() && !is_option(name) {
                extra.param(name, value)?;
            }
        }
        if let Some(text) = &request.extra_json {
            extra.over = json::value(text).map_err(|error| {
                Error::invalid(format!("{EXTRA_JSON} is not JSON: {error}")).with_hint(EXAMPLE)
            })?;
            checked(&extra.over, EXTRA_JSON)?;
        }
        Ok(extra)
    }

    /// Tells which of what was set the configuration went over.
    pub(super) fn overridden(names: &[String]) -> Option<Warning> {
        (!names.is_empty()).then(|| {
            Warning::new(
                "extra-body",
                format!(
                    "params.extra_body went over {} of the request",
                    joined(names, " and ")
                ),
            )
        })
    }

    /// Takes a parameter that is no option.
    fn param(&mut self, name: &'a str, value: &'a Value) -> Result<(), Error> {
        let place = format!("params.{name}");
        match name {
            "extra_body" => self.body = Some(checked(value, &place)?),
            "chat_template_kwargs" => self.template = Some(object(value, &place)?),
            _ if FOREIGN.contains(&name) => self.warnings.push(Warning::new(
                "param-ignored",
                format!("{place} is no field of this provider; it was left out"),
            )),
            _ if UNCONFIGURED.contains(&name) => return Err(reserved(name, &place)),
            _ => {
                check(name, value, &place)?;
                self.below.push((name, value));
            }
        }
        Ok(())
    }
}

const EXTRA_JSON: &str = "extra-json";
const EXAMPLE: &str = "give a JSON object, such as {\"enable_search\":true}";

/// The fields of an object, each of which may be set from elsewhere; `null` takes one out.
fn checked<'a>(value: &'a Value, place: &str) -> Result<&'a Map<String, Value>, Error> {
    let fields = object(value, place)?;
    for (name, value) in fields {
        check(name, value, place)?;
    }
    Ok(fields)
}

/// Refuses a field that is the request's, and one whose answer would be lost.
fn check(name: &str, value: &Value, place: &str) -> Result<(), Error> {
    if RESERVED.contains(&name) {
        return Err(reserved(name, place));
    }
    let speaks = |value: &Value| {
        value
            .as_array()
            .is_some_and(|kinds| kinds.contains(&"audio".into()))
    };
    let lost = match name {
        _ if value.is_null() => false,
        "n" => value.as_u64() != Some(1),
        "logprobs" => value.as_bool() != Some(false),
        "top_logprobs" => value.as_u64() != Some(0),
        "modalities" => speaks(value),
        "audio" => true,
        _ => false,
    };
    if lost {
        return Err(Error::new(
            ErrorKind::Unsupported,
            format!("{place} asks for {name}, and this version reads one answer in text only"),
        )
        .with_hint("leave it out"));
    }
    Ok(())
}

fn reserved(name: &str, place: &str) -> Error {
    Error::invalid(format!("{place} may not name {name}"))
        .with_hint("use the request's own option for it")
}

fn object<'a>(value: &'a Value, place: &str) -> Result<&'a Map<String, Value>, Error> {
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err(Error::invalid(format!("{place} is not a JSON object")).with_hint(EXAMPLE)),
    }
}

/// Sets an option that the request left open.
fn fill<T>(
    option: &mut Option<T>,
    value: Option<T>,
    expected: &'static str,
) -> Result<(), &'static str> {
    let value = value.ok_or(expected)?;
    option.get_or_insert(value);
    Ok(())
}

fn whole(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}

fn texts(value: &Value) -> Option<Vec<String>> {
    let items = match value {
        Value::Array(items) => items,
        text => core::slice::from_ref(text),
    };
    let mut texts = Vec::new();
    for item in items {
        texts.push(item.as_str()?.to_owned());
    }
    Some(texts)
}

fn format(value: &Value) -> Option<ResponseFormat> {
    match value.get("type")?.as_str()? {
        "text" => Some(ResponseFormat::Text),
        "json_object" => Some(ResponseFormat::JsonObject),
        "json_schema" => {
            let schema = value.get("json_schema")?;
            Some(ResponseFormat::JsonSchema(JsonSchema {
                name: schema.get("name")?.as_str()?.to_owned(),
                schema_json: write::json(schema.get("schema")?),
                strict: schema
                    .get("strict")
                    .and_then(Value::as_bool)
                    .unwrap_or(false),
            }))
        }
        _ => None,
    }
}
