//! Tests that would hide a failure.

use crate::files::{none, rust};
use crate::source::code;

/// What is not used, and what to write instead.
const BANNED: [(&str, &str); 2] = [
    ("#[should_panic", "assert what is returned"),
    ("#[ignore", "make it fast and sure, or delete it"),
];

fn problems(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let lines = code.lines().enumerate();
    lines
        .flat_map(|(index, line)| {
            let banned = BANNED.iter().filter(move |(word, _)| line.contains(word));
            banned.map(move |(word, instead)| {
                format!("{path}:{}: {word}] is not used; {instead}", index + 1)
            })
        })
        .collect()
}

#[test]
fn no_test_is_skipped_or_happy_to_panic() {
    let problems: Vec<_> = rust()
        .iter()
        .flat_map(|(path, text)| problems(path, text))
        .collect();
    none(&problems);
}

#[test]
fn such_a_test_is_found() {
    for (text, line) in [
        ("#[should_panic]", 1),
        ("\n#[should_panic(expected = \"a\")]", 2),
        ("#[test]\n#[ignore = \"slow\"]", 2),
    ] {
        let found = problems("a.rs", text);
        assert!(found[0].starts_with(&format!("a.rs:{line}: ")), "{found:?}");
    }
    assert_eq!(
        problems("a.rs", "// #[ignore]\n\"#[should_panic]\""),
        [""; 0]
    );
}
