//! Amounts as decimal text: money is never a floating-point number here.

use qwenbox::types::Cost;

const MILLION: u64 = 1_000_000;

/// Millionths of a currency unit as a decimal, as short as it can be: `2.5`, `0.000012`.
pub(crate) fn decimal(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / MILLION, micros % MILLION);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An amount, and which prices it rests on.
pub(crate) fn by_list_price(cost: &Cost) -> String {
    format!(
        "about {} {} by the list prices of {}",
        decimal(cost.micros),
        cost.currency,
        cost.prices_as_of
    )
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimals_are_exact_and_short() {
        for (micros, text) in [
            (0, "0"),
            (1, "0.000001"),
            (400_000, "0.4"),
            (2_936_000, "2.936"),
            (10_000_000, "10"),
            (u64::MAX, "18446744073709.551615"),
        ] {
            assert_eq!(decimal(micros), text);
        }
    }
}
