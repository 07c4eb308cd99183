//! Models and endpoints, from the core to the contract.

use qwen_core::endpoint::Endpoint;
use qwen_core::model::{InputKind, Model, Plan, Price, PriceTier, Region, ThinkingSupport};
use qwen_core::prelude::*;

use crate::catalog_types as wit;

impl From<&Model> for wit::Model {
    fn from(model: &Model) -> Self {
        Self {
            id: model.id.clone(),
            ref_: model.reference(),
            name: model.name.clone(),
            input: model.input.iter().map(Into::into).collect(),
            context_window: model.context_window,
            output_limit: model.output_limit,
            thinking: model.thinking.into(),
            thinking_budget_limit: model.thinking_budget_limit,
            plans: model.plans.iter().copied().map(Into::into).collect(),
            prices: model.prices.iter().map(Into::into).collect(),
            source: model.source.clone(),
            as_of: model.as_of.clone(),
        }
    }
}

impl From<&InputKind> for wit::InputKind {
    fn from(kind: &InputKind) -> Self {
        match kind {
            InputKind::Text => Self::Text,
            InputKind::Image => Self::Image,
            InputKind::Video => Self::Video,
            InputKind::Audio => Self::Audio,
            InputKind::Other(word) => Self::Other(word.clone()),
        }
    }
}

impl From<ThinkingSupport> for wit::ThinkingSupport {
    fn from(support: ThinkingSupport) -> Self {
        match support {
            ThinkingSupport::None => Self::None,
            ThinkingSupport::OptionalOff => Self::OptionalOff,
            ThinkingSupport::OptionalOn => Self::OptionalOn,
            ThinkingSupport::Always => Self::Always,
        }
    }
}

impl From<Plan> for wit::Plan {
    fn from(plan: Plan) -> Self {
        match plan {
            Plan::Standard => Self::Standard,
            Plan::Coding => Self::Coding,
        }
    }
}

impl From<&Region> for wit::Region {
    fn from(region: &Region) -> Self {
        match region {
            Region::Global => Self::Global,
            Region::China => Self::China,
            Region::Other(id) => Self::Other(id.clone()),
        }
    }
}

impl From<&Price> for wit::Price {
    fn from(price: &Price) -> Self {
        Self {
            region: (&price.region).into(),
            currency: price.currency.to_owned(),
            tiers: price.tiers.iter().copied().map(Into::into).collect(),
        }
    }
}

impl From<PriceTier> for wit::PriceTier {
    fn from(tier: PriceTier) -> Self {
        Self {
            up_to_input_tokens: tier.up_to_input_tokens,
            input_micros: tier.input_micros,
            output_micros: tier.output_micros,
            thinking_output_micros: tier.thinking_output_micros,
        }
    }
}

impl From<&Endpoint> for wit::EndpointInfo {
    fn from(endpoint: &Endpoint) -> Self {
        Self {
            base_url: endpoint.base_url.clone(),
            plan: endpoint.plan.map(Into::into),
            region: endpoint.region.as_ref().map(Into::into),
            native: endpoint.native,
            chosen_by: endpoint.chosen_by.to_owned(),
        }
    }
}
