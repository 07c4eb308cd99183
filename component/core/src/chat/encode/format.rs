//! The form that an answer is asked to have: text, any JSON object, or JSON of a schema.
//!
//! Source: DashScope structured output reference, November 2026.

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::value::RawValue;

use super::history::Turn;
use super::limits::begins_with_any;
use crate::chat::structured::{Json, Schema};
use crate::chat::types::{JsonSchema, Part, Request, ResponseFormat, TextPart};
use crate::error::Error;
use crate::model::Model;
use crate::prelude::*;
use crate::warning::Warning;

/// The models that hold an answer to a schema, by the beginning of their id.
const TAKES_SCHEMA: &[&str] = &[
    "qwen3.7-plus",
    "qwen3.7-flash",
    "qwen3.7-max",
    "qwen3.8-max",
    "qwen3.8-flash",
];

/// The word without which the provider refuses to answer with JSON.
const WORD: &str = "json";

/// What is sent for a form, and what is expected of the answer.
#[derive(Debug, Default)]
pub(super) struct Form<'a> {
    pub(super) field: Option<WireFormat<'a>>,
    /// What the model is told besides.
    pub(super) sentence: Option<String>,
    /// What the answer must be.
    pub(super) json: Json,
    /// The model is known to write sound JSON only while it does not think.
    pub(super) wants_no_thinking: bool,
    pub(super) warnings: Vec<Warning>,
}

/// `response_format` on the wire.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum WireFormat<'a> {
    JsonObject,
    JsonSchema { json_schema: WireSchema<'a> },
}

#[derive(Debug, Serialize)]
pub(super) struct WireSchema<'a> {
    name: &'a str,
    strict: bool,
    /// As it was written.
    schema: &'a RawValue,
}

impl<'a> Form<'a> {
    /// The form of a request whose turns are sent. `has_media` says whether it shows the model anything: the provider
    /// checks no schema then.
    ///
    /// # Errors
    /// `invalid-request` when the schema has no name or is not a JSON object.
    pub(super) fn of(
        request: &'a Request,
        turns: &[Turn<'_>],
        model: &Model,
        has_media: bool,
    ) -> Result<Self, Error> {
        let mut form = Self::default();
        let schema = match &request.response_format {
            None | Some(ResponseFormat::Text) => return Ok(form),
            Some(ResponseFormat::JsonObject) => {
                form.json = Json::Object;
                None
            }
            Some(ResponseFormat::JsonSchema(schema)) => {
                form.json = Json::Schema(form.checked(schema)?);
                Some((schema, raw(schema)?))
            }
        };
        let takes_schema = begins_with_any(&model.id, TAKES_SCHEMA);
        form.wants_no_thinking = !takes_schema;
        form.field = Some(WireFormat::JsonObject);
        match schema {
            Some((schema, raw)) if takes_schema && !has_media => {
                form.field = Some(WireFormat::JsonSchema {
                    json_schema: WireSchema {
                        name: &schema.name,
                        strict: schema.strict,
                        schema: raw,
                    },
                });
            }
            Some((_, raw)) => form.show(raw, model, takes_schema),
            None if says_json(turns) => {}
            None => {
                form.sentence = Some(String::from("Answer with a JSON object."));
                form.warn(
                    "json-word-added",
                    String::from(
                        "no message says `json`, which the provider demands; the model was told to answer with a JSON object",
                    ),
                );
            }
        }
        if request.max_tokens.is_some() {
            form.warn(
                "json-may-be-cut",
                String::from(
                    "max-tokens may cut the JSON; the provider advises against the two together",
                ),
            );
        }
        Ok(form)
    }

    /// The schema as it is checked here.
    fn checked(&mut self, schema: &JsonSchema) -> Result<Schema, Error> {
        let checked = Schema::parse(&schema.name, &schema.schema_json)?;
        let unchecked = checked.unchecked();
        if !unchecked.is_empty() {
            let words = unchecked.join(", ");
            self.warn(
                "schema-unchecked",
                format!(
                    "what the schema says of {words} is left to the provider, and not checked here"
                ),
            );
        }
        Ok(checked)
    }

    /// Shows the model the schema in words.
    fn show(&mut self, schema: &RawValue, model: &Model, takes_schema: bool) {
        self.sentence = Some(format!(
            "Answer with JSON only, and with JSON that fits this JSON Schema: {}",
            schema.get()
        ));
        let why = if takes_schema {
            "is held to no schema when it is shown media"
        } else {
            "is held to no schema by the provider"
        };
        self.warn(
            "json-schema-in-words",
            format!(
                "{} {why}; it was shown the schema in words, and its answer is checked",
                model.id
            ),
        );
    }

    fn warn(&mut self, code: &str, message: String) {
        self.warnings.push(Warning::new(code, message));
    }
}

/// The schema as it was written.
fn raw(schema: &JsonSchema) -> Result<&RawValue, Error> {
    let refuse = |what| {
        Error::invalid(format!("the schema {what}"))
            .with_hint("give a JSON Schema, such as {\"type\":\"object\",\"properties\":{}}")
    };
    if schema.name.trim().is_empty() {
        return Err(refuse(String::from("has no name")));
    }
    serde_json::from_str(&schema.schema_json)
        .map_err(|error| refuse(format!("{} is not JSON: {error}", schema.name)))
}

fn says_json(turns: &[Turn<'_>]) -> bool {
    let says = |text: &str| {
        text.as_bytes()
            .windows(WORD.len())
            .any(|letters| letters.eq_ignore_ascii_case(WORD.as_bytes()))
    };
    let part_says = |part: &Part| matches!(part, Part::Text(TextPart { text, .. }) if says(text));
    turns.iter().any(|turn| match turn {
        Turn::System(parts, _) => parts.iter().any(|part| says(&part.text)),
        Turn::User(parts) => parts.iter().any(part_says),
        Turn::Assistant(answer) => says(&answer.message.text),
        Turn::Result { content, .. } => content.unwrap_or_default().iter().any(part_says),
        Turn::Shown(_) => false,
    })
}
