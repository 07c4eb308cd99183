//! Configuration files, environment files, and what of them counts.

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

#[tokio::test(flavor = "multi_thread")]
async fn what_counts_is_shown_with_where_it_comes_from_and_without_a_key() {
    let config = "{
  models: { providers: {
    qwen: {
      apiKey: 'sk-sp-hidden1',
      headers: { 'x-team': 'hidden2' },
    },
    mine: { baseUrl: 'https://mine.test/v1', apiKey: 'sk-hidden3' },
  } },
  agents: { defaults: {
    model: { primary: 'qwen/glm-5', fallbacks: ['qwen/glm-4.7'] },
  } },
}";
    let folder = home(&[("c.json5", config)]);
    let show = ["--config", "c.json5", "--region", "china", "config", "show"];
    let ended = at_home(folder.path(), &show).end().await.with(0);
    assert!(!ended.stdout.contains("c.json5"), "{}", ended.stdout);
    let with_origin = [&show[..], &["--origin"]].concat();
    let ended = at_home(folder.path(), &with_origin).end().await.with(0);
    let rows: Vec<Vec<&str>> = ended
        .stdout
        .lines()
        .map(|line| {
            line.split("  ")
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .collect()
        })
        .collect();
    let rule = "the region was asked for; the key starts with sk-sp-, so the Coding Plan";
    let expected = [
        ["baseUrl", "https://coding.dashscope.aliyuncs.com/v1", rule],
        ["plan", "coding", rule],
        ["region", "china", "--region"],
        ["models.providers.qwen.apiKey", "sk-sp-…", "c.json5:4"],
        [
            "models.providers.qwen.headers",
            "{\"x-team\":\"…\"}",
            "c.json5:5",
        ],
        [
            "models.providers.mine.baseUrl",
            "https://mine.test/v1",
            "c.json5:7",
        ],
        ["models.providers.mine.apiKey", "written there", "c.json5:7"],
        ["agents.defaults.model.primary", "qwen/glm-5", "c.json5:10"],
        [
            "agents.defaults.model.fallbacks[0]",
            "qwen/glm-4.7",
            "c.json5:10",
        ],
    ];
    assert_eq!(rows, expected.map(|row| row.to_vec()), "{}", ended.stdout);

    let json = [&["--json"], &show[..]].concat();
    let run = at_home(folder.path(), &json).variable("QWEN_API_KEY", KEY);
    let document: Value = serde_json::from_str(&run.end().await.with(0).stdout).unwrap();
    assert_eq!(document["file"], "c.json5");
    let values = document["values"].as_array().unwrap();
    let key = values
        .iter()
        .find(|value| value["name"] == "models.providers.qwen.apiKey");
    let shown = json!({
        "name": "models.providers.qwen.apiKey",
        "value": "sk-…",
        "origin": "QWEN_API_KEY in the environment",
    });
    assert_eq!(key, Some(&shown));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_configuration_the_rules_are_shown() {
    let folder = home(&[]);
    let ended = at_home(folder.path(), &["--json", "config", "show"])
        .end()
        .await
        .with(0);
    let document: Value = serde_json::from_str(&ended.stdout).unwrap();
    let values = document["values"].as_array().unwrap();
    let models = at_home(folder.path(), &["--json", "models", "list"])
        .end()
        .await
        .with(0);
    let models: Value = serde_json::from_str(&models.stdout).unwrap();
    let models = models["models"].as_array().unwrap();
    let is_default = |model: &&Value| {
        model["tags"]
            .as_array()
            .unwrap()
            .contains(&json!("default"))
    };
    let default = models.iter().find(is_default).unwrap();
    let last = values.last().unwrap();
    assert_eq!(last["value"], default["key"]);
    assert_eq!(last["origin"], "the provider's default");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_of_ones_own_keeps_its_references_and_its_key() {
    let (own, qwen) = (answering(), answering());
    let config = format!(
        "{{ models: {{ providers: {{
             modelstudio: {{ api: 'openai-completions', baseUrl: '{}', apiKey: 'sk-own', models: [{{ id: 'foo' }}] }},
             qwen: {{ baseUrl: '{}' }},
         }} }} }}",
        own.base_url(),
        qwen.base_url()
    );
    let folder = home(&[("c.json5", &config)]);
    for model in ["modelstudio/foo", "modelstudio/a/b", "qwencloud/glm-5"] {
        let run = at_home(
            folder.path(),
            &["--config", "c.json5", "chat", "-m", model, "hi"],
        );
        run.variable("QWEN_API_KEY", KEY).end().await.with(0);
    }
    let sent = |model: &str, key: &str| (model.to_owned(), format!("Bearer {key}"));
    assert_eq!(asked(&own), [sent("foo", "sk-own"), sent("a/b", "sk-own")]);
    assert_eq!(asked(&qwen), [sent("glm-5", KEY)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_explicit_model_is_offered_on_the_coding_plan() {
    let config = "{ models: { providers: { qwen: {
        baseUrl: 'https://coding-intl.dashscope.aliyuncs.com/v1', models: [{ id: 'qwen3.6-plus' }] } } } }";
    let folder = home(&[("c.json5", config)]);
    let run = at_home(
        folder.path(),
        &["--config", "c.json5", "models", "list", "--plain"],
    );
    let ended = run.end().await.with(0);
    assert!(
        ended
            .stdout
            .starts_with("qwen/qwen3.6-plus\nqwen/qwen3.5-plus\n"),
        "{}",
        ended.stdout
    );
    std::fs::write(
        folder.path().join("c.json5"),
        config.replace("{ qwen:", "{ qwen: null, 'no':"),
    )
    .unwrap();
    let run = at_home(
        folder.path(),
        &[
            "--config", "c.json5", "--plan", "coding", "models", "list", "--plain",
        ],
    );
    let ended = run.end().await.with(0);
    assert!(!ended.stdout.contains("qwen3.6-plus"), "{}", ended.stdout);
    // In place of the built-in models.
    let alone = config.replace("models: {", "models: { mode: 'replace',");
    std::fs::write(
        folder.path().join("c.json5"),
        alone.replacen(
            "models: { mode: 'replace',",
            "models: { mode: 'replace', ",
            1,
        ),
    )
    .unwrap();
    let run = at_home(
        folder.path(),
        &["--config", "c.json5", "models", "list", "--plain"],
    );
    run.end().await.said_only("qwen/qwen3.6-plus\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_configured_models_of_video_and_understanding_are_used() {
    let config = "{
        agents: { defaults: { videoGenerationModel: { primary: 'qwen/wan2.7-t2v' } } },
        tools: { media: { image: { maxBytes: 10, prompt: 'What is it?', models: [{ provider: 'qwen', model: 'qwen3.6-plus' }] } } },
    }";
    let folder = home(&[("c.json5", config), ("large.png", "more than ten bytes")]);
    let estimate = [
        "--config",
        "c.json5",
        "--json",
        "video",
        "generate",
        "--estimate",
        "a boat",
    ];
    let configured = at_home(folder.path(), &estimate).end().await.with(0);
    let typed = [&estimate[..], &["-m", "wan2.7-t2v"]].concat();
    assert_eq!(
        configured.stdout,
        at_home(folder.path(), &typed).end().await.with(0).stdout
    );

    let upstream = Upstream::always(vec![Step::Send(answer::http(
        "200 OK",
        "application/json",
        json!({ "id": "c", "model": "m", "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": "a cat" } }] })
            .to_string()
            .as_bytes(),
    ))]);
    let url = upstream.base_url();
    let describe = [
        "--config",
        "c.json5",
        "--base-url",
        &url,
        "describe",
        "https://h.test/cat.png",
    ];
    let run = at_home(folder.path(), &describe).variable("QWEN_API_KEY", KEY);
    let ended = run.end().await.with(0);
    assert_eq!(ended.stdout, "a cat\n");
    let body = String::from_utf8(upstream.requests()[0].body.clone()).unwrap();
    assert!(
        body.contains("\"qwen3.6-plus\"") && body.contains("What is it?"),
        "{body}"
    );

    let large = [
        "--config",
        "c.json5",
        "describe",
        "large.png",
        "--as",
        "image",
    ];
    let run = at_home(folder.path(), &large).variable("QWEN_API_KEY", KEY);
    assert_eq!(run.end().await.with(2).stdout, "");
}
