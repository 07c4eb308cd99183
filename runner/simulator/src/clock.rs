//! The simulator's time: real time, and what a test adds to it.
//! Follows Tokio's clock, so it stands still where that is paused.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// Clones tell the same time.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    started: Instant,
    /// Since 1970, when it was started.
    epoch: Duration,
    ahead: Arc<Mutex<Duration>>,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            started: Instant::now(),
            epoch: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default(),
            ahead: Arc::default(),
        }
    }

    /// Since 1970, in UTC.
    pub(crate) fn now(&self) -> Duration {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        self.epoch + self.started.elapsed() + ahead
    }

    /// Lets time pass at once, for all clones.
    pub(crate) fn advance(&self, by: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = ahead.saturating_add(by);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Clock;

    #[tokio::test(start_paused = true)]
    async fn time_passes_with_the_runtime_and_by_hand() {
        let clock = Clock::start();
        let begun = clock.now();
        tokio::time::advance(Duration::from_secs(3)).await;
        clock.clone().advance(Duration::from_hours(24));
        let later = begun + Duration::from_hours(24) + Duration::from_secs(3);
        assert_eq!(clock.now(), later);
    }
}
