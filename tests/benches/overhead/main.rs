//! What the sandbox costs: every figure beside its budget, and where it can be, as a ratio to a bare hyper and serde loop
//! in the same run.
//!
//! `cargo bench -p qwenbox-tests --bench overhead`. The upstream is a process of its own, so time and memory are the
//! client's alone. Figures move with the machine; ratios less.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and stops when something fails"
)]

mod bare;
mod calls;
mod memory;
mod startup;
mod upstream;

use qwenbox::{Provider, Runtime};
use std::time::Duration;
use tokio::runtime::Builder;
use upstream::Upstream;

fn main() {
    if let Some(address) = upstream::asked_to_serve() {
        return upstream::serve(&address);
    }
    let upstream = Upstream::start();
    let runtime = startup::load();
    // One thread, as in the command line: with more, what is timed is also how threads wake each other.
    let one_thread = Builder::new_current_thread().enable_all().build().unwrap();
    one_thread.block_on(startup::instances(&runtime, &upstream));
    let threads = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    threads.block_on(async {
        memory::idle_streams(&runtime, &upstream).await;
        calls::one_token(&runtime, &upstream).await;
        calls::tokens(&runtime, &upstream).await;
    });
}

fn provider(runtime: &Runtime, upstream: &Upstream) -> Provider {
    Provider::builder()
        .runtime(runtime.clone())
        .api_key("sk-bench")
        .base_url(&upstream.base_url)
        .build()
        .unwrap()
}

/// Prints a figure and what it may be.
fn report(name: &str, figure: &str, budget: &str) {
    println!("{name:<44} {figure:>12}   budget {budget}");
}

/// Prints two times of the same work and how many times the bare one fits into ours.
fn report_ratio(name: &str, bare: Duration, ours: Duration, budget: &str) {
    let ratio = ours.as_secs_f64() / bare.as_secs_f64();
    report(name, &format!("{ratio:.2} ×"), budget);
    println!("{:<44} bare {bare:.2?}, qwenbox {ours:.2?}", "");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
