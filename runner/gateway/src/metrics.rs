//! What is counted, as Prometheus reads it. Labels are routes, statuses and words of this program: nothing that a client
//! could make many of.

mod histogram;

use crate::refusal::Refusal;
use crate::route::{ALL, Route};
use histogram::Histogram;
use qwenbox::door::Counted;
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Everything that is counted.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    ended: Mutex<BTreeMap<(Route, u16), u64>>,
    refused: Mutex<BTreeMap<&'static str, u64>>,
    in_flight: AtomicU64,
    connections: AtomicU64,
    sent_bytes: AtomicU64,
    cut: AtomicU64,
    whole: [Histogram; ALL.len()],
    first: [Histogram; ALL.len()],
}

/// A request that has ended.
pub(crate) struct Ended {
    pub(crate) route: Route,
    pub(crate) status: u16,
    pub(crate) bytes: u64,
    pub(crate) took: Duration,
    /// Until the answer's first bytes.
    pub(crate) first: Option<Duration>,
    /// Whether the answer broke off, whoever broke it.
    pub(crate) is_cut: bool,
}

impl Metrics {
    /// A request begins.
    pub(crate) fn begin(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    /// A request has ended.
    pub(crate) fn end(&self, ended: &Ended) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        *locked(&self.ended)
            .entry((ended.route, ended.status))
            .or_default() += 1;
        self.sent_bytes.fetch_add(ended.bytes, Ordering::Relaxed);
        self.cut
            .fetch_add(u64::from(ended.is_cut), Ordering::Relaxed);
        let of_route = ALL.iter().position(|(route, _)| *route == ended.route);
        let Some(place) = of_route else { return };
        if let Some(whole) = self.whole.get(place) {
            whole.note(ended.took);
        }
        if let (Some(first), Some(time)) = (self.first.get(place), ended.first) {
            first.note(time);
        }
    }

    /// A request was refused here.
    pub(crate) fn refuse(&self, refusal: Refusal) {
        *locked(&self.refused).entry(refusal.word()).or_default() += 1;
    }

    /// A connection stands; until it has ended, keep what this gives.
    pub(crate) fn connection(&self) -> Connected<'_> {
        self.connections.fetch_add(1, Ordering::Relaxed);
        Connected(&self.connections)
    }

    /// Requests under way.
    pub(crate) fn in_flight(&self) -> u64 {
        self.in_flight.load(Ordering::Relaxed)
    }

    /// All of it in Prometheus' text format (version 0.0.4).
    pub(crate) fn text(&self, upstream: Counted, is_draining: bool) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text, upstream, is_draining);
        text
    }

    fn write(&self, to: &mut String, upstream: Counted, is_draining: bool) -> fmt::Result {
        self.write_counts(to)?;
        self.write_state(to, is_draining)?;
        write_upstream(to, upstream)?;
        let name = "qwenbox_request_seconds";
        let help = "From a request's head to the end of its answer.";
        histograms(to, name, help, &self.whole)?;
        let name = "qwenbox_first_byte_seconds";
        let help = "From a request's head to the first bytes of its answer's body.";
        histograms(to, name, help, &self.first)
    }

    fn write_counts(&self, to: &mut String) -> fmt::Result {
        let name = "qwenbox_requests_total";
        head(to, name, "counter", "Requests that have ended.")?;
        for ((route, status), count) in &*locked(&self.ended) {
            let route = route.word();
            writeln!(
                to,
                "{name}{{route=\"{route}\",status=\"{status}\"}} {count}"
            )?;
        }
        let name = "qwenbox_refused_total";
        head(
            to,
            name,
            "counter",
            "Requests that the gateway refused itself.",
        )?;
        for (reason, count) in &*locked(&self.refused) {
            writeln!(to, "{name}{{reason=\"{reason}\"}} {count}")?;
        }
        let (name, help) = ("qwenbox_sent_bytes_total", "Bytes of answers.");
        single(to, name, "counter", help, read(&self.sent_bytes))?;
        let name = "qwenbox_cut_total";
        let help = "Answers that broke off, by the client or otherwise.";
        single(to, name, "counter", help, read(&self.cut))
    }

    fn write_state(&self, to: &mut String, is_draining: bool) -> fmt::Result {
        let (name, help) = ("qwenbox_requests_in_flight", "Requests under way.");
        single(to, name, "gauge", help, read(&self.in_flight))?;
        let (name, help) = ("qwenbox_connections", "Open connections.");
        single(to, name, "gauge", help, read(&self.connections))?;
        let (name, help) = ("qwenbox_draining", "1 while the gateway ends.");
        single(to, name, "gauge", help, u64::from(is_draining))
    }
}

