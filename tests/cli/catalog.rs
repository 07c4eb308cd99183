//! The models of an endpoint, for people and programs. None of it needs a key.

use crate::run::qwenbox;
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn the_catalog_of_each_endpoint_is_one_json_document() {
    for (plan, region, hidden) in [
        ("standard", "global", false),
        ("standard", "china", false),
        ("coding", "global", true),
        ("coding", "china", true),
    ] {
        let arguments = [
            "--json", "--plan", plan, "--region", region, "models", "list",
        ];
        let ended = qwenbox(&arguments).end().await.with(0);
        let document: Value = serde_json::from_str(&ended.stdout).unwrap();
        let models = document["models"].as_array().unwrap();
        let keys: Vec<_> = models
            .iter()
            .map(|model| model["key"].as_str().unwrap())
            .collect();
        assert_eq!(keys[0], "qwen/qwen3.5-plus", "{plan} {region}");
        let has_it = keys.contains(&"qwen/qwen3.6-plus");
        assert_eq!(!has_it, hidden, "{plan} {region}");
        assert_eq!(document["count"], keys.len());

        let plain = [
            "--plan", plan, "--region", region, "models", "list", "--plain",
        ];
        let lines: String = keys.iter().flat_map(|key| [key, "\n"]).collect();
        qwenbox(&plain).end().await.said_only(&lines);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alias_shows_its_model() {
    let run = qwenbox(&["models", "show", "modelstudio/qwen3.5-plus"]);
    let ended = run.end().await.with(0);
    assert!(ended.stdout.starts_with("qwen/qwen3.5-plus ("), "{ended:?}");
    let run = qwenbox(&["--json", "models", "show", "modelstudio/qwen3.5-plus"]);
    let document: Value = serde_json::from_str(&run.end().await.with(0).stdout).unwrap();
    assert_eq!(document["ref"], "qwen/qwen3.5-plus");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_model_names_the_closest() {
    let ended = qwenbox(&["models", "show", "qwen3.5-pls"]).end().await;
    let ended = ended.with(2);
    assert_eq!(ended.stdout, "");
    assert!(ended.stderr.contains("qwen3.5-plus"), "{ended:?}");
}
