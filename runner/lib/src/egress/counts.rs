//! What became of the requests that left, in numbers.
//! Knows no request.

use std::sync::atomic::{AtomicU64, Ordering};

/// Requests to the provider so far, by what became of them. Attempts that the component repeats count each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// The provider answered below 400.
    pub good: u64,
    /// It answered from 400 to 499.
    pub refused: u64,
    /// It answered from 500 up.
    pub failed: u64,
    /// No answer came: no connection, no word in time, or nonsense.
    pub broken: u64,
    /// Whoever asked had left before the answer began.
    pub abandoned: u64,
}

/// The counters behind [`Counted`].
#[derive(Debug, Default)]
pub(crate) struct Counts {
    good: AtomicU64,
    refused: AtomicU64,
    failed: AtomicU64,
    broken: AtomicU64,
    abandoned: AtomicU64,
}

impl Counts {
    /// Notes an answer's status, or that none came.
    pub(crate) fn note(&self, status: Option<u16>) {
        let counter = match status {
            None => &self.broken,
            Some(..400) => &self.good,
            Some(..500) => &self.refused,
            Some(_) => &self.failed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes a request that nobody waits for any more.
    pub(crate) fn note_abandoned(&self) {
        self.abandoned.fetch_add(1, Ordering::Relaxed);
    }

    /// The numbers now.
    pub(crate) fn counted(&self) -> Counted {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counted {
            good: read(&self.good),
            refused: read(&self.refused),
            failed: read(&self.failed),
            broken: read(&self.broken),
            abandoned: read(&self.abandoned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, Counts};

    #[test]
    fn each_end_has_its_counter() {
        let counts = Counts::default();
        for status in [200, 399, 400, 499, 500, 504] {
            counts.note(Some(status));
        }
        counts.note(None);
        counts.note_abandoned();
        let expected = Counted {
            good: 2,
            refused: 2,
            failed: 2,
            broken: 1,
            abandoned: 1,
        };
        assert_eq!(counts.counted(), expected);
    }
}
