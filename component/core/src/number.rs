//! Reads a number that is written as text, in every way that Rust's own reader takes it. That one is right however many
//! digits there are, for which it brings tables of ten thousand bytes. The reader of JSON, which is here anyway, is right
//! for up to fifteen digits and twenty-two places, and next to it for more.

/// The number that a text is: with or without a sign, a point and an exponent, or an infinity, or none.
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let (sign, size) = match text.strip_prefix('-') {
        Some(size) => (-1.0, size),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let size = match size.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        size => of_digits(size)?,
    };
    Some(size.copysign(sign))
}

fn of_digits(text: &str) -> Option<f64> {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = [whole, fraction, power].into_iter().all(are_digits);
    if !is_number || power.is_empty() || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    // JSON wants a digit on each side of a point, and no zero before others.
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let point = if fraction.is_empty() { "" } else { "." };
    let json = [whole, point, fraction, "e", exponent].concat();
    // All that can be wrong with it is its size.
    Some(serde_json::from_str(&json).unwrap_or(f64::INFINITY))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parse;

    fn check(text: &str) {
        let expected = text.parse::<f64>().ok().map(f64::to_bits);
        assert_eq!(parse(text).map(f64::to_bits), expected, "{text}");
    }

    #[test]
    fn every_way_to_write_a_number_is_taken() {
        for text in [
            "0",
            "-0",
            "7",
            "+7",
            "-7",
            "0.7",
            ".7",
            "7.",
            "007.50",
            "1e3",
            "1E+3",
            "1.5e-3",
            "2e05",
            "1e999",
            "-1e999",
            "1e-999",
            "0e999",
            "inf",
            "-Infinity",
            "NaN",
            "",
            "+",
            "-",
            ".",
            "e",
            "1e",
            "1e+",
            "e1",
            ".e1",
            "1.2.3",
            "1e2e3",
            "--1",
            "+-1",
            "1_000",
            "0x10",
            " 1",
            "1 ",
            "1,5",
            "½",
            "1e1.0",
            "true",
        ] {
            check(text);
        }
    }

    proptest! {
        #[test]
        fn any_fifteen_digits_are_right(digits in 0_u64..1_000_000_000_000_000, places in 0_i32..23) {
            check(&format!("{digits}e-{places}"));
            check(&format!("{digits}e{}", places.min(7)));
        }

        #[test]
        fn any_text_is_a_number_or_none(text in "[-+]?[0-9]{0,3}[.]?[0-9]{0,3}[-+e.]{0,3}[0-9]?") {
            check(&text);
        }
    }
}
