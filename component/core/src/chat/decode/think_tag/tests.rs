//! Tags whole, split and missing.

use proptest::prelude::*;

use super::{Sorted, ThinkTag};

/// Reasoning and text of a whole answer that comes in pieces.
fn sort<'a>(pieces: impl IntoIterator<Item = &'a str>) -> (String, String) {
    let mut tag = ThinkTag::default();
    let mut sorted: Vec<Sorted> = Vec::new();
    for piece in pieces {
        let settled = tag.is_settled();
        let next = tag.take(piece);
        if settled {
            assert_eq!((next.reasoning.as_str(), next.text.as_str()), ("", piece));
        }
        sorted.push(next);
    }
    sorted.push(tag.finish());
    assert_eq!(tag.finish(), Sorted::default());
    let reasoning = sorted.iter().map(|sorted| sorted.reasoning.as_str());
    let text = sorted.iter().map(|sorted| sorted.text.as_str());
    (reasoning.collect(), text.collect())
}

#[test]
fn only_a_tag_at_the_beginning_counts() {
    for (input, reasoning, text) in [
        ("", "", ""),
        ("a", "", "a"),
        (" \n", "", " \n"),
        (" \na", "", " \na"),
        ("<think>r</think>a", "r", "a"),
        (" \n\t<think>r</think>a", "r", "a"),
        ("<think>\nr s\n</think>\n\na\n", "r s\n", "a\n"),
        // What a model writes that was told not to think.
        ("<think>\n\n</think>\n\na", "", "a"),
        ("<think></think>", "", ""),
        ("<think>r", "r", ""),
        ("<think>r</thin", "r</thin", ""),
        ("<think>r</think", "r</think", ""),
        ("<think>", "", ""),
        ("<think", "", "<think"),
        (" <", "", " <"),
        ("<thinking>r</thinking>", "", "<thinking>r</thinking>"),
        ("<Think>r</Think>", "", "<Think>r</Think>"),
        ("a<think>r</think>", "", "a<think>r</think>"),
        (
            "<think>r</think>a<think>b</think>",
            "r",
            "a<think>b</think>",
        ),
        ("<think>r</think><think>b</think>", "r", "<think>b</think>"),
        ("<think>r<think>s</think>a", "r<think>s", "a"),
        ("</think>a", "", "</think>a"),
        ("<think>a<</think>b", "a<", "b"),
        ("<think>é</think>\u{3000}é", "é", "é"),
    ] {
        let expected = (reasoning.to_owned(), text.to_owned());
        assert_eq!(sort([input]), expected, "{input:?}");
        let characters = input
            .char_indices()
            .map(|(at, character)| &input[at..at + character.len_utf8()]);
        assert_eq!(sort(characters), expected, "{input:?} by characters");
    }
}

#[test]
fn nothing_waits_longer_than_it_must() {
    let given = |pieces: &[&str]| -> Vec<(String, String)> {
        let mut tag = ThinkTag::default();
        let sorted = pieces.iter().map(|piece| tag.take(piece));
        sorted
            .map(|sorted| (sorted.reasoning, sorted.text))
            .collect()
    };
    let pairs = |expected: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned =
            |(reasoning, text): &(&str, &str)| ((*reasoning).to_owned(), (*text).to_owned());
        expected.iter().map(owned).collect()
    };
    for (pieces, expected) in [
        (
            &["\n", "<th", "x", "y"][..],
            &[("", ""), ("", ""), ("", "\n<thx"), ("", "y")][..],
        ),
        (
            &["<think>a", "b</", "c", "</think>", "\n", "d"],
            &[
                ("a", ""),
                ("b", ""),
                ("</c", ""),
                ("", ""),
                ("", ""),
                ("", "d"),
            ],
        ),
        (&["<think>a</think>b"], &[("a", "b")]),
        (&["a", " <think>"], &[("", "a"), ("", " <think>")]),
    ] {
        assert_eq!(given(pieces), pairs(expected), "{pieces:?}");
    }
}

proptest! {
    #[test]
    fn any_split_sorts_alike(input in "[ \n]?(<think>|</think>|<thi|nk>|</|[ a<>é]){0,8}", cuts in prop::collection::btree_set(0..50_usize, 0..6)) {
        let mut pieces = Vec::new();
        let (mut rest, mut taken) = (input.as_str(), 0);
        for cut in cuts {
            if let Some((piece, after)) = rest.split_at_checked(cut - taken) {
                pieces.push(piece);
                (rest, taken) = (after, cut);
            }
        }
        pieces.push(rest);
        prop_assert_eq!(sort(pieces), sort([input.as_str()]));
        // Nothing but tags and the blanks around them is lost.
        let (reasoning, text) = sort([input.as_str()]);
        prop_assert!(input.ends_with(&text));
        prop_assert!(input.contains(&reasoning));
        if !input.trim_start().starts_with("<think>") {
            prop_assert_eq!(text, input);
        }
    }
}
