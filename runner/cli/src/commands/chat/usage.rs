//! What an answer took, in one line.

use crate::money;
use crate::speed::Speed;
use qwenbox::chat::Completion;
use qwenbox::types::{Cost, Usage};
use std::time::Duration;

/// What a chat's answer took.
pub(super) fn line(completion: &Completion, speed: Speed) -> String {
    taken(completion.usage.as_ref(), completion.cost.as_ref(), speed)
}

/// Tokens, cost and time; what is not known is left out.
pub(crate) fn taken(usage: Option<&Usage>, price: Option<&Cost>, speed: Speed) -> String {
    let mut parts = vec![match usage {
        Some(usage) => tokens(usage),
        None => "the endpoint did not say how many tokens it took".to_owned(),
    }];
    parts.extend(price.map(cost));
    parts.push(match speed.first_token {
        Some(time) => format!("first token after {}", seconds(time)),
        None => format!("answered after {}", seconds(speed.total)),
    });
    let output = usage.map(|usage| usage.output_tokens);
    if let Some(rate) = output.and_then(|tokens| speed.tokens_per_second(tokens)) {
        parts.push(format!("{rate:.0} tokens/s"));
    }
    parts.join("; ")
}

/// Every count of tokens.
pub(super) fn tokens(usage: &Usage) -> String {
    format!(
        "{} in ({} cached, {} written to the cache), {} out ({} reasoning)",
        count(usage.input_tokens),
        number(usage.cached_input_tokens),
        number(usage.cache_write_tokens),
        number(usage.output_tokens),
        number(usage.reasoning_tokens)
    )
}

fn count(tokens: u64) -> String {
    match tokens {
        1 => "1 token".to_owned(),
        tokens => format!("{} tokens", number(tokens)),
    }
}

/// Money, and which prices it rests on.
pub(super) fn cost(cost: &Cost) -> String {
    format!(
        "about {} {} by the list prices of {}",
        money::decimal(cost.micros),
        cost.currency,
        cost.prices_as_of
    )
}

/// A time as people read it.
pub(crate) fn seconds(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 0.001 => format!("{:.0} µs", seconds * 1e6),
        seconds if seconds < 1.0 => format!("{:.0} ms", seconds * 1e3),
        seconds => format!("{seconds:.1} s"),
    }
}

/// A count with commas.
pub(crate) fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{number, seconds};
    use std::time::Duration;

    #[test]
    fn numbers_are_grouped() {
        for (count, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(number(count), text);
        }
    }

    #[test]
    fn times_have_the_unit_that_fits() {
        for (micros, text) in [(18, "18 µs"), (152_000, "152 ms"), (2_340_000, "2.3 s")] {
            assert_eq!(seconds(Duration::from_micros(micros)), text);
        }
    }
}
