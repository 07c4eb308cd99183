//! The functions that a model may call, and which of them it must.
//!
//! Source: DashScope function calling reference, November 2026.

#[cfg(test)]
mod tests;

use alloc::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::chat::types::{Request, Tool, ToolChoice};
use crate::error::Error;
use crate::json;
use crate::model::{Model, ThinkingSupport};
use crate::names::Names;
use crate::prelude::*;
use crate::warning::Warning;

/// The longest name of a function, in letters.
const LONGEST_NAME: usize = 64;

/// A name that the provider keeps for itself.
const RESERVED_NAME: &str = "search";

/// What of the tools is sent.
#[derive(Debug, Default)]
pub(super) struct Tools<'a> {
    pub(super) definitions: Vec<WireTool<'a>>,
    pub(super) choice: Option<WireChoice<'a>>,
    pub(super) parallel: Option<bool>,
    /// A call is forced, which no model takes while it thinks.
    pub(super) forces: bool,
    pub(super) warnings: Vec<Warning>,
}

/// One function.
#[derive(Debug, Serialize)]
pub(super) struct WireTool<'a> {
    r#type: &'static str,
    function: WireFunction<'a>,
}

#[derive(Debug, Serialize)]
struct WireFunction<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    /// As it was written: a cached prefix holds only while not a letter of it changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<&'a RawValue>,
}

/// Which function the model calls.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum WireChoice<'a> {
    Word(&'static str),
    Function {
        r#type: &'static str,
        function: Name<'a>,
    },
}

#[derive(Debug, Serialize)]
pub(super) struct Name<'a> {
    name: &'a str,
}

impl<'a> Tools<'a> {
    /// The tools of a request.
    ///
    /// # Errors
    /// `invalid-request` for a definition that the provider refuses, and for a choice that names none of them.
    pub(super) fn of(request: &'a Request, model: &Model) -> Result<Self, Error> {
        let mut tools = Self::default();
        let mut earlier = Names::new();
        for (index, tool) in request.tools.iter().enumerate() {
            let definition = definition(tool, &mut earlier, index)?;
            tools.definitions.push(definition);
        }
        if request.tools.is_empty() {
            tools.without(request)?;
        } else {
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

    fn choose(&mut self, request: &'a Request, model: &Model) -> Result<(), Error> {
        let named = match &request.tool_choice {
            None | Some(ToolChoice::Auto) => {
                self.choice = Some(WireChoice::Word("auto"));
                return Ok(());
            }
            Some(ToolChoice::None) => {
                self.choice = Some(WireChoice::Word("none"));
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
            .with_hint(format!("the tools are {}", known.join(", "))));
        }
        if model.thinking == ThinkingSupport::Always {
            self.choice = Some(WireChoice::Word("auto"));
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
            Some(name) => WireChoice::Function {
                r#type: "function",
                function: Name { name },
            },
            None => WireChoice::Word("required"),
        });
        Ok(())
    }

    fn warn(&mut self, code: &str, message: String) {
        self.warnings.push(Warning::new(code, message));
    }
}

fn definition<'a>(
    tool: &'a Tool,
    earlier: &mut Names<'a>,
    index: usize,
) -> Result<WireTool<'a>, Error> {
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
    if earlier.insert(Cow::Borrowed(name), index).is_some() {
        return refuse(
            format!("the name {name} stands twice"),
            "give each tool a name of its own",
        );
    }
    let parameters = tool.parameters_json.as_deref().map(schema).transpose();
    match parameters {
        Ok(parameters) => Ok(WireTool {
            r#type: "function",
            function: WireFunction {
                name,
                description: tool.description.as_deref(),
                parameters,
            },
        }),
        Err(what) => refuse(
            format!("the parameters of {name} {what}"),
            "a JSON Schema of an object, such as {\"type\":\"object\",\"properties\":{}}",
        ),
    }
}

/// A JSON Schema of an object, as it was written.
fn schema(text: &str) -> Result<&RawValue, String> {
    let not_json = |error| format!("are not JSON: {error}");
    let read = json::value(text).map_err(not_json)?;
    let Value::Object(fields) = read else {
        return Err(String::from("are not a JSON object"));
    };
    match fields.get("type") {
        Some(kind) if kind != "object" => {
            let kind: String = kind.to_string().chars().take(LONGEST_NAME).collect();
            Err(format!("are of type {kind}"))
        }
        _ => serde_json::from_str(text).map_err(not_json),
    }
}
