//! `models`: what the configured endpoint serves.

use super::screen::Screen;
use qwen_core::Provider;
use qwen_core::model::Model;
use qwen_core::prelude::*;

/// A line a model, or only the references.
pub(super) fn list(provider: &Provider, plain: bool, screen: &mut Screen) {
    let catalog = provider.catalog();
    let models = catalog.models();
    let default = catalog.default_model().ok().map(|model| &model.id);
    let mut width = 0;
    for model in models {
        width = width.max(model.reference().len());
    }
    let mut lines = String::new();
    for model in models {
        if plain {
            lines += &model.reference();
            lines.push('\n');
        } else {
            lines += &line(model, default == Some(&model.id), width);
        }
    }
    screen.answer(&lines);
}

fn line(model: &Model, is_default: bool, width: usize) -> String {
    let mut kinds = String::new();
    for kind in &model.input {
        kinds += if kinds.is_empty() { "" } else { "+" };
        kinds += kind.word();
    }
    let kilo = (u64::from(model.context_window) + 500) / 1_000;
    let reference = model.reference();
    let tag = if is_default { "  default" } else { "" };
    format!("{reference:width$}  {kinds:16}  {kilo:>5}k{tag}\n")
}
