//! The query of a list of tasks: which, and which page of them.

use std::time::Duration;

use super::task::{Task, TaskState};
use crate::calendar;
use crate::native::NativeError;
use crate::query::Query;

/// The longest time that one list looks back over, and how far it looks by default.
const LONGEST_WINDOW: Duration = Duration::from_hours(24);

const LARGEST_PAGE: usize = 100;

const DEFAULT_PAGE: usize = 10;

/// The statuses that may be asked for.
const STATUSES: [&str; 7] = [
    "PENDING",
    "RUNNING",
    "SUSPENDED",
    "SUCCEEDED",
    "FAILED",
    "CANCELED",
    "UNKNOWN",
];

/// Which tasks, and which page of them.
#[derive(Debug)]
pub(super) struct Listing<'a> {
    /// Submitted at this time or later,
    from: Duration,
    /// and before this one.
    until: Duration,
    model: Option<&'a str>,
    status: Option<&'a str>,
    id: Option<&'a str>,
    /// From 1.
    pub(super) page: usize,
    pub(super) page_size: usize,
}

impl<'a> Listing<'a> {
    pub(super) fn read(query: &'a Query, now: Duration) -> Result<Self, NativeError> {
        let (start, end) = (time(query, "start_time")?, time(query, "end_time")?);
        if let (Some(start), Some(end)) = (start, end) {
            let window = end.checked_sub(start);
            if window.is_none_or(|window| window > LONGEST_WINDOW) {
                return Err(NativeError::parameter(
                    "'end_time' should be after 'start_time', by 24 hours at most",
                ));
            }
        }
        let from = start.unwrap_or_else(|| end.unwrap_or(now).saturating_sub(LONGEST_WINDOW));
        let until = match (start, end) {
            // The end names a second, and all of it is meant.
            (_, Some(end)) => end + Duration::from_secs(1),
            (Some(start), None) => start + LONGEST_WINDOW,
            (None, None) => Duration::MAX,
        };
        let status = query.value("status");
        if status.is_some_and(|status| !STATUSES.contains(&status)) {
            return Err(NativeError::parameter(format!(
                "'status' should be one of [{}]",
                STATUSES.join(", ")
            )));
        }
        Ok(Self {
            from,
            until,
            model: query.value("model_name"),
            status,
            id: query.value("task_id"),
            page: number(query, "page_no", 1, usize::MAX)?,
            page_size: number(query, "page_size", DEFAULT_PAGE, LARGEST_PAGE)?,
        })
    }

    pub(super) fn holds(&self, task: &Task, state: TaskState) -> bool {
        (self.from..self.until).contains(&task.submitted)
            && self.model.is_none_or(|model| model == task.request.model)
            && self.status.is_none_or(|status| status == state.word())
            && self.id.is_none_or(|id| id == task.id)
    }

    /// How many tasks come before the page.
    pub(super) const fn skipped(&self) -> usize {
        (self.page - 1).saturating_mul(self.page_size)
    }
}

fn time(query: &Query, name: &str) -> Result<Option<Duration>, NativeError> {
    let read = |text| {
        calendar::parse(text).ok_or_else(|| {
            NativeError::parameter(format!(
                "'{name}' should be a time in the form yyyyMMddHHmmss"
            ))
        })
    };
    query.value(name).map(read).transpose()
}

fn number(query: &Query, name: &str, default: usize, most: usize) -> Result<usize, NativeError> {
    let Some(text) = query.value(name) else {
        return Ok(default);
    };
    let number = text
        .parse()
        .ok()
        .filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| {
        let range = match most {
            usize::MAX => "[1, ...]".to_owned(),
            _ => format!("[1, {most}]"),
        };
        NativeError::parameter(format!("Range of '{name}' should be {range}"))
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Listing;
    use crate::query::Query;

    #[test]
    fn bad_queries_name_the_field() {
        let now = Duration::from_secs(1_795_140_095);
        for (query, field) in [
            ("start_time=2026", "start_time"),
            ("end_time=20261320000000", "end_time"),
            (
                "start_time=20261120000000&end_time=20261121000001",
                "end_time",
            ),
            (
                "start_time=20261120000001&end_time=20261119000000",
                "end_time",
            ),
            ("status=DONE", "status"),
            ("page_no=0", "page_no"),
            ("page_no=x", "page_no"),
            ("page_size=0", "page_size"),
            ("page_size=101", "page_size"),
            ("page_size=-1", "page_size"),
        ] {
            let query = Query::parse(Some(query));
            let refusal = Listing::read(&query, now).unwrap_err();
            let (status, code, message) = refusal.parts();
            assert_eq!((status, code), (400, "InvalidParameter"));
            assert!(message.contains(&format!("'{field}'")), "{message}");
        }
    }

    #[test]
    fn a_day_is_allowed_and_is_the_default() {
        let now = Duration::from_secs(1_795_140_095);
        for (end, seconds) in [("20261121000000", 86_401), ("20261120000000", 1)] {
            let day = format!("start_time=20261120000000&end_time={end}");
            let day = Query::parse(Some(&day));
            let listing = Listing::read(&day, now).unwrap();
            assert_eq!(listing.until, listing.from + Duration::from_secs(seconds));
        }
        let any = Query::parse(None);
        let listing = Listing::read(&any, now).unwrap();
        assert_eq!(now, listing.from + Duration::from_hours(24));
        assert_eq!(
            (listing.page, listing.page_size, listing.skipped()),
            (1, 10, 0)
        );
        let third = Query::parse(Some("page_no=3&page_size=100"));
        assert_eq!(Listing::read(&third, now).unwrap().skipped(), 200);
    }
}
