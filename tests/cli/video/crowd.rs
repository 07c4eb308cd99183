//! Many jobs that are waited for by one process.

use super::desk::Desk;
use futures::StreamExt;
use qwenbox_simulator::VideoOptions;
use std::time::{Duration, Instant};

/// Jobs at once.
const JOBS: usize = 200;

/// The most memory, in KB: all of the process, the component's included.
#[cfg(target_os = "linux")]
const MOST_KB: u64 = 100_000;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_jobs_keep_to_the_accounts_limit() {
    let options = VideoOptions {
        submits_per_second: None,
        running_tasks: Some(0),
        ..VideoOptions::unpaced()
    };
    let desk = Desk::open(options).await;
    futures::stream::iter(0..JOBS)
        .for_each_concurrent(8, |number| {
            let prompt = format!("boat number {number}");
            let run = desk.qwenbox(&["video", "generate", "--detach", &prompt]);
            async move { drop(run.end().await.with(0)) }
        })
        .await;
    assert_eq!(desk.simulator.tasks().len(), JOBS);
    let mut run = desk.qwenbox(&["--json", "video", "wait"]).start();
    run.prints("\"polled\"").await;
    let first = Instant::now();
    // Each job is looked at, however slow the machine is.
    while desk.looks() < JOBS {
        run.prints_more().await;
    }
    let took = first.elapsed();
    #[cfg(target_os = "linux")]
    {
        let kilobytes = run.most_memory();
        assert!(kilobytes < MOST_KB, "{kilobytes} KB");
    }
    run.interrupt();
    let ended = run.end().await.with(130);
    // The simulator refuses the 21st look of a second, and the library would tell of it.
    assert!(!ended.stdout.contains("\"retry\""), "{}", ended.stdout);
    // A few may have been on their way before the first was told.
    let fewest = Duration::from_secs((JOBS / 20 - 1) as u64);
    assert!(took >= fewest, "{JOBS} looks in {took:?}");
}