fn write_upstream(to: &mut String, upstream: Counted) -> fmt::Result {
    let name = "qwenbox_upstream_requests_total";
    let help = "Requests to the provider, repeated attempts included.";
    head(to, name, "counter", help)?;
    for (outcome, count) in [
        ("good", upstream.good),
        ("refused", upstream.refused),
        ("failed", upstream.failed),
        ("broken", upstream.broken),
        ("abandoned", upstream.abandoned),
    ] {
        writeln!(to, "{name}{{outcome=\"{outcome}\"}} {count}")?;
    }
    Ok(())
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

fn single(to: &mut String, name: &str, kind: &str, help: &str, value: u64) -> fmt::Result {
    head(to, name, kind, help)?;
    writeln!(to, "{name} {value}")
}

fn head(to: &mut String, name: &str, kind: &str, help: &str) -> fmt::Result {
    writeln!(to, "# HELP {name} {help}\n# TYPE {name} {kind}")
}

fn histograms(to: &mut String, name: &str, help: &str, all: &[Histogram]) -> fmt::Result {
    head(to, name, "histogram", help)?;
    let mut routes = ALL.iter().zip(all);
    routes.try_for_each(|((_, word), histogram)| histogram.write(to, name, word))
}

/// Counts a connection while it lives.
pub(crate) struct Connected<'a>(&'a AtomicU64);

impl Drop for Connected<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A lock whose holders cannot leave what it guards half done.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{Ended, Metrics};
    use crate::refusal::Refusal;
    use crate::route::Route;
    use qwenbox::door::Counted;
    use std::time::Duration;

    #[test]
    fn what_has_happened_is_told_by_route_and_status() {
        let metrics = Metrics::default();
        for status in [200, 200, 429] {
            metrics.begin();
            metrics.end(&Ended {
                route: Route::Chat,
                status,
                bytes: 10,
                took: Duration::from_millis(30),
                first: (status == 200).then(|| Duration::from_millis(20)),
                is_cut: status == 429,
            });
        }
        metrics.begin();
        metrics.refuse(Refusal::Busy);
        let _connection = metrics.connection();
        let text = metrics.text(Counted::default(), true);
        for line in [
            "qwenbox_requests_total{route=\"/v1/chat/completions\",status=\"200\"} 2\n",
            "qwenbox_requests_total{route=\"/v1/chat/completions\",status=\"429\"} 1\n",
            "qwenbox_refused_total{reason=\"busy\"} 1\n",
            "\nqwenbox_requests_in_flight 1\n",
            "\nqwenbox_connections 1\n",
            "\nqwenbox_draining 1\n",
            "\nqwenbox_sent_bytes_total 30\n",
            "\nqwenbox_cut_total 1\n",
            "qwenbox_upstream_requests_total{outcome=\"good\"} 0\n",
            "qwenbox_request_seconds_count{route=\"/v1/chat/completions\"} 3\n",
            "qwenbox_first_byte_seconds_count{route=\"/v1/chat/completions\"} 2\n",
        ] {
            assert!(text.contains(line), "{line}{text}");
        }
        let is_line = |line: &str| {
            line.starts_with("# ")
                || line
                    .rsplit_once(' ')
                    .is_some_and(|(_, value)| value.parse::<f64>().is_ok())
        };
        assert!(text.lines().all(is_line), "{text}");
    }
}
