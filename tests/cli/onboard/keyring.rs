//! The keyring: a program of ours stands in for the system's, so that no real one is touched.
#![cfg(unix)]

use super::{Home, STANDARD, read};
use crate::run::Qwenbox;
use crate::terminal::Terminal;
use qwenbox_tests::KEY;
use serde_json::Value;
use std::process::Command;

/// Keeps one key in a file.
const KEEPS: &str = "#!/bin/sh
case $1 in store) cat > \"$HOME/kept\";; lookup) cat \"$HOME/kept\";; esac
";

impl Home {
    /// With this program for a keyring.
    fn with_keyring(self, script: &str) -> Self {
        let path = self.path("bin/secret-tool");
        std::fs::create_dir(self.path("bin")).unwrap();
        // Not by this process: a test that starts a program meanwhile would hold the file open, and it could not run.
        let write = "printf '%s' \"$1\" > \"$0\" && chmod 755 \"$0\"";
        let mut shell = Command::new("sh");
        let written = shell.args(["-c", write]).arg(&path).arg(script).status();
        assert!(written.unwrap().success());
        self
    }

    /// The binary in a session with that keyring.
    fn in_session(&self, run: Qwenbox) -> Qwenbox {
        let path = format!("{}:/usr/bin:/bin", self.path("bin").display());
        run.variable("PATH", &path)
            .variable("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    }
}

const UNCHECKED: [&str; 4] = [
    "--auth-choice",
    "qwen-standard-api-key",
    "--api-key-stdin",
    "--no-check",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_key_goes_to_the_keyring_and_is_found_there() {
    let home = Home::new().with_keyring(KEEPS);
    let run = home.in_session(home.onboard(&UNCHECKED)).input(KEY);
    let ended = run.end().await.with(0);
    assert!(
        ended
            .stdout
            .contains("the keyring of this system, under the name qwen"),
        "{ended:?}"
    );
    assert_eq!(read(&home.path("kept")), KEY);
    assert!(!home.config().with_extension("key").exists());
    let config = read(&home.config());
    assert!(
        config.contains("apiKey: { id: \"qwen\", source: \"keyring\" }"),
        "{config}"
    );

    let show = home.in_session(home.run(&["config", "show", "--origin"]));
    let ended = show.end().await.with(0);
    assert!(
        ended.stdout.contains("models.providers.qwen.apiKey   sk-…"),
        "{ended:?}"
    );

    let options = [&["--json"], &UNCHECKED[..]].concat();
    let run = home.in_session(home.onboard(&options)).input(KEY);
    let told: Value = serde_json::from_str(&run.end().await.with(0).stdout).unwrap();
    assert_eq!(told["changed"], false);
    assert_eq!(told["key"]["store"], "keyring");

    // Another file has a key of its own.
    let other = home.path(".config/qwenbox/work.json5");
    let named = [&["--config", other.to_str().unwrap()], &UNCHECKED[..]].concat();
    let run = home.in_session(home.onboard(&named)).input(KEY);
    let ended = run.end().await.with(0);
    let name = format!("under the name {}", other.display());
    assert!(ended.stdout.contains(&name), "{ended:?}");

    // So has the user's own in another place, whatever the path looks like.
    let folder = home.path("elsewhere");
    let run = home.in_session(home.onboard(&UNCHECKED)).input(KEY);
    let run = run.variable("XDG_CONFIG_HOME", folder.to_str().unwrap());
    let ended = run.end().await.with(0);
    let name = format!("under the name {}/qwenbox/config.json5", folder.display());
    assert!(ended.stdout.contains(&name), "{ended:?}");
    let named = [
        &["--config", ".config/qwenbox/config.json5"],
        &UNCHECKED[..],
    ]
    .concat();
    let run = home.in_session(home.onboard(&named)).input(KEY);
    let ended = run.end().await.with(0);
    assert!(ended.stdout.contains("Nothing to change"), "{ended:?}");

    // Another key takes its place.
    let run = home.in_session(home.onboard(&UNCHECKED)).input("sk-new");
    run.end().await.with(0);
    assert_eq!(read(&home.path("kept")), "sk-new");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_that_works_the_key_goes_to_a_file() {
    let home = Home::new().with_keyring("#!/bin/sh\nexit 1\n");
    let run = home.in_session(home.onboard(&UNCHECKED)).input(KEY);
    let ended = run.end().await.with(0);
    let told = "warning: the keyring cannot be used: secret-tool ended with exit status: 1; the key goes to a file\n";
    assert_eq!(ended.stderr, told);
    assert_eq!(
        read(&home.config().with_extension("key")),
        format!("{KEY}\n")
    );

    let home = Home::new().with_keyring("#!/bin/sh\nexit 1\n");
    let options = [&UNCHECKED[..], &["--key-store", "keyring"]].concat();
    let run = home.in_session(home.onboard(&options)).input(KEY);
    run.end().await.with(1);
    assert!(!home.config().exists(), "both or none");
}

/// A keyring in which the configuration's place is taken while the key is kept.
const TAKES_THE_PLACE: &str = "#!/bin/sh
case $1 in
store) cat > \"$HOME/kept\"; mkdir -p \"$HOME/.config/qwenbox/config.json5\";;
lookup) cat \"$HOME/kept\";;
clear) rm \"$HOME/kept\";;
esac
";

#[tokio::test(flavor = "multi_thread")]
async fn without_its_configuration_a_key_is_taken_out_of_the_keyring() {
    for before in [None, Some("sk-old")] {
        let home = Home::new().with_keyring(TAKES_THE_PLACE);
        if let Some(key) = before {
            std::fs::write(home.path("kept"), key).unwrap();
        }
        let run = home.in_session(home.onboard(&UNCHECKED)).input(KEY);
        let ended = run.end().await.with(1);
        assert!(ended.stderr.contains("error: writing"), "{ended:?}");
        assert!(ended.stderr.contains("nothing was changed"), "{ended:?}");
        let kept = std::fs::read_to_string(home.path("kept")).ok();
        assert_eq!(kept.as_deref(), before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_key_leaves_behind_that_moves_is_removed_or_named() {
    let home = Home::new().with_keyring(KEEPS);
    let onboard = async |store: &str| {
        let options = [&UNCHECKED[..], &["--key-store", store]].concat();
        let run = home.in_session(home.onboard(&options)).input(KEY);
        run.end().await.with(0).stderr
    };
    let key = home.config().with_extension("key");
    assert_eq!(onboard("file").await, "");
    assert!(key.exists());
    let told = format!(
        "{} was removed: the key is in the keyring now\n",
        key.display()
    );
    assert_eq!(onboard("keyring").await, told);
    assert!(!key.exists());
    assert_eq!(onboard("keyring").await, "");
    let told = "the keyring still holds the key named qwen; secret-tool clear application qwenbox key \"qwen\" removes it\n";
    assert_eq!(onboard("file").await, told);

    let other = home.path("mine.txt");
    std::fs::write(&other, "sk-mine").unwrap();
    let config = read(&home.config()).replace("config.key", "~/mine.txt");
    std::fs::write(home.config(), config).unwrap();
    std::fs::remove_file(&key).unwrap();
    let told = format!(
        "{} still holds a key; delete it if nothing else needs it\n",
        other.display()
    );
    assert_eq!(onboard("file").await, told);
    assert_eq!(read(&other), "sk-mine");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyring_that_keeps_somebody_waiting_is_named() {
    // The terminal is seen to end when this program has, too.
    let home = Home::new().with_keyring("#!/bin/sh\nexec sleep 5\n");
    crate::run::compiled();
    let path = format!("{}:/usr/bin:/bin", home.path("bin").display());
    let variables = [
        ("HOME", home.0.path().to_str().unwrap()),
        ("TERM", "xterm"),
        ("PATH", &path),
        ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere"),
    ];
    let arguments = [&["onboard", "--no-check", "--api-key", KEY], &STANDARD[..]].concat();
    let mut terminal = Terminal::with(&arguments, &variables);
    terminal.shows("waiting for the keyring").await;
    terminal.interrupt();
    assert_eq!(terminal.ends().await, Some(130));
    assert!(!home.config().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_may_be_asked_for() {
    let home = Home::new().with_keyring(KEEPS);
    let options = [&UNCHECKED[..], &["--key-store", "file"]].concat();
    home.in_session(home.onboard(&options))
        .input(KEY)
        .end()
        .await
        .with(0);
    assert!(!home.path("kept").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_gone_from_the_keyring_is_told() {
    let reference =
        "{ models: { providers: { qwen: { apiKey: { source: 'keyring', id: 'qwen' } } } } }";
    let home = Home::new()
        .with_config(reference)
        .with_keyring("#!/bin/sh\nexit 1\n");
    let run = home.in_session(home.run(&["chat", "hello"]));
    let ended = run.end().await.with(2);
    for words in [
        "config.json5:1",
        "secret-tool ended with exit status: 1",
        "qwenbox onboard",
    ] {
        assert!(ended.stderr.contains(words), "{words}: {ended:?}");
    }
    // Whoever sets it up anew is not held up by that.
    let options = [&STANDARD[..], &["--api-key-stdin", "--no-check"]].concat();
    home.onboard(&options).input(KEY).end().await.with(0);
}
