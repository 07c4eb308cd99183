//! Where an answer has to end: token limits and stop sequences.

use serde_json::Value;

use crate::error::ApiError;
use crate::fields::Fields;
use crate::models::{Feature, MaxTokens, Model};

/// The ends of an answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lengths {
    /// The most tokens of the answer without its thinking.
    pub(crate) answer: Option<usize>,
    /// The most tokens of thinking and answer together.
    pub(crate) total: Option<usize>,
    /// The answer ends before the first of these.
    pub(crate) stop: Vec<String>,
}

impl Lengths {
    /// Reads `max_tokens`, `max_completion_tokens` and `stop`.
    pub(super) fn read(
        fields: &Fields<'_>,
        model: &Model,
        budget: Option<usize>,
    ) -> Result<Self, ApiError> {
        let max_tokens = limit(fields, "max_tokens", model)?;
        if !model.has(Feature::CompletionLimit) && fields.present("max_completion_tokens").is_some()
        {
            let id = model.id;
            return Err(ApiError::parameter(format!(
                "The model {id} does not support max_completion_tokens."
            )));
        }
        let completion = limit(fields, "max_completion_tokens", model)?;
        let counts_thinking = match model.max_tokens {
            MaxTokens::Answer => false,
            MaxTokens::Everything => true,
            MaxTokens::EverythingUnlessBudget => budget.is_none(),
        };
        let (answer, total) = if counts_thinking {
            (None, [max_tokens, completion].into_iter().flatten().min())
        } else {
            (max_tokens, completion)
        };
        let mut stop = stop_sequences(fields)?;
        stop.retain(|sequence| !sequence.is_empty());
        Ok(Self {
            answer,
            total,
            stop,
        })
    }
}

fn limit(fields: &Fields<'_>, name: &str, model: &Model) -> Result<Option<usize>, ApiError> {
    let Some(value) = fields.integer(name)? else {
        return Ok(None);
    };
    let largest = model.output_limit;
    match usize::try_from(value) {
        Ok(tokens) if (1..=largest).contains(&value) => Ok(Some(tokens)),
        _ => Err(ApiError::parameter(format!(
            "Range of {name} should be [1, {largest}]"
        ))),
    }
}

/// Sequences may be texts, token ids or lists of token ids, but not a mixture. There are no token ids here, so those
/// are accepted and never met.
fn stop_sequences(fields: &Fields<'_>) -> Result<Vec<String>, ApiError> {
    let refusal = || {
        ApiError::parameter(
            "The parameters `stop` must be of type 'str', 'list[str]', 'list[int]', or 'list[list[int]]', and all \
             elements within the list must be of the same type.",
        )
    };
    let is_ids = |value: &Value| {
        value
            .as_array()
            .is_some_and(|ids| ids.iter().all(Value::is_u64))
    };
    match fields.present("stop") {
        None => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(vec![text.clone()]),
        Some(Value::Array(items)) if items.iter().all(Value::is_string) => Ok(items
            .iter()
            .filter_map(Value::as_str)
            .map(ToOwned::to_owned)
            .collect()),
        Some(Value::Array(items))
            if items.iter().all(Value::is_u64) || items.iter().all(is_ids) =>
        {
            Ok(Vec::new())
        }
        Some(_) => Err(refusal()),
    }
}
