//! Where the prompt comes from.

use crate::run::asking;
use qwenbox_tests::{Upstream, answer};

#[tokio::test(flavor = "multi_thread")]
async fn the_prompt_is_the_argument_what_is_piped_in_or_both() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    for (argument, input, prompt) in [
        (Some("asked"), None, "asked"),
        (Some("-"), Some("piped\n"), "piped"),
        (None, Some("piped\ntwice\n"), "piped\ntwice"),
        (Some("asked"), Some("piped\n"), "asked\n\npiped"),
        (Some("asked"), Some(""), "asked"),
        (Some("\u{e9} \"\\ \u{1f980}"), None, "\u{e9} \"\\ \u{1f980}"),
    ] {
        let arguments: Vec<_> = ["chat"].into_iter().chain(argument).collect();
        let mut run = asking(&upstream, &arguments);
        if let Some(input) = input {
            run = run.input(input);
        }
        run.end().await.said_only("hi\n");
        assert_eq!(upstream.requests().pop().unwrap().prompt(), prompt);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_longer_than_any_pipe_arrives_whole() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let input = "0123456789abcdef".repeat(20_000);
    let run = asking(&upstream, &["chat", "-"]).input(input.as_str());
    run.end().await.said_only("hi\n");
    assert_eq!(upstream.requests()[0].prompt(), input);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_prompt_nothing_is_sent() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    for (arguments, input, message) in [
        (&["chat"][..], None, "there is no prompt"),
        (&["chat"], Some("  \n"), "the prompt is empty"),
        (&["chat", "-"], Some(""), "the prompt is empty"),
        (&["chat", " "], None, "the prompt is empty"),
    ] {
        let mut run = asking(&upstream, arguments);
        if let Some(input) = input {
            run = run.input(input);
        }
        let ended = run.end().await.with(2);
        assert_eq!(ended.stdout, "");
        assert!(ended.stderr.contains(message), "{ended:?}");
        assert!(ended.stderr.contains("hint:"), "{ended:?}");
    }
    let run = asking(&upstream, &["chat"]).input(b"a\xffb".as_slice());
    let ended = run.end().await.with(2);
    assert!(ended.stderr.contains("byte 1 is not part"), "{ended:?}");
    assert_eq!(upstream.counts().connections, 0);
}
