//! What the provider takes in each field, and which models take which field.
//!
//! Source: DashScope chat reference, November 2026.

use crate::chat::types::Request;
use crate::error::Error;
use crate::model::Model;
use crate::number;
use crate::prelude::*;
use crate::warning::Warning;

/// The most stop texts that are sent.
pub(super) const MOST_STOPS: usize = 16;

/// The largest seed.
const LARGEST_SEED: u32 = 2_147_483_647;

/// A field that takes numbers of a range.
struct Range {
    field: &'static str,
    value: fn(&mut Request) -> &mut Option<f64>,
    holds: fn(f64) -> bool,
    /// The range in words.
    allowed: &'static str,
    /// A bound that other providers take and this one does not, and the nearest value that it takes.
    edge: Option<(f64, f64)>,
}

/// What is not a number is in no range.
const RANGES: &[Range] = &[
    Range {
        field: "temperature",
        value: |request| &mut request.temperature,
        holds: |value| (0.0..2.0).contains(&value),
        allowed: "from 0 up to but not including 2",
        edge: Some((2.0, 1.99)),
    },
    Range {
        field: "top_p",
        value: |request| &mut request.top_p,
        holds: |value| value > 0.0 && value <= 1.0,
        allowed: "above 0 and at most 1",
        edge: Some((0.0, 0.01)),
    },
    Range {
        field: "presence_penalty",
        value: |request| &mut request.presence_penalty,
        holds: |value| (-2.0..=2.0).contains(&value),
        allowed: "from -2 to 2",
        edge: None,
    },
    Range {
        field: "repetition_penalty",
        value: |request| &mut request.repetition_penalty,
        holds: |value| value > 0.0 && value.is_finite(),
        allowed: "more than 0",
        edge: None,
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

/// Brings numbers into their ranges, with a warning, where the caller plainly meant the bound.
///
/// # Errors
/// `invalid-request` for what is outside its range, naming the field, the value and what is allowed.
pub(super) fn settle(request: &mut Request, model: &Model) -> Result<Vec<Warning>, Error> {
    let mut warnings = Vec::new();
    for range in RANGES {
        let option = (range.value)(request);
        let Some(value) = *option else { continue };
        match range.edge {
            _ if (range.holds)(value) => {}
            // The edge as it is written, not a number that is near it.
            Some((edge, nearest)) if value.total_cmp(&edge).is_eq() => {
                *option = Some(nearest);
                let [given, sent] = [value, nearest].map(number::written);
                warnings.push(adjusted(range.field, &given, &sent, range.allowed));
            }
            _ => return Err(outside(range.field, &number::written(value), range.allowed)),
        }
    }
    let limit = model.output_limit;
    let allowed = format!("from 1 to {limit}, the output limit of {}", model.id);
    match request.max_tokens {
        Some(0) => return Err(outside("max_tokens", "0", &allowed)),
        Some(tokens) if tokens > limit => {
            request.max_tokens = Some(limit);
            let [given, sent] = [tokens, limit].map(|tokens| tokens.to_string());
            warnings.push(adjusted("max_tokens", &given, &sent, &allowed));
        }
        _ => {}
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
    Ok(warnings)
}

pub(super) fn takes_max_completion_tokens(model_id: &str) -> bool {
    begins_with_any(model_id, TAKES_MAX_COMPLETION_TOKENS)
}

pub(super) fn takes_top_k(model_id: &str) -> bool {
    !begins_with_any(model_id, TAKES_NO_TOP_K)
}

pub(super) fn begins_with_any(model_id: &str, beginnings: &[&str]) -> bool {
    beginnings
        .iter()
        .any(|beginning| model_id.starts_with(beginning))
}

fn adjusted(field: &str, given: &str, sent: &str, allowed: &str) -> Warning {
    Warning::new(
        "value-adjusted",
        format!("{field} was {given}, and {sent} was sent; allowed is {allowed}"),
    )
}

fn outside(field: &str, value: &str, allowed: &str) -> Error {
    Error::invalid(format!("{field} is {value}; allowed is {allowed}"))
        .with_hint(&format!("give {field} a value {allowed}, or leave it out"))
}
