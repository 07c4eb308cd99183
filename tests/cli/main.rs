//! The binary `qwenbox` as a person runs it: what it prints where, and its exit codes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::missing_panics_doc,
    clippy::match_wild_err_arm,
    clippy::type_complexity,
    reason = "a test that cannot go on stops, and says where"
)]

use std::process::{Command, Output};

/// Runs the binary with an environment of its own. The cache of compiled code is shared among the tests.
fn qwenbox(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_qwenbox"))
        .args(arguments)
        .env_clear()
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_simulated_chat_prints_the_answer_and_nothing_else() {
    let output = qwenbox(&["--simulate", "chat", "hello there"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("\"hello there\""));
    assert!(!stdout(&output).contains("A simulator has nothing to think about"));
    assert!(stdout(&output).ends_with('\n'));
}

#[test]
fn without_a_key_a_chat_says_what_is_looked_at_and_ends_with_2() {
    let output = qwenbox(&["chat", "hi"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");
    for part in [
        "QWEN_API_KEY",
        "MODELSTUDIO_API_KEY",
        "DASHSCOPE_API_KEY",
        "https://home.qwencloud.com/api-keys",
        "--simulate",
    ] {
        assert!(
            stderr(&output).contains(part),
            "{part}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn the_catalog_of_each_endpoint_is_one_json_document() {
    for (plan, region, hidden) in [
        ("standard", "global", false),
        ("standard", "china", false),
        ("coding", "global", true),
        ("coding", "china", true),
    ] {
        let output = qwenbox(&[
            "--json", "--plan", plan, "--region", region, "models", "list",
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let keys: Vec<_> = document["models"]
            .as_array()
            .unwrap()
            .iter()
            .map(|model| model["key"].as_str().unwrap())
            .collect();
        assert_eq!(keys[0], "qwen/qwen3.5-plus", "{plan} {region}");
        assert_eq!(
            !keys.contains(&"qwen/qwen3.6-plus"),
            hidden,
            "{plan} {region}"
        );
        assert_eq!(document["count"], keys.len());
    }
}

#[test]
fn an_alias_shows_its_model_and_an_unknown_model_names_the_closest() {
    let output = qwenbox(&["models", "show", "modelstudio/qwen3.5-plus"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("qwen/qwen3.5-plus"));

    let output = qwenbox(&["models", "show", "qwen3.5-pls"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");
    assert!(
        stderr(&output).contains("qwen3.5-plus"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn what_cannot_be_reached_has_its_exit_code() {
    for (base_url, code) in [
        ("ftp://127.0.0.1/v1", 2),
        ("not a url", 2),
        ("http://127.0.0.1:1/v1", 1),
        ("https://nowhere.invalid/v1", 1),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_qwenbox"))
            .args(["--base-url", base_url, "chat", "hi"])
            .env_clear()
            .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .env("QWEN_API_KEY", "sk-secret-in-a-test")
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(code),
            "{base_url}: {}",
            stderr(&output)
        );
        assert_eq!(stdout(&output), "", "{base_url}");
        assert!(!stderr(&output).contains("sk-secret-in-a-test"));
    }
}

#[test]
fn the_demo_needs_no_key_and_no_network() {
    let output = qwenbox(&["demo"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}
