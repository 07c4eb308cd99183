//! The committed inputs of each target, and what was once found by fuzzing.

use std::path::Path;

fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../corpus")
        .join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        check(&std::fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count > 10, "{count} inputs of {target}");
}

#[test]
fn event_streams() {
    replay("sse", crate::sse);
}

#[test]
fn answers() {
    replay("stream", crate::stream);
}

#[test]
fn error_bodies() {
    replay("error_body", crate::error_body);
}

#[test]
fn tool_arguments() {
    replay("tool_arguments", crate::tool_arguments);
}
