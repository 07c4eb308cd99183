//! The examples of the documents are files that run.

use crate::own_tests::KEY;
use qwenbox_simulator::{Options, Simulator};
use qwenbox_tests::hosts::{self, Host};
use std::path::Path;
use tokio::net::TcpListener;

const PYTHON: &str = "docs/embedding-python.md";
const JAVASCRIPT: &str = "docs/embedding-javascript.md";

/// The files of a folder that have an ending, by their names without it.
fn examples(folder: &str, ending: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut names: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(!names.is_empty(), "{folder} holds no example");
    names
}

/// Runs an example against the simulator, and gives what it said.
async fn said(host: Host, name: &str) -> String {
    let simulator = quick().await;
    let mut command = host.script(&format!("examples/{name}"));
    command
        .env("QWEN_API_KEY", KEY)
        .env("QWEN_BASE_URL", simulator.standard_base_url());
    tokio::task::spawn_blocking(move || hosts::run(&mut command))
        .await
        .unwrap()
}

/// A simulator that lets nobody wait.
async fn quick() -> Simulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Simulator::start(listener, Options::unpaced()).unwrap()
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn each_example_is_in_its_document() {
    let folders = [
        (PYTHON, "tests/hosts/python/examples", "py", "python"),
        (JAVASCRIPT, "tests/hosts/node/examples", "js", "js"),
    ];
    for (document, folder, ending, language) in folders {
        let page = text(document);
        for name in examples(folder, ending) {
            let example = text(&format!("{folder}/{name}.{ending}"));
            let fence = format!("```{language}\n{example}```");
            let path = format!("{folder}/{name}.{ending}");
            assert!(page.contains(&fence), "{document} does not have {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_python_run() {
    for name in examples("tests/hosts/python/examples", "py") {
        let said = said(Host::Python, &name).await;
        assert!(!said.trim().is_empty(), "{name} says nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_node_run() {
    for host in [Host::Node, Host::NodeJspi] {
        for name in examples("tests/hosts/node/examples", "js") {
            let said = said(host, &name).await;
            assert!(!said.trim().is_empty(), "{name} says nothing");
        }
    }
}
