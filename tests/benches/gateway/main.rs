//! What `qwenbox serve` costs beside a proxy that only passes bytes on, each in a process of its own, before the same
//! upstream. It prints figures and asserts nothing.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench that cannot go on stops, and what it has to say goes to whoever runs it"
)]

mod child;
mod client;
mod proxy;
mod server;
#[path = "../overhead/upstream.rs"]
mod upstream;

use child::Child;
use client::Client;
use futures::future::join_all;
use std::time::Duration;
use tokio::runtime::Builder;
use upstream::Upstream;

/// Streams at once where processor time is measured.
const STREAMS: usize = 32;

/// Streams at once that wait.
const IDLE: usize = 1_000;

/// Requests one after the other where the time to the first token is measured.
const REQUESTS: usize = 1_000;

fn main() {
    if let Some(address) = upstream::asked_to_serve() {
        return upstream::serve(&address);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    if let Some((kind, base_url)) = child::asked_to_be() {
        return runtime.block_on(child::be(&kind, &base_url));
    }
    let upstream = Upstream::start();
    runtime.block_on(async {
        let proxy = Child::start(proxy::KIND, &upstream.base_url);
        let gateway = Child::start(server::KIND, &upstream.base_url);
        first_token(&upstream, &proxy, &gateway).await;
        for (name, prompt) in [
            ("paced at 10 ms a token", "200 10000"),
            ("unpaced", "2000 0"),
        ] {
            let passed = streams(&proxy, prompt).await;
            let served = streams(&gateway, prompt).await;
            let ratio = served.as_secs_f64() / passed.as_secs_f64();
            report(
                &format!("CPU, {STREAMS} streams {name}"),
                &format!("{ratio:.2} ×"),
                "3 ×",
            );
            println!("{:<44} proxy {passed:.2?}, gateway {served:.2?}", "");
        }
        idle(&gateway).await;
    });
}

/// The processor time that a server takes for many streams at once, connections included.
async fn streams(server: &Child, prompt: &str) -> Duration {
    let all = || {
        join_all((0..STREAMS).map(async |_| {
            let mut client = Client::connect(server.address).await;
            client.whole(prompt).await;
        }))
    };
    all().await;
    let before = server.cpu();
    for _ in 0..3 {
        all().await;
    }
    server.cpu().saturating_sub(before)
}

/// The time from a request to the first bytes of its answer: directly, through the proxy, through the gateway, in turns.
async fn first_token(upstream: &Upstream, proxy: &Child, gateway: &Child) {
    let direct = upstream.base_url.strip_prefix("http://").unwrap();
    let direct = direct.split('/').next().unwrap().parse().unwrap();
    let mut ways = Vec::new();
    for address in [direct, proxy.address, gateway.address] {
        ways.push((Client::connect(address).await, Vec::new()));
    }
    for _ in 0..REQUESTS {
        for (client, times) in &mut ways {
            times.push(client.first("1 0").await);
        }
    }
    let mut figures = ways.into_iter().map(|(_, mut times)| {
        times.sort_unstable();
        let at = |part: usize| {
            times
                .get(times.len() * part / 100)
                .copied()
                .unwrap_or_default()
        };
        (at(50), at(99))
    });
    let (bare, bare_worst) = figures.next().unwrap();
    for (name, budget, (median, worst)) in [
        ("proxy", ["none", "none"], figures.next().unwrap()),
        ("gateway", ["0.8 ms", "2 ms"], figures.next().unwrap()),
    ] {
        let added = |with: Duration, without| format!("{:.2?}", with.saturating_sub(without));
        report(
            &format!("added to the first token, {name}, p50"),
            &added(median, bare),
            budget[0],
        );
        report(
            &format!("added to the first token, {name}, p99"),
            &added(worst, bare_worst),
            budget[1],
        );
    }
}

/// What the gateway holds in memory for many streams that have begun and wait.
async fn idle(gateway: &Child) {
    let before = gateway.resident();
    let mut streams = Vec::new();
    for _ in 0..IDLE {
        let mut client = Client::connect(gateway.address).await;
        client.begin("2 600000000").await;
        streams.push(client);
    }
    let all = gateway.resident();
    let each = all.saturating_sub(before) / IDLE / 1024;
    report(
        &format!("resident memory with {IDLE} idle streams"),
        &format!("{} MB", all >> 20),
        "300 MB",
    );
    report(
        "resident memory of an idle open stream",
        &format!("{each} KB"),
        "128 KB",
    );
}

/// Prints a figure and what it may be.
fn report(name: &str, figure: &str, budget: &str) {
    println!("{name:<44} {figure:>12}   budget {budget}");
}
