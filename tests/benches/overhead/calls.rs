//! What calls cost on an instance that runs, beside the same calls of a bare client.

use crate::upstream::Upstream;
use crate::{bare, median, provider, report_ratio};
use cpu_time::ProcessTime;
use futures::StreamExt;
use futures::future::join_all;
use qwenbox::{Provider, Runtime, chat};
use std::time::{Duration, Instant};

/// Streams at once.
const STREAMS: usize = 32;

/// The time from asking to the first token of a one-token answer, on warm connections.
pub(crate) async fn one_token(runtime: &Runtime, upstream: &Upstream) {
    let provider = provider(runtime, upstream);
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..500 {
        let begun = Instant::now();
        bare::stream(upstream, "1 0").await;
        bare.push(begun.elapsed());
        let begun = Instant::now();
        let mut answer = provider.stream(chat::Request::ask("1 0")).await.unwrap();
        answer.next().await.unwrap();
        ours.push(begun.elapsed());
        answer.completion().await.unwrap();
    }
    report_ratio(
        "one-token call, one at a time",
        median(bare),
        median(ours),
        "2 ×",
    );
}

/// CPU time a token, for streams that come as fast as they can and for paced ones.
pub(crate) async fn tokens(runtime: &Runtime, upstream: &Upstream) {
    for (name, tokens, pace_us) in [("unpaced", 4_000, 0), ("paced at 10 ms", 200, 10_000)] {
        let prompt = format!("{tokens} {pace_us}");
        let mut runs = Vec::new();
        for _ in 0..5 {
            let bare = cpu(join_all(
                (0..STREAMS).map(|_| bare::stream(upstream, &prompt)),
            ))
            .await;
            let provider = provider(runtime, upstream);
            let ours = cpu(join_all((0..STREAMS).map(|_| stream(&provider, &prompt)))).await;
            runs.push((bare, ours));
        }
        let (bare, ours) = middle(runs);
        let each = |time: Duration| time / u32::try_from(STREAMS * tokens).unwrap();
        report_ratio(
            &format!("CPU a token, {STREAMS} streams {name}"),
            each(bare),
            each(ours),
            "2 ×",
        );
    }
}

async fn stream(provider: &Provider, prompt: &str) -> String {
    let mut answer = provider.stream(chat::Request::ask(prompt)).await.unwrap();
    let mut text = String::new();
    while let Some(event) = answer.next().await {
        if let chat::Event::Text(token) = event {
            text.push_str(&token);
        }
    }
    assert_eq!(answer.completion().await.unwrap().text, text);
    text
}

async fn cpu<T>(work: impl Future<Output = T>) -> Duration {
    let begun = ProcessTime::now();
    work.await;
    begun.elapsed()
}

/// The run whose ratio is the middle one.
fn middle(mut runs: Vec<(Duration, Duration)>) -> (Duration, Duration) {
    let ratio = |(bare, ours): &(Duration, Duration)| ours.as_secs_f64() / bare.as_secs_f64();
    runs.sort_by(|one, other| ratio(one).total_cmp(&ratio(other)));
    *runs.get(runs.len() / 2).unwrap()
}
