//! How a thinking level and budget become fields of the body, by what the model can do.
//!
//! Source: DashScope deep thinking reference and Qwen provider page, November 2026.

#[cfg(test)]
mod tests;

use super::types::ThinkingLevel;
use crate::error::{Error, ErrorKind};
use crate::model::{Model, ThinkingSupport};
use crate::prelude::*;
use crate::search;
use crate::warning::Warning;

/// What a request wants of the thinking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// How much; absent for the model's default.
    pub level: Option<ThinkingLevel>,
    /// The most tokens to think with.
    pub budget: Option<u32>,
    /// Another part of the request that does not go with thinking.
    pub conflict: Option<Conflict>,
}

/// What does not go with thinking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// A tool call is forced: the provider refuses the two together.
    ForcedCall,
    /// JSON is asked for: thinking may spoil it, so only those think who were told to.
    Json,
}

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

/// The fields for a wish, any part of which may be left to the model.
///
/// A budget without a level turns thinking on where it is off by default, as it would do nothing otherwise. A budget
/// above the model's limit is lowered to it.
///
/// # Errors
///
/// `unsupported` when the model takes no budget, `invalid-request` when the budget is 0.
pub fn fields(model: &Model, wish: Wish) -> Result<Fields, Error> {
    let mut fields = Fields::default();
    let budget = fields.lowered(model, wish.budget)?;
    let level = fields.without_conflict(model, wish);
    let is_off = level == Some(ThinkingLevel::Off);
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

/// The level that a word of a configuration names, in any case and with any of `-`, `_` and blanks in it: the contract's
/// words and their usual synonyms (Qwen provider page, November 2026).
#[must_use]
pub fn level(word: &str) -> Option<ThinkingLevel> {
    let is_letter = |letter: &char| !matches!(letter, '-' | '_') && !letter.is_whitespace();
    let letters: String = word.chars().filter(is_letter).collect();
    Some(match letters.to_ascii_lowercase().as_str() {
        "off" | "none" => ThinkingLevel::Off,
        "minimal" | "think" => ThinkingLevel::Minimal,
        "low" | "on" | "enable" | "enabled" => ThinkingLevel::Low,
        "medium" => ThinkingLevel::Medium,
        "high" | "ultrathink" | "highest" => ThinkingLevel::High,
        "xhigh" | "extrahigh" => ThinkingLevel::Xhigh,
        "adaptive" | "auto" => ThinkingLevel::Adaptive,
        "max" => ThinkingLevel::Max,
        _ => return None,
    })
}

/// Whether a model thinks only in a stream: the provider refuses the open Qwen3 models' thinking in any other answer
/// (DashScope deep thinking reference, November 2026).
#[must_use]
pub fn streams_only(model_id: &str) -> bool {
    let size = model_id.strip_prefix("qwen3-").unwrap_or_default();
    size.starts_with(|first: char| first.is_ascii_digit()) && !search::holds(size, "instruct")
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
        .find(|(beginning, _)| model_id.starts_with(beginning));
    let by_default = row.and_then(|(_, by_default)| *by_default);
    match (by_default, asked) {
        (Some(by_default), _) => Some(Preserving {
            field: asked,
            replay: asked.unwrap_or(by_default),
        }),
        (None, Some(true)) => None,
        (None, _) => Some(Preserving {
            field: None,
            replay: false,
        }),
    }
}

/// What a wish to keep earlier reasoning becomes where a chat template is told of it: templates are told to keep it
/// unless the caller does not want that (Qwen provider page, November 2026), and can keep only what they are given.
#[must_use]
pub fn preserving_in_template(asked: Option<bool>) -> Preserving {
    let keeps = asked.unwrap_or(true);
    Preserving {
        field: Some(keeps),
        replay: keeps,
    }
}

/// The models that take `reasoning_effort` besides a mere switch, by the beginning of their id, with the words for
/// minimal, low, medium, high, xhigh, max and adaptive. An empty word leaves it to the model. The first row that fits
/// counts.
#[rustfmt::skip]
const EFFORTS: &[(&str, [&str; 7])] = &[
    ("qwen3.8-",               ["low",  "low",  "medium", "xhigh", "xhigh", "xhigh", "xhigh"]),
    ("deepseek-v4-flash-0731", ["low",  "low",  "high",   "high",  "high",  "max",   ""]),
    ("deepseek-v4-pro-0813",   ["low",  "low",  "high",   "high",  "high",  "max",   ""]),
    ("deepseek-v4.1-",         ["low",  "low",  "high",   "high",  "high",  "max",   ""]),
    ("deepseek-v4-",           ["high", "high", "high",   "high",  "max",   "max",   ""]),
    ("glm-5.3",                ["low",  "low",  "high",   "high",  "max",   "max",   ""]),
    ("glm-5",                  ["high", "high", "high",   "high",  "max",   "max",   ""]),
    ("kimi-k3",                ["low",  "low",  "high",   "high",  "max",   "max",   ""]),
    ("kimi/kimi-k3",           ["max",  "max",  "max",    "max",   "max",   "max",   ""]),
];

/// The models that take `preserve_thinking`, by the beginning of their id, and what they do when it is absent; nothing
/// for those of a family that do not take it. The first row that fits counts.
const PRESERVING: &[(&str, Option<bool>)] = &[
    ("qwen3.8-max", Some(true)),
    ("qwen3.8-flash", Some(true)),
    ("qwen3.8-omni-flash", Some(true)),
    ("qwen3.8-", Some(false)),
    ("qwen3.7-max-preview", None),
    ("qwen3.7-max-2026-05-17", None),
    ("qwen3.7-max", Some(false)),
    ("qwen3.7-plus", Some(false)),
    ("qwen3.7-flash", Some(false)),
    ("qwen3.6-max-preview", Some(false)),
    ("qwen3.6-plus", Some(false)),
    ("qwen3.6-flash", Some(false)),
    ("kimi-k2.6", Some(false)),
    ("kimi-k2.7-code", Some(true)),
];

fn effort_of(model_id: &str, level: ThinkingLevel) -> Option<&'static str> {
    let (_, words) = EFFORTS
        .iter()
        .find(|(beginning, _)| model_id.starts_with(beginning))?;
    let [minimal, low, medium, high, xhigh, max, adaptive] = *words;
    let word = match level {
        ThinkingLevel::Off => "",
        ThinkingLevel::Minimal => minimal,
        ThinkingLevel::Low => low,
        ThinkingLevel::Medium => medium,
        ThinkingLevel::High => high,
        ThinkingLevel::Xhigh => xhigh,
        ThinkingLevel::Max => max,
        ThinkingLevel::Adaptive => adaptive,
    };
    (!word.is_empty()).then_some(word)
}

