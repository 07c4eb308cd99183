//! `models list` by the documented rows: columns, flags, tags, empty and blank cases. None of it asks anybody.

use crate::run::{Qwenbox, qwenbox};
use serde_json::Value;
use tempfile::TempDir;

/// Every tag but `missing`, a provider on this machine, and one far away without a key.
const CONFIG: &str = "{
  models: { providers: {
    qwen: { models: [{ id: 'qwen3.6-plus' }] },
    mine: { baseUrl: 'http://localhost:8080/v1', apiKey: 'sk-mine', models: [
      { id: 'small', name: 'Small', input: ['text', 'image'], contextWindow: 8000 }, { id: 'bare' },
    ] },
    far: { baseUrl: 'https://far.example/v1', models: [{ id: 'big' }] },
  } },
  agents: { defaults: {
    model: { primary: 'qwen/glm-5', fallbacks: ['mine/other', 'modelstudio/kimi-k2.5', 'qwen/gone'] },
    models: { 'qwen/glm-5': { alias: 'GLM' }, 'nobody/x': { alias: 'X' } },
  } },
  tools: { media: { image: { models: [{ model: 'qwen/qwen3.5-plus' }] } } },
}";

struct Home(TempDir);

impl Home {
    fn new(config: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("c.json5"), config).unwrap();
        Self(home)
    }

    fn list(&self, arguments: &[&str]) -> Qwenbox {
        let list = [&["--config", "c.json5", "models", "list"], arguments].concat();
        let home = self.0.path().to_str().unwrap();
        qwenbox(&list).folder(self.0.path()).variable("HOME", home)
    }

    /// The keys, one a line.
    async fn keys(&self, arguments: &[&str]) -> Vec<String> {
        let plain = [arguments, &["--plain"]].concat();
        let ended = self.list(&plain).end().await.with(0);
        ended.stdout.lines().map(str::to_owned).collect()
    }

    /// Each row by key: local, available, missing, tags.
    async fn rows(&self, arguments: &[&str]) -> Vec<(String, String)> {
        let json = [arguments, &["--json"]].concat();
        let ended = self.list(&json).end().await.with(0);
        let document: Value = serde_json::from_str(&ended.stdout).unwrap();
        let models = document["models"].as_array().unwrap();
        assert_eq!(document["count"], models.len());
        let rows = models.iter().map(|row| {
            let tags: Vec<_> = row["tags"].as_array().unwrap().iter().collect();
            let tags: Vec<_> = tags.iter().map(|tag| tag.as_str().unwrap()).collect();
            let said = format!(
                "{} {} {} {}",
                row["local"],
                row["available"],
                row["missing"],
                tags.join(",")
            );
            (row["key"].as_str().unwrap().to_owned(), said)
        });
        rows.collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_say_what_a_model_is_configured_for() {
    let home = Home::new(CONFIG);
    let rows = home.rows(&["--all"]).await;
    for (name, key, said) in [
        (
            "default, alias",
            "qwen/glm-5",
            "false false false default,configured,alias:GLM",
        ),
        (
            "fallback by an alias of the provider",
            "qwen/kimi-k2.5",
            "false false false fallback#2",
        ),
        ("image", "qwen/qwen3.5-plus", "false false false image"),
        (
            "configured",
            "qwen/qwen3.6-plus",
            "false false false configured",
        ),
        ("no tag", "qwen/glm-4.7", "false false false "),
        (
            "missing from the catalog",
            "qwen/gone",
            "null null true fallback#3,missing",
        ),
        (
            "of no provider that is known",
            "nobody/x",
            "null null true configured,alias:X,missing",
        ),
        (
            "local, with a key",
            "mine/small",
            "true true false configured",
        ),
        (
            "not listed by its provider",
            "mine/other",
            "true true false fallback#1",
        ),
        (
            "far, without a key",
            "far/big",
            "false false false configured",
        ),
    ] {
        let found = rows.iter().find(|(found, _)| found == key);
        assert_eq!(found.map(|(_, said)| said.as_str()), Some(said), "{name}");
    }
    let keys: Vec<_> = rows.iter().map(|(key, _)| key).collect();
    let alone = keys
        .iter()
        .filter(|key| key.as_str() == "qwen/glm-5")
        .count();
    assert_eq!(alone, 1, "{keys:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn flags_choose_the_rows() {
    let home = Home::new(CONFIG);
    let own = home.keys(&["--provider", "qwen"]).await;
    assert_eq!(own[0], "qwen/qwen3.6-plus", "configured models come first");
    assert!(own.iter().all(|key| key.starts_with("qwen/")), "{own:?}");
    let mine = ["mine/small", "mine/bare", "mine/other"].map(str::to_owned);
    for (name, arguments, keys) in [
        (
            "--provider, an alias",
            &["--provider", "modelstudio"][..],
            own.clone(),
        ),
        (
            "--provider, another alias",
            &["--provider", "qwencloud"],
            own.clone(),
        ),
        (
            "--provider, in capitals",
            &["--provider", "Qwen"],
            own.clone(),
        ),
        (
            "--provider, blanks around it",
            &["--provider", " qwen "],
            own.clone(),
        ),
        (
            "--provider, one of ones own",
            &["--provider", "mine"],
            mine.to_vec(),
        ),
        ("--provider, unknown", &["--provider", "openai"], Vec::new()),
        (
            "--provider, of a model alone",
            &["--provider", "nobody"],
            vec!["nobody/x".to_owned()],
        ),
        ("--local", &["--local"], vec!["mine/other".to_owned()]),
        ("--local --all", &["--local", "--all"], mine.to_vec()),
        (
            "--local --provider",
            &["--local", "--provider", "qwen"],
            Vec::new(),
        ),
    ] {
        assert_eq!(home.keys(arguments).await, keys, "{name}");
    }
    // What is to be used is listed, whoever has it.
    let sorted = |mut keys: Vec<String>| {
        keys.sort();
        keys
    };
    let used = ["mine/other", "nobody/x"].map(str::to_owned);
    let and_used = [own, used.to_vec()].concat();
    assert_eq!(sorted(home.keys(&[]).await), sorted(and_used));
    assert_eq!(
        home.keys(&["--provider", ""]).await,
        home.keys(&[]).await,
        "blank is none"
    );
    assert_eq!(
        home.keys(&["--provider", "  "]).await,
        home.keys(&[]).await,
        "blanks are none"
    );
    let all: Vec<String> = home.keys(&["--all"]).await;
    for key in ["mine/small", "mine/bare", "far/big", "qwen/glm-5"] {
        assert!(all.iter().any(|found| found == key), "{key}: {all:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn blanks_inside_an_id_are_refused() {
    let ended = Home::new("{}").list(&["--provider", "qw en"]).end().await;
    let ended = ended.with(2);
    assert_eq!(ended.stdout, "");
    assert!(ended.stderr.contains("it has blanks in it"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_is_a_sentence_for_people_and_no_error() {
    let home = Home::new("{}");
    let ended = home.list(&["--provider", "openai"]).end().await;
    ended.said_only("No models found.\n");
    let ended = home.list(&["--provider", "qwem"]).end().await.with(0);
    assert_eq!(ended.stdout, "No models found.\n");
    assert_eq!(ended.stderr, "did you mean --provider qwen?\n");
    let ended = home.list(&["--provider", "openai", "--json"]).end().await;
    let document: Value = serde_json::from_str(&ended.with(0).stdout).unwrap();
    assert_eq!(
        (&document["count"], &document["models"]),
        (&0.into(), &Vec::<Value>::new().into())
    );
    home.list(&["--provider", "openai", "--plain"])
        .end()
        .await
        .said_only("");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_has_the_documented_columns() {
    let home = Home::new(CONFIG);
    let run = home.list(&["--provider", "mine"]);
    let shown = run.end().await.with(0).stdout;
    let lines: Vec<Vec<&str>> = shown
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(
        lines,
        [
            vec!["Model", "Input", "Ctx", "Local", "Auth", "Tags"],
            vec!["mine/small", "text+image", "8k", "yes", "yes", "configured"],
            vec!["mine/bare", "text", "8k", "yes", "yes", "configured"],
            vec!["mine/other", "text", "8k", "yes", "yes", "fallback#1"],
        ]
    );
    let run = home
        .list(&["--provider", "qwen"])
        .variable("QWEN_API_KEY", "sk-any");
    let shown = run.end().await.with(0).stdout;
    // The widest input makes its column wider than it is documented to be at least.
    let default = "qwen/glm-5                                 text             203k        no    yes   default,configured,alias:GLM\n";
    assert!(shown.contains(default), "{shown}");
    let gone = "qwen/gone                                  -                -           -     -     fallback#3,missing\n";
    assert!(shown.contains(gone), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn case_matters_in_ids_and_not_in_providers() {
    let home = Home::new(
        "{ models: { providers: { acme: { baseUrl: 'http://localhost:1/v1', models: [{ id: 'Big' }, { id: 'big' }] } } },
           agents: { defaults: { model: { primary: 'ACME/big', fallbacks: ['qwen/GLM-5'] } } } }",
    );
    let rows = home.rows(&["--all"]).await;
    for (key, tags) in [
        ("acme/Big", "configured"),
        ("acme/big", "default,configured"),
        // A chat takes it too.
        ("qwen/glm-5", "fallback#1"),
    ] {
        let found = rows.iter().find(|(found, _)| found == key);
        let said = &found.unwrap_or_else(|| unreachable!("{key}: {rows:?}")).1;
        assert_eq!(said.rsplit(' ').next(), Some(tags), "{key}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_for_a_key() {
    let program =
        "apiKey: { source: 'exec', id: '/bin/sh', args: ['-c', 'echo x >> asked; echo sk-x'] }";
    let home = Home::new(&format!(
        "{{ models: {{ providers: {{
           qwen: {{ baseUrl: 'http://localhost:1/v1', {program} }},
           far: {{ baseUrl: 'https://far.example/v1', {program}, models: [{{ id: 'a' }}, {{ id: 'b' }}] }},
           file: {{ baseUrl: 'https://far.example/v1', apiKey: {{ source: 'file', id: '/nowhere' }}, models: [{{ id: 'a' }}] }},
         }} }} }}",
    ));
    let rows = home.rows(&["--all"]).await;
    for key in ["qwen/glm-5", "far/a", "far/b", "file/a"] {
        let found = rows.iter().find(|(found, _)| found == key);
        let available = found.and_then(|(_, said)| said.split(' ').nth(1));
        assert_eq!(available, Some("true"), "{key}: {rows:?}");
    }
    assert!(!home.0.path().join("asked").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_of_another_provider_is_shown_as_its_own() {
    let home = Home::new(
        "{ models: { providers: { acme: { baseUrl: 'https://acme.example/v1', models: [{ id: 'qwen-plus' }] },
           first: { baseUrl: 'https://acme.example/v1', models: [{ id: 'a', contextWindow: 8000 }] } } } }",
    );
    for (reference, window) in [
        ("acme/qwen-plus", 200_000),
        ("acme/big", 200_000),
        ("first/other", 8_000),
    ] {
        let arguments = ["--config", "c.json5", "models", "show", reference];
        let run = qwenbox(&arguments).folder(home.0.path());
        let shown = run.end().await.with(0).stdout;
        let used = format!("qwenbox chat -m {reference} \"hello\"");
        assert!(shown.starts_with(reference), "{shown}");
        assert!(shown.contains(&used), "{shown}");
        assert!(!shown.contains("Prices"), "{shown}");
        assert!(!shown.contains("qwen/"), "{shown}");
        assert!(!shown.contains("Standard"), "{shown}");
        let json = [&arguments[..], &["--json"]].concat();
        let ended = qwenbox(&json).folder(home.0.path()).end().await.with(0);
        let model: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(model["contextWindow"], window, "{reference}: {model:#}");
    }
}
