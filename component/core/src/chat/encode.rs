//! Turns a chat request into the body that the provider takes, or refuses it before anything is sent.
//! Knows neither the endpoint nor the key: what depends on them comes as options.
//!
//! Source: DashScope chat reference and Qwen provider page, November 2026.

mod cache;
mod fields;
mod format;
mod history;
mod limits;
mod media;
mod messages;
mod params;
mod parts;
#[cfg(test)]
pub(crate) mod tests;
mod tools;

use serde_json::{Map, Value};

use super::structured::Json;
use super::thinking::{self, Conflict, Preserving, Wish};
use super::types::Request;
use crate::error::Error;
use crate::model::Model;
use crate::prelude::*;
use crate::warning::Warning;
use crate::write;
use cache::Marks;
use fields::Fields;
use format::Form;
use history::History;
pub(crate) use media::check_part as check_media;
pub use media::kinds;
use params::Extra;
use tools::Tools;

/// What the endpoint and the configuration decide about a body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Whether the answer is streamed.
    pub stream: bool,
    /// Whether a stream is to end with its token counts. Not every proxy takes the wish.
    pub ask_usage: bool,
    /// The field for the longest answer, when the configuration names one; else the model decides.
    pub max_tokens_field: Option<MaxTokensField>,
    /// Whether thinking is switched in `chat_template_kwargs`, as self-hosted models take it, and not in the body.
    pub template: bool,
    /// The configuration's parameters. The request's own options go over them.
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

/// A body and what goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// JSON.
    pub body: Vec<u8>,
    /// Headers that the body needs, by their lower-case names.
    pub headers: Vec<(&'static str, &'static str)>,
    /// Whether the answer comes as a stream, which some models insist on.
    pub stream: bool,
    /// What the answer's words must be.
    pub json: Json,
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
pub fn body(mut request: Request, model: &Model, options: &Options<'_>) -> Result<Encoded, Error> {
    let extra = Extra::join(&mut request, options.params)?;
    let mut warnings = limits::settle(&mut request, model)?;
    let media = media::check(&request.messages)?;
    let tools = Tools::of(&request, model)?;
    let is_own = |name: &str| name == model.id || name == model.reference();
    let mut history = History::of(&request.messages, is_own)?;
    let form = Form::of(&request, &history.turns, model, media.any)?;
    let thinking = thinking::fields(model, wish(&request, &tools, &form))?;
    let stream =
        options.stream || (thinking::streams_only(&model.id) && thinking.enable != Some(false));

    if let Some(sentence) = form.sentence {
        history.tell(sentence);
    }
    warnings.append(&mut history.warnings);
    let preserving = preserving(&request, model, options);
    let replay = messages::Replay {
        all: preserving.is_some_and(|preserving| preserving.replay),
        is_own: &is_own,
    };

    let mut fields = Fields::default();
    fields.set("model", Some(model.id.as_str()));
    fields.set_messages();
    set_stream(&mut fields, stream, options);
    set_length(&mut fields, &request, model, options);
    warnings.extend(set_sampling(&mut fields, &request, model));
    fields.set_json("tools", tools.definitions);
    fields.set_json("tool_choice", tools.choice);
    fields.set("parallel_tool_calls", tools.parallel);
    fields.set_json("response_format", form.field);
    let preserve = preserving.and_then(|preserving| preserving.field);
    set_thinking(&mut fields, &thinking, preserve, options, extra.template);
    fields.fill(&extra.below);
    if let Some(body) = extra.body {
        warnings.extend(Extra::overridden(&fields.override_with(body)));
    }
    if let Some(over) = extra.over.as_object() {
        fields.override_with(over);
    }
    let mut marks = Marks::of_model(&model.id);
    let body = fields.into_json(|out| messages::write(out, &history, &replay, &mut marks))?;

    for mut more in [
        tools.warnings,
        form.warnings,
        thinking.warnings,
        extra.warnings,
    ] {
        warnings.append(&mut more);
    }
    warnings.extend(marks.warning(&model.id));
    if preserving.is_none() {
        warnings.push(not_preserved(model));
    }
    Ok(Encoded {
        body,
        headers: if media.stored {
            vec![RESOLVE_STORED]
        } else {
            Vec::new()
        },
        stream,
        json: form.json,
        warnings,
    })
}

