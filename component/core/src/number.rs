//! Numbers with fractions as texts.
//!
//! They are read and written by the means of the JSON parser: those of the language are 30 KB more, for the same texts.

#[cfg(test)]
mod tests;

use serde_json::Number;

use crate::json;
use crate::prelude::*;

/// What stands for numbers without digits.
const WORDS: [(&str, f64); 3] = [
    ("inf", f64::INFINITY),
    ("infinity", f64::INFINITY),
    ("nan", f64::NAN),
];

/// The number that a text is, in any form that the language takes. Of more than fifteen digits the last may count for a
/// little more or less.
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let (is_negative, plain) = unsigned(text);
    let word = WORDS
        .iter()
        .find(|(word, _)| plain.eq_ignore_ascii_case(word));
    let number = match word {
        Some((_, number)) => Some(*number),
        None => digits(plain),
    };
    number.map(|number| if is_negative { -number } else { number })
}

/// The number that a text without a sign is.
fn digits(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    for digits in [&[whole, fraction].concat(), unsigned(exponent).1] {
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
    }
    // In JSON no zeros stand in front, and digits on both sides of the point.
    let whole = whole.trim_start_matches('0');
    let [whole, fraction] =
        [whole, fraction].map(|digits| if digits.is_empty() { "0" } else { digits });
    let json = [whole, ".", fraction, "e", exponent].concat();
    match json::value(&json) {
        Ok(number) => number.as_f64(),
        // The only one that is none in JSON.
        Err(_) => Some(f64::INFINITY),
    }
}

/// A number as the language writes it: without an exponent, and without a point when it is whole.
#[must_use]
pub(crate) fn written(number: f64) -> String {
    let Some(json) = Number::from_f64(number) else {
        let word = match number {
            f64::INFINITY => "inf",
            f64::NEG_INFINITY => "-inf",
            _ => "NaN",
        };
        return word.to_owned();
    };
    let json = json.to_string();
    let (is_negative, plain) = unsigned(&json);
    let (mantissa, exponent) = plain.split_once('e').unwrap_or((plain, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = if fraction == "0" { "" } else { fraction };
    let zeros = |digits: &str| {
        let places: usize = unsigned(exponent).1.parse().unwrap_or(0);
        "0".repeat(places.saturating_sub(digits.len()))
    };
    let sign = if is_negative { "-" } else { "" };
    if exponent.starts_with('-') {
        return [sign, "0.", &zeros(whole), whole, fraction].concat();
    }
    // With an exponent all digits stand before the point.
    let point = if exponent == "0" && !fraction.is_empty() {
        "."
    } else {
        ""
    };
    [sign, whole, point, fraction, &zeros(fraction)].concat()
}

/// Whether a minus stands in front, and the text behind the sign.
fn unsigned(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(plain) => (true, plain),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}
