//! Joins the snapshot with the configured models.

use super::snapshot::{self, Row};
use crate::model::{InputKind, Model, Plan, ThinkingSupport};
use crate::prelude::*;
use crate::settings::ConfiguredModel;

/// Configured models first, which keep what they say; then the models of the snapshot that the plan serves.
pub(super) fn merged(plan: Option<Plan>, configured: &[ConfiguredModel]) -> Vec<Model> {
    let is_configured = |row: &Row| configured.iter().any(|model| model.id == row.id);
    let mut models = Vec::new();
    for model in configured {
        models.push(configured_model(model, snapshot::find(&model.id)));
    }
    for row in snapshot::rows() {
        if row.is_on(plan) && !is_configured(row) {
            models.push(row.to_model());
        }
    }
    models
}

/// What a model is taken for when neither the configuration nor the snapshot says: text, 262,144 tokens in all, 65,536
/// of them the answer (Qwen provider, November 2026).
const UNLISTED_CONTEXT_WINDOW: u32 = 262_144;
const UNLISTED_OUTPUT_LIMIT: u32 = 65_536;

fn configured_model(configured: &ConfiguredModel, row: Option<&Row>) -> Model {
    let mut model = match row {
        Some(row) => {
            let known = row.to_model();
            Model {
                source: ["configuration; ", &known.source].concat(),
                ..known
            }
        }
        None => unlisted(&configured.id),
    };
    if let Some(name) = &configured.name {
        model.name.clone_from(name);
    }
    if let Some(input) = &configured.input {
        model.input.clone_from(input);
    }
    if let Some(reasoning) = configured.reasoning {
        model.thinking = thinking(reasoning, model.thinking);
    }
    if model.thinking == ThinkingSupport::None {
        model.thinking_budget_limit = None;
    }
    model.context_window = configured.context_window.unwrap_or(model.context_window);
    model.output_limit = configured.max_tokens.unwrap_or(model.output_limit);
    model
}

/// The configuration says whether a model thinks; how it does is the snapshot's knowledge.
fn thinking(reasoning: bool, known: ThinkingSupport) -> ThinkingSupport {
    match (reasoning, known) {
        (false, _) => ThinkingSupport::None,
        (true, ThinkingSupport::None) => ThinkingSupport::OptionalOn,
        (true, known) => known,
    }
}

fn unlisted(id: &str) -> Model {
    Model {
        id: id.to_owned(),
        name: id.to_owned(),
        input: vec![InputKind::Text],
        context_window: UNLISTED_CONTEXT_WINDOW,
        output_limit: UNLISTED_OUTPUT_LIMIT,
        thinking: ThinkingSupport::None,
        thinking_budget_limit: None,
        plans: Vec::new(),
        prices: Vec::new(),
        source: "configuration".to_owned(),
        as_of: snapshot::AS_OF.to_owned(),
    }
}
