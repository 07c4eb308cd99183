//! What an open stream holds while its model is silent.

use crate::upstream::Upstream;
use crate::{provider, report};
use futures::StreamExt;
use futures::future::join_all;
use qwenbox::{ChatStream, Provider, Runtime, chat};

/// Streams at once.
const STREAMS: usize = 256;

/// One token, and the next after the bench.
const SILENT: &str = "2 600000000";

/// The resident memory of each of many streams of one instance that have begun and wait.
pub(crate) async fn idle_streams(runtime: &Runtime, upstream: &Upstream) {
    let provider = provider(runtime, upstream);
    let first = open(&provider).await;
    let Some(before) = resident() else { return };
    let streams = join_all((0..STREAMS).map(|_| open(&provider))).await;
    let Some(after) = resident() else { return };
    let each = after.saturating_sub(before) / STREAMS;
    report(
        "resident memory of an idle open stream",
        &format!("{} KB", each / 1024),
        "128 KB",
    );
    drop((first, streams));
}

/// A stream whose first token has come.
async fn open(provider: &Provider) -> ChatStream {
    let mut answer = provider.stream(chat::Request::ask(SILENT)).await.unwrap();
    answer.next().await.unwrap();
    answer
}

/// What this process holds in memory, in bytes; `None` where the system does not tell.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: usize = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}
