//! The ids that a mistyped one may have meant.

use crate::prelude::*;

/// Up to three ids, the closest first, none of which more than about a third is wrong.
///
/// An ending too few or too many, such as a date, counts as one mistake, however long it is.
pub(super) fn closest<'a>(wanted: &str, ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    if wanted.len() > LONGEST {
        return Vec::new();
    }
    let mut close: Vec<(usize, &str)> = Vec::new();
    for id in ids.filter(|id| id.len() <= LONGEST) {
        let mistakes = mistakes(wanted, id);
        if mistakes <= wanted.len().max(id.len()) / 3 {
            // Ids that are equally close keep the catalog's order.
            let place = close.partition_point(|(known, _)| *known <= mistakes);
            close.insert(place, (mistakes, id));
            close.truncate(MOST);
        }
    }
    close.into_iter().map(|(_, id)| id).collect()
}

/// More would not help a reader.
const MOST: usize = 3;

/// In bytes. What is longer is no mistyped id, and comparing it would take long.
const LONGEST: usize = 64;

fn mistakes(wanted: &str, id: &str) -> usize {
    if begins_with(id, wanted) || begins_with(wanted, id) {
        1
    } else {
        distance(wanted, id)
    }
}

fn begins_with(text: &str, beginning: &str) -> bool {
    beginning.len() >= SHORTEST_BEGINNING
        && text
            .get(..beginning.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

/// In bytes. Shorter beginnings say too little.
const SHORTEST_BEGINNING: usize = 3;

/// How many bytes must be added, removed or replaced to turn one text into the other, without regard to ASCII case.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, byte) in left.bytes().enumerate() {
        let mut diagonal = index;
        let mut before = index.saturating_add(1);
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = before;
        }
        for (cell, other) in cells.zip(right.bytes()) {
            let replaced = diagonal.saturating_add(usize::from(!byte.eq_ignore_ascii_case(&other)));
            diagonal = *cell;
            before = replaced
                .min(before.saturating_add(1))
                .min(diagonal.saturating_add(1));
            *cell = before;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn distances_are_exact() {
        for (left, right, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "ABC", 0),
            ("kitten", "sitting", 3),
            ("qwen3.5-puls", "qwen3.5-plus", 2),
            ("flaw", "lawn", 2),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }

    #[test]
    fn the_three_closest_come_in_order() {
        let ids = [
            "qwen3.5-plus",
            "qwen3.6-plus",
            "glm-5",
            "qwen3.5-flash",
            "qwen3-coder-plus",
        ];
        for (wanted, expected) in [
            (
                "qwen3.5-puls",
                &["qwen3.5-plus", "qwen3.6-plus", "qwen3.5-flash"][..],
            ),
            ("glm5", &["glm-5"]),
            ("GLM", &["glm-5"]),
            ("qwen3.5", &["qwen3.5-plus", "qwen3.5-flash"]),
            ("qwen3.5-plus-2026-04-20", &["qwen3.5-plus"]),
            ("qwen-3.6-plus", &["qwen3.6-plus", "qwen3.5-plus"]),
            ("q", &[]),
            ("gpt-4o", &[]),
            ("", &[]),
        ] {
            assert_eq!(closest(wanted, ids.into_iter()), expected, "{wanted}");
        }
        assert!(closest(&"q".repeat(65), ids.into_iter()).is_empty());
    }

    proptest! {
        #[test]
        fn a_distance_is_a_metric(a in "[a-d]{0,8}", b in "[a-d]{0,8}", c in "[a-d]{0,8}") {
            prop_assert_eq!(distance(&a, &b), distance(&b, &a));
            prop_assert_eq!(distance(&a, &b) == 0, a == b);
            prop_assert!(distance(&a, &c) <= distance(&a, &b) + distance(&b, &c));
            prop_assert!(distance(&a, &b) <= a.len().max(b.len()));
        }

        #[test]
        fn any_text_may_be_asked_for(wanted in "\\PC{0,80}", ids in prop::collection::vec("\\PC{0,20}", 0..6)) {
            prop_assert!(closest(&wanted, ids.iter().map(String::as_str)).len() <= MOST);
        }
    }
}