/// Makes the provider resolve `oss` URLs.
const RESOLVE_STORED: (&str, &str) = ("x-dashscope-ossresourceresolve", "enable");

fn wish(request: &Request, tools: &Tools, form: &Form) -> Wish {
    let conflict = if tools.forces {
        Some(Conflict::ForcedCall)
    } else {
        form.wants_no_thinking.then_some(Conflict::Json)
    };
    Wish {
        level: request.thinking,
        budget: request.thinking_budget,
        conflict,
    }
}

fn preserving(request: &Request, model: &Model, options: &Options<'_>) -> Option<Preserving> {
    let asked = request.preserve_thinking;
    if options.template {
        Some(thinking::preserving_in_template(asked))
    } else {
        thinking::preserving(&model.id, asked)
    }
}

fn set_stream(fields: &mut Fields, stream: bool, options: &Options<'_>) {
    if !stream {
        return;
    }
    fields.set("stream", Some(true));
    if options.ask_usage {
        let ask = String::from(r#"{"include_usage":true}"#);
        fields.set_json("stream_options", Some(ask));
    }
}

fn set_length(fields: &mut Fields, request: &Request, model: &Model, options: &Options<'_>) {
    let field = options
        .max_tokens_field
        .unwrap_or_else(|| MaxTokensField::of(&model.id));
    fields.set(field.name(), request.max_tokens);
}

fn set_sampling(fields: &mut Fields, request: &Request, model: &Model) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut top_k = request.top_k;
    if top_k.is_some() && !limits::takes_top_k(&model.id) {
        top_k = None;
        warnings.push(Warning::new(
            "top-k-ignored",
            format!("{} takes no top_k; it was left out", model.id),
        ));
    }
    fields.set("temperature", request.temperature);
    fields.set("top_p", request.top_p);
    fields.set("top_k", top_k);
    fields.set("presence_penalty", request.presence_penalty);
    fields.set("repetition_penalty", request.repetition_penalty);
    fields.set("seed", request.seed);
    let stops = &request.stop;
    let sent = stops.get(..limits::MOST_STOPS).unwrap_or(stops);
    if !sent.is_empty() {
        let mut json = String::new();
        write::list(&mut json, sent, |out, text| write::text(out, text));
        fields.set_json("stop", Some(json));
    }
    if sent.len() < stops.len() {
        warnings.push(Warning::new(
            "stop-cut",
            format!(
                "only the first {} of {} stop texts were sent",
                sent.len(),
                stops.len()
            ),
        ));
    }
    warnings
}

/// Sets the thinking, in the body or in the arguments of the chat template, where the configuration's own go over it.
fn set_thinking(
    fields: &mut Fields,
    thinking: &thinking::Fields,
    preserve: Option<bool>,
    options: &Options<'_>,
    template: Option<&Map<String, Value>>,
) {
    let mut template = template.cloned().unwrap_or_default();
    if options.template {
        let preserve = preserve.filter(|_| thinking.enable.is_some());
        for (name, flag) in [
            ("enable_thinking", thinking.enable),
            ("preserve_thinking", preserve),
        ] {
            if let Some(flag) = flag
                && template.get(name).is_none()
            {
                template.insert(String::from(name), flag.into());
            }
        }
    } else {
        fields.set("enable_thinking", thinking.enable);
    }
    fields.set("thinking_budget", thinking.budget);
    fields.set("reasoning_effort", thinking.effort);
    if !options.template {
        fields.set("preserve_thinking", preserve);
    }
    if !template.is_empty() {
        fields.set("chat_template_kwargs", Some(template));
    }
}

fn not_preserved(model: &Model) -> Warning {
    Warning::new(
        "preserve-thinking-ignored",
        format!(
            "{} cannot keep earlier reasoning; preserve_thinking was left out",
            model.id
        ),
    )
}
