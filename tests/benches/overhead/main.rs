//! What the sandbox costs: every figure beside that of a bare hyper and serde loop in the same run, as a ratio.
//!
//! `cargo bench -p qwenbox-tests --bench overhead`. The upstream is a process of its own, so the CPU time is the
//! client's alone. Figures move with the machine; ratios less.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and stops when something fails"
)]

mod bare;
mod upstream;

use cpu_time::ProcessTime;
use futures::StreamExt;
use futures::future::join_all;
use qwenbox::{Limits, Provider, Runtime, chat};
use std::time::{Duration, Instant};
use upstream::Upstream;

/// Streams at once.
const STREAMS: usize = 32;

fn main() {
    if let Some(address) = upstream::asked_to_serve() {
        return upstream::serve(&address);
    }
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    tokio.block_on(async {
        let upstream = Upstream::start();
        let runtime = load();
        instances(&runtime, &upstream).await;
        tokens(&runtime, &upstream).await;
        one_token_calls(&runtime, &upstream).await;
    });
}

/// Loading compiled code.
fn load() -> Runtime {
    Runtime::new(Limits::default()).unwrap();
    let begun = Instant::now();
    let runtime = Runtime::new(Limits::default()).unwrap();
    println!("load of cached code          {:>10.2?}", begun.elapsed());
    println!(
        "size of qwen.wasm            {:>10} bytes",
        qwenbox::component().len()
    );
    runtime
}

fn provider(runtime: &Runtime, upstream: &Upstream) -> Provider {
    Provider::builder()
        .runtime(runtime.clone())
        .api_key("sk-bench")
        .base_url(&upstream.base_url)
        .build()
        .unwrap()
}

/// Making an instance, and the first call in it.
async fn instances(runtime: &Runtime, upstream: &Upstream) {
    let mut made = Vec::new();
    for _ in 0..50 {
        let provider = provider(runtime, upstream);
        provider.default_model().await.unwrap();
        made.push(provider.instance_time().unwrap());
    }
    println!("instance creation            {:>10.2?}", median(made));
}

/// CPU time a token, for streams that come as fast as they can and for paced ones.
async fn tokens(runtime: &Runtime, upstream: &Upstream) {
    for (name, tokens, pace_us) in [("unpaced", 4_000, 0), ("paced at 10 ms", 200, 10_000)] {
        let prompt = format!("{tokens} {pace_us}");
        let mut ratios = Vec::new();
        for _ in 0..5 {
            let bare = cpu(join_all(
                (0..STREAMS).map(|_| bare::stream(upstream, &prompt)),
            ))
            .await;
            let provider = provider(runtime, upstream);
            let ours = cpu(join_all((0..STREAMS).map(|_| stream(&provider, &prompt)))).await;
            ratios.push((ours.as_secs_f64() / bare.as_secs_f64(), bare, ours));
        }
        let (ratio, bare, ours) = middle(ratios);
        let each = |time: Duration| time / u32::try_from(STREAMS * tokens).unwrap();
        println!(
            "CPU a token, {STREAMS} × {name:<14} bare {:>8.2?}  qwenbox {:>8.2?}  ratio {ratio:.2}",
            each(bare),
            each(ours)
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

/// The time from asking to the first token of a one-token answer, on warm connections.
async fn one_token_calls(runtime: &Runtime, upstream: &Upstream) {
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
    let (bare, ours) = (median(bare), median(ours));
    println!(
        "first token, one at a time   bare {bare:>8.2?}  qwenbox {ours:>8.2?}  ratio {:.2}  added {:.2?}",
        ours.as_secs_f64() / bare.as_secs_f64(),
        ours.saturating_sub(bare)
    );
}

async fn cpu<T>(work: impl Future<Output = T>) -> Duration {
    let begun = ProcessTime::now();
    work.await;
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn middle(mut runs: Vec<(f64, Duration, Duration)>) -> (f64, Duration, Duration) {
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    *runs.get(runs.len() / 2).unwrap()
}
