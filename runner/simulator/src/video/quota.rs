//! How often one may ask: so many times a second, and as many at once.

use std::time::Duration;

/// Counts the requests of one key for one operation. Whoever keeps to the number in every second is never refused,
/// however the requests are spread within it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Quota {
    /// When all that was taken will be free again, since 1970.
    free: Duration,
}

impl Quota {
    /// Whether one more request is allowed now; if so, it counts. `None`: any number is.
    pub(super) fn take(&mut self, now: Duration, per_second: Option<u32>) -> bool {
        let Some(per_second) = per_second else {
            return true;
        };
        let Some(each) = Duration::from_secs(1).checked_div(per_second) else {
            return false;
        };
        let free = self.free.max(now) + each;
        let is_allowed = free <= now + Duration::from_secs(1);
        if is_allowed {
            self.free = free;
        }
        is_allowed
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Quota;

    const START: Duration = Duration::from_secs(1_795_000_000);

    fn allowed(times: impl IntoIterator<Item = u64>, per_second: u32) -> usize {
        let mut quota = Quota::default();
        times
            .into_iter()
            .filter(|time| quota.take(START + Duration::from_millis(*time), Some(per_second)))
            .count()
    }

    #[test]
    fn whoever_keeps_to_it_is_never_refused() {
        // Evenly, all at once, and late in one second but early in the next.
        assert_eq!(allowed((0..200).map(|count| count * 50), 20), 200);
        assert_eq!(allowed((0..200).map(|count| count / 20 * 1_000), 20), 200);
        assert_eq!(
            allowed(
                (0..40).map(|count| if count < 20 { 900 } else { 1_900 }),
                20
            ),
            40
        );
        assert_eq!(
            allowed((0..35).map(|count| count / 5 * 1_000 + count % 5), 5),
            35
        );
    }

    #[test]
    fn more_is_refused_and_does_not_count() {
        assert_eq!(allowed([0; 25], 20), 20);
        // Twenty of the first second, and one for each 50 ms that pass.
        assert_eq!(allowed((0..100).map(|count| count * 10), 20), 39);
        assert_eq!(allowed([0, 0], 0), 0);
        let mut quota = Quota::default();
        assert!((0..1_000).all(|_| quota.take(START, None)));
    }
}