impl Fields {
    /// The budget within the model's limit.
    fn lowered(&mut self, model: &Model, budget: Option<u32>) -> Result<Option<u32>, Error> {
        let Some(budget) = budget else {
            return Ok(None);
        };
        let Some(limit) = model.thinking_budget_limit else {
            return Err(Error::new(
                ErrorKind::Unsupported,
                format!("{} takes no thinking_budget", model.id),
            )
            .with_hint("leave the budget out, or choose a model that takes one"));
        };
        if budget == 0 {
            return Err(Error::invalid(format!(
                "thinking_budget is 0, and {} takes 1 to {limit}",
                model.id
            ))
            .with_hint("turn thinking off instead"));
        }
        if budget > limit {
            self.warn(
                "value-adjusted",
                format!(
                    "thinking_budget was {budget}, and {limit} was sent, the most that {} takes",
                    model.id
                ),
            );
        }
        Ok(Some(budget.min(limit)))
    }

    /// The level that is left when something else in the request does not go with thinking.
    fn without_conflict(&mut self, model: &Model, wish: Wish) -> Option<ThinkingLevel> {
        let is_on = match (model.thinking, wish.level) {
            (ThinkingSupport::None | ThinkingSupport::Always, _)
            | (_, Some(ThinkingLevel::Off)) => false,
            (_, Some(_)) | (ThinkingSupport::OptionalOn, None) => true,
            (ThinkingSupport::OptionalOff, None) => wish.budget.is_some(),
        };
        let is_asked = wish.level.is_some() || wish.budget.is_some();
        let (code, why) = match wish.conflict {
            Some(Conflict::ForcedCall) if is_on => (
                "thinking-off-for-tool-choice",
                "cannot be made to call a tool while it thinks",
            ),
            Some(Conflict::Json) if is_on && !is_asked => (
                "thinking-off-for-json",
                "may write broken JSON when it thinks",
            ),
            _ => return wish.level,
        };
        self.warn(code, format!("{} {why}; thinking was turned off", model.id));
        Some(ThinkingLevel::Off)
    }

    fn warn(&mut self, code: &str, message: String) {
        self.warnings.push(Warning::new(code, message));
    }
}
