//! Dependencies: their versions stand in one place.

use crate::files::{all, none, read};

/// Its package is no member of the workspace: it needs a nightly compiler.
const OUTSIDE: &str = "tests/fuzz/Cargo.toml";

/// The lines of a member's manifest that name a version or a place themselves.
fn problems(path: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut section = "";
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']);
            // A table of its own for one dependency.
            if section.contains("dependencies.") {
                problems.push(told(path, index, section));
            }
            continue;
        }
        let is_dependency = section.ends_with("dependencies") && line.contains('=');
        let is_shared = line.replace(' ', "").contains("workspace=true");
        if is_dependency && !line.starts_with('#') && !is_shared {
            problems.push(told(path, index, line));
        }
    }
    problems
}

fn told(path: &str, index: usize, what: &str) -> String {
    let line = index + 1;
    format!(
        "{path}:{line}: `{what}`; name it in [workspace.dependencies], and here with workspace = true"
    )
}

#[test]
fn versions_stand_in_the_workspace_only() {
    let manifests: Vec<_> = all()
        .into_iter()
        .filter(|path| path.ends_with("/Cargo.toml") && path != OUTSIDE)
        .collect();
    assert!(manifests.len() > 5, "{manifests:?}");
    let problems: Vec<_> = manifests
        .iter()
        .flat_map(|path| problems(path, &read(path)))
        .collect();
    none(&problems);
}

#[test]
fn a_version_of_a_member_is_found() {
    let good = "[package]\nversion = \"1\"\n[dependencies]\n# a = \"1\"\na = { workspace = true }\nb.workspace = true\n";
    assert_eq!(problems("a/Cargo.toml", good), [""; 0]);
    for bad in [
        "[dependencies]\na = \"1\"\n",
        "[dev-dependencies]\na = { version = \"1\" }\n",
        "[build-dependencies]\na = { path = \"../a\" }\n",
        "[target.'cfg(unix)'.dependencies]\na = { git = \"x\" }\n",
        "[features]\n[dependencies.a]\nversion = \"1\"\n",
    ] {
        let found = problems("a/Cargo.toml", bad);
        assert!(found[0].starts_with("a/Cargo.toml:2: "), "{bad} {found:?}");
    }
}
