//! Models and endpoints.
#![expect(
    missing_docs,
    reason = "the contract's `catalog-types` documents each item, and the names are the same"
)]

pub use qwen_core::model::{InputKind, Plan, PriceTier, Region, ThinkingSupport};

use qwen_core::endpoint::Endpoint;
use qwen_core::model as core;

use qwen_core::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    pub id: String,
    pub ref_: String,
    pub name: String,
    pub input: Vec<InputKind>,
    pub context_window: u32,
    pub output_limit: u32,
    pub thinking: ThinkingSupport,
    pub thinking_budget_limit: Option<u32>,
    pub plans: Vec<Plan>,
    pub prices: Vec<Price>,
    pub source: String,
    pub as_of: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    pub region: Region,
    pub currency: String,
    pub tiers: Vec<PriceTier>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointInfo {
    pub base_url: String,
    pub plan: Option<Plan>,
    pub region: Option<Region>,
    pub native: bool,
    pub chosen_by: String,
}

impl From<&core::Model> for Model {
    #[inline(never)]
    fn from(model: &core::Model) -> Self {
        Self {
            id: model.id.clone(),
            ref_: model.reference(),
            name: model.name.clone(),
            input: model.input.clone(),
            context_window: model.context_window,
            output_limit: model.output_limit,
            thinking: model.thinking,
            thinking_budget_limit: model.thinking_budget_limit,
            plans: model.plans.clone(),
            prices: model.prices.iter().map(Into::into).collect(),
            source: model.source.clone(),
            as_of: model.as_of.clone(),
        }
    }
}

impl From<&core::Price> for Price {
    fn from(price: &core::Price) -> Self {
        Self {
            region: price.region.clone(),
            currency: price.currency.to_owned(),
            tiers: price.tiers.clone(),
        }
    }
}

impl From<&Endpoint> for EndpointInfo {
    fn from(endpoint: &Endpoint) -> Self {
        Self {
            base_url: endpoint.base_url.clone(),
            plan: endpoint.plan,
            region: endpoint.region.clone(),
            native: endpoint.native,
            chosen_by: endpoint.chosen_by.to_owned(),
        }
    }
}
