//! The files of the repository: those that are tracked, or will be.

use std::path::PathBuf;
use std::process::Command;

/// Where the workspace stands.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The paths of all files below the workspace that are not ignored, with slashes.
pub(crate) fn all() -> Vec<String> {
    let listing = listed(&["--cached", "--others", "--exclude-standard"]);
    let exists = |path: &String| root().join(path).is_file();
    let files: Vec<_> = listing.into_iter().filter(exists).collect();
    assert!(!files.is_empty(), "git lists no file");
    files
}

/// The paths of all files that git tracks.
fn tracked() -> Vec<String> {
    listed(&["--cached"])
}

fn listed(options: &[&str]) -> Vec<String> {
    let output = Command::new("git")
        .current_dir(root())
        .args(["ls-files", "-z"])
        .args(options)
        .output()
        .expect("git starts: the rules hold for what it tracks");
    assert!(output.status.success(), "{output:?}");
    let listing = String::from_utf8(output.stdout).unwrap();
    let mut files: Vec<_> = listing.split_terminator('\0').map(str::to_owned).collect();
    files.sort();
    files.dedup();
    files
}

/// The text of a file.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Paths and texts of all Rust files.
pub(crate) fn rust() -> Vec<(String, String)> {
    let files = all().into_iter().filter(|path| path.ends_with(".rs"));
    files.map(|path| (path.clone(), read(&path))).collect()
}

/// Whether a Rust file holds nothing but tests.
pub(crate) fn is_test(path: &str) -> bool {
    path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs")
}

/// Fails with one line a problem.
pub(crate) fn none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// Whether a path is of something that is built.
fn is_built(path: &str) -> bool {
    let endings = [".wasm", ".cwasm", ".rlib", ".rmeta", ".o", ".a", ".so"];
    path.split('/').any(|part| part == "target")
        || endings.iter().any(|ending| path.ends_with(ending))
}

#[test]
fn nothing_that_is_built_is_tracked() {
    let mut files = tracked();
    files.extend(all());
    let problems: Vec<_> = files
        .iter()
        .filter(|path| is_built(path))
        .map(|path| format!("{path}: is built; take it out with git rm --cached, and ignore it"))
        .collect();
    none(&problems);
}

#[test]
fn built_files_are_known_by_their_names() {
    for path in ["target/debug/x", "a/target/x.rs", "a/qwen.wasm", "b.rlib"] {
        assert!(is_built(path), "{path}");
    }
    for path in ["src/target.rs", "wit/types.wit", "docs/wasm.md"] {
        assert!(!is_built(path), "{path}");
    }
}

#[test]
fn tests_are_known_by_their_paths() {
    for path in [
        "tests/e2e/chat.rs",
        "a/src/tests.rs",
        "a/src/sse/tests/x.rs",
    ] {
        assert!(is_test(path), "{path}");
    }
    for path in ["a/src/lib.rs", "a/src/contests.rs"] {
        assert!(!is_test(path), "{path}");
    }
}
