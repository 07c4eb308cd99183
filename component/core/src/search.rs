//! Finds a text in another. The standard search, made for texts of any length, would be three kilobytes of the component.

/// What stands before and after the first place where a text holds `mark`.
pub(crate) fn split_once<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let first = mark.as_bytes().first();
    let begins = |at: &usize| {
        let rest = text.as_bytes().get(*at..).unwrap_or_default();
        // Most places fall at their first byte.
        (first.is_none() || rest.first() == first) && rest.starts_with(mark.as_bytes())
    };
    let at = (0..=text.len()).find(begins)?;
    Some((text.get(..at)?, text.get(at + mark.len()..)?))
}

/// Whether a text holds `mark`.
pub(crate) fn holds(text: &str, mark: &str) -> bool {
    split_once(text, mark).is_some()
}

/// What stands before and after the last `mark`, which is of ASCII.
pub(crate) fn split_last(text: &str, mark: u8) -> Option<(&str, &str)> {
    let place = text.bytes().rposition(|byte| byte == mark)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// The last piece of a text that `mark`, which is of ASCII, cuts.
pub(crate) fn last_piece(text: &str, mark: u8) -> &str {
    split_last(text, mark).map_or(text, |(_, last)| last)
}

#[cfg(test)]
mod tests {
    use super::{holds, last_piece, split_last, split_once};

    #[test]
    fn the_first_place_counts() {
        for (text, mark, split) in [
            ("a://b://c", "://", Some(("a", "b://c"))),
            ("aab", "ab", Some(("a", ""))),
            ("ab", "", Some(("", "ab"))),
            ("", "", Some(("", ""))),
            ("ébé", "é", Some(("", "bé"))),
            ("ab", "abc", None),
            ("", "a", None),
        ] {
            assert_eq!(split_once(text, mark), split, "{text} {mark}");
            assert_eq!(holds(text, mark), split.is_some(), "{text} {mark}");
        }
    }

    #[test]
    fn the_last_mark_counts() {
        for (text, split, last) in [
            ("a.b.c", Some(("a.b", "c")), "c"),
            ("ü.", Some(("ü", "")), ""),
            (".ü", Some(("", "ü")), "ü"),
            ("a", None, "a"),
            ("", None, ""),
        ] {
            assert_eq!(
                (split_last(text, b'.'), last_piece(text, b'.')),
                (split, last)
            );
        }
    }
}
