//! How fast an answer came.

use std::time::{Duration, Instant};

/// Watches an answer from its request on.
pub(crate) struct Stopwatch {
    asked: Instant,
    first: Option<Instant>,
}

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Speed {
    /// From the request to the first token, reasoning included; `None` for an answer that came whole.
    pub(crate) first_token: Option<Duration>,
    /// From the request to the end.
    pub(crate) total: Duration,
}

impl Stopwatch {
    /// Begins with the request.
    pub(crate) fn start() -> Self {
        Self {
            asked: Instant::now(),
            first: None,
        }
    }

    /// A token came.
    pub(crate) fn token(&mut self) {
        self.first.get_or_insert_with(Instant::now);
    }

    /// The answer is whole.
    pub(crate) fn stop(&self) -> Speed {
        Speed {
            first_token: self.first.map(|first| first - self.asked),
            total: self.asked.elapsed(),
        }
    }
}

impl Speed {
    /// Tokens a second: of a stream since its first token, of a whole answer since the request. `None` when no time
    /// passed that could be measured.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no answer has 2^52 tokens, and the result is rounded for people"
    )]
    pub(crate) fn tokens_per_second(&self, tokens: u64) -> Option<f64> {
        let time = self
            .total
            .saturating_sub(self.first_token.unwrap_or_default());
        // A single token takes no time after itself.
        (time > Duration::from_millis(1)).then(|| tokens as f64 / time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::Speed;
    use std::time::Duration;

    #[test]
    fn a_streams_speed_counts_from_its_first_token() {
        let speed = |first: Option<u64>, total| Speed {
            first_token: first.map(Duration::from_millis),
            total: Duration::from_millis(total),
        };
        assert_eq!(speed(Some(500), 1500).tokens_per_second(20), Some(20.0));
        assert_eq!(speed(None, 2000).tokens_per_second(20), Some(10.0));
        assert_eq!(speed(Some(500), 500).tokens_per_second(1), None);
    }
}
