//! Texts of the provider, made fit for an error message.

use crate::prelude::*;
use crate::search;

/// The most characters of the provider's text in an error message.
const MESSAGE_LIMIT: usize = 500;

/// A text in one line without control characters, keys and blanks around, cut to 500 characters. `None` when nothing is left.
pub(super) fn clean(text: &str) -> Option<String> {
    clean_to(text, MESSAGE_LIMIT)
}

/// Like [`clean`], cut to a number of characters.
pub(super) fn clean_to(text: &str, limit: usize) -> Option<String> {
    let mut cleaned = String::new();
    let mut length = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let gap = usize::from(length > 0);
        let left = limit.saturating_sub(length + gap);
        if word.is_empty() {
            continue;
        }
        if left == 0 {
            break;
        }
        if gap == 1 {
            cleaned.push(' ');
        }
        let word = without_key(word);
        cleaned.extend(word.chars().take(left));
        length += gap + word.chars().count().min(left);
    }
    (!cleaned.is_empty()).then_some(cleaned)
}

/// A word with what follows `sk-` left out: providers echo keys, and an error must never hold one.
fn without_key(word: &str) -> String {
    let mut kept = String::new();
    let mut rest = word;
    while let Some((before, after)) = search::split_once(rest, "sk-") {
        kept.push_str(before);
        kept.push_str("sk-");
        let key_end = after
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '*')))
            .unwrap_or(after.len());
        let (key, remainder) = after.split_at_checked(key_end).unwrap_or((after, ""));
        // A short one is a prefix that a text explains, such as sk-sp-.
        kept.push_str(if key.len() < 8 { key } else { "..." });
        rest = remainder;
    }
    kept.push_str(rest);
    kept
}

/// A wrapped error's text, taken apart: `<400> InternalError.Algo.InvalidParameter: the text`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unwrapped<'a> {
    pub(super) status: Option<u16>,
    pub(super) code: Option<&'a str>,
    pub(super) text: &'a str,
}

/// Takes a wrapped error's text apart; any other text stays as it is.
pub(super) fn unwrap(text: &str) -> Unwrapped<'_> {
    let text = text.trim();
    let status = text
        .strip_prefix('<')
        .and_then(|rest| rest.split_once('>'))
        .and_then(|(status, rest)| Some((status.parse::<u16>().ok()?, rest.trim_start())));
    let (status, text) = match status {
        Some((status, rest)) => (Some(status), rest),
        None => (None, text),
    };
    let is_code = |code: &str| {
        code.contains('.')
            && code
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
    };
    match search::split_once(text, ": ") {
        Some((code, rest)) if is_code(code) => Unwrapped {
            status,
            code: Some(code),
            text: rest,
        },
        _ => Unwrapped {
            status,
            code: None,
            text,
        },
    }
}

/// A decimal number that is not negative, in thousandths; more than three decimals are cut.
pub(super) fn thousandths(text: &str) -> Option<u64> {
    let text = text.trim();
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(decimals) {
        return None;
    }
    let fraction = decimals
        .bytes()
        .chain(*b"000")
        .take(3)
        .fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    whole
        .parse::<u64>()
        .ok()?
        .checked_mul(1_000)?
        .checked_add(fraction)
}
