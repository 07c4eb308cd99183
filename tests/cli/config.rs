//! Configuration files, environment files, and what of them counts.

mod fallbacks;
mod models;
mod shown;

use crate::run::{Qwenbox, qwenbox};
use qwenbox_tests::{KEY, Step, Upstream, answer};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

/// A chat that is answered at once.
fn answering() -> Upstream {
    Upstream::always(vec![Step::Send(answer::streamed(&["it is so"]))])
}

/// A folder with a home in it, and these files.
fn home(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// The binary as somebody runs it in this home.
fn at_home(folder: &Path, arguments: &[&str]) -> Qwenbox {
    let home = folder.to_str().unwrap();
    qwenbox(arguments).variable("HOME", home).folder(folder)
}

/// What was asked of the upstream: the model and the key, each time.
fn asked(upstream: &Upstream) -> Vec<(String, String)> {
    let requests = upstream.requests();
    let asked = requests.iter().map(|request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let model = body["model"].as_str().unwrap().to_owned();
        let key = request.header("authorization").unwrap_or_default();
        (model, key.clone())
    });
    asked.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_users_own_file_is_found_and_used() {
    let upstream = answering();
    let config = format!(
        "{{ // mine
           models: {{ providers: {{ qwen: {{ baseUrl: '{}', apiKey: '${{MY_KEY}}' }} }} }},
           agents: {{ defaults: {{ model: {{ primary: 'coder' }}, models: {{
             'qwen/qwen3-coder-plus': {{ alias: 'coder', params: {{ temperature: 0.7 }} }} }} }} }},
         }}",
        upstream.base_url()
    );
    let folder = home(&[
        (".config/qwenbox/config.json5", &config),
        (".config/qwenbox/.env", &format!("MY_KEY={KEY}\n")),
    ]);
    let run = at_home(folder.path(), &["chat", "hello"]);
    run.end().await.said_only("it is so\n");
    let key = format!("Bearer {KEY}");
    assert_eq!(asked(&upstream), [("qwen3-coder-plus".to_owned(), key)]);
    let body: Value = serde_json::from_slice(&upstream.requests()[0].body).unwrap();
    assert_eq!(body["temperature"], 0.7);

    // What was typed goes over what is configured, and has its own parameters.
    let run = at_home(folder.path(), &["chat", "-m", "glm-5", "hello"]);
    run.end().await.with(0);
    let body: Value = serde_json::from_slice(&upstream.requests()[1].body).unwrap();
    assert_eq!(
        (&body["model"], &body["temperature"]),
        (&json!("glm-5"), &Value::Null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_variables_count_in_their_order() {
    let upstream = answering();
    let config = format!(
        "{{ env: {{ QWEN_API_KEY: 'sk-block' }}, models: {{ providers: {{ qwen: {{ baseUrl: '{}', apiKey: 'sk-literal' }} }} }} }}",
        upstream.base_url()
    );
    let path = ".config/qwenbox/config.json5";
    let folder = home(&[
        (path, &config),
        (".config/qwenbox/.env", "QWEN_API_KEY=sk-folder\n"),
        (
            ".env",
            "QWEN_API_KEY=sk-beside\nQWEN_BASE_URL=http://127.0.0.1:9/v1\n",
        ),
    ]);
    let chat = ["chat", "hello"];
    let run = at_home(folder.path(), &chat).variable("QWEN_API_KEY", "sk-process");
    let ended = run.end().await.with(0);
    let refused =
        "./.env:2: QWEN_BASE_URL is not taken from this file: it says where the key is sent\n";
    assert_eq!(ended.stderr, format!("warning: {refused}"));
    for gone in [".env", ".config/qwenbox/.env"] {
        at_home(folder.path(), &chat).end().await.with(0);
        std::fs::remove_file(folder.path().join(gone)).unwrap();
    }
    at_home(folder.path(), &chat).end().await.with(0);
    std::fs::write(
        folder.path().join(path),
        config.replace("QWEN_API_KEY", "OTHER"),
    )
    .unwrap();
    at_home(folder.path(), &chat).end().await.with(0);
    let keys: Vec<_> = asked(&upstream).into_iter().map(|(_, key)| key).collect();
    let order = ["process", "beside", "folder", "block", "literal"];
    assert_eq!(keys, order.map(|word| format!("Bearer sk-{word}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn which_file_is_read_follows_one_order() {
    let folder = home(&[
        (".openclaw/openclaw.json", "{ gateway: { port: 1 } }"),
        ("typed.json5", "{}"),
    ]);
    let at = |name: &str| format!("{}\n", folder.path().join(name).display());
    let path = ["config", "path"];

    let ended = at_home(folder.path(), &path).end().await.with(0);
    assert_eq!(ended.stdout, at(".openclaw/openclaw.json"));
    assert_eq!(ended.stderr, "it is OpenClaw's, and is only read\n");
    let ended = at_home(folder.path(), &["models", "list"])
        .end()
        .await
        .with(0);
    assert_eq!(ended.stderr, "", "its keys are its own");

    let own = folder.path().join(".config/qwenbox");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("config.json5"), "{}").unwrap();
    let run = at_home(folder.path(), &path);
    run.end()
        .await
        .said_only(&at(".config/qwenbox/config.json5"));

    let xdg = folder.path().join("xdg");
    let run = at_home(folder.path(), &path).variable("XDG_CONFIG_HOME", xdg.to_str().unwrap());
    let ended = run.end().await.with(0);
    // The folder that was named has none, so OpenClaw's is next.
    assert_eq!(ended.stdout, at(".openclaw/openclaw.json"));

    let typed = folder.path().join("typed.json5");
    let typed = typed.to_str().unwrap();
    let run = at_home(folder.path(), &path).variable("QWENBOX_CONFIG", typed);
    run.end().await.said_only(&at("typed.json5"));
    let other = folder.path().join(".openclaw/openclaw.json");
    let run = at_home(
        folder.path(),
        &["config", "path", "--config", other.to_str().unwrap()],
    );
    let ended = run.variable("QWENBOX_CONFIG", typed).end().await.with(0);
    assert_eq!(ended.stdout, at(".openclaw/openclaw.json"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_a_file_is_shown_where_it_stands() {
    let folder = home(&[(
        "c.json5",
        "{\n  models: { providers: { qwen: { apiKey: 'sk-hidden', timeoutSeconds: '60' } } },\n}\n",
    )]);
    let run = at_home(folder.path(), &["models", "list", "--config", "c.json5"]);
    let ended = run.end().await.with(2);
    let told =
        "c.json5:2:71: models.providers.qwen.timeoutSeconds must be a whole number, not a text";
    assert!(ended.stderr.contains(told), "{}", ended.stderr);
    assert!(!ended.stderr.contains("sk-hidden"), "{}", ended.stderr);
    assert_eq!(ended.stdout, "");

    let slip = "{ models: { providers: { qwen: { baseURL: 'x' } } } }";
    std::fs::write(folder.path().join("c.json5"), slip).unwrap();
    let run = at_home(folder.path(), &["models", "list", "--config", "c.json5"]);
    let ended = run.end().await.with(0);
    let told =
        "warning: c.json5:1: models.providers.qwen.baseURL is not known; did you mean baseUrl?\n";
    assert_eq!(ended.stderr, told);

    let run = at_home(folder.path(), &["models", "list", "--config", "none.json5"]);
    let ended = run.end().await.with(2);
    assert!(
        ended.stderr.contains("none.json5 cannot be read"),
        "{}",
        ended.stderr
    );
}
