//! Whether a failed attempt is repeated, and after how long: a pure decision.
//! Knows no clock: the time comes as a number.

#[cfg(test)]
mod tests;

use crate::error::Error;
use crate::error::code::Retry;
use crate::http::Effect;
use crate::prelude::*;
use crate::warning::Warning;

/// How long after its first failure a call may still begin an attempt, when the caller does not say. Half a minute is
/// what people wait for an answer; the provider's limits a minute need longer, and programs that can wait say so.
pub const DEFAULT_BUDGET_MS: u64 = 30_000;

/// The most attempts of one call. The waits between so many add up to more than the default budget.
const MOST_ATTEMPTS: u32 = 8;

/// The most attempts when no connection can be made: what is down for seconds is down for longer.
const MOST_CONNECTIONS: u32 = 3;

/// The longest wait before the second attempt; it doubles with each further one.
const FIRST_WAIT_MS: u64 = 1_000;

/// The longest wait that the provider did not ask for.
const LONGEST_WAIT_MS: u64 = 8_000;

/// In a millisecond.
pub(crate) const NANOSECONDS: u64 = 1_000_000;

/// The attempts of one call so far.
#[derive(Clone, Debug)]
pub struct Attempts {
    budget_ms: u64,
    effect: Effect,
    failed: u32,
    first_failure_ns: u64,
    end_ns: Option<u64>,
}

/// A decision to try again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// How long to wait first.
    pub wait_ms: u64,
    /// What to tell the caller.
    pub warning: Warning,
}

impl Attempts {
    /// No attempt has failed yet.
    #[must_use]
    pub fn new(budget_ms: Option<u64>, effect: Effect) -> Self {
        Self {
            budget_ms: budget_ms.unwrap_or(DEFAULT_BUDGET_MS),
            effect,
            failed: 0,
            first_failure_ns: 0,
            end_ns: None,
        }
    }

    /// The same, and none is begun at the end of the call's time or later: an error that says why it failed is worth
    /// more to the caller than a time-out after more waiting.
    #[must_use]
    pub fn ending_at(self, end_ns: Option<u64>) -> Self {
        Self { end_ns, ..self }
    }

    /// What follows an attempt that failed at `now_ns`: another one, or the call's error.
    ///
    /// The wait is the one that the provider asked for. Where it asked for none, it is between half and all of a time
    /// that doubles with each attempt, so that clients that failed together do not come back together.
    ///
    /// # Errors
    /// The error, when repeating is of no use, might be billed, or would pass the budget or the call's end.
    pub fn after(&mut self, error: Error, now_ns: u64) -> Result<Again, Error> {
        if self.failed == 0 {
            self.first_failure_ns = now_ns;
        }
        self.failed = self.failed.saturating_add(1);
        let wait_ms = match error.retry_after_ms {
            Some(wait_ms) if wait_ms > 0 => wait_ms,
            _ => self.backoff_ms(now_ns),
        };
        let passed_ms = now_ns.saturating_sub(self.first_failure_ns) / NANOSECONDS;
        let is_in_budget = passed_ms.saturating_add(wait_ms) <= self.budget_ms;
        let begin_ns = now_ns.saturating_add(wait_ms.saturating_mul(NANOSECONDS));
        let is_in_time = self.end_ns.is_none_or(|end_ns| begin_ns < end_ns);
        if self.budget_ms > 0 && is_in_budget && is_in_time && self.may_repeat(&error) {
            return Ok(Again {
                wait_ms,
                warning: self.warning(&error, wait_ms),
            });
        }
        Err(self.told(error))
    }

    fn may_repeat(&self, error: &Error) -> bool {
        let is_safe = match error.retry {
            Retry::Soon => self.effect != Effect::Once || !error.request_sent,
            Retry::SoonIfFree => self.effect == Effect::Read,
            Retry::Never | Retry::AfterWindow => false,
        };
        let most = if error.request_sent {
            MOST_ATTEMPTS
        } else {
            MOST_CONNECTIONS
        };
        is_safe && self.failed < most
    }

    fn backoff_ms(&self, now_ns: u64) -> u64 {
        let doublings = self.failed.saturating_sub(1).min(16);
        let longest = FIRST_WAIT_MS
            .saturating_mul(1 << doublings)
            .min(LONGEST_WAIT_MS);
        let half = longest / 2;
        half + scattered(now_ns) % (half + 1)
    }

    fn warning(&self, error: &Error, wait_ms: u64) -> Warning {
        Warning::new(
            "retried",
            format!(
                "attempt {} failed and was repeated after {wait_ms} ms: {}",
                self.failed, error.message
            ),
        )
    }

    /// The error of the last attempt, with the number of them.
    fn told(&self, mut error: Error) -> Error {
        if self.failed > 1 {
            error.message = format!("{} (attempt {})", error.message, self.failed);
        }
        error
    }
}

/// A number in which no order is to be seen, from one that counts up: the finaliser of `SplitMix64`. The clock's
/// nanoseconds are all the chance that a wait needs, and a component has no other.
fn scattered(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
