//! The provider's models as of one day, as data.
//! Knows no configuration.

mod model_list;
mod page;

use crate::model::{InputKind, Model, Plan, Price, PriceTier, Region, ThinkingSupport};
use crate::prelude::*;

/// The day on which the facts were last checked.
pub(super) const AS_OF: &str = "2026-11-24";

/// All rows: those of the provider page in its order, then the newer ones.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    page::ROWS.iter().chain(&model_list::ROWS)
}

/// The row of an id as written.
pub(super) fn find(id: &str) -> Option<&'static Row> {
    rows().find(|row| row.id == id)
}

/// The row of an id in any case.
pub(super) fn find_ignoring_case(id: &str) -> Option<&'static Row> {
    rows().find(|row| row.id.eq_ignore_ascii_case(id))
}

/// One model.
pub(super) struct Row {
    pub(super) id: &'static str,
    input: Input,
    context_window: u32,
    output_limit: u32,
    thinking: Thinking,
    /// Whether the Coding Plan serves it; Standard serves all.
    coding: bool,
    /// The list of China. Empty when the price, or the bound of a tier, is not known.
    cny: &'static [Tier],
    /// The international list. Empty when the price, or the bound of a tier, is not known.
    usd: &'static [Tier],
    source: &'static str,
}

impl Row {
    /// Whether endpoints of a plan offer it. Where no plan is known, nothing speaks against it.
    pub(super) fn is_on(&self, plan: Option<Plan>) -> bool {
        self.coding || plan != Some(Plan::Coding)
    }

    pub(super) fn to_model(&self) -> Model {
        let (thinking, thinking_budget_limit) = self.thinking;
        let plans = if self.coding {
            vec![Plan::Standard, Plan::Coding]
        } else {
            vec![Plan::Standard]
        };
        let price = |region, currency, tiers: &[Tier]| Price {
            region,
            currency,
            tiers: tiers.iter().copied().map(Tier::to_price_tier).collect(),
        };
        let mut prices = vec![
            price(Region::China, "CNY", self.cny),
            price(Region::Global, "USD", self.usd),
        ];
        prices.retain(|price| !price.tiers.is_empty());
        Model {
            id: self.id.to_owned(),
            name: self.id.to_owned(),
            input: self.input.kinds(),
            context_window: self.context_window,
            output_limit: self.output_limit,
            thinking,
            thinking_budget_limit,
            plans,
            prices,
            source: self.source.to_owned(),
            as_of: AS_OF.to_owned(),
        }
    }
}

/// What rows begin from, so that each names only what is its own.
const ROW: Row = Row {
    id: "",
    input: Input::Text,
    context_window: 0,
    output_limit: 0,
    thinking: NEVER,
    coding: false,
    cny: &[],
    usd: &[],
    source: "",
};

/// The sets of content that models take.
#[derive(Clone, Copy)]
enum Input {
    Text,
    TextImage,
    TextImageVideo,
}

impl Input {
    fn kinds(self) -> Vec<InputKind> {
        let mut kinds = vec![InputKind::Text];
        if !matches!(self, Self::Text) {
            kinds.push(InputKind::Image);
        }
        if matches!(self, Self::TextImageVideo) {
            kinds.push(InputKind::Video);
        }
        kinds
    }
}

/// Whether a model thinks, with the most that its thinking may be limited to where that is known.
type Thinking = (ThinkingSupport, Option<u32>);

const NEVER: Thinking = (ThinkingSupport::None, None);
const ALWAYS: Thinking = (ThinkingSupport::Always, None);

/// On unless told not to, with no known limit.
const ON: Thinking = (ThinkingSupport::OptionalOn, None);

/// Off unless asked, with no known limit.
const OFF: Thinking = (ThinkingSupport::OptionalOff, None);

const fn on(limit: u32) -> Thinking {
    (ThinkingSupport::OptionalOn, Some(limit))
}

const fn off(limit: u32) -> Thinking {
    (ThinkingSupport::OptionalOff, Some(limit))
}

/// The lists write 1M for it; the longest input they allow is below 1,000,000 too.
const MILLION: u32 = 1_000_000;

/// Prices for requests up to a size, in thousandths of the currency unit for a million tokens.
#[derive(Clone, Copy)]
struct Tier {
    up_to: Option<u32>,
    input: u32,
    output: u32,
    thinking_output: Option<u32>,
}

impl Tier {
    fn to_price_tier(self) -> PriceTier {
        let micros = |thousandths: u32| u64::from(thousandths).saturating_mul(1_000);
        PriceTier {
            up_to_input_tokens: self.up_to.map(u64::from),
            input_micros: micros(self.input),
            output_micros: micros(self.output),
            thinking_output_micros: self.thinking_output.map(micros),
        }
    }
}

/// A tier with a bound, in thousands of tokens. The lists write `32k`; read as 32,000, an estimate errs upwards.
const fn up_to(thousands: u32, input: u32, output: u32) -> Tier {
    Tier {
        up_to: Some(thousands.saturating_mul(1_000)),
        ..above(input, output)
    }
}

/// The last tier, or the only one.
const fn above(input: u32, output: u32) -> Tier {
    Tier {
        up_to: None,
        input,
        output,
        thinking_output: None,
    }
}

#[cfg(test)]
mod tests;
