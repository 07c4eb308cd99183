//! Descriptions as JSON.

use super::chat::usage;
use super::warning;
use qwenbox::understanding::Description;
use serde_json::{Value, json};

/// What images and videos show.
pub(crate) fn description(description: &Description) -> Value {
    json!({
        "type": "description",
        "text": description.text,
        "model": description.model,
        "usage": description.usage.as_ref().map(usage),
        "warnings": description.warnings.iter().map(warning).collect::<Vec<_>>(),
        "requestId": description.request_id,
    })
}
