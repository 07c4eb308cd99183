//! What the provider takes in each field, and which models take which field.
//!
//! Source: DashScope chat reference, November 2026.

use crate::chat::types::Request;
use crate::error::Error;
use crate::model::Model;

/// The most stop texts that are sent.
pub(super) const MOST_STOPS: usize = 16;

/// The largest seed.
const LARGEST_SEED: u32 = 2_147_483_647;

/// A field that takes numbers of a range.
struct Range {
    field: &'static str,
    value: fn(&Request) -> Option<f64>,
    holds: fn(f64) -> bool,
    /// The range in words.
    allowed: &'static str,
}

/// What is not a number is in no range.
const RANGES: &[Range] = &[
    Range {
        field: "temperature",
        value: |request| request.temperature,
        holds: |value| (0.0..2.0).contains(&value),
        allowed: "from 0 up to but not including 2",
    },
    Range {
        field: "top_p",
        value: |request| request.top_p,
        holds: |value| value > 0.0 && value <= 1.0,
        allowed: "above 0 and at most 1",
    },
    Range {
        field: "presence_penalty",
        value: |request| request.presence_penalty,
        holds: |value| (-2.0..=2.0).contains(&value),
        allowed: "from -2 to 2",
    },
    Range {
        field: "repetition_penalty",
        value: |request| request.repetition_penalty,
        holds: |value| value > 0.0 && value.is_finite(),
        allowed: "more than 0",
    },
];

/// The models that take `max_completion_tokens`, by the beginning of their id. The ids of models that the provider
/// passes on to others hold a slash and begin otherwise; those take `max_tokens`.
const TAKES_MAX_COMPLETION_TOKENS: &[&str] = &[
    "qwen3.5-plus",
    "qwen3.5-flash",
    "qwen3.6-plus",
    "qwen3.6-flash",
    "qwen3.7-max",
    "qwen3.7-plus",
    "qwen3.7-flash",
    "qwen3.8-",
    "qwen4-",
    "kimi-k2.5",
    "kimi-k2.6",
    "kimi-k2.7",
    "kimi-k3",
    "glm-5",
    "MiniMax-M2.5",
    "deepseek-v3",
    "deepseek-v4",
    "deepseek-r1",
];

/// The models that take no `top_k`, by the beginning of their id.
const TAKES_NO_TOP_K: &[&str] = &[
    "deepseek-",
    "kimi-",
    "kimi/",
    "MiniMax-",
    "MiniMax/",
    "siliconflow/deepseek-",
];

/// Refuses what is outside its range.
pub(super) fn check(request: &Request, model: &Model) -> Result<(), Error> {
    for range in RANGES {
        if let Some(value) = (range.value)(request)
            && !(range.holds)(value)
        {
            return Err(outside(range.field, &value.to_string(), range.allowed));
        }
    }
    if let Some(tokens) = request.max_tokens
        && !(1..=model.output_limit).contains(&tokens)
    {
        let allowed = format!(
            "from 1 to {}, the output limit of {}",
            model.output_limit, model.id
        );
        return Err(outside("max_tokens", &tokens.to_string(), &allowed));
    }
    if let Some(seed) = request.seed
        && seed > LARGEST_SEED
    {
        let allowed = format!("from 0 to {LARGEST_SEED}");
        return Err(outside("seed", &seed.to_string(), &allowed));
    }
    if request.stop.iter().any(String::is_empty) {
        return Err(outside("stop", "an empty text", "texts that are not empty"));
    }
    Ok(())
}

pub(super) fn takes_max_completion_tokens(model_id: &str) -> bool {
    begins_with_any(model_id, TAKES_MAX_COMPLETION_TOKENS)
}

pub(super) fn takes_top_k(model_id: &str) -> bool {
    !begins_with_any(model_id, TAKES_NO_TOP_K)
}

fn begins_with_any(model_id: &str, beginnings: &[&str]) -> bool {
    beginnings
        .iter()
        .any(|beginning| model_id.starts_with(beginning))
}

fn outside(field: &str, value: &str, allowed: &str) -> Error {
    Error::invalid(format!("{field} is {value}; allowed is {allowed}"))
        .with_hint(format!("give {field} a value {allowed}, or leave it out"))
}
