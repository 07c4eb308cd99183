//! The tools a request offers and which of them it insists on.

use serde_json::Value;

use crate::error::ApiError;
use crate::fields::{Fields, too_short};
use crate::limits::TOOL_NAME_LENGTH;
use crate::tokens;

/// What may be called.
#[derive(Debug, Default)]
pub(crate) struct Tools {
    offered: Vec<Tool>,
    choice: Choice,
    /// More than one call may be made at once; unlike elsewhere, the default is no.
    parallel: bool,
}

/// One function.
#[derive(Debug)]
pub(crate) struct Tool {
    pub(crate) name: String,
    /// A JSON Schema; `null` when absent.
    pub(crate) parameters: Value,
    tokens: usize,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Choice {
    #[default]
    Auto,
    Named(String),
    None,
    Required,
}

impl Tools {
    /// Reads `tools`, `tool_choice` and `parallel_tool_calls`.
    pub(super) fn read(fields: &Fields<'_>, thinks: bool) -> Result<Self, ApiError> {
        let offered = match fields.array("tools")? {
            None => Vec::new(),
            Some([]) => return Err(too_short("tools").into()),
            Some(tools) => tools
                .iter()
                .enumerate()
                .map(|(index, value)| Tool::read(&Fields::of(value, format!("tools.[{index}]"))?))
                .collect::<Result<_, _>>()?,
        };
        let choice = Choice::read(fields)?;
        if thinks && matches!(choice, Choice::Required | Choice::Named(_)) {
            return Err(ApiError::parameter(
                "The tool_choice parameter does not support being set to required or object in thinking mode",
            ));
        }
        let parallel = fields.boolean("parallel_tool_calls")?.unwrap_or(false);
        Ok(Self {
            offered,
            choice,
            parallel,
        })
    }

    /// Whether no tools are offered.
    pub(crate) fn is_empty(&self) -> bool {
        self.offered.is_empty()
    }

    /// What the model reads of them.
    pub(super) fn tokens(&self) -> usize {
        self.offered.iter().map(|tool| tool.tokens).sum()
    }

    /// The tools to call for a text that asks for those it names; `asks` is false when a tool has just answered.
    pub(crate) fn called_for(&self, text: &str, asks: bool) -> Vec<&Tool> {
        let named = || {
            self.offered
                .iter()
                .filter(|tool| asks && tool.is_named_in(text))
        };
        let most = if self.parallel { self.offered.len() } else { 1 };
        match &self.choice {
            Choice::None => Vec::new(),
            Choice::Auto => named().take(most).collect(),
            Choice::Named(name) => self
                .offered
                .iter()
                .filter(|tool| &tool.name == name)
                .take(1)
                .collect(),
            Choice::Required => {
                let mut called: Vec<&Tool> = named().take(most).collect();
                if called.is_empty() {
                    called.extend(self.offered.first());
                }
                called
            }
        }
    }
}

impl Tool {
    /// As a whole word: a tool called `a` is not meant by every text.
    fn is_named_in(&self, text: &str) -> bool {
        text.split(|character| !is_plain(character))
            .any(|word| word == self.name)
    }

    fn read(tool: &Fields<'_>) -> Result<Self, ApiError> {
        match tool.string("type")? {
            Some("function") => {}
            Some(other) => {
                let path = tool.path_of("type");
                return Err(ApiError::schema(format!(
                    "{other} is not one of ['function'] - '{path}'"
                )));
            }
            None => return Err(tool.required("type").into()),
        }
        let function = tool
            .object("function")?
            .ok_or_else(|| tool.required("function"))?;
        let name = function
            .string("name")?
            .ok_or_else(|| function.required("name"))?;
        check_name(name, &function.path_of("name"))?;
        let parameters = function.present("parameters").cloned().unwrap_or_default();
        if !parameters.is_null() {
            function.object("parameters")?;
        }
        let description = function.string("description")?.unwrap_or_default();
        let read = [name, description].map(tokens::count).iter().sum::<usize>();
        Ok(Self {
            name: name.to_owned(),
            tokens: read + tokens::count(&parameters.to_string()),
            parameters,
        })
    }
}

impl Choice {
    fn read(fields: &Fields<'_>) -> Result<Self, ApiError> {
        match fields.present("tool_choice") {
            None => Ok(Self::Auto),
            Some(Value::String(word)) => match word.as_str() {
                "auto" => Ok(Self::Auto),
                "none" => Ok(Self::None),
                "required" => Ok(Self::Required),
                _ => Err(ApiError::parameter(
                    r#"tool_choice is one of the strings that should be ["none", "auto"]"#,
                )),
            },
            Some(value) => {
                let choice = Fields::of(value, "tool_choice".to_owned())?;
                let function = choice
                    .object("function")?
                    .ok_or_else(|| choice.required("function"))?;
                let name = function
                    .string("name")?
                    .ok_or_else(|| function.required("name"))?;
                Ok(Self::Named(name.to_owned()))
            }
        }
    }
}

fn check_name(name: &str, path: &str) -> Result<(), ApiError> {
    if name == "search" {
        return Err(ApiError::schema(
            "Tool names are not allowed to be [search]",
        ));
    }
    if name.is_empty() || name.len() > TOOL_NAME_LENGTH || !name.chars().all(is_plain) {
        return Err(ApiError::schema(format!(
            "{name} does not match '^[a-zA-Z0-9_-]{{1,{TOOL_NAME_LENGTH}}}$' - '{path}'"
        )));
    }
    Ok(())
}

/// What names are made of.
fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}
