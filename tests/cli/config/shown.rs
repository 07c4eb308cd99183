//! `config show`: every value that counts, and where it comes from.

use super::{at_home, home};
use qwenbox_tests::KEY;
use serde_json::{Value, json};

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
