//! How long things took, counted in buckets.

use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper ends of the buckets, in milliseconds: from what the gateway itself takes to a long answer.
const ENDS: [u64; 16] = [
    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 120_000, 600_000,
];

/// One histogram.
#[derive(Debug, Default)]
pub(super) struct Histogram {
    buckets: [AtomicU64; ENDS.len()],
    count: AtomicU64,
    microseconds: AtomicU64,
}

impl Histogram {
    /// Notes a time.
    pub(super) fn note(&self, time: Duration) {
        let fits = |end: &u64| time <= Duration::from_millis(*end);
        let place = ENDS.iter().position(fits);
        if let Some(bucket) = place.and_then(|place| self.buckets.get(place)) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        let microseconds = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.microseconds.fetch_add(microseconds, Ordering::Relaxed);
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    /// Writes it as Prometheus reads it, unless nothing was noted.
    pub(super) fn write(&self, to: &mut String, name: &str, route: &str) -> fmt::Result {
        // Read first, so that no bucket holds more than there are.
        let mut below = 0;
        let buckets: Vec<_> = self
            .buckets
            .iter()
            .map(|bucket| bucket.load(Ordering::Relaxed))
            .collect();
        let count = self.count.load(Ordering::Relaxed);
        if count == 0 {
            return Ok(());
        }
        for (end, own) in ENDS.iter().zip(buckets) {
            below += own;
            let end = seconds(end * 1_000);
            writeln!(
                to,
                "{name}_bucket{{route=\"{route}\",le=\"{end}\"}} {below}"
            )?;
        }
        let count = count.max(below);
        let sum = seconds(self.microseconds.load(Ordering::Relaxed));
        writeln!(to, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}")?;
        writeln!(to, "{name}_sum{{route=\"{route}\"}} {sum}")?;
        writeln!(to, "{name}_count{{route=\"{route}\"}} {count}")
    }
}

/// Microseconds as seconds, in decimal.
fn seconds(microseconds: u64) -> String {
    let (whole, part) = (microseconds / 1_000_000, microseconds % 1_000_000);
    let text = format!("{whole}.{part:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Histogram, seconds};
    use std::time::Duration;

    #[test]
    fn times_are_counted_in_their_buckets() {
        let histogram = Histogram::default();
        for milliseconds in [1, 3, 3, 700_000] {
            histogram.note(Duration::from_millis(milliseconds));
        }
        let mut text = String::new();
        histogram.write(&mut text, "a", "r").unwrap();
        for line in [
            "a_bucket{route=\"r\",le=\"0.001\"} 1\n",
            "a_bucket{route=\"r\",le=\"0.002\"} 1\n",
            "a_bucket{route=\"r\",le=\"0.005\"} 3\n",
            "a_bucket{route=\"r\",le=\"600\"} 3\n",
            "a_bucket{route=\"r\",le=\"+Inf\"} 4\n",
            "a_sum{route=\"r\"} 700.007\n",
            "a_count{route=\"r\"} 4\n",
        ] {
            assert!(text.contains(line), "{line}{text}");
        }
    }

    #[test]
    fn what_never_happened_is_not_told() {
        let mut text = String::new();
        Histogram::default().write(&mut text, "a", "r").unwrap();
        assert_eq!(text, "");
    }

    #[test]
    fn seconds_are_exact() {
        for (microseconds, text) in [
            (0, "0"),
            (1_000, "0.001"),
            (2_500_000, "2.5"),
            (1, "0.000001"),
        ] {
            assert_eq!(seconds(microseconds), text);
        }
    }
}
