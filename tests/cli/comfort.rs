//! What makes it easy: a welcome, near names, colours where they are wanted, and one's own language.

use crate::run::{asking, qwenbox};
use qwenbox_tests::{Signal, Step, Upstream, answer};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn the_name_alone_says_what_this_is() {
    let ended = qwenbox(&[]).end().await.with(0);
    assert_eq!(ended.stderr, "");
    for words in ["qwenbox demo", "qwenbox onboard", "qwenbox chat", "--help"] {
        assert!(ended.stdout.contains(words), "{words}: {ended:?}");
    }
    assert!(ended.stdout.lines().count() < 10, "it is short");
    // Options without a command are wrong usage, as ever.
    let ended = qwenbox(&["--json"]).end().await.with(2);
    let document: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(document["error"]["kind"], "invalid-request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_names_what_was_probably_meant() {
    for (name, arguments, meant) in [
        ("a command", &["modles", "list"][..], "'models'"),
        ("an inner command", &["models", "lst"], "'list'"),
        (
            "an option",
            &["chat", "--thinkin", "low", "x"],
            "'--thinking'",
        ),
        (
            "a value",
            &["--plan", "codin", "models", "list"],
            "'coding'",
        ),
        (
            "a model",
            &["models", "show", "qwen3.5-pluss"],
            "qwen3.5-plus",
        ),
        (
            "a provider",
            &["models", "list", "--provider", "qwne"],
            "--provider qwen?",
        ),
    ] {
        let ended = qwenbox(arguments).end().await;
        assert!(ended.stderr.contains(meant), "{name}: {ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn colour_is_where_it_is_wanted() {
    const ON: bool = true;
    for (name, variables, flag, coloured) in [
        ("a pipe", &[][..], None, false),
        ("a pipe, and always", &[], Some("always"), ON),
        ("a pipe, and never", &[], Some("never"), false),
        ("a pipe, and auto", &[], Some("auto"), false),
        ("forced", &[("CLICOLOR_FORCE", "1")], None, ON),
        ("forced by 0", &[("CLICOLOR_FORCE", "0")], None, false),
        (
            "forced, and never",
            &[("CLICOLOR_FORCE", "1")],
            Some("never"),
            false,
        ),
        (
            "forced, and not wanted",
            &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
            None,
            false,
        ),
        (
            "not wanted, and always",
            &[("NO_COLOR", "1")],
            Some("always"),
            ON,
        ),
    ] {
        // An error of ours, the parser's, and a help text.
        for arguments in [
            &["models", "show", "nothing"][..],
            &["modles"],
            &["models", "--help"],
        ] {
            let flag: Vec<_> = flag
                .into_iter()
                .flat_map(|when| ["--color", when])
                .collect();
            let mut run = qwenbox(&[&flag[..], arguments].concat());
            for (variable, value) in variables {
                run = run.variable(variable, value);
            }
            let ended = run.end().await;
            let text = [ended.stdout.as_str(), &ended.stderr].concat();
            assert!(!text.is_empty());
            assert_eq!(
                text.contains('\x1b'),
                coloured,
                "{name}, {arguments:?}: {text:?}"
            );
        }
    }
}

fn refusing() -> Upstream {
    let body =
        json!({ "error": { "message": "Incorrect API key provided.", "code": "invalid_api_key" } });
    let answer = answer::http(
        "401 Unauthorized",
        "application/json",
        body.to_string().as_bytes(),
    );
    Upstream::always(vec![Step::Send(answer)])
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_told_in_the_language_of_the_locale() {
    let upstream = refusing();
    for (variables, begins, hint) in [
        (&[][..], "error: ", "hint: "),
        (&[("LANG", "en_US.UTF-8")], "error: ", "hint: "),
        (&[("LANG", "zh_TW.UTF-8")], "錯誤", "同一區域的金鑰"),
        (&[("LANG", "zh_HK.UTF-8")], "錯誤", "同一區域的金鑰"),
        (&[("LANG", "zh_CN.UTF-8")], "错误", "同一地域的密钥"),
        (
            &[("LC_MESSAGES", "zh_CN"), ("LANG", "zh_TW.UTF-8")],
            "错误",
            "同一地域的密钥",
        ),
        (
            &[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")],
            "error: ",
            "hint: ",
        ),
    ] {
        let mut run = asking(&upstream, &["chat", "hello"]);
        let mut json = asking(&upstream, &["--json", "chat", "hello"]);
        for (variable, value) in variables {
            run = run.variable(variable, value);
            json = json.variable(variable, value);
        }
        let ended = run.end().await.with(3);
        assert!(ended.stderr.starts_with(begins), "{variables:?}: {ended:?}");
        assert!(ended.stderr.contains(hint), "{variables:?}: {ended:?}");
        // The provider's own words are passed on.
        assert!(
            ended.stderr.contains("Incorrect API key provided."),
            "{ended:?}"
        );
        // Programs read one language.
        let ended = json.end().await.with(3);
        let document: Value = serde_json::from_str(&ended.stdout).unwrap();
        let hint = document["error"]["hint"].as_str().unwrap();
        assert!(hint.is_ascii(), "{variables:?}: {hint}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_on_a_terminal_is_told_what_for() {
    use crate::terminal::Terminal;
    crate::run::compiled();
    let state = tempfile::tempdir().unwrap();
    let state = state.path().to_str().unwrap();
    for (arguments, told) in [
        (&["chat", "hello"][..], "waiting for the answer"),
        (&["chat", "--no-stream", "hello"], "waiting for the answer"),
        (&["describe", "https://h.test/cat.png"], "looking at it"),
        (&["doctor", "--live"], "looking around"),
    ] {
        let signal = Signal::default();
        let wait = signal.clone();
        let upstream = Upstream::start(move |request| {
            let answered = answer::good(request, "a cat");
            [vec![Step::Wait(wait.clone())], answered].concat()
        });
        let mut terminal = Terminal::start(&upstream, state, arguments);
        // It shows after a second, and goes when the answer comes.
        terminal.shows(told).await;
        signal.fire();
        assert_eq!(terminal.ends().await, Some(0), "{arguments:?}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_thinks_unseen_is_said_to_think() {
    use crate::terminal::Terminal;
    crate::run::compiled();
    let state = tempfile::tempdir().unwrap();
    let signal = Signal::default();
    let upstream = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::reasoning("hm"))),
        // Whatever is shown before a second has passed is shown to nobody.
        Step::Pause(std::time::Duration::from_millis(1_100)),
        Step::Send(answer::piece(answer::reasoning("hm"))),
        Step::Wait(signal.clone()),
        Step::Send(answer::piece(answer::text("so it is"))),
        Step::Send(answer::piece(answer::ending())),
        Step::Send(answer::last_piece()),
    ]);
    let state = state.path().to_str().unwrap();
    let mut terminal = Terminal::start(&upstream, state, &["chat", "hello"]);
    terminal.shows("thinking").await;
    signal.fire();
    terminal.shows("so it is").await;
    assert_eq!(terminal.ends().await, Some(0));
}
