//! What is not written, and what people are told instead.

use super::{CODING_KEY, Home, STANDARD, read, service};
use crate::run::Ended;
use qwenbox_tests::{KEY, Step, Upstream, answer};
use serde_json::{Value, json};

async fn onboard(home: &Home, options: &[&str], key: &str) -> Ended {
    let options = [options, &["--api-key-stdin"]].concat();
    let run = home
        .onboard(&options)
        .variable("QWEN_BASE_URL", "http://127.0.0.1:9/v1");
    run.input(key).end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_is_not_written_and_the_address_that_was_asked_is_named() {
    let service = service().await;
    for (choice, is_typed) in [
        ("qwen-standard-api-key", false),
        ("qwen-standard-api-key-cn", true),
        ("qwen-api-key", false),
        ("qwen-api-key-cn", true),
    ] {
        let home = Home::new();
        let (key, url) = if choice.contains("standard") {
            ("sk-of-elsewhere", service.standard_base_url())
        } else {
            ("sk-sp-of-elsewhere", service.coding_base_url())
        };
        let options = ["-v", "--auth-choice", choice, "--api-key-stdin"];
        let typed = ["--base-url", &url];
        let (run, origin) = if is_typed {
            (home.onboard(&[&options[..], &typed].concat()), "--base-url")
        } else {
            let run = home.onboard(&options).variable("QWEN_BASE_URL", &url);
            (run, "QWEN_BASE_URL in the environment")
        };
        let ended = run.input(key).end().await.with(3);
        assert_eq!(ended.stdout, "");
        let told = format!(
            "nothing was written; the key was sent to {url}, as {origin} says, and a key works in its own region only"
        );
        assert!(ended.stderr.contains(&told), "{told}: {ended:?}");
        for words in ["of-elsewhere", "--auth-choice"] {
            assert!(!ended.stderr.contains(words), "{words}: {ended:?}");
        }
        assert!(home.is_untouched());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_to_do_about_a_refused_key_is_told_in_chinese_to_those_who_read_it() {
    let (service, home) = (service().await, Home::new());
    let url = service.standard_base_url();
    let options = [&STANDARD[..], &["--api-key-stdin"]].concat();
    let run = home.onboard(&options).variable("QWEN_BASE_URL", &url);
    let run = run.variable("LC_ALL", "zh_TW.UTF-8").input("sk-wrong");
    let ended = run.end().await.with(3);
    let hint = format!(
        "提示：尚未寫入任何內容；金鑰送到了 QWEN_BASE_URL 指定的 {url}，而金鑰只能在自己的區域使用："
    );
    assert!(ended.stderr.contains(&hint), "{ended:?}");
    assert!(!ended.stderr.contains("nothing was"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_other_plan_is_not_even_sent() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    for (choice, key, other) in [
        ("qwen-standard-api-key-cn", CODING_KEY, "qwen-api-key-cn"),
        ("qwen-api-key", KEY, "qwen-standard-api-key"),
    ] {
        let home = Home::new();
        let options = ["--auth-choice", choice, "--api-key-stdin"];
        let run = home
            .onboard(&options)
            .variable("QWEN_BASE_URL", &upstream.base_url());
        let ended = run.input(key).end().await.with(2);
        let told = format!("qwenbox onboard --auth-choice {other}; ");
        for words in ["sk-sp-", "nothing was sent", &told] {
            assert!(ended.stderr.contains(words), "{words}: {ended:?}");
        }
        assert!(!ended.stderr.contains(CODING_KEY), "{ended:?}");
        assert!(home.is_untouched());
    }
    assert_eq!(upstream.counts().connections, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_cannot_be_made_writes_nothing_either() {
    let busy = json!({ "error": { "message": "Too many.", "code": "Throttling" } });
    let busy = answer::http(
        "429 Too Many Requests",
        "application/json",
        busy.to_string().as_bytes(),
    );
    let upstream = Upstream::always(vec![Step::Send(busy)]);
    for (url, code) in [
        (upstream.base_url(), 4),
        ("http://127.0.0.1:1/v1".to_owned(), 1),
    ] {
        let home = Home::new();
        let options = [&STANDARD[..], &["--api-key-stdin"]].concat();
        let run = home.onboard(&options).variable("QWEN_BASE_URL", &url);
        let ended = run.input(KEY).end().await.with(code);
        assert!(
            ended.stderr.contains("leave the check out with --no-check"),
            "{ended:?}"
        );
        assert!(home.is_untouched());
    }
    assert_eq!(upstream.requests().len(), 1, "a check is one request");
}

/// Options, what is piped in, and what is said.
const WRONG: &[(&[&str], &str, &str)] = &[
    (&[], "", "these are missing: plan and region"),
    (
        &["--auth-choice", "qwen-api-key"],
        "",
        "these are missing: the key, by --api-key-stdin or --api-key",
    ),
    (
        &["--api-key", "sk-1"],
        "",
        "these are missing: plan and region",
    ),
    (
        &["--auth-choice", "qwen-token-plan"],
        "",
        "invalid value 'qwen-token-plan'",
    ),
    (
        &["--auth-choice", "qwen-standard-api-key", "--api-key-stdin"],
        " \n",
        "there is no key in stdin",
    ),
    (
        &["--auth-choice", "qwen-standard-api-key", "--api-key-stdin"],
        "sk-1 sk-2",
        "holds a blank",
    ),
    (
        &["--auth-choice", "qwen-standard-api-key", "--api-key-stdin"],
        "export QWEN_API_KEY=",
        "there is no key in stdin",
    ),
    (
        &[
            "--auth-choice",
            "qwen-api-key",
            "--plan",
            "standard",
            "--api-key",
            "sk-sp-1",
        ],
        "",
        "contradict each other",
    ),
    (
        &[
            "--auth-choice",
            "qwen-standard-api-key",
            "--api-key",
            "sk-1",
            "--model",
            "qwen3.5-pluss",
        ],
        "",
        "qwen3.5-pluss",
    ),
    (
        &[
            "--auth-choice",
            "qwen-api-key",
            "--api-key",
            "sk-sp-1",
            "--model",
            "wan2.6-t2v",
        ],
        "",
        "wan2.6-t2v",
    ),
    (
        &[
            "--auth-choice",
            "qwen-standard-api-key",
            "--api-key",
            "sk-1",
            "--base-url",
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
        ],
        "",
        "belongs to",
    ),
    (&["--simulate"], "", "leave --simulate out"),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_or_missing_is_told_before_anything_is_sent() {
    for (options, key, told) in WRONG {
        let home = Home::new();
        let ended = if key.is_empty() {
            let run = home
                .onboard(options)
                .variable("QWEN_BASE_URL", "http://127.0.0.1:9/v1");
            run.end().await.with(2)
        } else {
            let options: Vec<&str> = options
                .iter()
                .filter(|word| **word != "--api-key-stdin")
                .copied()
                .collect();
            onboard(&home, &options, key).await.with(2)
        };
        assert!(ended.stderr.contains(told), "{told}: {ended:?}");
        assert_eq!(ended.stdout, "");
        assert!(home.is_untouched());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stray_key_is_not_repeated() {
    for words in [
        &["sk-stray"][..],
        &["Bearer", "sk-stray"],
        &["export", "QWEN_API_KEY=sk-stray"],
        &["--api-key-stdin=sk-stray"],
        &["--auth-choice", "sk-stray"],
        &["--api-key-stdin=stray"],
    ] {
        let ended = Home::new().onboard(words).end().await.with(2);
        assert!(!ended.stderr.contains("stray"), "{ended:?}");
        let words = [&["--json"], words].concat();
        let ended = Home::new().onboard(&words).end().await.with(2);
        let told: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(told["error"]["kind"], "invalid-request");
        let (out, err) = (&ended.stdout, &ended.stderr);
        assert!(
            !out.contains("stray") && !err.contains("stray"),
            "{ended:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_for_a_key_is_not_kept() {
    let home = Home::new();
    let key = format!("sk-{}", "a".repeat(64 << 10));
    let options = [&STANDARD[..], &["--api-key-stdin", "--no-check"]].concat();
    let ended = home.onboard(&options).input(key).end().await.with(2);
    assert!(
        ended
            .stderr
            .contains("what is in stdin is too long for a key"),
        "{}",
        ended.stderr.len()
    );
    assert!(home.is_untouched());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_written_is_told() {
    let options = [&STANDARD[..], &["--api-key", KEY, "--no-check"]].concat();
    let home = Home::new();
    std::fs::write(home.path(".config"), "a file").unwrap();
    let ended = home.onboard(&options).end().await.with(1);
    assert!(ended.stderr.contains("config.json5: "), "{ended:?}");
    assert_eq!(read(&home.path(".config")), "a file");

    // Read-only for everybody, root as well.
    #[cfg(target_os = "linux")]
    {
        let run = home.onboard(&options).variable("XDG_CONFIG_HOME", "/sys");
        let ended = run.end().await.with(1);
        assert!(
            ended.stderr.contains("error: writing /sys/qwenbox/config."),
            "{ended:?}"
        );
    }
}
