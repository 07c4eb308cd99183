//! Which paths a Rust file names, `use` trees taken apart.

/// Whether some code names a path, such as `std::env`, or a word. A `*` at its end stands for the rest of a word.
pub(crate) fn names(code: &str, path: &str) -> bool {
    let (path, is_beginning) = match path.strip_suffix('*') {
        Some(beginning) => (beginning, true),
        None => (path, false),
    };
    let stands_in = |text: &str| {
        text.match_indices(path).any(|(place, _)| {
            let before = text[..place].chars().next_back();
            let after = text[place + path.len()..].chars().next();
            !before.is_some_and(is_of_word) && (is_beginning || !after.is_some_and(is_of_word))
        })
    };
    stands_in(code) || imported(code).iter().any(|import| stands_in(import))
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The whole paths of all `use` statements.
fn imported(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (place, _) in code.match_indices("use ") {
        let begins_a_statement = code[..place]
            .trim_end()
            .chars()
            .next_back()
            .is_none_or(|character| matches!(character, ';' | '}' | '{' | ']' | ')' | 'b' | 'e'));
        if let Some((tree, _)) = code[place + 4..].split_once(';')
            && begins_a_statement
        {
            let tree: String = tree.split_whitespace().collect::<Vec<_>>().join(" ");
            expand("", &tree, &mut paths);
        }
    }
    paths
}

/// Adds the paths of a `use` tree below a prefix.
fn expand(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    match tree.split_once('{') {
        None => paths.push([prefix, tree].concat()),
        Some((beginning, inner)) => {
            let prefix = [prefix, beginning.trim()].concat();
            let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
            for branch in branches(inner) {
                expand(&prefix, branch, paths);
            }
        }
    }
}

/// The parts between the commas that stand in no inner brace.
fn branches(tree: &str) -> Vec<&str> {
    let (mut depth, mut begins, mut parts) = (0, 0, Vec::new());
    for (place, character) in tree.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&tree[begins..place]);
                begins = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&tree[begins..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[test]
fn paths_are_found_however_they_are_written() {
    for code in [
        "let a = std::env::var(\"\");",
        "use std::env;",
        "use std::{env, fs};",
        "use std::{\n    collections::HashMap,\n    env::{self, Args},\n};",
        "pub(crate) use std::{fmt, {env}};",
        "#[a]\nuse std::{io::{Read, Write}, env as e};",
    ] {
        assert!(names(code, "std::env"), "{code}");
    }
    for code in [
        "mystd::env",
        "std::environment",
        "use std::{envy, fs::env};",
        "env",
    ] {
        assert!(!names(code, "std::env"), "{code}");
    }
    assert!(names("use wasmtime_wasi::X;", "wasmtime*"));
    assert!(!names("use wasmtime_wasi::X;", "wasmtime"));
    assert!(!names("my_hyper", "hyper*"));
}
