//! What happens to a configuration that is there already.

use super::{Home, STANDARD, read, service};
use qwenbox_tests::KEY;
use serde_json::Value;

const UNCHECKED: [&str; 4] = [
    "--auth-choice",
    "qwen-standard-api-key",
    "--api-key-stdin",
    "--no-check",
];

#[tokio::test(flavor = "multi_thread")]
async fn comments_order_and_form_stay() {
    let config = "// mine
{
    agents: { defaults: { model: { primary: 'coder', fallbacks: ['qwen/glm-5'] }, // hands off
        models: { 'qwen/qwen3-coder-plus': { alias: 'coder' } } } },
    models: {
        providers: {
            qwen: {
                apiKey: 'sk-old', // to be replaced
                /* slow line */ timeoutSeconds: 600
            },
        },
    },
}
";
    let home = Home::new().with_config(config);
    let ended = home.onboard(&UNCHECKED).input(KEY).end().await.with(0);
    assert_eq!(ended.stderr, "");
    let wanted = config
        .replace("'sk-old'", "{ id: \"config.key\", source: \"file\" }")
        .replace(
            "timeoutSeconds: 600\n",
            "timeoutSeconds: 600,\n                baseUrl: \"https://dashscope-intl.aliyuncs.com/compatible-mode/v1\"\n",
        );
    assert_eq!(read(&home.config()), wanted, "the model stays too");
    assert!(ended.stdout.contains("qwen/qwen3-coder-plus"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_was_typed_takes_the_place_of_the_configured_one() {
    let home = Home::new().with_config("{ agents: { defaults: { model: 'qwen/glm-5' } } }");
    let options = [
        &UNCHECKED[..],
        &["--model", "modelstudio/QWEN3-max-2026-01-23"],
    ]
    .concat();
    home.onboard(&options).input(KEY).end().await.with(0);
    let config = read(&home.config());
    let model = "{ agents: { defaults: { model: \"qwen/qwen3-max-2026-01-23\" } }, ";
    assert!(config.starts_with(model), "{config}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_providers_model_stays_and_is_not_chosen() {
    let config = "{ models: { providers: { mine: { baseUrl: 'https://mine.test/v1' } } }, agents: { defaults: { model: 'mine/x' } } }";
    let home = Home::new().with_config(config);
    let options = [&UNCHECKED[..], &["--model", "mine/x"]].concat();
    let ended = home.onboard(&options).input(KEY).end().await.with(2);
    assert!(
        ended.stderr.contains("mine/x is of another provider"),
        "{ended:?}"
    );
    assert_eq!(read(&home.config()), config);
    let ended = home.onboard(&UNCHECKED).input(KEY).end().await.with(0);
    assert!(ended.stdout.contains("mine/x"), "{ended:?}");
    assert!(read(&home.config()).contains("model: 'mine/x'"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_the_plan_does_not_serve_gives_way() {
    let home = Home::new().with_config("{ agents: { defaults: { model: 'qwen/qwen3.6-flash' } } }");
    let options = [
        "--auth-choice",
        "qwen-api-key",
        "--api-key",
        "sk-sp-1",
        "--no-check",
    ];
    let ended = home.onboard(&options).end().await.with(0);
    assert!(
        ended.stderr.contains("qwen/qwen3.5-plus takes its place"),
        "{ended:?}"
    );
    assert!(read(&home.config()).contains("model: \"qwen/qwen3.5-plus\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_named_is_made_with_a_key_of_its_own() {
    let home = Home::new();
    let options = [&["--config", "deep/work.json5"], &UNCHECKED[..]].concat();
    home.onboard(&options).input(KEY).end().await.with(0);
    assert!(home.is_untouched());
    assert_eq!(read(&home.path("deep/work.json5.key")), format!("{KEY}\n"));
    let show = ["--config", "deep/work.json5", "config", "show"];
    let ended = home.run(&show).end().await.with(0);
    assert!(ended.stdout.contains("sk-…"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_called_like_the_configuration_is_left_alone() {
    let home = Home::new();
    for (name, text) in [
        ("server.key", "a key of TLS"),
        ("server.json5.key", "another"),
        ("other.json5.key", "sk-a\n"),
    ] {
        std::fs::write(home.path(name), text).unwrap();
    }
    let options = |name| [&["--config", name], &UNCHECKED[..]].concat();
    let run = home.onboard(&options("server.json5")).input("sk-a");
    let ended = run.end().await.with(2);
    let told =
        "the key would be written to server.json5.key, where another file is; nothing was written";
    assert!(ended.stderr.contains(told), "{ended:?}");
    assert_eq!(read(&home.path("server.json5.key")), "another");
    assert!(!home.path("server.json5").exists());

    std::fs::remove_file(home.path("server.json5.key")).unwrap();
    // The second one holds the key already, and then is the configuration's own.
    for (name, key) in [
        ("server.json5", "sk-a"),
        ("other.json5", "sk-a"),
        ("other.json5", "sk-b"),
    ] {
        home.onboard(&options(name)).input(key).end().await.with(0);
        assert_eq!(read(&home.path(&format!("{name}.key"))), format!("{key}\n"));
    }
    assert_eq!(read(&home.path("server.key")), "a key of TLS");
    assert_eq!(read(&home.path("server.json5.key")), "sk-a\n");
}

const OPENCLAW: &str = "{
  // theirs
  gateway: { auth: { token: 'theirs-alone' } },
  models: { providers: { qwen: { apiKey: 'sk-theirs', timeoutSeconds: 77 } } },
  agents: { defaults: { model: { primary: 'qwen/glm-5', fallbacks: ['qwen/qwen3.6-plus'] } } },
}
";

impl Home {
    fn with_openclaw(self) -> Self {
        std::fs::create_dir(self.path(".openclaw")).unwrap();
        std::fs::write(self.path(".openclaw/openclaw.json"), OPENCLAW).unwrap();
        self
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_programs_file_is_left_alone_and_what_it_says_still_counts() {
    let home = Home::new().with_openclaw();
    let ended = home.onboard(&UNCHECKED).input(KEY).end().await.with(0);
    for words in [
        "another program's and was left alone",
        "begins as a copy of what counts here, other keys and all",
    ] {
        assert!(ended.stderr.contains(words), "{words}: {ended:?}");
    }
    assert!(ended.stdout.contains("qwen/glm-5"), "{ended:?}");
    assert_eq!(read(&home.path(".openclaw/openclaw.json")), OPENCLAW);
    let path = home.run(&["config", "path"]).end().await.with(0);
    assert_eq!(path.stdout.trim(), home.config().to_str().unwrap());
    let config = read(&home.config());
    assert!(
        config.contains("// theirs") && !config.contains("sk-theirs"),
        "{config}"
    );
    assert!(!config.contains("theirs-alone"), "{config}");
    let show = ["config", "show", "--origin"];
    let shown = home.run(&show).end().await.with(0);
    assert_eq!(shown.stderr, "");
    let shown = shown.stdout;
    for words in ["77", "qwen/glm-5", "qwen/qwen3.6-plus", "config.json5:"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("openclaw.json"), "{shown}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn another_programs_file_is_not_written_by_any_name() {
    let home = Home::new().with_openclaw().with_config("{}");
    let own = home.config();
    std::fs::remove_file(&own).unwrap();
    let theirs = home.path(".openclaw/openclaw.json");
    let beside = home.path(".openclaw/../.openclaw/openclaw.json");
    for (link, typed, variable) in [
        (false, Some(&theirs), None),
        (false, Some(&beside), None),
        (false, None, Some(&theirs)),
        (true, None, None),
    ] {
        if link {
            std::os::unix::fs::symlink(&theirs, &own).unwrap();
        }
        let typed = typed.map(|path| ["--config", path.to_str().unwrap()]);
        let options = [typed.as_ref().map_or(&[][..], |typed| typed), &UNCHECKED].concat();
        let mut run = home.onboard(&options);
        if let Some(path) = variable {
            run = run.variable("QWENBOX_CONFIG", path.to_str().unwrap());
        }
        let ended = run.input(KEY).end().await.with(2);
        let told = "is OpenClaw's own file, which is never written";
        assert!(ended.stderr.contains(told), "{ended:?}");
        assert_eq!(read(&theirs), OPENCLAW);
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_read_only_stays() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new().with_config("{}");
    let locked = std::fs::Permissions::from_mode(0o444);
    std::fs::set_permissions(home.config(), locked).unwrap();
    let ended = home.onboard(&UNCHECKED).input(KEY).end().await.with(2);
    let told = "config.json5 is read-only; nothing was written";
    assert!(ended.stderr.contains(told), "{ended:?}");
    assert_eq!(read(&home.config()), "{}");
    assert!(!home.config().with_extension("key").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_wrong_is_not_touched() {
    let text = "{ models: { providers: { qwen: { apiKey: 'sk-hidden' 1 } } } }";
    let home = Home::new().with_config(text);
    let ended = home.onboard(&UNCHECKED).input(KEY).end().await.with(2);
    assert!(ended.stderr.contains("this is not JSON5"), "{ended:?}");
    assert!(!ended.stderr.contains("sk-hidden"), "{ended:?}");
    assert_eq!(read(&home.config()), text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_over_what_was_written_is_told() {
    let (service, home) = (service().await, Home::new());
    let options = [&STANDARD[..], &["--api-key-stdin"]].concat();
    let run = home
        .onboard(&options)
        .variable("QWEN_BASE_URL", &service.standard_base_url())
        .variable("DASHSCOPE_API_KEY", "sk-another")
        .variable("QWEN_CONFIG", "{}");
    let ended = run.input(KEY).end().await.with(0);
    for words in [
        "QWEN_CONFIG in the environment takes the place of the entry that was written",
        "DASHSCOPE_API_KEY in the environment goes over the key that was written",
        "QWEN_BASE_URL in the environment goes over the address that was written",
    ] {
        assert!(ended.stderr.contains(words), "{words}: {ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_in_other_words_goes_over_nothing() {
    let home = Home::new();
    let run = home
        .onboard(&UNCHECKED)
        .variable("QWEN_API_KEY", &format!("'{KEY}'"))
        .variable(
            "QWEN_BASE_URL",
            "HTTPS://DashScope-intl.aliyuncs.com:443/compatible-mode/v1/",
        );
    let ended = run.input(KEY).end().await.with(0);
    assert_eq!(ended.stderr, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_cannot_be_told_gives_way() {
    let home = Home::new()
        .with_config("{ models: { providers: { qwen: { baseUrl: '${NOT_SET}/v1' } } } }");
    let ended = home.onboard(&UNCHECKED).input(KEY).end().await.with(0);
    assert_eq!(ended.stderr, "");
    assert!(!read(&home.config()).contains("NOT_SET"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_a_value_is_an_empty_one() {
    for text in ["", "// nothing yet"] {
        let home = Home::new().with_config(text);
        let ended = home.run(&["config", "show"]).end().await.with(0);
        assert_eq!(ended.stderr, "");
        let ended = home.onboard(&UNCHECKED).input(KEY).end().await.with(0);
        assert_eq!(ended.stderr, "");
        assert!(read(&home.config()).starts_with(text));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_reaches_the_output_or_the_configuration() {
    let (service, home) = (service().await, Home::new());
    let options = [&["-v", "--json"], &STANDARD[..], &["--api-key-stdin"]].concat();
    // Whatever a run prints, it is held against this key.
    let run = home
        .onboard(&options)
        .variable("QWEN_BASE_URL", &service.standard_base_url());
    let ended = run
        .input(format!("export QWEN_API_KEY='{KEY}'\n"))
        .end()
        .await
        .with(0);
    let told: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(told["checked"], true);
    assert!(!read(&home.config()).contains("sk-"));
}
