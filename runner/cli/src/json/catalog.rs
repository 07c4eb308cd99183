//! Models and endpoints as JSON.

use crate::listed::Row;
use crate::money;
use qwenbox::catalog::{InputKind, Model, Plan, Price, PriceTier, Region, ThinkingSupport};
use qwenbox::{Endpoint, Plan as EndpointPlan, Region as EndpointRegion};
use serde_json::{Value, json};

/// The list of models; `endpoint` is this service's, if it was asked for.
pub(crate) fn models(rows: &[Row], endpoint: Option<&Endpoint>) -> Value {
    let models: Vec<Value> = rows.iter().map(row).collect();
    json!({ "count": rows.len(), "endpoint": endpoint.map(self::endpoint), "models": models })
}

/// All that is known of a model.
pub(crate) fn model(model: &Model) -> Value {
    json!({
        "id": model.id,
        "ref": model.ref_,
        "name": model.name,
        "input": inputs(model),
        "contextWindow": model.context_window,
        "outputLimit": model.output_limit,
        "thinking": thinking_word(model.thinking),
        "thinkingBudgetLimit": model.thinking_budget_limit,
        "plans": plans(model),
        "prices": model.prices.iter().map(price).collect::<Vec<_>>(),
        "source": model.source,
        "asOf": model.as_of,
    })
}

/// Where requests go.
pub(crate) fn endpoint(endpoint: &Endpoint) -> Value {
    let plan = endpoint.plan.map(|plan| match plan {
        EndpointPlan::Standard => "standard",
        EndpointPlan::Coding => "coding",
    });
    let region = endpoint.region.as_ref().map(|region| match region {
        EndpointRegion::Global => "global",
        EndpointRegion::China => "china",
        EndpointRegion::Other(id) => id,
    });
    json!({
        "baseUrl": endpoint.base_url,
        "plan": plan,
        "region": region,
        "native": endpoint.native,
        "chosenBy": endpoint.chosen_by,
    })
}

pub(crate) fn input_word(kind: &InputKind) -> &str {
    match kind {
        InputKind::Text => "text",
        InputKind::Image => "image",
        InputKind::Video => "video",
        InputKind::Audio => "audio",
        InputKind::Other(word) => word,
    }
}

/// What a message to the model may hold, such as `text+image`.
pub(crate) fn input(model: &Model) -> String {
    inputs(model).join("+")
}

pub(crate) fn plan_word(plan: Plan) -> &'static str {
    match plan {
        Plan::Standard => "standard",
        Plan::Coding => "coding",
    }
}

pub(crate) fn region_word(region: &Region) -> &str {
    match region {
        Region::Global => "global",
        Region::China => "china",
        Region::Other(id) => id,
    }
}

/// A row in the documented fields, and what the catalog knows beside.
fn row(row: &Row) -> Value {
    let mut value = json!({
        "key": row.key,
        "name": row.name,
        "input": row.input,
        "contextWindow": row.context,
        "local": row.local,
        "available": row.available,
        "tags": row.tags,
        "missing": row.missing,
    });
    if let (Some(model), Value::Object(fields)) = (&row.model, &mut value) {
        let known = json!({
            "id": model.id,
            "outputLimit": model.output_limit,
            "thinking": thinking_word(model.thinking),
            "thinkingBudgetLimit": model.thinking_budget_limit,
            "plans": plans(model),
            "asOf": model.as_of,
        });
        if let Value::Object(known) = known {
            fields.extend(known);
        }
    }
    value
}

fn inputs(model: &Model) -> Vec<&str> {
    model.input.iter().map(input_word).collect()
}

fn plans(model: &Model) -> Vec<&'static str> {
    model.plans.iter().copied().map(plan_word).collect()
}

fn thinking_word(thinking: ThinkingSupport) -> &'static str {
    match thinking {
        ThinkingSupport::None => "none",
        ThinkingSupport::OptionalOff => "optional-off",
        ThinkingSupport::OptionalOn => "optional-on",
        ThinkingSupport::Always => "always",
    }
}

fn price(price: &Price) -> Value {
    json!({
        "region": region_word(&price.region),
        "currency": price.currency,
        "perTokens": 1_000_000,
        "tiers": price.tiers.iter().map(tier).collect::<Vec<_>>(),
    })
}

fn tier(tier: &PriceTier) -> Value {
    json!({
        "upToInputTokens": tier.up_to_input_tokens,
        "input": money::decimal(tier.input_micros),
        "output": money::decimal(tier.output_micros),
        "thinkingOutput": tier.thinking_output_micros.map(money::decimal),
    })
}
