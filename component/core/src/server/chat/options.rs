//! Tools, the choice among them, the form of the answer, and stop texts.

use crate::chat::types::{JsonSchema, ResponseFormat, Tool, ToolChoice};
use crate::prelude::*;
use crate::server::fields::Reading;
use crate::server::json::Json;
use crate::server::value::Value;
use crate::warning::Warning;

pub(super) fn tool(value: &Value<'_>, reading: &mut Reading) -> Tool {
    let function = function(value, reading);
    reading.known(&function, &["name", "description", "parameters", "strict"]);
    // The provider has no such promise. That there is none is the default.
    if reading.some_flag(&function, "strict") == Some(true) {
        let message = [&function.path(), ".strict has no effect"].concat();
        reading
            .warnings
            .push(Warning::new("strict-ignored", message));
    }
    Tool {
        name: reading.text(&function, "name"),
        description: reading.some_text(&function, "description"),
        parameters_json: function.get("parameters").map(|value| value.written()),
    }
}

/// The function of a tool, or of the choice of one.
fn function<'a>(value: &'a Value<'a>, reading: &mut Reading) -> Value<'a> {
    reading.known(value, &["type", "function"]);
    let kind = reading.need(value, "type");
    if reading.word(&kind) != "function" {
        reading.refuse(kind.outside("function"));
    }
    reading.need(value, "function")
}

pub(super) fn tool_choice(value: &Value<'_>, reading: &mut Reading) -> ToolChoice {
    let Json::Text(word) = value.json() else {
        let function = function(value, reading);
        reading.known(&function, &["name"]);
        return ToolChoice::Function(reading.text(&function, "name"));
    };
    match &**word {
        "none" => ToolChoice::None,
        "required" => ToolChoice::Required,
        "auto" => ToolChoice::Auto,
        _ => {
            reading.refuse(value.outside("auto, none, required and a function"));
            ToolChoice::Auto
        }
    }
}

pub(super) fn response_format(value: &Value<'_>, reading: &mut Reading) -> ResponseFormat {
    reading.known(value, &["type", "json_schema"]);
    let kind = reading.need(value, "type");
    match reading.word(&kind) {
        "json_object" => ResponseFormat::JsonObject,
        "json_schema" => {
            let form = reading.need(value, "json_schema");
            reading.known(&form, &["name", "description", "schema", "strict"]);
            let schema = reading.need(&form, "schema");
            if !matches!(schema.json(), Json::Object(_)) {
                reading.refuse(schema.wrong("an object"));
            }
            ResponseFormat::JsonSchema(JsonSchema {
                name: reading.text(&form, "name"),
                schema_json: schema.written(),
                strict: reading.some_flag(&form, "strict").unwrap_or(false),
            })
        }
        "text" => ResponseFormat::Text,
        _ => {
            reading.refuse(kind.outside("text, json_object and json_schema"));
            ResponseFormat::Text
        }
    }
}

/// One text, or a list of texts.
pub(super) fn stop(value: &Value<'_>, reading: &mut Reading) -> Vec<String> {
    match value.json() {
        Json::Text(text) => vec![String::from(&**text)],
        Json::List(_) => reading.kept(value.texts()),
        _ => {
            reading.refuse(value.wrong("a text or a list of texts"));
            Vec::new()
        }
    }
}
