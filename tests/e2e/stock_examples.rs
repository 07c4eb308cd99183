//! The examples of `docs/embedding-wasmtime.md` and those of the README for the stock command, run in one shell against the
//! simulator.

use qwenbox_simulator::{Options, Simulator};
use qwenbox_tests::{soon, stock};
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tokio::net::TcpListener;
use tokio::process::Command;

const PAGES: [&str; 2] = [
    include_str!("../../README.md"),
    include_str!("../../docs/embedding-wasmtime.md"),
];

/// Stands for anything in what an example prints.
const ANYTHING: char = '…';

/// A command of the page, and what it is said to print on either stream.
struct Example {
    command: String,
    printed: String,
}

/// All of them, in order.
fn examples() -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    // Whether a command stands before, inside of a fence: a drawing has none.
    let mut inside: Option<bool> = None;
    for line in PAGES.iter().flat_map(|page| page.lines()) {
        match (inside, line) {
            (None, "```text") => inside = Some(false),
            (Some(_), "```") => inside = None,
            (Some(begun), line) => match (line.strip_prefix("$ "), examples.last_mut()) {
                (Some(command), _) => {
                    inside = Some(true);
                    examples.push(Example {
                        command: command.to_owned(),
                        printed: String::new(),
                    });
                }
                (None, Some(example)) if begun => example.printed.extend([line, "\n"]),
                (None, _) => {}
            },
            (None, _) => {}
        }
    }
    examples
}

/// Whether a text begins with this one, in which [`ANYTHING`] may stand.
fn is_printed(printed: &str, text: &str) -> bool {
    let mut rest = text;
    for (index, piece) in printed.trim_end().split(ANYTHING).enumerate() {
        match rest.find(piece) {
            Some(place) if index > 0 || place == 0 => rest = &rest[place + piece.len()..],
            _ => return false,
        }
    }
    true
}

/// The command `wasmtime` as the examples find it: compiled code in the place of the component's, the simulator in the
/// place of the service.
fn install(folder: &Path, base_url: &str) {
    let script = format!(
        "#!/bin/sh\ncommand=$1\nshift\n\
         exec '{}' \"$command\" --allow-precompiled --env QWEN_BASE_URL={base_url} \"$@\"\n",
        stock::wasmtime().display()
    );
    let path = folder.join("wasmtime");
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    fs::copy(stock::compiled(), folder.join("qwen.wasm")).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_prints_what_the_page_says() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut options = Options::unpaced();
    // A task waits its turn until it is cancelled.
    options.video.running_tasks = Some(0);
    let simulator = Simulator::start(listener, options).unwrap();
    let folder = tempfile::tempdir().unwrap();
    install(folder.path(), &simulator.standard_base_url());
    let examples = examples();
    assert!(examples.len() > 20, "{}", examples.len());
    let mut script = String::new();
    for (index, Example { command, .. }) in examples.iter().enumerate() {
        let _ = writeln!(script, "{{ {command}\n}} > out.{index} 2>&1");
    }
    let path = format!(
        "{}:{}",
        folder.path().display(),
        std::env::var("PATH").unwrap()
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).current_dir(&folder);
    shell.env("PATH", path).env("QWEN_API_KEY", "sk-simulated");
    shell.kill_on_drop(true);
    let ended = soon(shell.status()).await.unwrap();
    assert!(ended.code().is_some());
    let mut problems = Vec::new();
    for (index, Example { command, printed }) in examples.iter().enumerate() {
        let text = fs::read_to_string(folder.path().join(format!("out.{index}"))).unwrap();
        if !is_printed(printed, &text) {
            problems.push(format!("$ {command}\nexpected:\n{printed}was:\n{text}\n"));
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    simulator.shutdown().await;
}

#[test]
fn what_is_not_printed_is_found() {
    for (printed, text, is) in [
        ("a…c\n", "abc\nmore", true),
        ("a\nb\n", "a\nb\n", true),
        ("b\n", "ab\n", false),
        ("a…d\n", "abc\n", false),
        ("a\nb\n", "a\nc\n", false),
    ] {
        assert_eq!(is_printed(printed, text), is, "{printed} {text}");
    }
}
