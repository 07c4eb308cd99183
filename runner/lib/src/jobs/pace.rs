//! Spaces requests: however many jobs wait, their looks at the provider stay below what an account may send.
//! Knows neither jobs nor the provider.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Between two looks at tasks. An account may look 20 times a second (DashScope task reference, November 2026): at this
/// distance at most 19 looks fall into any second.
const LOOKS: Duration = Duration::from_millis(55);

/// Between two submits. Models take 5 a second (DashScope rate limits, November 2026): at this distance at most 5 fall
/// into any second.
const SUBMITS: Duration = Duration::from_millis(220);

/// Gives turns, none sooner after the last than its distance.
pub(crate) struct Pacer {
    distance: Duration,
    next: Mutex<Option<Instant>>,
}

/// The pacers of one account.
pub(crate) struct Pace {
    /// For polls and lists.
    pub(crate) looks: Pacer,
    /// For submits.
    pub(crate) submits: Pacer,
}

impl Pace {
    /// Pacers at the provider's own limits.
    fn new() -> Self {
        Self {
            looks: Pacer::new(LOOKS),
            submits: Pacer::new(SUBMITS),
        }
    }
}

/// The pacers of an account at an endpoint: the same for all in this process, as the account's limits are.
pub(crate) fn of(base_url: &str, account: Option<&str>) -> Arc<Pace> {
    type Whose = (String, Option<String>);
    static ALL: Mutex<BTreeMap<Whose, Weak<Pace>>> = Mutex::new(BTreeMap::new());
    let whose = (base_url.to_owned(), account.map(str::to_owned));
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|_, pace| pace.strong_count() > 0);
    if let Some(pace) = all.get(&whose).and_then(Weak::upgrade) {
        return pace;
    }
    let pace = Arc::new(Pace::new());
    all.insert(whose, Arc::downgrade(&pace));
    pace
}

impl Pacer {
    fn new(distance: Duration) -> Self {
        let next = Mutex::new(None);
        Self { distance, next }
    }

    /// Waits for the next turn. Turns are given in the order in which they were asked for.
    pub(crate) async fn turn(&self) {
        let turn = self.reserve(Instant::now());
        sleep_until(turn).await;
    }

    fn reserve(&self, now: Instant) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next.map_or(now, |next| next.max(now));
        *next = Some(turn + self.distance);
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::future::join_all;

    /// The most turns within any second, out of 200 asked for at once, and how long they took.
    async fn busiest_second(pacer: &Pacer) -> (usize, Duration) {
        let begin = Instant::now();
        let turns = (0..200).map(|_| async {
            pacer.turn().await;
            begin.elapsed()
        });
        let mut turns = join_all(turns).await;
        turns.sort();
        let within = |from: &Duration| {
            let end = *from + Duration::from_secs(1);
            turns
                .iter()
                .filter(|turn| (*from..end).contains(*turn))
                .count()
        };
        let busiest = turns.iter().map(within).max();
        (busiest.unwrap(), *turns.last().unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_has_twenty_looks() {
        let (busiest, took) = busiest_second(&Pace::new().looks).await;
        assert!(busiest < 20, "{busiest}");
        assert!(took < Duration::from_secs(12), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_has_more_than_five_submits() {
        let (busiest, _) = busiest_second(&Pace::new().submits).await;
        assert_eq!(busiest, 5);
    }

    #[test]
    fn an_account_has_one_pace() {
        let one = of("https://a.example", Some("1"));
        assert!(Arc::ptr_eq(&one, &of("https://a.example", Some("1"))));
        assert!(!Arc::ptr_eq(&one, &of("https://a.example", None)));
        assert!(!Arc::ptr_eq(&one, &of("https://b.example", Some("1"))));
    }

    #[tokio::test(start_paused = true)]
    async fn who_comes_alone_does_not_wait() {
        let pacer = Pace::new().looks;
        for _ in 0..3 {
            let begin = Instant::now();
            pacer.turn().await;
            assert_eq!(begin.elapsed(), Duration::ZERO);
            tokio::time::sleep(LOOKS).await;
        }
    }
}
