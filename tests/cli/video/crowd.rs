//! Many jobs that are waited for by one process.

use super::desk::Desk;
use futures::StreamExt;
use qwenbox_simulator::VideoOptions;
use std::time::Duration;

/// Jobs at once.
const JOBS: usize = 200;

/// How long they are watched.
const WATCHED: Duration = Duration::from_secs(12);

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
    let before = desk.simulator.requests().len();
    let mut run = desk.qwenbox(&["--json", "video", "wait"]).start();
    run.prints("\"polled\"").await;
    tokio::time::sleep(WATCHED).await;
    #[cfg(target_os = "linux")]
    {
        let kilobytes = run.most_memory();
        assert!(kilobytes < MOST_KB, "{kilobytes} KB");
    }
    run.interrupt();
    let ended = run.end().await.with(130);
    // The simulator refuses the 21st look of a second, and the library would tell of it.
    assert!(!ended.stdout.contains("\"retry\""), "{}", ended.stdout);
    let looks = desk.simulator.requests().len() - before;
    let most = usize::try_from(WATCHED.as_secs() + 2).unwrap() * 20;
    assert!((JOBS..most).contains(&looks), "{looks} looks");
}
