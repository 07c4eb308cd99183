//! The form the answer has to take.

use serde_json::Value;

use super::Conversation;
use crate::error::ApiError;
use crate::fields::Fields;
use crate::models::{Feature, Model};

/// The form of an answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Format {
    JsonObject,
    /// An object that fits a JSON Schema.
    JsonSchema(Value),
    Text,
}

impl Format {
    /// Reads `response_format`.
    pub(super) fn read(
        fields: &Fields<'_>,
        model: &Model,
        thinks: bool,
        conversation: &Conversation,
    ) -> Result<Self, ApiError> {
        let Some(format) = fields.object("response_format")? else {
            return Ok(Self::Text);
        };
        let kind = format
            .string("type")?
            .ok_or_else(|| format.required("type"))?;
        let read = match kind {
            "text" => return Ok(Self::Text),
            "json_object" if conversation.mentions_json => Self::JsonObject,
            "json_object" => {
                return Err(ApiError::parameter(
                    "'messages' must contain the word 'json' in some form, to use 'response_format' of type \
                     'json_object'.",
                ));
            }
            "json_schema" if model.has(Feature::JsonSchema) => {
                let schema = schema(&format)?;
                // Beside pictures and videos the service quietly drops the schema.
                if conversation.size.image + conversation.size.video > 0 {
                    Self::JsonObject
                } else {
                    Self::JsonSchema(schema)
                }
            }
            _ => {
                return Err(ApiError::parameter(format!(
                    "Unknown format of response_format, response_format should be a dict, includes 'type' and an \
                     optional key 'json_schema'. The response_format type from user is {kind}."
                )));
            }
        };
        if thinks && model.has(Feature::EarlyThinking) {
            return Err(ApiError::parameter(
                "Json mode response is not supported when enable_thinking is true",
            ));
        }
        Ok(read)
    }
}

fn schema(format: &Fields<'_>) -> Result<Value, ApiError> {
    let holder = format
        .object("json_schema")?
        .ok_or_else(|| format.required("json_schema"))?;
    holder
        .string("name")?
        .ok_or_else(|| holder.required("name"))?;
    holder.boolean("strict")?;
    holder
        .object("schema")?
        .ok_or_else(|| holder.required("schema"))?;
    Ok(holder.present("schema").cloned().unwrap_or_default())
}
