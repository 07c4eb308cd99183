//! What the component is not told: the key that the host adds.
//!
//! The component's memory is looked at from outside, through the process's own map of itself: instances get their
//! memory from a pool, as a copy-on-write mapping of the component's initial memory and what it grew by behind that.
//! Around it nothing else is mapped. Words that the component must have are looked for in the same way, so that a look
//! at the wrong memory fails.
#![cfg(target_os = "linux")]

use qwenbox::chat::Request;
use qwenbox::{Error, Provider};
use qwenbox_tests::{Signal, Step, Upstream, answer, provider, read, runtime, soon};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

const SECRET: &str = "sk-Zq81-not-for-guests-5tGb";
const CONFIGURED: &str = "a-header-that-the-component-sends-77";
const WORDS: &str = "words-that-the-component-decodes-64";

/// How Wasmtime names the initial memory that its instances map.
const IMAGE: &str = "memfd:wasm-memory-image";

/// The linear memories of all instances in this process.
fn linear_memories() -> Vec<Range<u64>> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mut memories: Vec<Range<u64>> = Vec::new();
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (start, end) = words.next().unwrap().split_once('-').unwrap();
        let number = |digits| u64::from_str_radix(digits, 16).unwrap();
        let (start, end) = (number(start), number(end));
        let readable = words.next().unwrap().starts_with("rw");
        let anonymous = words.nth(3).is_none();
        match memories.last_mut() {
            _ if !readable => {}
            _ if line.contains(IMAGE) => memories.push(start..end),
            Some(last) if anonymous && last.end == start => last.end = end,
            _ => {}
        }
    }
    memories
}

/// Whether a text stands in the memory of any instance.
fn guests_hold(text: &str) -> bool {
    let mut file = File::open("/proc/self/mem").unwrap();
    linear_memories().into_iter().any(|memory| {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(memory.start)).unwrap();
        let length = memory.end - memory.start;
        // An instance of another test may end meanwhile, and its memory be unmapped.
        let _ = (&mut file).take(length).read_to_end(&mut bytes);
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    })
}

fn tenant(upstream: &Upstream) -> Provider {
    Provider::builder()
        .runtime(runtime())
        .api_key(SECRET)
        .base_url(upstream.base_url())
        .config_json(format!(r#"{{ "headers": {{ "x-tag": "{CONFIGURED}" }} }}"#))
        .build()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_never_in_the_components_memory() {
    let rest = Signal::default();
    let upstream = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text(WORDS))),
        Step::Wait(rest.clone()),
        Step::Send(answer::piece(answer::ending())),
        Step::Send(answer::last_piece()),
    ]);
    let provider = tenant(&upstream);
    let mut answer = soon(provider.stream(Request::ask("hello"))).await.unwrap();
    provider::next(&mut answer).await;
    for known in [CONFIGURED, WORDS] {
        assert!(
            guests_hold(known),
            "the look misses what must be there: {known}"
        );
    }
    assert!(!guests_hold(SECRET), "while the answer comes");

    rest.fire();
    read(answer).await.1.unwrap();
    assert!(guests_hold(CONFIGURED) && !guests_hold(SECRET), "after it");
    let sent = upstream.requests().remove(0);
    assert_eq!(
        sent.header("authorization"),
        Some(format!("Bearer {SECRET}"))
    );
    assert_eq!(sent.header("x-tag").as_deref(), Some(CONFIGURED));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_in_no_message_and_no_print() {
    let refusal = br#"{"error":{"message":"wrong key","code":"invalid_api_key"}}"#;
    let refusal = answer::http("401 Unauthorized", "application/json", refusal);
    let upstream = Upstream::always(vec![Step::Send(refusal)]);
    let provider = tenant(&upstream);
    let error: Error = soon(provider.ask("hello")).await.unwrap_err();
    let builder = Provider::builder().api_key(SECRET);
    for shown in [
        format!("{error} {error:?} {:?}", error.record()),
        format!("{provider:?} {:?}", provider.endpoint()),
        format!("{builder:?}"),
    ] {
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_of_the_configuration_does_not_replace_the_key() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let built = Provider::builder()
        .runtime(runtime())
        .api_key(SECRET)
        .base_url(upstream.base_url())
        .config_json(r#"{ "headers": { "authorization": "Bearer other" } }"#)
        .build();
    // Refused, or overruled: never sent.
    if let Ok(provider) = built
        && soon(provider.ask("hello")).await.is_ok()
    {
        let sent = upstream.requests().remove(0);
        let keys: Vec<_> = sent
            .headers()
            .into_iter()
            .filter(|(name, _)| name == "authorization")
            .map(|(_, value)| value)
            .collect();
        assert_eq!(keys, [format!("Bearer {SECRET}")]);
    }
}
