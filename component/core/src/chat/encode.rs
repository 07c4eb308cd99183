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
use cache::Marks;
use fields::{Fields, Value as Field};
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
    let no_params = Map::new();
    let extra = Extra::join(&mut request, options.params.unwrap_or(&no_params))?;
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
    let mut marks = Marks::of_model(&model.id);
    let messages = messages::encode(history, &replay, &mut marks)?;

    let mut fields = Fields::default();
    fields.set("model", Field::Text(&model.id));
    fields.set("messages", Field::Messages(messages));
    set_stream(&mut fields, stream, options);
    set_length(&mut fields, &request, model, options);
    warnings.extend(set_sampling(&mut fields, &request, model));
    if !tools.definitions.is_empty() {
        fields.set("tools", Field::Tools(tools.definitions));
    }
    fields.set_some("tool_choice", tools.choice.map(Field::Choice));
    fields.set_some("parallel_tool_calls", tools.parallel.map(Field::Flag));
    fields.set_some("response_format", form.field.map(Field::Format));
    let preserve = preserving.and_then(|preserving| preserving.field);
    set_thinking(&mut fields, &thinking, preserve, options, extra.template);
    fields.fill(extra.below);
    warnings.extend(Extra::overridden(&fields.override_with(extra.body)));
    fields.override_with(extra.over);

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
        body: fields.into_json()?,
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

fn wish(request: &Request, tools: &Tools<'_>, form: &Form<'_>) -> Wish {
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

fn set_stream(fields: &mut Fields<'_>, stream: bool, options: &Options<'_>) {
    if !stream {
        return;
    }
    fields.set("stream", Field::Flag(true));
    if options.ask_usage {
        let ask = Field::IncludeUsage {
            include_usage: true,
        };
        fields.set("stream_options", ask);
    }
}

fn set_length(fields: &mut Fields<'_>, request: &Request, model: &Model, options: &Options<'_>) {
    let field = options
        .max_tokens_field
        .unwrap_or_else(|| MaxTokensField::of(&model.id));
    fields.set_some(field.name(), request.max_tokens.map(Field::Count));
}

fn set_sampling<'a>(fields: &mut Fields<'a>, request: &'a Request, model: &Model) -> Vec<Warning> {
    let mut warnings = Vec::new();
    fields.set_some("temperature", request.temperature.map(Field::Number));
    fields.set_some("top_p", request.top_p.map(Field::Number));
    if request.top_k.is_some() && !limits::takes_top_k(&model.id) {
        warnings.push(Warning::new(
            "top-k-ignored",
            format!("{} takes no top_k; it was left out", model.id),
        ));
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
            warnings.push(Warning::new(
                "stop-cut",
                format!(
                    "only the first {} of {} stop texts were sent",
                    sent.len(),
                    request.stop.len()
                ),
            ));
        }
    } else if !request.stop.is_empty() {
        fields.set("stop", Field::Texts(&request.stop));
    }
    warnings
}

/// Sets the thinking, in the body or in the arguments of the chat template, where the configuration's own go over it.
fn set_thinking(
    fields: &mut Fields<'_>,
    thinking: &thinking::Fields,
    preserve: Option<bool>,
    options: &Options<'_>,
    mut template: Map<String, Value>,
) {
    if options.template {
        if let Some(enable) = thinking.enable {
            template.entry("enable_thinking").or_insert(enable.into());
            let preserve = preserve.map(Value::from);
            preserve.map(|keeps| template.entry("preserve_thinking").or_insert(keeps));
        }
    } else {
        fields.set_some("enable_thinking", thinking.enable.map(Field::Flag));
    }
    fields.set_some("thinking_budget", thinking.budget.map(Field::Count));
    fields.set_some("reasoning_effort", thinking.effort.map(Field::Text));
    if !options.template {
        fields.set_some("preserve_thinking", preserve.map(Field::Flag));
    }
    if !template.is_empty() {
        fields.set("chat_template_kwargs", Field::Json(template.into()));
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
