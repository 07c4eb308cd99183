//! The functions that a model may call, and which of them it must.
//!
//! Source: DashScope function calling reference, November 2026.

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::chat::types::{Request, Tool, ToolChoice};
use crate::error::Error;
use crate::json;
use crate::model::{Model, ThinkingSupport};
use crate::names::Names;
use crate::prelude::*;
use crate::warning::Warning;
use crate::write::{self, Object};

/// The longest name of a function, in letters.
const LONGEST_NAME: usize = 64;

/// A name that the provider keeps for itself.
const RESERVED_NAME: &str = "search";

/// What of the tools is sent.
#[derive(Debug, Default)]
pub(super) struct Tools {
    /// JSON; `None` where there are none.
    pub(super) definitions: Option<String>,
    /// JSON.
    pub(super) choice: Option<String>,
    pub(super) parallel: Option<bool>,
    /// A call is forced, which no model takes while it thinks.
    pub(super) forces: bool,
    pub(super) warnings: Vec<Warning>,
}

impl Tools {
    /// The tools of a request.
    ///
    /// # Errors
    /// `invalid-request` for a definition that the provider refuses, and for a choice that names none of them.
    pub(super) fn of(request: &Request, model: &Model) -> Result<Self, Error> {
        let mut tools = Self::default();
        let mut earlier = Names::default();
        for (index, tool) in request.tools.iter().enumerate() {
            check(tool, &mut earlier, index)?;
        }
        if request.tools.is_empty() {
            tools.without(request)?;
        } else {
            let mut definitions = String::new();
            write::list(&mut definitions, &request.tools, definition);
            tools.definitions = Some(definitions);
            tools.parallel = request.parallel_tool_calls;
            tools.choose(request, model)?;
        }
        Ok(tools)
    }

    /// What is said of tools where there are none.
    fn without(&mut self, request: &Request) -> Result<(), Error> {
        match &request.tool_choice {
            Some(ToolChoice::Required | ToolChoice::Function(_)) => {
                return Err(
                    Error::invalid("tool-choice asks for a call, and there are no tools")
                        .with_hint("give the tools, or leave tool-choice out"),
                );
            }
            Some(ToolChoice::Auto | ToolChoice::None) | None => {}
        }
        if request.parallel_tool_calls.is_some() {
            self.warn(
                "parallel-tool-calls-ignored",
                String::from("there are no tools; parallel-tool-calls was left out"),
            );
        }
        Ok(())
    }

    fn choose(&mut self, request: &Request, model: &Model) -> Result<(), Error> {
        let named = match &request.tool_choice {
            None | Some(ToolChoice::Auto) => {
                self.choice = Some(word("auto"));
                return Ok(());
            }
            Some(ToolChoice::None) => {
                self.choice = Some(word("none"));
                return Ok(());
            }
            Some(ToolChoice::Function(name)) => Some(name.as_str()),
            // More models take the one by its name than the word.
            Some(ToolChoice::Required) => match request.tools.as_slice() {
                [only] => Some(only.name.as_str()),
                _ => None,
            },
        };
        if let Some(name) = named
            && !request.tools.iter().any(|tool| tool.name == name)
        {
            let known: Vec<_> = request
                .tools
                .iter()
                .map(|tool| tool.name.as_str())
                .collect();
            return Err(Error::invalid(format!(
                "tool-choice names {name}, which is not among the tools"
            ))
            .with_hint(&format!("the tools are {}", known.join(", "))));
        }
        if model.thinking == ThinkingSupport::Always {
            self.choice = Some(word("auto"));
            self.warn(
                "tool-choice-auto",
                format!(
                    "{} always thinks and cannot be made to call a tool; it decides by itself",
                    model.id
                ),
            );
            return Ok(());
        }
        self.forces = true;
        self.choice = Some(match named {
            Some(name) => {
                let mut choice = String::new();
                function(&mut choice, &mut |out| _ = out.text("name", name));
                choice
            }
            None => word("required"),
        });
        Ok(())
    }

    fn warn(&mut self, code: &str, message: String) {
        self.warnings.push(Warning::new(code, message));
    }
}

/// A choice that is a word.
fn word(word: &str) -> String {
    write::json(&word.into())
}

/// What is said of a function, in the form that it has everywhere.
fn function(out: &mut String, fill: &mut dyn FnMut(&mut Object<'_>)) {
    write::object(out, |out| {
        out.text("type", "function").object("function", fill);
    });
}

/// Writes one function. Its parameters stay as they were written: a cached prefix holds only while not a letter of it
/// changes.
fn definition(out: &mut String, tool: &Tool) {
    function(out, &mut |out| {
        out.text("name", &tool.name)
            .some_text("description", tool.description.as_deref());
        if let Some(parameters) = &tool.parameters_json {
            out.json("parameters", parameters.trim());
        }
    });
}

/// Refuses a function that the provider would refuse.
fn check(tool: &Tool, earlier: &mut Names, index: usize) -> Result<(), Error> {
    let refuse = |what: String, allowed: &str| {
        Err(Error::invalid(format!("tools[{index}]: {what}")).with_hint(allowed))
    };
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let name = tool.name.as_str();
    let shown: String = name.chars().take(LONGEST_NAME).collect();
    if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(is_letter) {
        return refuse(
            format!("`{shown}` is not a name that the provider takes"),
            "1 to 64 of the characters A to Z, a to z, 0 to 9, _ and -",
        );
    }
    if name == RESERVED_NAME {
        return refuse(
            format!("the provider keeps the name {RESERVED_NAME} for itself"),
            "give the tool another name",
        );
    }
    if earlier.insert(name, index).is_some() {
        return refuse(
            format!("the name {name} stands twice"),
            "give each tool a name of its own",
        );
    }
    let parameters = tool.parameters_json.as_deref();
    match parameters.map(check_schema) {
        None | Some(Ok(())) => Ok(()),
        Some(Err(what)) => refuse(
            format!("the parameters of {name} {what}"),
            "a JSON Schema of an object, such as {\"type\":\"object\",\"properties\":{}}",
        ),
    }
}

/// Says what a text is, where it is no JSON Schema of an object.
fn check_schema(text: &str) -> Result<(), String> {
    let read = json::value(text).map_err(|error| format!("are not JSON: {error}"))?;
    let Value::Object(fields) = read else {
        return Err(String::from("are not a JSON object"));
    };
    match fields.get("type") {
        Some(kind) if kind != "object" => {
            let kind: String = write::json(kind).chars().take(LONGEST_NAME).collect();
            Err(format!("are of type {kind}"))
        }
        _ => Ok(()),
    }
}
