//! Halves of characters in JSON text: an escape such as `\ud83d` without its second half.
//!
//! Models and programs that cut texts write them. No text of this crate can hold one, but JSON text can, and what reads
//! it at the provider's may refuse it.

use crate::prelude::*;
use crate::search;
use alloc::borrow::Cow;

/// The bytes of an escape such as `\ud83d`.
const ESCAPE: usize = 6;

/// Sound JSON text without the halves that have no other half.
pub(crate) fn paired(json: &str) -> Cow<'_, str> {
    if !search::holds(json, "\\u") {
        return Cow::Borrowed(json);
    }
    let mut kept = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(place) = rest.find('\\') {
        let (plain, escape) = rest.split_at_checked(place).unwrap_or((rest, ""));
        kept.push_str(plain);
        let after = escape.get(ESCAPE..).unwrap_or_default();
        let length = match (half(escape), half(after)) {
            (Some(Half::First), Some(Half::Second)) => 2 * ESCAPE,
            (Some(_), _) => {
                rest = after;
                continue;
            }
            (None, _) => 2,
        };
        let (whole, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
        kept.push_str(whole);
        rest = after;
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

enum Half {
    First,
    Second,
}

/// The half of a character that an escape at the beginning of a text stands for.
fn half(text: &str) -> Option<Half> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xd800..=0xdbff => Some(Half::First),
        0xdc00..=0xdfff => Some(Half::Second),
        _ => None,
    }
}
