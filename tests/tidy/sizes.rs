//! Files begin by saying their one job, and files and functions fit a head.

use crate::files::{is_test, none, rust};
use crate::source::{block_end, code, line_at, without_tests};

/// In lines.
const LONGEST_FILE: usize = 400;

/// In lines, from the signature to the closing brace.
const LONGEST_FUNCTION: usize = 75;

fn file_problem(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LONGEST_FILE).then(|| {
        format!("{path}:{LONGEST_FILE}: the file has {lines} lines; split it by its nouns, or move its tests out")
    })
}

fn head_problem(path: &str, text: &str) -> Option<String> {
    let says = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("//! "))
        .is_some_and(|line| !line.trim().is_empty());
    (!says).then(|| format!("{path}:1: begin the file with `//! ` and its one job"))
}

fn function_problems(path: &str, text: &str) -> Vec<String> {
    let code = without_tests(&code(text));
    let mut problems = Vec::new();
    let mut place = 0;
    for line in code.split_inclusive('\n') {
        let begins = place;
        place += line.len();
        let Some(name) = function_name(line) else {
            continue;
        };
        let end = block_end(&code[begins..]).unwrap_or(0);
        let lines = code[begins..begins + end].matches('\n').count() + 1;
        if lines > LONGEST_FUNCTION {
            let number = line_at(&code, begins);
            problems.push(format!(
                "{path}:{number}: fn {name} has {lines} lines; give its parts names of their own"
            ));
        }
    }
    problems
}

/// The name of the function whose signature begins on a line.
fn function_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    loop {
        if let Some(name) = rest.strip_prefix("fn ") {
            return name.split(['(', '<']).next();
        }
        let (word, after) = rest.split_once(' ')?;
        let is_part_of_signature = word.starts_with("pub")
            || matches!(word, "async" | "const" | "unsafe" | "extern" | "\"\"");
        if !is_part_of_signature {
            return None;
        }
        rest = after.trim_start();
    }
}

#[test]
fn every_file_says_its_job_first() {
    let problems: Vec<_> = rust()
        .iter()
        .filter_map(|(path, text)| head_problem(path, text))
        .collect();
    none(&problems);
}

#[test]
fn no_file_is_long() {
    let problems: Vec<_> = rust()
        .iter()
        .filter(|(path, _)| !is_test(path))
        .filter_map(|(path, text)| file_problem(path, text))
        .collect();
    none(&problems);
}

#[test]
fn no_function_is_long() {
    let problems: Vec<_> = rust()
        .iter()
        .filter(|(path, _)| !is_test(path))
        .flat_map(|(path, text)| function_problems(path, text))
        .collect();
    none(&problems);
}

#[test]
fn a_file_without_its_job_is_found() {
    assert_eq!(head_problem("a.rs", "//! Adds numbers.\nfn a() {}"), None);
    for text in [
        "",
        "fn a() {}\n",
        "// Adds.\n",
        "//!\n//! Adds.\n",
        "\n//! Adds.\n",
    ] {
        assert!(head_problem("a.rs", text).is_some(), "{text:?}");
    }
}

#[test]
fn a_long_file_is_found() {
    let lines = |count| "\n".repeat(count);
    assert_eq!(file_problem("a.rs", &lines(LONGEST_FILE)), None);
    let problem = file_problem("a.rs", &lines(LONGEST_FILE + 1)).unwrap();
    assert!(problem.starts_with("a.rs:400: the file has 401 lines"));
}

#[test]
fn a_long_function_is_found() {
    let function =
        |head: &str, lines: usize| format!("//! A.\n{head} {{\n{}}}\n", "a();\n".repeat(lines));
    for head in [
        "fn a()",
        "pub(crate) async fn a<T>(b: [u8; 2])",
        "    pub const fn a()",
    ] {
        assert_eq!(function_problems("a.rs", &function(head, 73)), [""; 0]);
        let problems = function_problems("a.rs", &function(head, 74));
        assert!(
            problems[0].starts_with("a.rs:2: fn a has 76 lines"),
            "{problems:?}"
        );
    }
    let in_tests = format!(
        "#[cfg(test)]\nmod tests {{\n{}}}\n",
        function("fn a()", 100)
    );
    assert_eq!(function_problems("a.rs", &in_tests), [""; 0]);
}
