//! When events come: as soon as they can, and no faster than they are read.

use qwenbox::chat::{Event, Request};
use qwenbox_tests::{Signal, Step, Upstream, answer, provider, read, soon};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_event_comes_before_the_upstream_sends_its_last_byte() {
    let rest = Signal::default();
    let upstream = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("first"))),
        Step::Wait(rest.clone()),
        Step::Send(answer::piece(answer::text(" second") + &answer::ending())),
        Step::Send(answer::last_piece()),
    ]);
    let provider = provider::at(&upstream.base_url());
    let mut answer = soon(provider.stream(Request::ask("hello"))).await.unwrap();
    let first = provider::next(&mut answer).await;
    assert_eq!(first, Event::Text("first".to_owned()));

    rest.fire();
    let (events, completion) = read(answer).await;
    assert_eq!(events.first(), Some(&Event::Text(" second".to_owned())));
    assert_eq!(completion.unwrap().text, "first second");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_may_come_in_any_pieces() {
    let (head, rest) = (Signal::default(), Signal::default());
    let words = answer::text("déjà vu");
    let (before, after) = words.as_bytes().split_at(words.find('é').unwrap() + 1);
    let upstream = Upstream::always(vec![
        Step::Wait(head.clone()),
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(before)),
        Step::Wait(rest.clone()),
        Step::Send(answer::piece(after)),
        Step::Send(answer::piece(answer::ending())),
        Step::Send(answer::last_piece()),
    ]);
    let provider = provider::at(&upstream.base_url());
    let (answer, ()) = tokio::join!(soon(provider.stream(Request::ask("hello"))), async {
        head.fire();
    });
    rest.fire();
    let (events, completion) = read(answer.unwrap()).await;
    assert_eq!(events.first(), Some(&Event::Text("déjà vu".to_owned())));
    assert_eq!(completion.unwrap().text, "déjà vu");
}

/// Far more than the buffers on the way hold, the system's own included.
const FRAMES: usize = 12_000;

/// How much of a frame is not words, so that the answer is large and its text small.
const PADDING: usize = 4 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_slows_the_upstream_down_and_loses_nothing() {
    let padding = format!(": {}\n", " ".repeat(PADDING));
    let mut steps = vec![Step::Send(answer::stream_head())];
    steps.extend((0..FRAMES).map(|number| {
        let words = answer::text(&format!("{number} "));
        Step::Send(answer::piece(padding.clone() + &words))
    }));
    steps.push(Step::Send(answer::piece(answer::ending())));
    steps.push(Step::Send(answer::last_piece()));
    let upstream = Upstream::always(steps);
    let provider = provider::at(&upstream.base_url());
    let answer = soon(provider.stream(Request::ask("hello"))).await.unwrap();

    let stalled = soon(no_more_is_written(&upstream)).await;
    let whole = FRAMES * PADDING;
    assert!(
        stalled < whole / 2,
        "{stalled} of {whole} bytes were taken from the upstream while nobody read"
    );
    let models = soon(provider.models()).await.unwrap();
    assert!(!models.is_empty(), "others go on");

    let (events, completion) = read(answer).await;
    let expected: Vec<_> = (0..FRAMES).map(|number| format!("{number} ")).collect();
    let expected = expected.concat();
    let text: String = events
        .iter()
        .filter_map(|event| match event {
            Event::Text(words) => Some(words.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(text, expected);
    assert_eq!(completion.unwrap().text, expected);
    assert!(upstream.counts().written > whole);
}

/// How much was written when writing stopped for a while.
async fn no_more_is_written(upstream: &Upstream) -> usize {
    let mut before = 0;
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let written = upstream.counts().written;
        if written == before && written > 0 {
            return written;
        }
        before = written;
    }
}
