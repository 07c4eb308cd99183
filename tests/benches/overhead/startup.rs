//! What comes before the first call: the size, loading, and making an instance.

use crate::upstream::Upstream;
use crate::{median, provider, report};
use qwenbox::{Limits, Runtime};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The size, and loading compiled code with the engine that runs it.
pub(crate) fn load() -> Runtime {
    let size = qwenbox::component().len();
    report("size of qwen.wasm", &format!("{size} B"), "500000 B");
    let runtime = load_once();
    let times = (0..30).map(|_| timed(load_once).0).collect();
    report(
        "load of cached code, engine included",
        &format!("{:.2?}", median(times)),
        "1 ms",
    );
    runtime
}

fn load_once() -> Runtime {
    let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("code");
    Runtime::with_component(qwenbox::component(), Limits::default(), Some(cache)).unwrap()
}

/// Making an instance, and the first call with all that it makes: both where no instance was before, and where one has
/// just ended.
pub(crate) async fn instances(runtime: &Runtime, upstream: &Upstream) {
    for (name, kept) in [("fresh", true), ("reused", false)] {
        let mut held = Vec::new();
        let (mut made, mut called) = (Vec::new(), Vec::new());
        for _ in 0..60 {
            let provider = provider(runtime, upstream);
            let begun = Instant::now();
            provider.default_model().await.unwrap();
            called.push(begun.elapsed());
            made.push(provider.instance_time().unwrap());
            if kept {
                held.push(provider);
            }
        }
        let figure = |times| format!("{:.2?}", median(times));
        report(
            &format!("instance creation, {name} memory"),
            &figure(made),
            "20 µs",
        );
        report(
            &format!("instance and first call, {name} memory"),
            &figure(called),
            "none",
        );
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let done = work();
    (begun.elapsed(), done)
}
