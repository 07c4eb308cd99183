//! A chat request, read from its body under the API's own rules or refused in the API's own words.
//! Order of the rules: the body, the model, the form of each field, then what the model makes of the values.

mod content;
mod conversation;
mod format;
mod lengths;
mod thinking;
mod tools;

use serde_json::Value;

use crate::error::ApiError;
use crate::fields::Fields;
use crate::limits::{LIMITS, Range};
use crate::models::{self, Feature, Model};
use crate::plan::Plan;

pub(crate) use content::Size;
pub(crate) use conversation::Conversation;
pub(crate) use format::Format;
pub(crate) use lengths::Lengths;
pub(crate) use thinking::ThinkingMode;
pub(crate) use tools::{Tool, Tools};

/// A request that the API accepts.
#[derive(Debug)]
pub(crate) struct ChatRequest {
    pub(crate) model: &'static Model,
    pub(crate) conversation: Conversation,
    /// Tokens of everything the model reads: messages and tools.
    pub(crate) prompt: Size,
    pub(crate) thinking: ThinkingMode,
    pub(crate) tools: Tools,
    pub(crate) format: Format,
    pub(crate) lengths: Lengths,
    /// How many answers, at least 1.
    pub(crate) choices: usize,
    pub(crate) stream: bool,
    pub(crate) include_usage: bool,
}

impl ChatRequest {
    /// Reads a body sent to the chat path of a plan.
    pub(crate) fn parse(body: &[u8], plan: Plan) -> Result<Self, ApiError> {
        let Ok(Value::Object(values)) = serde_json::from_slice(body) else {
            return Err(ApiError::unreadable_body());
        };
        let fields = Fields::root(&values);
        let model = served_model(&fields, plan)?;
        let stream = fields.boolean("stream")?.unwrap_or(false);
        let include_usage = include_usage(&fields, stream)?;
        check_ranges(&fields)?;
        refuse_metadata(&fields, model)?;
        let conversation = Conversation::read(&fields, model)?;
        let thinking = ThinkingMode::read(&fields, model, stream)?;
        let tools = Tools::read(&fields, thinking.on)?;
        let format = Format::read(&fields, model, thinking.on, &conversation)?;
        let lengths = Lengths::read(&fields, model, thinking.budget)?;
        let choices = choices(&fields, &tools, thinking.on)?;

        let mut prompt = conversation.size;
        prompt.text += tools.tokens();
        if prompt.total() > model.input_limit {
            let limit = model.input_limit;
            return Err(ApiError::parameter(format!(
                "Range of input length should be [1, {limit}]"
            )));
        }
        Ok(Self {
            model,
            conversation,
            prompt,
            thinking,
            tools,
            format,
            lengths,
            choices,
            stream,
            include_usage,
        })
    }
}

fn served_model(fields: &Fields<'_>, plan: Plan) -> Result<&'static Model, ApiError> {
    let id = match fields.string("model")? {
        Some(id) if !id.is_empty() => id,
        _ => return Err(ApiError::missing_model()),
    };
    let model = models::find(id);
    match plan {
        Plan::Coding => model
            .filter(|model| model.has(Feature::CodingPlan))
            .ok_or_else(|| ApiError::outside_plan(id)),
        Plan::Standard => model.ok_or_else(|| ApiError::unknown_model(id)),
    }
}

fn include_usage(fields: &Fields<'_>, stream: bool) -> Result<bool, ApiError> {
    match fields.object("stream_options")? {
        None => Ok(false),
        Some(_) if !stream => Err(ApiError::schema(
            "'stream_options' only set this when you set stream: true.",
        )),
        Some(options) => Ok(options.boolean("include_usage")?.unwrap_or(false)),
    }
}

fn check_ranges(fields: &Fields<'_>) -> Result<(), ApiError> {
    for limit in &LIMITS {
        let holds = match &limit.range {
            Range::Integer(range) => fields
                .integer(limit.field)?
                .is_none_or(|value| range.contains(&value)),
            Range::Number(low, high) => fields
                .number(limit.field)?
                .is_none_or(|value| Range::has_number(*low, *high, value)),
        };
        if !holds {
            return Err(ApiError::parameter(limit.message));
        }
    }
    Ok(())
}

/// Qwen models tolerate `metadata`; the makers of the others do not.
fn refuse_metadata(fields: &Fields<'_>, model: &Model) -> Result<(), ApiError> {
    if model.has(Feature::ThirdParty) && fields.present("metadata").is_some() {
        return Err(ApiError::schema(
            "Additional properties are not allowed ('metadata' was unexpected)",
        ));
    }
    Ok(())
}

/// Several answers are for plain answers only: without tools, without thinking.
fn choices(fields: &Fields<'_>, tools: &Tools, thinks: bool) -> Result<usize, ApiError> {
    let choices = fields.integer("n")?.unwrap_or(1);
    if choices > 1 && (thinks || !tools.is_empty()) {
        return Err(ApiError::parameter("Range of n should be [1, 1]"));
    }
    Ok(usize::try_from(choices).unwrap_or(1))
}

#[cfg(test)]
mod tests;
