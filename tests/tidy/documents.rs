//! What the documents say of the layout is so.

use crate::files::{all, none, read};

const ARCHITECTURE: &str = "ARCHITECTURE.md";
const README: &str = "README.md";

/// The folders at the top, those that begin with a dot left out.
fn top_folders(files: &[String]) -> Vec<String> {
    let mut folders: Vec<_> = files
        .iter()
        .filter_map(|path| path.split_once('/'))
        .map(|(folder, _)| format!("{folder}/"))
        .filter(|folder| !folder.starts_with('.'))
        .collect();
    folders.dedup();
    folders
}

/// The name of the package that a manifest describes.
fn package(manifest: &str) -> Option<String> {
    let lines = manifest.lines().skip_while(|line| *line != "[package]");
    let mut names = lines.filter_map(|line| line.strip_prefix("name = "));
    names.next().map(|name| name.trim_matches('"').to_owned())
}

fn not_mentioned(text: &str, names: &[String]) -> Vec<String> {
    let missing = names.iter().filter(|name| !text.contains(name.as_str()));
    missing
        .map(|name| format!("{ARCHITECTURE}:1: {name} is not mentioned; say what it is for"))
        .collect()
}

/// The Rust files that a text names by a path, with their lines.
fn named_files(text: &str) -> Vec<(usize, &str)> {
    let is_of_path =
        |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '/');
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(index, line)| {
            let words = line.split(move |character| !is_of_path(character));
            words.map(move |word| (index + 1, word.trim_matches('.')))
        })
        .filter(|(_, word)| word.contains('/') && word.ends_with(".rs"))
        .collect()
}

/// Named files that are not there. A path may begin anywhere above the file.
fn missing_files(document: &str, text: &str, files: &[String]) -> Vec<String> {
    let is_there = |name: &str| {
        let name = name.trim_start_matches('/');
        let ending = format!("/{name}");
        files
            .iter()
            .any(|path| path == name || path.ends_with(&ending))
    };
    named_files(text)
        .into_iter()
        .filter(|(_, name)| !is_there(name))
        .map(|(line, name)| {
            format!("{document}:{line}: {name} is not there; name the file that is")
        })
        .collect()
}

#[test]
fn every_folder_and_crate_is_in_the_architecture() {
    let files = all();
    let mut names = top_folders(&files);
    assert!(names.len() > 3, "{names:?}");
    let manifests = files.iter().filter(|path| path.ends_with("/Cargo.toml"));
    names.extend(manifests.filter_map(|path| package(&read(path))));
    none(&not_mentioned(&read(ARCHITECTURE), &names));
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let files = all();
    let mut problems = missing_files(ARCHITECTURE, &read(ARCHITECTURE), &files);
    problems.extend(missing_files(README, &read(README), &files));
    none(&problems);
    assert!(
        !named_files(&read(ARCHITECTURE)).is_empty(),
        "{ARCHITECTURE} names no file: say where each step happens"
    );
}

#[test]
fn what_is_not_mentioned_is_found() {
    let files = ["a/b/c.rs", "d.md", ".ci/run", "e/f.rs"].map(str::to_owned);
    let folders = top_folders(&files);
    assert_eq!(folders, ["a/", "e/"]);
    assert_eq!(not_mentioned("a/ and e/", &folders), [""; 0]);
    assert_eq!(not_mentioned("only a/", &folders).len(), 1);
    let manifest = "[lib]\nname = \"x\"\n[package]\nname = \"y\"\n";
    assert_eq!(package(manifest).as_deref(), Some("y"));
}

#[test]
fn a_named_file_that_is_missing_is_found() {
    let files = ["runner/lib/src/state.rs".to_owned()];
    let text = "See `lib/src/state.rs`,\n(runner/lib/src/state.rs) and state.rs.\n";
    assert_eq!(named_files(text).len(), 2);
    assert_eq!(missing_files("A.md", text, &files), [""; 0]);
    for text in [
        "\nsee runner/lib/src/gone.rs.",
        "\n`b/src/state.rs`",
        "\n[x](ib/src/state.rs)",
    ] {
        let problems = missing_files("A.md", text, &files);
        assert!(problems[0].starts_with("A.md:2: "), "{problems:?}");
    }
}
