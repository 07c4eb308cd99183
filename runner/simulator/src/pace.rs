//! When each token is due, so that answers come at the speed of a model.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::options::Options;

/// The timetable of one answer. Tokens are due at fixed times, so waits do not add up to a drift.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    start: Instant,
    first_token: Duration,
    per_token: Duration,
}

impl Pace {
    /// Starts the clock.
    pub(crate) fn start(options: &Options) -> Self {
        Self {
            start: Instant::now(),
            first_token: options.first_token,
            per_token: options.per_token,
        }
    }

    /// Waits until the token after `sent` others is due.
    pub(crate) async fn wait_for(self, sent: usize) {
        let tokens = self
            .per_token
            .saturating_mul(u32::try_from(sent).unwrap_or(u32::MAX));
        let delay = self.first_token.saturating_add(tokens);
        if delay.is_zero() {
            // Even a timer of no time would cost a millisecond.
            return;
        }
        if let Some(due) = self.start.checked_add(delay) {
            sleep_until(due).await;
        }
    }
}
