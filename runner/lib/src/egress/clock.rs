//! How far this machine's clock is from the other side's, by the `Date` of the first answer.
//! Knows nothing of requests.

use http::{HeaderMap, header};
use std::sync::OnceLock;
use std::time::SystemTime;

/// What the first answer that said the time told. Later ones are not looked at.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset: OnceLock<i64>,
}

impl Clock {
    /// Compares the time of an answer that has just come.
    pub(crate) fn compare(&self, headers: &HeaderMap) {
        if self.offset.get().is_none() {
            let told = offset(headers, SystemTime::now());
            // Another answer may have come first.
            let _ = told.map(|told| self.offset.set(told));
        }
    }

    /// How many seconds this machine is ahead.
    pub(crate) fn offset(&self) -> Option<i64> {
        self.offset.get().copied()
    }
}

fn offset(headers: &HeaderMap, now: SystemTime) -> Option<i64> {
    let date = headers.get(header::DATE)?.to_str().ok()?;
    let date = httpdate::parse_http_date(date).ok()?;
    match now.duration_since(date) {
        Ok(ahead) => i64::try_from(ahead.as_secs()).ok(),
        Err(behind) => i64::try_from(behind.duration().as_secs())
            .ok()
            .map(|seconds| -seconds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use std::time::Duration;

    #[test]
    fn the_first_answer_that_says_the_time_counts() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let headers = |date: &str| {
            let date = HeaderValue::from_str(date).unwrap();
            HeaderMap::from_iter([(header::DATE, date)])
        };
        for (date, told) in [
            ("Mon, 12 Jan 1970 13:46:40 GMT", Some(0)),
            ("Mon, 12 Jan 1970 13:45:40 GMT", Some(60)),
            ("Mon, 12 Jan 1970 14:46:40 GMT", Some(-3_600)),
            ("yesterday", None),
        ] {
            assert_eq!(offset(&headers(date), now), told, "{date}");
        }
        let clock = Clock::default();
        clock.compare(&HeaderMap::new());
        assert_eq!(clock.offset(), None);
        clock.compare(&headers("Mon, 12 Jan 1970 13:46:40 GMT"));
        let first = clock.offset().unwrap();
        assert!(first > 1_000_000_000);
        clock.compare(&headers("Fri, 31 Dec 1999 23:59:59 GMT"));
        assert_eq!(clock.offset(), Some(first));
    }
}
