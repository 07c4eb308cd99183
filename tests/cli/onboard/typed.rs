//! `onboard` on a terminal, and somebody who answers.

use super::{CODING_KEY, Home, service};
use crate::run::compiled;
use crate::terminal::Terminal;
use qwenbox_simulator::Simulator;
use qwenbox_tests::{KEY, Signal, Step, Upstream};

const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";

/// Whatever is shown, no key is: the terminal looks for [`KEY`].
fn begin(home: &Home, service: &Simulator, options: &[&str]) -> Terminal {
    compiled();
    let url = service.standard_base_url();
    let home = home.0.path().to_str().unwrap();
    let arguments = [&["onboard", "--base-url", &url], options].concat();
    Terminal::with(&arguments, &[("HOME", home), ("TERM", "xterm")])
}

#[tokio::test(flavor = "multi_thread")]
async fn from_nothing_to_an_answer_by_questions() {
    let (service, home) = (service().await, Home::new());
    let mut terminal = begin(&home, &service, &[]);
    terminal.shows("Ctrl-C leaves everything as it is").await;
    terminal.shows("Which plan is the key of?").await;
    terminal.answers("Plan [1]: ", "\r").await;
    terminal.shows("Where is the key from?").await;
    terminal.answers("Region [1]: ", "3\r").await;
    terminal.shows("a number from 1 to 2, please").await;
    terminal.answers("Region [1]: ", "Global\r").await;
    terminal
        .answers("Key (not shown): ", &format!("export QWEN_API_KEY={KEY}\r"))
        .await;
    terminal.shows("****").await;
    terminal.shows("whose answer may have one token").await;
    terminal.shows("the key is accepted").await;
    terminal.shows("   1  qwen/qwen3.5-plus").await;
    terminal.shows("recommended").await;
    terminal
        .answers("Model [qwen/qwen3.5-plus]: ", "none\r")
        .await;
    terminal
        .shows("a number or a model of the list, please")
        .await;
    terminal.answers("Model [qwen/qwen3.5-plus]: ", "2\r").await;
    terminal.shows("a file that only you may read").await;
    terminal.shows("What to type next:").await;
    assert_eq!(terminal.ends().await, Some(0));
    assert_eq!(service.requests().len(), 1);

    let ended = home.run(&["chat", "hello"]).end().await.with(0);
    assert!(ended.stdout.contains("\"hello\""), "{ended:?}");
    let body = service.requests()[1].body.clone().unwrap();
    assert_eq!(body["model"], "qwen3.6-plus");

    // The same answers again, and what was chosen before is proposed.
    let mut terminal = begin(&home, &service, &["--auth-choice", "qwen-standard-api-key"]);
    terminal
        .answers("Key (not shown): ", &format!("{KEY}\r"))
        .await;
    terminal.answers("Model [qwen/qwen3.6-plus]: ", "\r").await;
    terminal.shows("Nothing to change").await;
    assert_eq!(terminal.ends().await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_refused_is_asked_for_again() {
    let (service, home) = (service().await, Home::new());
    let mut terminal = begin(
        &home,
        &service,
        &["--auth-choice", "qwen-standard-api-key-cn"],
    );
    terminal.answers("Key (not shown): ", "\r").await;
    terminal.shows("there is no key in what was typed").await;
    terminal.answers("Key (not shown): ", "sk-wrong\r").await;
    terminal.shows("Incorrect API key").await;
    let told = format!(
        "the key was sent to {}, as --base-url says",
        service.standard_base_url()
    );
    terminal.shows(&told).await;
    assert!(home.is_untouched());
    terminal
        .answers("Key (not shown): ", &format!("{KEY}\r"))
        .await;
    terminal.answers("Model [qwen/qwen3.5-plus]: ", "\r").await;
    terminal.shows("Standard, China").await;
    assert_eq!(terminal.ends().await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_deleted_does_not_come_back() {
    let (service, home) = (service().await, Home::new());
    let options = ["--auth-choice", "qwen-standard-api-key", "--no-check"];
    let mut terminal = begin(&home, &service, &options);
    // Ctrl-U, and Ctrl-Y. The terminal looks for the key.
    let keys = format!("{KEY}\x15sk-other\r");
    terminal.answers("Key (not shown): ", &keys).await;
    terminal
        .answers("Model [qwen/qwen3.5-plus]: ", "\x19\r")
        .await;
    terminal.shows("qwenbox chat").await;
    assert_eq!(terminal.ends().await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_third_refusal_is_the_last() {
    let (service, home) = (service().await, Home::new());
    let mut terminal = begin(&home, &service, &["--auth-choice", "qwen-standard-api-key"]);
    for _ in 0..3 {
        terminal.answers("Key (not shown): ", "sk-wrong\r").await;
        terminal.shows("nothing was written").await;
    }
    assert_eq!(terminal.ends().await, Some(3));
    assert!(home.is_untouched());
    assert_eq!(service.requests().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_leaves_everything_as_it_was() {
    let service = service().await;
    let key = format!("{KEY}\r");
    let answers = [
        ("Plan [1]: ", "standard\r"),
        ("Region [1]: ", "china\r"),
        ("Key (not shown): ", key.as_str()),
        ("Model [qwen/qwen3.5-plus]: ", ""),
    ];
    for (index, (prompt, _)) in answers.iter().enumerate() {
        for leave in [CTRL_C, CTRL_D] {
            let home = Home::new();
            let mut terminal = begin(&home, &service, &[]);
            for (prompt, answer) in &answers[..index] {
                terminal.answers(prompt, answer).await;
            }
            terminal.answers(prompt, leave).await;
            assert_eq!(terminal.ends().await, Some(130), "{prompt}");
            assert!(home.is_untouched(), "{prompt}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_ends_a_check_that_lasts() {
    let (upstream, home) = (
        Upstream::always(vec![Step::Wait(Signal::default())]),
        Home::new(),
    );
    compiled();
    let folder = home.0.path().to_str().unwrap();
    let arguments = [
        "onboard",
        "--auth-choice",
        "qwen-standard-api-key",
        "--api-key",
        KEY,
    ];
    let variables = [
        ("HOME", folder),
        ("TERM", "xterm"),
        ("QWEN_BASE_URL", &upstream.base_url()),
    ];
    let mut terminal = Terminal::with(&arguments, &variables);
    terminal.shows("checking the key").await;
    upstream.until(|counts| counts.connections == 1).await;
    terminal.interrupt();
    assert_eq!(terminal.ends().await, Some(130));
    assert!(home.is_untouched());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_other_plan_is_asked_for_again_and_not_sent() {
    let (service, home) = (service().await, Home::new());
    compiled();
    let folder = home.0.path().to_str().unwrap();
    let url = service.standard_base_url();
    let variables = [("HOME", folder), ("TERM", "xterm"), ("QWEN_BASE_URL", &url)];
    let mut terminal = Terminal::with(&["onboard"], &variables);
    terminal.answers("Plan [1]: ", "\r").await;
    terminal.answers("Region [1]: ", "\r").await;
    terminal
        .answers("Key (not shown): ", &format!("{CODING_KEY}\r"))
        .await;
    terminal.shows("it is of the Coding Plan").await;
    terminal
        .shows("qwenbox onboard --auth-choice qwen-api-key;")
        .await;
    assert_eq!(service.requests().len(), 0);
    terminal
        .answers("Key (not shown): ", &format!("{KEY}\r"))
        .await;
    terminal
        .answers("Model [qwen/qwen3.5-plus]: ", CTRL_C)
        .await;
    assert_eq!(terminal.ends().await, Some(130));
    assert!(home.is_untouched());
}

#[tokio::test(flavor = "multi_thread")]
async fn with_all_options_nothing_is_asked() {
    let (service, home) = (service().await, Home::new());
    let options = [
        "--auth-choice",
        "modelstudio-api-key",
        "--api-key",
        CODING_KEY,
        "--no-check",
    ];
    let mut terminal = begin(&home, &service, &options);
    terminal.shows("Coding Plan, Global (qwen-api-key)").await;
    assert_eq!(terminal.ends().await, Some(0));
    assert_eq!(service.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_that_shows_everything_is_given_no_key() {
    let home = Home::new();
    compiled();
    let folder = home.0.path().to_str().unwrap();
    let arguments = ["onboard", "--auth-choice", "qwen-api-key"];
    let mut terminal = Terminal::with(&arguments, &[("HOME", folder), ("TERM", "dumb")]);
    terminal.shows("this terminal cannot hide a key").await;
    terminal.shows("--api-key-stdin").await;
    assert_eq!(terminal.ends().await, Some(2));
    assert!(home.is_untouched());
}
