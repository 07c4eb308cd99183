//! The provider's error codes: what each means to a caller.
//! Knows no JSON: [`super::body`] finds the code and the text in an answer.
//!
//! Source of every row: DashScope error code reference and chat reference, November 2026.

mod hints;
mod table;
#[cfg(test)]
mod tests;

use super::ErrorKind;
use crate::prelude::*;
use crate::search;
use table::{FALLBACKS, RULES};

/// What an error of the provider means to a caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The kind of failure.
    pub kind: ErrorKind,
    /// Whether to send the request again.
    pub retry: Retry,
    /// What to do next, in plain words.
    pub hint: Option<&'static str>,
}

/// Whether the same request may succeed when it is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It fails again.
    Never,
    /// After a wait of seconds to about a minute.
    Soon,
    /// Like `Soon`, but the provider may have acted: a request that is billed fails for good.
    SoonIfFree,
    /// When the window of a used-up allowance has passed: hours to weeks.
    AfterWindow,
}

/// What an error means, by the first row of the table that fits, else by the HTTP status.
///
/// `status` is `None` or 2xx for an error inside an answer that began well; a row for a certain status fits then too.
/// `codes` are the codes that the answer names, in any order; an empty one is none.
#[must_use]
pub fn classify(status: Option<u16>, codes: &[&str], text: &str) -> Verdict {
    let status = status.filter(|status| !(200..300).contains(status));
    let row = RULES.iter().find(|rule| rule.fits(status, codes, text));
    let (kind, retry, hint) = match row {
        Some(rule) => (&rule.kind, rule.retry, rule.hint),
        None => by_status(status),
    };
    Verdict {
        kind: kind.clone(),
        retry,
        hint: (!hint.is_empty()).then_some(hint),
    }
}

/// The most input tokens that the model takes, when a text says so: `Range of input length should be [1, 30720]`.
#[must_use]
pub fn input_limit(text: &str) -> Option<u64> {
    let text = text.to_ascii_lowercase();
    let (_, range) = search::split_once(&text, "range of input length should be [")?;
    let (range, _) = range.split_once(']')?;
    let (_, limit) = range.split_once(',')?;
    limit.trim().parse().ok()
}

fn by_status(status: Option<u16>) -> (&'static ErrorKind, Retry, &'static str) {
    static UNNAMED: ErrorKind = ErrorKind::BadResponse;
    let row = status.and_then(|status| FALLBACKS.iter().find(|row| row.statuses.contains(&status)));
    match row {
        Some(row) => (&row.kind, row.retry, row.hint),
        None => (&UNNAMED, Retry::Never, ""),
    }
}

/// A row of the table. Empty lists fit anything.
struct Rule {
    /// The HTTP status that the code comes with.
    status: Option<u16>,
    /// Any of these codes, without regard to case, `_` and `-`; a `*` at the end stands for any rest.
    codes: &'static [&'static str],
    /// Any of these texts is in the message, without regard to case; a `*` stands for anything between.
    texts: &'static [&'static str],
    kind: ErrorKind,
    retry: Retry,
    /// Empty for none.
    hint: &'static str,
}

/// What a status means when no row fits.
struct Fallback {
    statuses: core::ops::RangeInclusive<u16>,
    kind: ErrorKind,
    retry: Retry,
    hint: &'static str,
}

impl Rule {
    fn fits(&self, status: Option<u16>, codes: &[&str], text: &str) -> bool {
        let status_fits = match (self.status, status) {
            (Some(wanted), Some(given)) => wanted == given,
            _ => true,
        };
        let code_fits = self.codes.is_empty()
            || codes
                .iter()
                .any(|code| self.codes.iter().any(|pattern| code_is(pattern, code)));
        let text_fits = self.texts.is_empty() || self.texts.iter().any(|piece| says(text, piece));
        status_fits && code_fits && text_fits
    }
}

/// Whether a code fits a pattern. `DataInspectionFailed` and `data_inspection_failed` are the same code: the provider's
/// native and compatible interfaces spell them differently.
fn code_is(pattern: &str, code: &str) -> bool {
    let code = letters(code);
    match pattern.strip_suffix('*') {
        Some(beginning) => code.starts_with(&letters(beginning)),
        None => code == letters(pattern),
    }
}

/// What of a code counts.
fn letters(code: &str) -> Vec<u8> {
    let mut letters = Vec::new();
    for byte in code.bytes() {
        if !matches!(byte, b'_' | b'-' | b' ') {
            letters.push(byte.to_ascii_lowercase());
        }
    }
    letters
}

/// Whether a text holds the pieces of a pattern, which `*` separates, in their order.
fn says(text: &str, pattern: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let mut rest = text.as_str();
    pattern
        .split('*')
        .all(|piece| match search::split_once(rest, piece) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
}
