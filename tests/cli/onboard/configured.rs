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
    assert_eq!(read(&home.path("deep/work.key")), format!("{KEY}\n"));
    let show = ["--config", "deep/work.json5", "config", "show"];
    let ended = home.run(&show).end().await.with(0);
    assert!(ended.stdout.contains("sk-…"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_programs_file_is_left_alone() {
    let home = Home::new();
    let other = home.path(".openclaw/openclaw.json");
    std::fs::create_dir(home.path(".openclaw")).unwrap();
    let text = "{ models: { providers: { qwen: { apiKey: 'sk-theirs' } } } }";
    std::fs::write(&other, text).unwrap();
    let ended = home.onboard(&UNCHECKED).input(KEY).end().await.with(0);
    assert!(
        ended
            .stderr
            .contains("another program's and was left alone"),
        "{ended:?}"
    );
    assert_eq!(read(&other), text);
    let path = home.run(&["config", "path"]).end().await.with(0);
    assert_eq!(path.stdout.trim(), home.config().to_str().unwrap());
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
