//! The documents know every warning and every kind of error that a case expects, and every model and case of videos.

use crate::FAMILIES;
use crate::case::Case;
use crate::case::call::Call;
use crate::case::expect::{Event, Warning};
use crate::folder;
use qwen_core::video::families::FAMILIES as VIDEO_FAMILIES;

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
    let documents = ["chat.md", "understanding.md", "video.md"];
    let text = documents.map(document).concat();
    let cases = cases();
    let missing = |code: &&str| !text.contains(&format!("\n| `{code}` |"));
    let missing: Vec<_> = cases.iter().flat_map(warnings).filter(missing).collect();
    assert_eq!(
        missing, [""; 0],
        "name it in docs/chat.md, docs/understanding.md or docs/video.md"
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

/// The models that a case begins a task of, as the upstream must have received them.
fn submitted(case: &Case) -> Vec<&str> {
    let sent = case.expect.sent.iter().flatten();
    let bodies = sent.filter_map(|sent| sent.body.as_ref());
    bodies.filter_map(|body| body["model"].as_str()).collect()
}

#[test]
fn every_video_model_is_documented_and_has_cases() {
    let text = document("video.md");
    let cases = cases();
    let submits: Vec<_> = cases
        .iter()
        .filter_map(|case| match &case.call {
            Call::Submit(request) => Some((case, request.model.as_deref())),
            _ => None,
        })
        .collect();
    for family in VIDEO_FAMILIES {
        let id = family.id;
        let row = text
            .lines()
            .find(|line| line.starts_with(&format!("| `{id}`")));
        let row = row.unwrap_or_else(|| panic!("docs/video.md: name {id} in a row of its own"));
        for snapshot in family.snapshots {
            assert!(row.contains(&format!("`{snapshot}`")), "{snapshot}: {row}");
        }
        let is_sent = submits
            .iter()
            .any(|(case, _)| submitted(case).contains(&id));
        assert!(is_sent, "no case says what {id} is sent");
        let is_refused = submits
            .iter()
            .any(|(case, model)| *model == Some(id) && case.expect.error.is_some());
        assert!(is_refused, "no case says what {id} refuses");
    }
}

#[test]
fn every_case_of_videos_proves_a_row() {
    let text = document("video.md");
    let families = FAMILIES
        .iter()
        .filter(|name| name.starts_with("video_") || **name == "uploads");
    let files = families.flat_map(|family| folder::family(family));
    let names = files.map(|file| format!("/cases/{}.json5)", file.name));
    let missing: Vec<_> = names.filter(|name| !text.contains(name)).collect();
    assert_eq!(missing, [""; 0], "say in docs/video.md what it proves");
}
