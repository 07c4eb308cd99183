//! `doctor` in a set-up that works, and in those that do not: word by word, with its exit code.

use crate::run::{Ended, Qwenbox, qwenbox};
use qwenbox_simulator::{Options, Simulator};
use qwenbox_tests::KEY;
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A home of its own, the key of the Standard plan, and where to ask.
struct Setup {
    home: TempDir,
    base_url: String,
    key: Option<&'static str>,
}

impl Setup {
    fn at(base_url: impl Into<String>) -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            base_url: base_url.into(),
            key: Some(KEY),
        }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn doctor(&self, arguments: &[&str]) -> Qwenbox {
        let arguments = [&["doctor"], arguments].concat();
        let mut run = qwenbox(&arguments)
            .folder(self.home.path())
            .variable("HOME", self.home.path().to_str().unwrap());
        if !self.base_url.is_empty() {
            run = run.variable("QWEN_BASE_URL", &self.base_url);
        }
        match self.key {
            Some(key) => run.variable("QWEN_API_KEY", key),
            None => run,
        }
    }

    /// What it prints, without what differs from one machine and run to the next.
    fn golden(&self, name: &str, ended: &Ended) {
        assert_eq!(ended.stderr, "");
        let lines = ended.stdout.lines().map(|line| match line {
            line if line.starts_with("ok       versions") => "ok       versions       …".to_owned(),
            line if line.starts_with("ok       component") => {
                "ok       component      …".to_owned()
            }
            line => match line.split_once(" answered after ") {
                Some((before, _)) => format!("{before} answered after …"),
                None => line.to_owned(),
            },
        });
        let text = lines
            .collect::<Vec<_>>()
            .join("\n")
            .replace(&self.home.path().display().to_string(), "[home]")
            .replace(port(&self.base_url).unwrap_or("\0"), "[port]");
        insta::with_settings!(
            { prepend_module_to_snapshot => false, omit_expression => true },
            { insta::assert_snapshot!(format!("doctor-{name}"), text) }
        );
    }
}

fn port(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("127.0.0.1:")?;
    rest.split('/').next()
}

async fn simulator() -> Simulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Simulator::start(listener, Options::unpaced()).unwrap()
}

