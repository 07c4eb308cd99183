//! The time of day and chance, for what outlives the process.
//! Waiting goes by the runtime's own clock, not by this one.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970 UTC; 0 on a machine whose clock stands before that.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

/// A duration in seconds, to the millisecond, for people.
pub(crate) fn seconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000.0).round() / 1_000.0
}

/// A number that no other process has.
pub(crate) fn chance() -> u64 {
    // A system without chance is none that this runs on; the time then keeps names apart.
    getrandom::u64().unwrap_or_else(|_| now_ms())
}
