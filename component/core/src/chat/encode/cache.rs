//! Context cache markers: which models take them, and how many count.
//!
//! Source: DashScope context cache reference, November 2026.

use super::limits::begins_with_any;
use crate::prelude::*;
use crate::warning::Warning;

/// The most markers of a request that count: the last ones.
const MOST: usize = 4;

/// The models that take markers, by the beginning of their id.
const TAKES_MARKERS: &[&str] = &[
    "qwen3.5-plus",
    "qwen3.5-flash",
    "qwen3.6-",
    "qwen3.7-",
    "qwen3.8-",
    "qwen3-max",
    "qwen-plus",
    "qwen-flash",
    "qwen3-coder-plus",
    "qwen3-coder-flash",
    "qwen3-vl-plus",
    "qwen3-vl-flash",
    "deepseek-v3.2",
    "kimi-k2.5",
    "kimi-k2.6",
    "kimi-k2.7-code",
    "glm-5.1",
];

/// The markers of a request.
#[derive(Debug)]
pub(super) struct Marks {
    are_taken: bool,
    asked: usize,
}

impl Marks {
    pub(super) fn of_model(id: &str) -> Self {
        Self {
            are_taken: begins_with_any(id, TAKES_MARKERS),
            asked: 0,
        }
    }

    /// Whether a part is sent with a marker: it asks for one, and the model takes it.
    pub(super) fn mark(&mut self, is_asked: bool) -> bool {
        self.asked += usize::from(is_asked);
        is_asked && self.are_taken
    }

    /// What to tell of them once all parts were seen.
    pub(super) fn warning(&self, model_id: &str) -> Option<Warning> {
        let (code, message) = match self.asked {
            0 => return None,
            _ if !self.are_taken => (
                "cache-ignored",
                format!("{model_id} takes no context cache markers; they were left out"),
            ),
            asked if asked > MOST => (
                "cache-markers",
                format!("only the last {MOST} of {asked} context cache markers count"),
            ),
            _ => return None,
        };
        Some(Warning::new(code, message))
    }
}
