//! A model for the tests of this folder.

use crate::model::{Model, ThinkingSupport};
use crate::prelude::*;

/// A model that thinks in this way and answers up to 8,192 tokens.
pub(super) fn thinker(thinking: ThinkingSupport) -> Model {
    Model {
        id: "looker".to_owned(),
        name: "looker".to_owned(),
        input: Vec::new(),
        context_window: 131_072,
        output_limit: 8_192,
        thinking,
        thinking_budget_limit: None,
        plans: Vec::new(),
        prices: Vec::new(),
        source: String::new(),
        as_of: String::new(),
    }
}

/// A model that never thinks.
pub(super) fn looker() -> Model {
    thinker(ThinkingSupport::None)
}
