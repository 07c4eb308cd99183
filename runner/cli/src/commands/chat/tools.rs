//! A file of tools → the tools of a request.

use super::file;
use crate::failure::Failure;
use qwenbox::chat::Tool;
use serde_json::{Map, Value};
use std::path::Path;

/// What a tool may say of itself.
const FIELDS: [&str; 3] = ["name", "description", "parameters"];

/// Reads a list of `{name, description, parameters}`, or of `{type: "function", function: {…}}` with these inside.
/// Gives the tools, and warnings of what was left out. Whether the provider takes them is for the component to say.
pub(super) fn read(path: &Path) -> Result<(Vec<Tool>, Vec<String>), Failure> {
    let list = match file::json(path)? {
        Value::Array(list) if !list.is_empty() => list,
        Value::Array(_) => return Err(refuse(path, "the list is empty")),
        _ => return Err(refuse(path, "it is not a list")),
    };
    let mut warnings = Vec::new();
    let tools = list.into_iter().enumerate().map(|(index, value)| {
        let (tool, left_out) =
            tool(value).map_err(|wrong| refuse(path, &format!("tool {} {wrong}", index + 1)))?;
        if !left_out.is_empty() {
            warnings.push(format!(
                "{}: {} of tool {} is left out",
                path.display(),
                left_out.join(", "),
                tool.name
            ));
        }
        Ok(tool)
    });
    let tools = tools.collect::<Result<_, Failure>>()?;
    Ok((tools, warnings))
}

/// A tool, and the fields that it has besides.
fn tool(value: Value) -> Result<(Tool, Vec<String>), String> {
    let mut fields = function(value)?;
    let name = match fields.remove("name") {
        Some(Value::String(name)) => name,
        Some(_) => return Err("has a name that is not a text".to_owned()),
        None => return Err("has no name".to_owned()),
    };
    let description = match fields.remove("description") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => return Err(format!("({name}) has a description that is not a text")),
    };
    let parameters_json = match fields.remove("parameters") {
        None | Some(Value::Null) => None,
        Some(schema @ Value::Object(_)) => Some(schema.to_string()),
        Some(_) => {
            return Err(format!(
                "({name}) has parameters that are not a JSON Schema object"
            ));
        }
    };
    let tool = Tool {
        name,
        description,
        parameters_json,
    };
    Ok((tool, fields.into_iter().map(|(name, _)| name).collect()))
}

/// The fields of the function, out of its wrapping if it has one.
fn function(value: Value) -> Result<Map<String, Value>, String> {
    let Value::Object(mut outer) = value else {
        return Err("is not an object".to_owned());
    };
    match outer.remove("function") {
        Some(Value::Object(inner)) => match outer.remove("type") {
            None => Ok(inner),
            Some(kind) if kind == "function" => Ok(inner),
            Some(kind) => Err(format!("has the type {kind}; there is only \"function\"")),
        },
        Some(_) => Err("has a function that is not an object".to_owned()),
        None => Ok(outer),
    }
}

fn refuse(path: &Path, wrong: &str) -> Failure {
    Failure::usage_with_hint(
        format!("{} cannot be used: {wrong}", path.display()),
        format!(
            "it must be a JSON list of objects with {}",
            FIELDS.join(", ")
        ),
    )
}
