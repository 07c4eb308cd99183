//! An answer is the same however its bytes are cut, and the memory that reading it takes does not grow with its length.

use qwenbox::Limits;
use qwenbox::chat::{Completion, Event, Request};
use qwenbox::types::Usage;
use qwenbox_tests::{Step, Upstream, answer, provider, read, soon};

/// In a stream of the usual kind.
const CHUNKS: usize = 100_000;

/// Less than a third of what such a stream has on the wire, and more than an idle instance takes.
const MEMORY: usize = 8 << 20;

/// What a script of pieces gives, with texts that follow each other as one.
async fn answered(pieces: Vec<Vec<u8>>, limits: Limits) -> (Vec<Event>, Completion) {
    let mut steps = vec![Step::Send(answer::stream_head())];
    steps.extend(
        pieces
            .into_iter()
            .map(|piece| Step::Send(answer::piece(piece))),
    );
    steps.push(Step::Send(answer::last_piece()));
    let upstream = Upstream::always(steps);
    let provider = qwenbox::Provider::builder()
        .runtime(provider::altered(qwenbox::component(), limits))
        .api_key(provider::KEY)
        .base_url(upstream.base_url())
        .build()
        .unwrap();
    let answer = soon(provider.stream(Request::ask("hello"))).await.unwrap();
    let (events, completion) = read(answer).await;
    (joined(events), completion.unwrap())
}

fn joined(events: Vec<Event>) -> Vec<Event> {
    let mut joined: Vec<Event> = Vec::new();
    for event in events {
        match (joined.last_mut(), event) {
            (Some(Event::Text(all)), Event::Text(more))
            | (Some(Event::Reasoning(all)), Event::Reasoning(more)) => all.push_str(&more),
            (_, event) => joined.push(event),
        }
    }
    joined
}

fn frames(words: impl Iterator<Item = String>) -> Vec<String> {
    let thought = std::iter::once(answer::reasoning("Hm, déjà vu. "));
    let said = words.map(|words| answer::text(&words));
    thought.chain(said).chain([answer::ending()]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_in_single_bytes_is_the_same_answer() {
    let wire = frames(["Bon", "jour, ", "日本 🙂"].map(String::from).into_iter()).concat();
    let whole = answered(vec![wire.clone().into_bytes()], Limits::default()).await;
    let bytes = wire.bytes().map(|byte| vec![byte]).collect();
    assert_eq!(answered(bytes, Limits::default()).await, whole);
    assert_eq!(whole.1.text, "Bonjour, 日本 🙂");
    assert_eq!(whole.1.reasoning, "Hm, déjà vu. ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_stream_takes_no_more_memory_than_a_short_one() {
    let words = || (0..CHUNKS).map(|number| format!("{number} "));
    let frames = frames(words());
    let wire: usize = frames.iter().map(String::len).sum();
    assert!(wire > 2 * MEMORY, "{wire} bytes on the wire");
    let mut limits = Limits::default();
    limits.memory_bytes = MEMORY;
    let pieces = frames.chunks(64).map(|frames| frames.concat().into_bytes());
    let (events, completion) = answered(pieces.collect(), limits).await;

    let expected: String = words().collect();
    assert_eq!(completion.text, expected);
    assert_eq!(events.len(), 3, "reasoning, text and usage");
    let usage = completion.usage.unwrap();
    assert!(matches!(
        usage,
        Usage {
            input_tokens: 3,
            output_tokens: 5,
            ..
        }
    ));
}
