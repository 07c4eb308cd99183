//! The messages of a request: their roles, and the order of tool calls and tool results.

use serde_json::Value;

use super::content::{self, Size};
use crate::error::ApiError;
use crate::fields::{Fields, too_short};
use crate::models::Model;
use crate::tokens;

/// The service's own list, in its order; `developer` is not in it.
const ROLES: [&str; 5] = ["system", "assistant", "user", "tool", "function"];

/// What the answer needs to know of the messages.
#[derive(Debug, Default)]
pub(crate) struct Conversation {
    pub(crate) last_user_text: String,
    /// The last message is the user's, so no tool has answered it yet.
    pub(crate) ends_with_user: bool,
    /// Some message says "json", in any case.
    pub(crate) mentions_json: bool,
    pub(crate) size: Size,
}

impl Conversation {
    /// Reads and checks `messages`.
    pub(super) fn read(fields: &Fields<'_>, model: &Model) -> Result<Self, ApiError> {
        let messages = fields
            .array("messages")?
            .ok_or_else(|| fields.required("messages"))?;
        if messages.is_empty() {
            return Err(too_short("messages").into());
        }
        let mut conversation = Self::default();
        let mut order = CallOrder::default();
        let mut has_user = false;
        for (index, value) in messages.iter().enumerate() {
            let message = Fields::of(value, format!("messages.[{index}]"))?;
            let role = role(&message)?;
            let text = conversation.add(&message, role, model)?;
            if role == "user" {
                has_user = true;
                conversation.last_user_text = text;
            }
            conversation.ends_with_user = role == "user";
            order.follow(&message, role, index)?;
        }
        if !has_user {
            return Err(ApiError::parameter(
                "The input messages do not contain elements with the role of user",
            ));
        }
        order.finish(messages.len())?;
        Ok(conversation)
    }

    fn add(&mut self, message: &Fields<'_>, role: &str, model: &Model) -> Result<String, ApiError> {
        let content = content::read(message, role, model)?;
        let may_be_empty = role == "assistant" && message.present("tool_calls").is_some();
        if content.is_none() && !may_be_empty {
            return Err(ApiError::parameter(
                "The content field is a required field.",
            ));
        }
        let content = content.unwrap_or_default();
        self.size.add(content.size);
        if let Some(reasoning) = message.string("reasoning_content")? {
            self.size.text += tokens::count(reasoning);
        }
        self.mentions_json |= content.text.to_lowercase().contains("json");
        Ok(content.text)
    }
}

fn role<'a>(message: &Fields<'a>) -> Result<&'a str, ApiError> {
    let role = message
        .string("role")?
        .ok_or_else(|| message.required("role"))?;
    if ROLES.contains(&role) {
        return Ok(role);
    }
    let path = message.path_of("role");
    let roles = ROLES.map(|role| format!("'{role}'")).join(", ");
    Err(ApiError::schema(format!(
        "{role} is not one of [{roles}] - '{path}'"
    )))
}

/// Follows the calls of an assistant message until each has its result.
#[derive(Default)]
struct CallOrder {
    /// Calls without a result.
    open: Vec<String>,
}

impl CallOrder {
    fn follow(&mut self, message: &Fields<'_>, role: &str, index: usize) -> Result<(), ApiError> {
        if role == "tool" {
            return self.answer(message);
        }
        self.finish(index)?;
        if role == "assistant" {
            self.open = calls(message)?;
        }
        Ok(())
    }

    fn answer(&mut self, message: &Fields<'_>) -> Result<(), ApiError> {
        let id = message
            .string("tool_call_id")?
            .ok_or_else(|| message.required("tool_call_id"))?;
        let Some(position) = self.open.iter().position(|open| open == id) else {
            // The spelling is the service's own.
            return Err(ApiError::parameter(
                r#"messages with role "tool" must be a response to a preceeding message with "tool_calls"."#,
            ));
        };
        self.open.swap_remove(position);
        Ok(())
    }

    /// `index`: of the message that comes too early.
    fn finish(&self, index: usize) -> Result<(), ApiError> {
        if self.open.is_empty() {
            return Ok(());
        }
        Err(ApiError::parameter(format!(
            r#"An assistant message with "tool_calls" must be followed by tool messages responding to each "tool_call_id". The following tool_call_ids did not have response messages: message[{index}].role"#
        )))
    }
}

/// The ids of the calls of an assistant message.
fn calls(message: &Fields<'_>) -> Result<Vec<String>, ApiError> {
    let calls = message.array("tool_calls")?.unwrap_or_default();
    let path = message.path_of("tool_calls");
    calls
        .iter()
        .enumerate()
        .map(|(index, value)| {
            let call = Fields::of(value, format!("{path}.[{index}]"))?;
            let id = call.string("id")?.ok_or_else(|| call.required("id"))?;
            let function = call.object("function")?.ok_or_else(|| call.required("function"))?;
            function.string("name")?.ok_or_else(|| function.required("name"))?;
            let arguments = function.string("arguments")?.unwrap_or("{}");
            if serde_json::from_str::<Value>(arguments).is_err() {
                return Err(ApiError::parameter(
                    r#"The "function.arguments" parameter of the code model must be in JSON format."#,
                ));
            }
            Ok(id.to_owned())
        })
        .collect()
}
