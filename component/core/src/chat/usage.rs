//! The tokens of an answer as the wire counts them, and what they cost.

#[cfg(test)]
mod tests;

use alloc::borrow::Cow;

use super::types::Usage;
use crate::cost::Cost;
use crate::json::{Next, Parts, Place, Plain};
use crate::model::{Model, Region};
use crate::prelude::*;

/// What an answer cost by list price. `None` when the model has no price for the region, or none for so large an input.
///
/// The tier is chosen by all input tokens and holds for the whole request. `thought` says whether the answer was
/// written with thinking on, which some models price apart. Tokens read from a cache are counted at the full input price,
/// so the bill may be lower; those written to one cost a quarter more than others. The amount is rounded half up to a millionth of the currency unit.
#[must_use]
pub fn cost(usage: &Usage, model: &Model, region: &Region, thought: bool) -> Option<Cost> {
    let price = model.prices.iter().find(|price| price.region == *region)?;
    let tier = price.tiers.iter().find(|tier| {
        tier.up_to_input_tokens
            .is_none_or(|bound| usage.input_tokens <= bound)
    })?;
    let output_micros = match tier.thinking_output_micros {
        Some(micros) if thought => micros,
        _ => tier.output_micros,
    };
    let written = usage.cache_write_tokens;
    let counts = [
        (usage.input_tokens, tier.input_micros),
        (written / CACHE_WRITE_PART, tier.input_micros),
        (usage.output_tokens, output_micros),
    ];
    // Whole millionths, and what is less than one: so no product of a price is longer than 64 bits.
    let mut micros = 0_u64;
    let mut parts = (written % CACHE_WRITE_PART).checked_mul(tier.input_micros)? / CACHE_WRITE_PART;
    parts = parts.checked_add(PRICED_TOKENS / 2)?;
    for (tokens, price) in counts {
        micros = micros.checked_add((tokens / PRICED_TOKENS).checked_mul(price)?)?;
        parts = parts.checked_add((tokens % PRICED_TOKENS).checked_mul(price)?)?;
    }
    Some(Cost {
        currency: String::from(price.currency),
        micros: micros.checked_add(parts / PRICED_TOKENS)?,
        prices_as_of: model.as_of.clone(),
    })
}

/// Writing a token to a cache costs 125 % of its price (DashScope context cache reference, November 2026).
const CACHE_WRITE_PART: u64 = 4;

/// Prices are for a million tokens.
const PRICED_TOKENS: u64 = 1_000_000;

/// More tokens than any answer has: such a count is noise and read as absent.
const MOST_TOKENS: u64 = 1_000_000_000_000;

/// `usage` on the wire. Every field may be absent, null, a float or noise.
///
/// Source: DashScope chat reference and Qwen provider page, November 2026.
#[derive(Debug, Default)]
pub(crate) struct WireUsage {
    prompt_tokens: Count,
    completion_tokens: Count,
    total_tokens: Count,
    prompt_cache_hit_tokens: Count,
    cache_creation_input_tokens: Count,
    cache_write_tokens: Count,
    prompt_tokens_details: PromptDetails,
    completion_tokens_details: CompletionDetails,
}

impl<'de> Place<'de> for WireUsage {
    fn field(&mut self, name: Cow<'de, str>) -> Next<'_, 'de> {
        Next::Into(match name.as_ref() {
            "prompt_tokens" => &mut self.prompt_tokens,
            "completion_tokens" => &mut self.completion_tokens,
            "total_tokens" => &mut self.total_tokens,
            "prompt_cache_hit_tokens" => &mut self.prompt_cache_hit_tokens,
            "cache_creation_input_tokens" => &mut self.cache_creation_input_tokens,
            "cache_write_tokens" => &mut self.cache_write_tokens,
            "prompt_tokens_details" => &mut self.prompt_tokens_details,
            "completion_tokens_details" => &mut self.completion_tokens_details,
            _ => return Next::Over,
        })
    }
}

#[derive(Debug, Default)]
struct PromptDetails {
    cached_tokens: Count,
    cache_creation_input_tokens: Count,
    cache_write_tokens: Count,
    cache_creation: CacheCreation,
}

impl<'de> Place<'de> for PromptDetails {
    fn field(&mut self, name: Cow<'de, str>) -> Next<'_, 'de> {
        Next::Into(match name.as_ref() {
            "cached_tokens" => &mut self.cached_tokens,
            "cache_creation_input_tokens" => &mut self.cache_creation_input_tokens,
            "cache_write_tokens" => &mut self.cache_write_tokens,
            "cache_creation" => &mut self.cache_creation,
            _ => return Next::Over,
        })
    }
}

#[derive(Debug, Default)]
struct CacheCreation {
    ephemeral_5m_input_tokens: Count,
}

impl<'de> Place<'de> for CacheCreation {
    fn field(&mut self, name: Cow<'de, str>) -> Next<'_, 'de> {
        Next::Into(match name.as_ref() {
            "ephemeral_5m_input_tokens" => &mut self.ephemeral_5m_input_tokens,
            _ => return Next::Over,
        })
    }
}

#[derive(Debug, Default)]
struct CompletionDetails {
    reasoning_tokens: Count,
}

impl<'de> Place<'de> for CompletionDetails {
    fn field(&mut self, name: Cow<'de, str>) -> Next<'_, 'de> {
        Next::Into(match name.as_ref() {
            "reasoning_tokens" => &mut self.reasoning_tokens,
            _ => return Next::Over,
        })
    }
}

impl WireUsage {
    /// The counts, or `None` when there are no input, output or total tokens in it.
    pub(crate) fn counts(&self) -> Option<Usage> {
        let (prompt, completion) = (&self.prompt_tokens_details, &self.completion_tokens_details);
        let main = [
            self.prompt_tokens,
            self.completion_tokens,
            self.total_tokens,
        ];
        let first = |counts: &[Count]| counts.iter().find_map(|count| count.0);
        first(&main)?;
        let input_tokens = self.prompt_tokens.0.unwrap_or(0);
        let output_tokens = self.completion_tokens.0.unwrap_or(0);
        Some(Usage {
            input_tokens,
            output_tokens,
            total_tokens: self.total_tokens.0.unwrap_or(input_tokens + output_tokens),
            cached_input_tokens: first(&[prompt.cached_tokens, self.prompt_cache_hit_tokens])
                .unwrap_or(0),
            cache_write_tokens: first(&[
                prompt.cache_creation_input_tokens,
                prompt.cache_write_tokens,
                prompt.cache_creation.ephemeral_5m_input_tokens,
                self.cache_creation_input_tokens,
                self.cache_write_tokens,
            ])
            .unwrap_or(0),
            reasoning_tokens: completion.reasoning_tokens.0.unwrap_or(0),
        })
    }
}

/// A number of tokens; `None` when it is not one.
#[derive(Clone, Copy, Debug, Default)]
struct Count(Option<u64>);

impl<'de> Place<'de> for Count {
    fn take(&mut self, plain: Plain<'de>) {
        let number = match plain {
            Plain::Whole(number) => Some(number),
            Plain::Float(number) if number >= 0.0 => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "the cast saturates, and what is too large is left out"
                )]
                let whole = (number + 0.5) as u64;
                Some(whole)
            }
            _ => None,
        };
        self.0 = number.filter(|number| *number <= MOST_TOKENS);
    }

    fn open(&mut self, _: Parts) {
        self.0 = None;
    }
}