/// The levels of the checks, by their names.
fn levels(document: &Value) -> Vec<(&str, &str)> {
    let checks = document["checks"].as_array().unwrap().iter();
    checks
        .map(|check| {
            (
                check["name"].as_str().unwrap(),
                check["level"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_unless_it_is_asked_for() {
    let simulator = simulator().await;
    let setup = Setup::at(simulator.standard_base_url());
    let ended = setup.doctor(&[]).end().await.with(0);
    setup.golden("healthy", &ended);
    assert!(simulator.requests().is_empty());
    // A look makes nothing.
    assert_eq!(std::fs::read_dir(setup.home.path()).unwrap().count(), 0);

    let ended = setup.doctor(&["--live"]).end().await.with(0);
    setup.golden("live", &ended);
    let requests = simulator.requests();
    assert_eq!(requests.len(), 1);
    let body = requests[0].body.as_ref().unwrap();
    assert_eq!(body["max_completion_tokens"], 1, "{body}");
    simulator.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_are_told_the_same_and_more() {
    let simulator = simulator().await;
    let setup = Setup::at(simulator.standard_base_url());
    setup.write("state/qwenbox/jobs.sqlite3", "");
    let state = setup.home.path().join("state");
    let run = setup.doctor(&["--live", "--json"]);
    let run = run.variable("XDG_STATE_HOME", state.to_str().unwrap());
    let ended = run.end().await.with(0);
    let document: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(document["problems"], 0, "{document:#}");
    let facts = |name: &str| {
        let checks = document["checks"].as_array().unwrap();
        let found = checks.iter().find(|check| check["name"] == name);
        found.unwrap()["facts"].clone()
    };
    assert_eq!(facts("versions")["qwenbox"], env!("CARGO_PKG_VERSION"));
    assert_eq!(facts("versions")["contract"], "qwen:provider@0.1.0");
    let component = facts("component");
    assert_eq!(component["bytes"], qwenbox::component().len());
    assert_eq!(component["cached"], true);
    let imports = component["imports"].as_array().unwrap();
    let names: Vec<_> = imports.iter().map(|name| name.as_str().unwrap()).collect();
    assert!(
        names
            .iter()
            .any(|name| name.starts_with("wasi:http/client@"))
    );
    assert!(!names.iter().any(|name| name.contains("filesystem")));
    assert_eq!(facts("key")["masked"], "sk-…");
    assert_eq!(facts("key")["origin"], "QWEN_API_KEY in the environment");
    assert_eq!(facts("endpoint")["baseUrl"], simulator.standard_base_url());
    assert_eq!(
        facts("endpoint")["origin"],
        "QWEN_BASE_URL in the environment"
    );
    let ahead = facts("clock")["secondsAhead"].as_i64().unwrap();
    assert!(ahead.abs() < 60, "{ahead}");
    assert_eq!(facts("jobs")["jobs"], 0);
    assert!(
        levels(&document).contains(&("state", "warning")),
        "{document:#}"
    );
    simulator.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_built_in_simulator_is_a_set_up_too() {
    let setup = Setup {
        key: None,
        ..Setup::at("")
    };
    let run = setup.doctor(&["--simulate", "--live", "--json"]);
    let document: Value = serde_json::from_str(&run.end().await.with(0).stdout).unwrap();
    assert_eq!(document["problems"], 0, "{document:#}");
    assert!(levels(&document).contains(&("live", "ok")), "{document:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_is_wrong_is_the_first_problem() {
    let setup = Setup::at("http://127.0.0.1:9/v1");
    setup.write(
        ".config/qwenbox/config.json5",
        "{\n  models: { providers: { qwen: { apiKey: 'sk-hidden' timeoutSeconds: 60 } } },\n}\n",
    );
    let ended = setup.doctor(&["--live"]).end().await.with(2);
    setup.golden("wrong-configuration", &ended);
    assert!(!ended.stdout.contains("sk-hidden"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_effect_in_a_configuration_is_a_warning() {
    let simulator = simulator().await;
    let setup = Setup::at(simulator.standard_base_url());
    setup.write(
        ".config/qwenbox/config.json5",
        "{ models: { providers: { qwen: { baseURL: 'x' } } } }",
    );
    let ended = setup.doctor(&[]).end().await.with(0);
    setup.golden("odd-configuration", &ended);
    simulator.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_key_is_a_problem() {
    let simulator = simulator().await;
    let setup = Setup {
        key: None,
        ..Setup::at(simulator.standard_base_url())
    };
    let ended = setup.doctor(&["--live"]).end().await.with(2);
    setup.golden("no-key", &ended);
    assert!(simulator.requests().is_empty());
    simulator.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_other_plan_is_a_problem_before_anything_is_sent() {
    for (name, key, plan) in [
        ("subscription-key", "sk-sp-0123456789", "standard"),
        ("standard-key", "sk-0123456789", "coding"),
    ] {
        let simulator = simulator().await;
        let setup = Setup {
            key: Some(key),
            ..Setup::at(simulator.standard_base_url())
        };
        let ended = setup
            .doctor(&["--live", "--plan", plan])
            .end()
            .await
            .with(3);
        setup.golden(name, &ended);
        assert!(!ended.stdout.contains("0123456789"));
        assert!(simulator.requests().is_empty());
        simulator.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_nobody_answers_at_is_a_problem() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let setup = Setup::at(format!("http://{}/v1", free.local_addr().unwrap()));
    drop(free);
    let ended = setup.doctor(&[]).end().await.with(1);
    setup.golden("unreachable", &ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_folder_that_cannot_be_written_to_is_a_problem() {
    let simulator = simulator().await;
    let setup = Setup::at(simulator.standard_base_url());
    setup.write("file", "");
    let state = setup.home.path().join("file");
    let run = setup
        .doctor(&[])
        .variable("XDG_STATE_HOME", state.to_str().unwrap());
    setup.golden("no-state", &run.end().await.with(1));
    simulator.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_store_of_jobs_is_a_problem() {
    let simulator = simulator().await;
    let setup = Setup::at(simulator.standard_base_url());
    let name = ".local/state/qwenbox/jobs.sqlite3";
    setup.write(name, &"this is no store ".repeat(20));
    private(&setup.home.path().join(".local/state/qwenbox"));
    setup.golden("damaged-store", &setup.doctor(&[]).end().await.with(1));
    let left = std::fs::read_to_string(setup.home.path().join(name)).unwrap();
    assert_eq!(left, "this is no store ".repeat(20));
    simulator.shutdown().await;
}

/// What a check came to, of the document for programs.
async fn check(run: Qwenbox, code: i32, name: &str) -> (Value, Value) {
    let ended = run.end().await.with(code);
    let document: Value = serde_json::from_str(&ended.stdout).unwrap();
    let mut checks = document["checks"].as_array().unwrap().iter();
    let found = checks.find(|check| check["name"] == name).unwrap().clone();
    (found, document)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_nobody_knows_is_a_problem() {
    let simulator = simulator().await;
    let setup = Setup::at(simulator.standard_base_url());
    let name = ".config/qwenbox/config.json5";
    for (model, code, level) in [
        ("'qwen/qwen3.5-plus'", 0, "ok"),
        ("'qwen/qwen3.5-pluss'", 2, "problem"),
        (
            "{ primary: 'qwen/qwen3.5-pluss', fallbacks: ['qwen/glm-5'] }",
            0,
            "warning",
        ),
    ] {
        let text = format!("{{ agents: {{ defaults: {{ model: {model} }} }} }}");
        setup.write(name, &text);
        let run = setup.doctor(&["--live", "--json"]);
        let (check, document) = check(run, code, "model").await;
        assert_eq!(check["level"], level, "{document:#}");
    }
    assert_eq!(simulator.requests().len(), 1);
    simulator.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_no_header_carries_is_a_problem_of_the_key() {
    let setup = Setup {
        key: Some("sk-a\nb"),
        ..Setup::at("http://127.0.0.1:9/v1")
    };
    let (_, document) = check(setup.doctor(&["--json"]), 2, "key").await;
    let levels = levels(&document);
    assert!(levels.contains(&("key", "problem")), "{document:#}");
    assert!(levels.contains(&("endpoint", "skipped")), "{document:#}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_never_answers_is_a_problem_and_does_not_keep_anybody_waiting() {
    let setup = Setup {
        key: None,
        ..Setup::at("")
    };
    let pipe = setup.home.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let pipe = pipe.to_str().unwrap();
    let run = setup.doctor(&["--json", "--config", pipe]);
    let (found, document) = check(run, 124, "configuration").await;
    assert_eq!(found["level"], "problem", "{document:#}");

    setup.write(
        ".config/qwenbox/config.json5",
        "{ models: { providers: { qwen: { apiKey: { source: 'exec', id: 'sleep', args: ['5'] } } } } }",
    );
    let run = setup.doctor(&["--json"]).variable("PATH", "/usr/bin:/bin");
    let (found, document) = check(run, 124, "key").await;
    assert_eq!(found["level"], "problem", "{document:#}");
    assert!(levels(&document).contains(&("configuration", "ok")));
}

#[cfg(unix)]
fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[cfg(not(unix))]
fn private(_folder: &Path) {}
