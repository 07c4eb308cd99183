//! `GET /v1/models` and `GET /v1/models/{id}`: the catalog in OpenAI's words.

use super::error::Refusal;
use super::write::{self, Object};
use crate::catalog::Catalog;
use crate::model::{Model, ThinkingSupport};
use crate::prelude::*;

/// The list of all models.
pub(super) fn list(catalog: &Catalog) -> String {
    let mut out = String::new();
    write::object(&mut out, |body| {
        body.text("object", "list")
            .list("data", catalog.models(), |out, model| {
                write::object(out, |body| write(body, model));
            });
    });
    out
}

/// One model, by its id or a reference.
///
/// # Errors
/// `404` for a model that the endpoint is not known to serve.
pub(super) fn one(catalog: &Catalog, reference: &str) -> Result<String, Refusal> {
    let model = catalog.resolve(reference);
    let model = model.map_err(|error| Refusal::from(error).about(String::from("model")))?;
    let mut out = String::new();
    write::object(&mut out, |body| write(body, model));
    Ok(out)
}

fn write(body: &mut Object<'_>, model: &Model) {
    body.text("id", &model.id)
        .text("object", "model")
        // When a model came out is not known.
        .whole("created", 0_u32)
        .text("owned_by", "qwen")
        .text("name", &model.name)
        .list("input", &model.input, |out, kind| {
            write::text(out, kind.word());
        })
        .whole("context_window", model.context_window)
        .whole("max_output_tokens", model.output_limit)
        .text("thinking", thinking(model.thinking));
}

/// The contract's word.
fn thinking(support: ThinkingSupport) -> &'static str {
    match support {
        ThinkingSupport::None => "none",
        ThinkingSupport::OptionalOff => "optional-off",
        ThinkingSupport::OptionalOn => "optional-on",
        ThinkingSupport::Always => "always",
    }
}
