//! The folder of cases: one folder a family, one file a case.

use crate::FAMILIES;
use std::path::{Path, PathBuf};

/// A case that has not been read yet.
pub(crate) struct File {
    /// Family and name, as in `streams/plain`.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The files of a family, in the order of their names.
///
/// # Panics
/// When there is none.
pub(crate) fn family(name: &str) -> Vec<File> {
    let paths = entries(&root().join(name));
    let files: Vec<_> = paths.iter().map(|path| file(name, path)).collect();
    assert!(!files.is_empty(), "{name} holds no case");
    files
}

/// What is wrong with the folders.
pub(crate) fn problems(root: &Path) -> Vec<String> {
    let mut problems = Vec::new();
    for path in entries(root) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !FAMILIES.contains(&&*name) {
            problems.push(format!(
                "{name} is no family: name it in main.rs and README.md"
            ));
        } else if !path.is_dir() || entries(&path).is_empty() {
            problems.push(format!("{name} holds no case"));
        }
    }
    for name in FAMILIES.iter().filter(|name| !root.join(name).is_dir()) {
        problems.push(format!("{name} is missing"));
    }
    problems
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/cases")
}

fn file(family: &str, path: &Path) -> File {
    let ending = path.extension().and_then(|ending| ending.to_str());
    assert_eq!(
        ending,
        Some("json5"),
        "{}: cases end with .json5",
        path.display()
    );
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    File {
        name: format!("{family}/{name}"),
        text: std::fs::read_to_string(path).unwrap(),
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn the_folders_are_the_known_families() {
    let problems = problems(&root());
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn the_families_are_those_of_the_readme() {
    let readme = std::fs::read_to_string(root().join("../README.md")).unwrap();
    let (_, rest) = readme.split_once("## Families").unwrap();
    let (section, _) = rest.split_once("\n## ").unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let named: Vec<_> = rows.filter_map(|row| row.split('`').next()).collect();
    assert_eq!(named, FAMILIES);
}
