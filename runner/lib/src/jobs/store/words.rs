//! The words that the store has for the contract's variants, in both directions from one table each.

use crate::types::ErrorKind;
use crate::video::{InputRole, ShotType};

/// Goes before a word of the provider's that the contract has no arm for, so that none is taken for an arm.
const OTHER: &str = "other:";

const KINDS: [(&str, ErrorKind); 16] = [
    ("invalid-request", ErrorKind::InvalidRequest),
    ("unauthorized", ErrorKind::Unauthorized),
    ("permission-denied", ErrorKind::PermissionDenied),
    ("billing", ErrorKind::Billing),
    ("not-found", ErrorKind::NotFound),
    ("unsupported", ErrorKind::Unsupported),
    ("rate-limited", ErrorKind::RateLimited),
    ("quota-exhausted", ErrorKind::QuotaExhausted),
    ("content-filtered", ErrorKind::ContentFiltered),
    ("context-exceeded", ErrorKind::ContextExceeded),
    ("overloaded", ErrorKind::Overloaded),
    ("timeout", ErrorKind::Timeout),
    ("network", ErrorKind::Network),
    ("bad-response", ErrorKind::BadResponse),
    ("cancelled", ErrorKind::Cancelled),
    ("denied-by-host", ErrorKind::DeniedByHost),
];

const ROLES: [(&str, InputRole); 9] = [
    ("image", InputRole::Image),
    ("video", InputRole::Video),
    ("audio", InputRole::Audio),
    ("first-frame", InputRole::FirstFrame),
    ("last-frame", InputRole::LastFrame),
    ("first-clip", InputRole::FirstClip),
    ("reference-image", InputRole::ReferenceImage),
    ("reference-video", InputRole::ReferenceVideo),
    ("reference-audio", InputRole::ReferenceAudio),
];

const SHOTS: [(&str, ShotType); 2] = [("single", ShotType::Single), ("multi", ShotType::Multi)];

/// The word for a kind of error.
pub(super) fn of_kind(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::Other(word) => [OTHER, word].concat(),
        kind => word(&KINDS, kind),
    }
}

/// The kind of error that a word stands for.
pub(super) fn kind(word: &str) -> Option<ErrorKind> {
    let other = word.strip_prefix(OTHER);
    other.map_or_else(
        || value(&KINDS, word),
        |word| Some(ErrorKind::Other(word.to_owned())),
    )
}

/// The word for the role of an input.
pub(super) fn of_role(role: &InputRole) -> String {
    match role {
        InputRole::Other(word) => [OTHER, word].concat(),
        role => word(&ROLES, role),
    }
}

/// The role that a word stands for.
pub(super) fn role(word: &str) -> Option<InputRole> {
    let other = word.strip_prefix(OTHER);
    other.map_or_else(
        || value(&ROLES, word),
        |word| Some(InputRole::Other(word.to_owned())),
    )
}

/// The word for a type of shot.
pub(super) fn of_shot(shot: ShotType) -> String {
    word(&SHOTS, &shot)
}

/// The type of shot that a word stands for.
pub(super) fn shot(word: &str) -> Option<ShotType> {
    value(&SHOTS, word)
}

fn word<T: PartialEq>(table: &[(&str, T)], value: &T) -> String {
    let mut rows = table.iter().filter(|(_, known)| known == value);
    rows.next()
        .map(|(word, _)| (*word).to_owned())
        .unwrap_or_default()
}

fn value<T: Clone>(table: &[(&str, T)], word: &str) -> Option<T> {
    let mut rows = table.iter().filter(|(known, _)| *known == word);
    rows.next().map(|(_, value)| value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_comes_back() {
        for (word, value) in &KINDS {
            assert_eq!(of_kind(value), *word);
            assert_eq!(kind(word).as_ref(), Some(value));
        }
        for (word, value) in &ROLES {
            assert_eq!(of_role(value), *word);
            assert_eq!(role(word).as_ref(), Some(value));
        }
        for (word, value) in &SHOTS {
            assert_eq!(of_shot(*value), *word);
            assert_eq!(shot(word), Some(*value));
        }
    }

    #[test]
    fn a_word_of_the_providers_is_never_taken_for_ours() {
        for word in ["network", "", "other:network"] {
            let other = ErrorKind::Other(word.to_owned());
            assert_eq!(kind(&of_kind(&other)), Some(other));
            let other = InputRole::Other(word.to_owned());
            assert_eq!(role(&of_role(&other)), Some(other));
        }
        assert_eq!(kind("new"), None);
    }
}
