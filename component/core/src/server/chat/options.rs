//! Tools, the choice among them, the form of the answer, and stop texts.

use crate::chat::types::{JsonSchema, ResponseFormat, Tool, ToolChoice};
use crate::prelude::*;
use crate::server::error::Refusal;
use crate::server::value::Value;
use crate::warning::{Warning, Warnings};

pub(super) fn tools(value: &Value<'_>, warnings: &mut Warnings) -> Result<Vec<Tool>, Refusal> {
    value.each(&mut |value| tool(value, warnings))
}

fn tool(value: &Value<'_>, warnings: &mut Warnings) -> Result<Tool, Refusal> {
    let function = function(value, warnings)?;
    function.known(&["name", "description", "parameters", "strict"], warnings)?;
    // The provider has no such promise. That there is none is the default.
    if let Some(strict) = function.get("strict")
        && strict.flag()?
    {
        warnings.push(Warning::new(
            "strict-ignored",
            format!("{} has no effect", strict.path()),
        ));
    }
    let description = function.get("description");
    let description = description.map(|value| value.owned());
    Ok(Tool {
        name: function.need("name")?.owned()?,
        description: description.transpose()?,
        parameters_json: function.get("parameters").map(|value| value.written()),
    })
}

/// The function of a tool, or of the choice of one.
fn function<'a>(value: &'a Value<'a>, warnings: &mut Warnings) -> Result<Value<'a>, Refusal> {
    value.known(&["type", "function"], warnings)?;
    let kind = value.need("type")?;
    if kind.text()? != "function" {
        return Err(kind.outside("function"));
    }
    value.need("function")
}

pub(super) fn tool_choice(
    value: &Value<'_>,
    warnings: &mut Warnings,
) -> Result<ToolChoice, Refusal> {
    match value.text() {
        Ok("auto") => Ok(ToolChoice::Auto),
        Ok("none") => Ok(ToolChoice::None),
        Ok("required") => Ok(ToolChoice::Required),
        Ok(_) => Err(value.outside("auto, none, required and a function")),
        Err(_) => {
            let function = function(value, warnings)?;
            function.known(&["name"], warnings)?;
            Ok(ToolChoice::Function(function.need("name")?.owned()?))
        }
    }
}

pub(super) fn response_format(
    value: &Value<'_>,
    warnings: &mut Warnings,
) -> Result<ResponseFormat, Refusal> {
    value.known(&["type", "json_schema"], warnings)?;
    let kind = value.need("type")?;
    match kind.text()? {
        "text" => Ok(ResponseFormat::Text),
        "json_object" => Ok(ResponseFormat::JsonObject),
        "json_schema" => {
            let form = value.need("json_schema")?;
            form.known(&["name", "description", "schema", "strict"], warnings)?;
            let strict = form.get("strict").map(|value| value.flag());
            let schema = form.need("schema")?;
            let _must_be_an_object = schema.fields()?;
            Ok(ResponseFormat::JsonSchema(JsonSchema {
                name: form.need("name")?.owned()?,
                schema_json: schema.written(),
                strict: strict.transpose()?.unwrap_or(false),
            }))
        }
        _ => Err(kind.outside("text, json_object and json_schema")),
    }
}

/// One text, or a list of texts.
pub(super) fn stop(value: &Value<'_>) -> Result<Vec<String>, Refusal> {
    if let Ok(text) = value.text() {
        return Ok(vec![String::from(text)]);
    }
    if value.list().is_err() {
        return Err(value.wrong("a text or a list of texts"));
    }
    value.texts()
}
