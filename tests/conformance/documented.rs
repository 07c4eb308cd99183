//! The documents know every warning and every kind of error that a case expects.

use crate::FAMILIES;
use crate::case::Case;
use crate::case::expect::{Event, Warning};
use crate::folder;

fn document(name: &str) -> String {
    let path = folder::root().join("../../../docs").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn cases() -> Vec<Case> {
    let files = FAMILIES.iter().flat_map(|family| folder::family(family));
    files
        .map(|file| {
            Case::parse(&file.text).unwrap_or_else(|problem| panic!("{}: {problem}", file.name))
        })
        .collect()
}

/// The codes of the warnings that a case expects.
fn warnings(case: &Case) -> Vec<&str> {
    let events = case.expect.events.iter().flatten();
    let events = events.filter_map(|event| match event {
        Event::Warning(warning) => Some(warning),
        _ => None,
    });
    let warnings = case.expect.warnings.iter().chain(events);
    warnings.map(Warning::code).collect()
}

#[test]
fn every_warning_is_documented() {
    let text = ["chat.md", "understanding.md"].map(document).concat();
    let cases = cases();
    let missing = |code: &&str| !text.contains(&format!("\n| `{code}` |"));
    let missing: Vec<_> = cases.iter().flat_map(warnings).filter(missing).collect();
    assert_eq!(
        missing, [""; 0],
        "name it in docs/chat.md or docs/understanding.md"
    );
}

#[test]
fn every_kind_of_error_is_documented() {
    let text = document("errors.md");
    let cases = cases();
    let kinds = cases.iter().filter_map(|case| case.expect.error.as_ref());
    let kinds = kinds.map(|error| error.kind.as_str());
    let missing: Vec<_> = kinds
        .filter(|kind| !text.contains(&format!("\n| `{kind}` |")))
        .collect();
    assert_eq!(missing, [""; 0], "name it in docs/errors.md");
}
