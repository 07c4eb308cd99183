//! How long to wait after something failed that may work later.
//! Pure: chance is handed in.

use std::time::Duration;

/// The first wait for the provider. A network that blinked is back by then.
pub(crate) const PROVIDER: Duration = Duration::from_secs(2);

/// The first wait for the storage: a download that was cut goes on at once.
pub(crate) const STORAGE: Duration = Duration::from_millis(250);

/// The longest wait, unless the provider asks for a longer one: a video takes minutes, so a minute is soon enough.
const LONGEST: Duration = Duration::from_mins(1);

/// The wait after `failures` in a row, from 1, when the first one is `first`. `asked` is what the provider asked for, and is kept; `chance` scatters the
/// wait by a quarter, so that many who failed together do not come back together.
pub(crate) fn wait(
    first: Duration,
    failures: u32,
    asked: Option<Duration>,
    chance: u64,
) -> Duration {
    let doubled = first.saturating_mul(1 << failures.saturating_sub(1).min(10));
    let wait = doubled.min(LONGEST).max(asked.unwrap_or_default());
    let quarter = u64::try_from(wait.as_millis() / 4).unwrap_or(u64::MAX);
    wait.saturating_add(Duration::from_millis(chance % quarter.saturating_add(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_minute() {
        for (failures, seconds) in [
            (0, 2),
            (1, 2),
            (2, 4),
            (3, 8),
            (5, 32),
            (6, 60),
            (4_000_000_000, 60),
        ] {
            assert_eq!(
                wait(PROVIDER, failures, None, 0),
                Duration::from_secs(seconds),
                "{failures}"
            );
        }
    }

    #[test]
    fn what_the_provider_asks_for_is_kept() {
        let asked = Some(Duration::from_secs(90));
        assert_eq!(wait(PROVIDER, 1, asked, 0), Duration::from_secs(90));
        assert_eq!(
            wait(PROVIDER, 3, Some(Duration::from_secs(1)), 0),
            Duration::from_secs(8)
        );
    }

    #[test]
    fn chance_adds_at_most_a_quarter() {
        for chance in [0, 1, 499, 500, 501, u64::MAX] {
            let wait = wait(PROVIDER, 1, None, chance);
            assert!((2_000..=2_500).contains(&wait.as_millis()), "{chance}");
        }
    }
}
