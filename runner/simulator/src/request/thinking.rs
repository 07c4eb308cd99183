//! Whether the model thinks, and how much it may.

use crate::error::ApiError;
use crate::fields::Fields;
use crate::models::{Feature, Model, Thinking};

/// How the model is going to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ThinkingMode {
    pub(crate) on: bool,
    /// The most tokens of thinking.
    pub(crate) budget: Option<usize>,
}

impl ThinkingMode {
    /// Reads `enable_thinking`, `thinking_budget` and `reasoning_effort`.
    pub(super) fn read(fields: &Fields<'_>, model: &Model, stream: bool) -> Result<Self, ApiError> {
        let flag = fields.boolean("enable_thinking")?;
        let effort = effort(fields, model)?;
        let budget = budget(fields, model)?;
        let wanted = flag.or((effort == Some("none")).then_some(false));
        let on = match (model.thinking, wanted) {
            (Thinking::Never, Some(true)) => return Err(ApiError::cannot_think(model.id)),
            (Thinking::Always, Some(false)) => {
                return Err(ApiError::parameter(
                    "The value of the enable_thinking parameter is restricted to True.",
                ));
            }
            (Thinking::Never, _) => false,
            (Thinking::Always, _) => true,
            (Thinking::OffByDefault, wanted) => wanted.unwrap_or(false),
            (Thinking::OnByDefault, wanted) => wanted.unwrap_or(true),
        };
        if on && !stream && model.has(Feature::EarlyThinking) {
            return Err(ApiError::schema(
                "parameter.enable_thinking must be set to false for non-streaming calls",
            ));
        }
        Ok(Self { on, budget })
    }
}

/// The effort, where the model knows efforts; elsewhere the field is ignored.
fn effort<'a>(fields: &Fields<'a>, model: &Model) -> Result<Option<&'a str>, ApiError> {
    let Some(efforts) = model.efforts else {
        return Ok(None);
    };
    let Some(effort) = fields.string("reasoning_effort")? else {
        return Ok(None);
    };
    if !efforts.words.contains(&effort) {
        let words: Vec<String> = efforts
            .words
            .iter()
            .map(|word| format!("'{word}'"))
            .collect();
        let words = words.join(", ");
        return Err(ApiError::schema(format!(
            "'reasoning_effort' must be one of: {words}"
        )));
    }
    if efforts.excludes_budget && fields.present("thinking_budget").is_some() {
        return Err(ApiError::schema(
            "'reasoning_effort' and 'thinking_budget' cannot be set simultaneously",
        ));
    }
    Ok(Some(effort))
}

/// The budget, where the model thinks; elsewhere the field is ignored.
fn budget(fields: &Fields<'_>, model: &Model) -> Result<Option<usize>, ApiError> {
    let budget = fields.integer("thinking_budget")?;
    let Some(budget) = budget.filter(|_| model.thinking != Thinking::Never) else {
        return Ok(None);
    };
    let limit = model.budget_limit.unwrap_or(i64::MAX);
    match usize::try_from(budget) {
        Ok(tokens) if tokens > 0 && budget <= limit => Ok(Some(tokens)),
        _ => {
            // Without a published limit, the answer's is the closest thing to name.
            let named = model.budget_limit.unwrap_or(model.output_limit);
            Err(ApiError::parameter(format!(
                "The thinking_budget parameter must be a positive integer and not greater than {named}"
            )))
        }
    }
}
