//! What the documents link to is there, and they name every family of conformance cases.

use crate::files::{all, none, read};
use std::collections::BTreeSet;

/// The folder of the cases, one folder a family.
const CASES: &str = "tests/conformance/cases/";

/// The links of a text in Markdown to other files, with their lines. Those to other sites and within the text are left
/// out.
fn links(text: &str) -> Vec<(usize, &str)> {
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(index, line)| {
            let ends = line.split("](").skip(1);
            let targets = ends.filter_map(|rest| rest.split_once(')'));
            targets.map(move |(target, _)| (index + 1, target))
        })
        .filter(|(_, target)| !target.contains("://") && !target.starts_with('#'))
        .map(|(line, target)| (line, target.split('#').next().unwrap_or(target)))
        .collect()
}

/// The path that a link leads to from a document.
fn resolved(document: &str, target: &str) -> String {
    let mut parts: Vec<_> = document.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn broken(document: &str, text: &str, files: &[String]) -> Vec<String> {
    let links = links(text).into_iter();
    links
        .map(|(line, target)| (line, resolved(document, target)))
        .filter(|(_, path)| !files.contains(path))
        .map(|(line, path)| {
            format!("{document}:{line}: {path} is not there; link to the file that is")
        })
        .collect()
}

/// The families of the cases among some paths.
fn families<'a>(paths: impl IntoIterator<Item = &'a String>) -> BTreeSet<&'a str> {
    let below = paths
        .into_iter()
        .filter_map(|path| path.strip_prefix(CASES));
    below
        .filter_map(|path| path.split_once('/'))
        .map(|(family, _)| family)
        .collect()
}

/// The documents, with their texts.
fn documents(files: &[String]) -> Vec<(&str, String)> {
    let documents = files.iter().filter(|path| path.ends_with(".md"));
    documents.map(|path| (path.as_str(), read(path))).collect()
}

#[test]
fn every_link_leads_to_a_file() {
    let files = all();
    let documents = documents(&files);
    let problems: Vec<_> = documents
        .iter()
        .flat_map(|(path, text)| broken(path, text, &files))
        .collect();
    none(&problems);
}

#[test]
fn every_family_of_cases_is_in_the_documents() {
    let files = all();
    let known = families(&files);
    assert!(known.len() > 3, "{known:?}");
    let documents = documents(&files);
    let documents = documents
        .iter()
        .filter(|(path, _)| path.starts_with("docs/"));
    let linked: Vec<String> = documents
        .flat_map(|(path, text)| {
            links(text)
                .into_iter()
                .map(|(_, target)| resolved(path, target))
        })
        .collect();
    let named = families(&linked);
    let missing = known.difference(&named);
    let problems: Vec<_> = missing
        .map(|family| {
            format!(
                "docs/chat.md:1: no case of {CASES}{family} is linked; say what its cases prove"
            )
        })
        .collect();
    none(&problems);
}

#[test]
fn a_broken_link_is_found() {
    let files = ["docs/a.md", "docs/b.md", "tests/c.json5"].map(str::to_owned);
    let good =
        "[b](b.md#part), [c](../tests/c.json5)\n[site](https://example.com/x.md) [here](#part)";
    assert_eq!(broken("docs/a.md", good, &files), [""; 0]);
    assert_eq!(links(good).len(), 2);
    let problems = broken("docs/a.md", "\n[c](tests/c.json5)", &files);
    assert_eq!(
        problems,
        ["docs/a.md:2: docs/tests/c.json5 is not there; link to the file that is"]
    );
}

#[test]
fn families_are_known_by_their_folders() {
    let paths = ["a/x.json5", "a/y.json5", "b/x.json5"].map(|path| format!("{CASES}{path}"));
    assert_eq!(families(&paths).into_iter().collect::<Vec<_>>(), ["a", "b"]);
    assert!(families(&["docs/a.md".to_owned()]).is_empty());
}
