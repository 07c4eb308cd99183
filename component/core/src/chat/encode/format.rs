//! The form that an answer is asked to have: text, any JSON object, or JSON of a schema.
//!
//! Source: DashScope structured output reference, November 2026.

#[cfg(test)]
mod tests;

use super::history::Turn;
use super::limits::begins_with_any;
use crate::chat::structured::{Json, Schema};
use crate::chat::types::{JsonSchema, Part, Request, ResponseFormat, TextPart};
use crate::error::Error;
use crate::joined::joined;
use crate::model::Model;
use crate::prelude::*;
use crate::warning::Warning;
use crate::write;

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

/// What to give instead of what is no schema.
const EXAMPLE: &str = "give a JSON Schema, such as {\"type\":\"object\",\"properties\":{}}";

/// What is sent for a form, and what is expected of the answer.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// `response_format` on the wire, as JSON.
    pub(super) field: Option<String>,
    /// What the model is told besides.
    pub(super) sentence: Option<String>,
    /// What the answer must be.
    pub(super) json: Json,
    /// The model is known to write sound JSON only while it does not think.
    pub(super) wants_no_thinking: bool,
    pub(super) warnings: Vec<Warning>,
}

impl Form {
    /// The form of a request whose turns are sent. `has_media` says whether it shows the model anything: the provider
    /// checks no schema then.
    ///
    /// # Errors
    /// `invalid-request` when the schema has no name or is not a JSON object.
    pub(super) fn of(
        request: &Request,
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
                Some(schema)
            }
        };
        let takes_schema = begins_with_any(&model.id, TAKES_SCHEMA);
        form.wants_no_thinking = !takes_schema;
        let mut held_to = None;
        match schema {
            Some(schema) if takes_schema && !has_media => held_to = Some(schema),
            Some(schema) => form.show(schema, model, takes_schema),
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
        form.field = Some(field(held_to));
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
            let words = joined(unchecked, ", ");
            self.warn(
                "schema-unchecked",
                format!(
                    "what the schema says of {words} is left to the provider, and not checked here"
                ),
            );
        }
        if schema.name.trim().is_empty() {
            return Err(Error::invalid("the schema has no name").with_hint(EXAMPLE));
        }
        Ok(checked)
    }

    /// Shows the model the schema in words.
    fn show(&mut self, schema: &JsonSchema, model: &Model, takes_schema: bool) {
        self.sentence = Some(format!(
            "Answer with JSON only, and with JSON that fits this JSON Schema: {}",
            schema.schema_json.trim()
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

/// The field for any JSON object, or for a schema, which stays as it was written.
fn field(schema: Option<&JsonSchema>) -> String {
    let mut field = String::new();
    write::object(&mut field, |out| match schema {
        None => _ = out.text("type", "json_object"),
        Some(schema) => {
            out.text("type", "json_schema")
                .object("json_schema", |out| {
                    out.text("name", &schema.name)
                        .value("strict", &schema.strict.into())
                        .json("schema", schema.schema_json.trim());
                });
        }
    });
    field
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
