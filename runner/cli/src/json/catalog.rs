//! Models and endpoints as JSON.

use crate::money;
use qwenbox::catalog::{InputKind, Model, Plan, Price, PriceTier, Region, ThinkingSupport};
use qwenbox::{Endpoint, Plan as EndpointPlan, Region as EndpointRegion};
use serde_json::{Value, json};

/// The list of models. `rows` are the models with their tags; `available` says whether there is a key for them.
pub(crate) fn models(
    rows: &[(Model, Vec<&'static str>)],
    endpoint: &Endpoint,
    available: bool,
) -> Value {
    let models: Vec<Value> = rows
        .iter()
        .map(|(model, tags)| row(model, tags, available))
        .collect();
    json!({ "count": rows.len(), "endpoint": self::endpoint(endpoint), "models": models })
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

fn row(model: &Model, tags: &[&str], available: bool) -> Value {
    json!({
        "key": model.ref_,
        "id": model.id,
        "name": model.name,
        "input": inputs(model).join("+"),
        "contextWindow": model.context_window,
        "outputLimit": model.output_limit,
        "thinking": thinking_word(model.thinking),
        "thinkingBudgetLimit": model.thinking_budget_limit,
        "plans": plans(model),
        "asOf": model.as_of,
        "local": false,
        "available": available,
        "tags": tags,
        "missing": false,
    })
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
