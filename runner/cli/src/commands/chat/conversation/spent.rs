//! What a conversation took.

use crate::commands::chat::usage;
use crate::money;
use qwenbox::chat::Completion;
use qwenbox::types::{Cost, Usage};

/// Tokens and money, added up.
pub(super) struct Spent {
    /// Answers that said how many tokens they took.
    counted: u64,
    /// Answers that did not.
    uncounted: u64,
    usage: Usage,
    /// One a currency.
    costs: Vec<Cost>,
    /// Counted answers whose price is not known.
    unpriced: u64,
}

impl Default for Spent {
    fn default() -> Self {
        Self {
            counted: 0,
            uncounted: 0,
            usage: Usage {
                input_tokens: 0,
                output_tokens: 0,
                total_tokens: 0,
                cached_input_tokens: 0,
                cache_write_tokens: 0,
                reasoning_tokens: 0,
            },
            costs: Vec::new(),
            unpriced: 0,
        }
    }
}

impl Spent {
    /// Adds a whole answer.
    pub(super) fn add(&mut self, completion: &Completion) {
        let Some(usage) = &completion.usage else {
            return self.add_unknown();
        };
        self.counted += 1;
        let sum = &mut self.usage;
        sum.input_tokens += usage.input_tokens;
        sum.output_tokens += usage.output_tokens;
        sum.total_tokens += usage.total_tokens;
        sum.cached_input_tokens += usage.cached_input_tokens;
        sum.cache_write_tokens += usage.cache_write_tokens;
        sum.reasoning_tokens += usage.reasoning_tokens;
        match &completion.cost {
            Some(cost) => self.pay(cost),
            None => self.unpriced += 1,
        }
    }

    /// Adds an answer that ended before it could say what it took.
    pub(super) fn add_unknown(&mut self) {
        self.uncounted += 1;
    }

    fn pay(&mut self, cost: &Cost) {
        let mut costs = self.costs.iter_mut();
        match costs.find(|sum| sum.currency == cost.currency) {
            Some(sum) => {
                sum.micros += cost.micros;
                // The oldest list that counts.
                sum.prices_as_of = cost.prices_as_of.clone().min(sum.prices_as_of.clone());
            }
            None => self.costs.push(cost.clone()),
        }
    }

    /// The sums for people.
    pub(super) fn told(&self) -> String {
        if self.counted + self.uncounted == 0 {
            return "there was no answer yet".to_owned();
        }
        let mut parts = vec![format!(
            "{}: {}",
            answers(self.counted),
            usage::tokens(&self.usage)
        )];
        parts.extend(self.costs.iter().map(money::by_list_price));
        if self.unpriced > 0 {
            parts.push(format!("{} of unknown price", answers(self.unpriced)));
        }
        if self.uncounted > 0 {
            parts.push(format!("{} of unknown length", answers(self.uncounted)));
        }
        parts.join("; ")
    }
}

fn answers(count: u64) -> String {
    match count {
        1 => "1 answer".to_owned(),
        count => format!("{} answers", usage::number(count)),
    }
}
