//! How a thinking level and budget become fields of the body, by what the model can do.
//!
//! Source: DashScope deep thinking reference and Qwen provider page, November 2026.

#[cfg(test)]
mod tests;

use super::types::{ThinkingLevel, Warning};
use crate::error::{Error, ErrorKind};
use crate::model::{Model, ThinkingSupport};

/// The fields to send; absent ones are not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// `enable_thinking`.
    pub enable: Option<bool>,
    /// `reasoning_effort`; never together with a budget.
    pub effort: Option<&'static str>,
    /// `thinking_budget`, in tokens.
    pub budget: Option<u32>,
    /// What was adjusted or left out.
    pub warnings: Vec<Warning>,
}

/// The fields for a level and a budget, either of which may be left to the model.
///
/// A budget without a level turns thinking on where it is off by default, as it would do nothing otherwise.
///
/// # Errors
///
/// `unsupported` when the model takes no budget, `invalid-request` when the budget is outside its range.
pub fn fields(
    model: &Model,
    level: Option<ThinkingLevel>,
    budget: Option<u32>,
) -> Result<Fields, Error> {
    check_budget(model, budget)?;
    let is_off = level == Some(ThinkingLevel::Off);
    let mut fields = Fields::default();
    match model.thinking {
        ThinkingSupport::None => {
            if level.is_some() && !is_off {
                fields.warn(
                    "thinking-unsupported",
                    format!(
                        "{} does not think; the thinking level was left out",
                        model.id
                    ),
                );
            }
            return Ok(fields);
        }
        ThinkingSupport::Always if is_off => {
            fields.warn(
                "thinking-always-on",
                format!("{} always thinks; it cannot be told not to", model.id),
            );
            fields.budget = budget;
            return Ok(fields);
        }
        ThinkingSupport::Always => {}
        ThinkingSupport::OptionalOff if level.is_none() => fields.enable = budget.map(|_| true),
        ThinkingSupport::OptionalOn if level.is_none() => {}
        ThinkingSupport::OptionalOff | ThinkingSupport::OptionalOn => fields.enable = Some(!is_off),
    }
    if is_off {
        if budget.is_some() {
            fields.warn(
                "thinking-budget-ignored",
                String::from("thinking is off; the thinking budget was left out"),
            );
        }
        return Ok(fields);
    }
    fields.budget = budget;
    fields.effort = level.and_then(|level| effort_of(&model.id, level));
    if fields.effort.is_some() && fields.budget.is_some() {
        fields.effort = None;
        fields.warn(
            "thinking-level-ignored",
            format!(
                "{} takes a level or a budget, not both; the budget was taken",
                model.id
            ),
        );
    }
    Ok(fields)
}

/// Whether the reasoning of earlier turns is kept, in the wire's field `preserve_thinking` and in the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preserving {
    /// `preserve_thinking`, when it is to be sent.
    pub field: Option<bool>,
    /// Whether earlier reasoning goes back to the model.
    pub replay: bool,
}

/// What a wish to keep earlier reasoning becomes. `None` when the model cannot keep it.
#[must_use]
pub fn preserving(model_id: &str, asked: Option<bool>) -> Option<Preserving> {
    let row = PRESERVING
        .iter()
        .find(|row| model_id.starts_with(row.id_beginning));
    match (row, asked) {
        (Some(row), _) => Some(Preserving {
            field: asked,
            replay: asked.unwrap_or(row.by_default),
        }),
        (None, Some(true)) => None,
        (None, _) => Some(Preserving {
            field: None,
            replay: false,
        }),
    }
}

/// The models that take `reasoning_effort` instead of a mere switch, with their words for the levels.
const EFFORTS: &[Efforts] = &[Efforts {
    id_beginning: "qwen3.8-",
    words: &[
        (ThinkingLevel::Minimal, "low"),
        (ThinkingLevel::Low, "low"),
        (ThinkingLevel::Medium, "medium"),
        (ThinkingLevel::High, "xhigh"),
        (ThinkingLevel::Xhigh, "xhigh"),
        (ThinkingLevel::Adaptive, "xhigh"),
        (ThinkingLevel::Max, "xhigh"),
    ],
}];

struct Efforts {
    id_beginning: &'static str,
    words: &'static [(ThinkingLevel, &'static str)],
}

/// The models that take `preserve_thinking`, and what they do when it is absent. The first row that fits counts.
const PRESERVING: &[PreservingRow] = &[
    preserving_row("qwen3.8-max", true),
    preserving_row("qwen3.8-flash", true),
    preserving_row("qwen3.8-omni-flash", true),
    preserving_row("qwen3.8-", false),
    preserving_row("qwen3.7-max", false),
    preserving_row("qwen3.7-plus", false),
    preserving_row("qwen3.7-flash", false),
    preserving_row("qwen3.6-max-preview", false),
    preserving_row("qwen3.6-plus", false),
    preserving_row("qwen3.6-flash", false),
    preserving_row("kimi-k2.6", false),
    preserving_row("kimi-k2.7-code", true),
];

struct PreservingRow {
    id_beginning: &'static str,
    by_default: bool,
}

const fn preserving_row(id_beginning: &'static str, by_default: bool) -> PreservingRow {
    PreservingRow {
        id_beginning,
        by_default,
    }
}

fn check_budget(model: &Model, budget: Option<u32>) -> Result<(), Error> {
    match (budget, model.thinking_budget_limit) {
        (None, _) => Ok(()),
        (Some(_), None) => Err(Error::new(
            ErrorKind::Unsupported,
            format!("{} takes no thinking_budget", model.id),
        )
        .with_hint("leave the budget out, or choose a model that takes one")),
        (Some(budget), Some(limit)) if (1..=limit).contains(&budget) => Ok(()),
        (Some(budget), Some(limit)) => Err(Error::invalid(format!(
            "thinking_budget is {budget}, and {} takes 1 to {limit}",
            model.id
        ))),
    }
}

fn effort_of(model_id: &str, level: ThinkingLevel) -> Option<&'static str> {
    let row = EFFORTS
        .iter()
        .find(|row| model_id.starts_with(row.id_beginning))?;
    row.words
        .iter()
        .find(|(known, _)| *known == level)
        .map(|(_, word)| *word)
}

impl Fields {
    fn warn(&mut self, code: &str, message: String) {
        self.warnings.push(Warning {
            code: String::from(code),
            message,
        });
    }
}
