//! Configured providers and models.

use super::{answering, asked, at_home, home};
use qwenbox_tests::{KEY, Step, Upstream, answer};
use serde_json::json;

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
