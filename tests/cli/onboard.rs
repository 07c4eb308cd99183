//! `onboard`: from nothing to an answer, and what happens on the way.

mod configured;
mod keyring;
mod refused;
#[cfg(unix)]
mod typed;

use crate::run::{Qwenbox, qwenbox};
use qwenbox_simulator::{Options, Simulator};
use qwenbox_tests::KEY;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::net::TcpListener;

const CODING_KEY: &str = "sk-sp-a-key-of-the-coding-plan";

/// A service that takes [`KEY`] and [`CODING_KEY`] alone.
async fn service() -> Simulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = Options {
        keys: vec![KEY.to_owned(), CODING_KEY.to_owned()],
        ..Options::unpaced()
    };
    Simulator::start(listener, options).unwrap()
}

/// Somebody's home, with nothing in it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The binary in it, without a keyring.
    fn run(&self, arguments: &[&str]) -> Qwenbox {
        let home = self.0.path();
        qwenbox(arguments)
            .variable("HOME", home.to_str().unwrap())
            .folder(home)
    }

    /// `onboard` with these options.
    fn onboard(&self, options: &[&str]) -> Qwenbox {
        self.run(&[&["onboard"], options].concat())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn config(&self) -> PathBuf {
        self.path(".config/qwenbox/config.json5")
    }

    /// With this as the user's configuration.
    fn with_config(self, text: &str) -> Self {
        let path = self.config();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Nothing of this program is in it.
    fn is_untouched(&self) -> bool {
        !self.path(".config").exists()
    }
}

/// The text of a file that is there.
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

const STANDARD: [&str; 2] = ["--auth-choice", "qwen-standard-api-key"];

#[tokio::test(flavor = "multi_thread")]
async fn from_nothing_to_an_answer() {
    let (service, home) = (service().await, Home::new());
    let url = service.standard_base_url();
    let options = [&STANDARD[..], &["--api-key-stdin", "--base-url", &url]].concat();
    let ended = home.onboard(&options).input(KEY).end().await.with(0);
    for words in [
        "The key was written to",
        ".config/qwenbox/config.key, a file that only you may read",
        "Standard, Global (qwen-standard-api-key)",
        "qwen/qwen3.5-plus",
        "qwenbox chat \"hello\"",
    ] {
        assert!(ended.stdout.contains(words), "{words}: {ended:?}");
    }
    let checked = "checking the key with one request to qwen/qwen3.5-plus";
    assert!(ended.stderr.starts_with(checked), "{ended:?}");
    assert!(
        ended.stderr.ends_with("one token\nthe key is accepted\n"),
        "{ended:?}"
    );

    let requests = service.requests();
    assert_eq!(requests.len(), 1);
    let body = requests[0].body.clone().unwrap();
    assert_eq!(
        (&body["model"], &body["enable_thinking"]),
        (&json!("qwen3.5-plus"), &json!(false))
    );
    let most = body.get("max_completion_tokens").or(body.get("max_tokens"));
    assert_eq!(most, Some(&json!(1)));
    let bearer = format!("Bearer {KEY}");
    assert_eq!(requests[0].header("authorization"), Some(bearer.as_str()));

    let key = home.config().with_extension("key");
    assert_eq!(read(&key), format!("{KEY}\n"));
    let config = read(&home.config());
    assert!(
        !config.contains(KEY) && config.contains("config.key"),
        "{config}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let modes = [&key, &home.path(".config/qwenbox")].map(|path| mode(path));
        assert_eq!(modes, [0o600, 0o700]);
    }

    let ended = home.run(&["chat", "hello"]).end().await.with(0);
    assert!(ended.stdout.contains("\"hello\""), "{ended:?}");
    assert_eq!(ended.stderr, "");
    assert_eq!(
        service.requests()[1].header("authorization"),
        Some(bearer.as_str())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_time_changes_nothing() {
    let (service, home) = (service().await, Home::new());
    let url = service.standard_base_url();
    let options = [&STANDARD[..], &["--api-key", KEY, "--base-url", &url]].concat();
    home.onboard(&options).end().await.with(0);
    let paths = [home.config(), home.config().with_extension("key")];
    let seen = || {
        let of = |path: &PathBuf| {
            let changed = std::fs::metadata(path).unwrap().modified().unwrap();
            (std::fs::read(path).unwrap(), changed)
        };
        paths.each_ref().map(of)
    };
    let before = seen();
    let ended = home.onboard(&options).end().await.with(0);
    assert!(ended.stdout.starts_with("Nothing to change: "), "{ended:?}");
    let json = [&["--json"], &options[..]].concat();
    let ended = home.onboard(&json).end().await.with(0);
    let told: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(told["changed"], false);
    assert_eq!(seen(), before);
    let folder = std::fs::read_dir(home.path(".config/qwenbox")).unwrap();
    assert_eq!(folder.count(), 2, "nothing is left behind");
}

/// Id, plan and region, the key, and what is written.
#[rustfmt::skip]
const CHOICES: &[(&str, &str, &str, &str)] = &[
    ("qwen-standard-api-key",           "qwen-standard-api-key",    KEY,        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
    ("modelstudio-standard-api-key",    "qwen-standard-api-key",    KEY,        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
    ("qwen-standard-api-key-cn",        "qwen-standard-api-key-cn", KEY,        "https://dashscope.aliyuncs.com/compatible-mode/v1"),
    ("modelstudio-standard-api-key-cn", "qwen-standard-api-key-cn", KEY,        "https://dashscope.aliyuncs.com/compatible-mode/v1"),
    ("qwen-api-key",                    "qwen-api-key",             CODING_KEY, "https://coding-intl.dashscope.aliyuncs.com/v1"),
    ("modelstudio-api-key",             "qwen-api-key",             CODING_KEY, "https://coding-intl.dashscope.aliyuncs.com/v1"),
    ("qwen-api-key-cn",                 "qwen-api-key-cn",          CODING_KEY, "https://coding.dashscope.aliyuncs.com/v1"),
    ("modelstudio-api-key-cn",          "qwen-api-key-cn",          CODING_KEY, "https://coding.dashscope.aliyuncs.com/v1"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_choice_writes_its_address() {
    for (word, id, key, url) in CHOICES {
        let home = Home::new();
        let options = [
            "--auth-choice",
            word,
            "--api-key-stdin",
            "--no-check",
            "--json",
        ];
        let ended = home.onboard(&options).input(*key).end().await.with(0);
        assert_eq!(ended.stderr, "", "{word}");
        let path = home.config();
        let told: Value = serde_json::from_str(&ended.stdout).unwrap();
        let expected = json!({
            "authChoice": id,
            "baseUrl": url,
            "model": "qwen/qwen3.5-plus",
            "checked": false,
            "config": { "path": path, "changed": true },
            "key": { "store": "file", "at": path.with_extension("key"), "changed": true },
            "changed": true,
        });
        assert_eq!(told, expected, "{word}");
        let show = home.run(&["--json", "config", "show"]).end().await.with(0);
        let shown: Value = serde_json::from_str(&show.stdout).unwrap();
        assert_eq!(shown["values"][0]["value"], *url, "{word}");
    }
}

#[test]
fn every_choice_is_in_the_guides() {
    let guides = [
        include_str!("../../docs/getting-started.md"),
        include_str!("../../docs/zh-TW/getting-started.md"),
    ];
    for (word, id, _, url) in CHOICES.iter().filter(|(word, id, ..)| word != id) {
        for guide in guides {
            let row = guide
                .lines()
                .find(|line| line.starts_with(&format!("| `{id}` |")));
            let end = format!("| `{url}` | `{word}` |");
            assert!(row.is_some_and(|row| row.ends_with(&end)), "{id}");
        }
    }
}

/// What people paste, and what is sent of it.
const PASTED: &[&str] = &[
    "KEY\n",
    "  KEY \r\n",
    "export QWEN_API_KEY=KEY\n",
    "export QWEN_API_KEY=\"KEY\"; \n",
    "QWEN_API_KEY='KEY'",
    "\"KEY\"",
    "`KEY`",
    "Bearer KEY",
    "Authorization: Bearer KEY\n",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pasted_is_cleaned() {
    for pasted in PASTED {
        let home = Home::new();
        let options = [&STANDARD[..], &["--api-key-stdin", "--no-check"]].concat();
        let run = home.onboard(&options).input(
            pasted
                .replace("KEY", KEY)
                .replace(&format!("QWEN_API_{KEY}"), "QWEN_API_KEY"),
        );
        run.end().await.with(0);
        let kept = read(&home.config().with_extension("key"));
        assert_eq!(kept, format!("{KEY}\n"), "{pasted}");
    }
}
