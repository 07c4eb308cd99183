//! Which tasks to list, as the query that the provider takes.
//!
//! Source: DashScope asynchronous task reference, November 2026.

use super::time;
use super::types::Filter;
use crate::error::Error;
use crate::model_ref::ModelRef;
use crate::prelude::*;

/// A day, the longest window that the provider lists tasks of, in seconds.
const LONGEST_WINDOW: u64 = 24 * 3_600;

/// How many tasks a page may have.
const PAGE_SIZES: core::ops::RangeInclusive<u32> = 1..=100;

impl Filter {
    /// The query, with its question mark.
    ///
    /// # Errors
    /// `invalid-request` for a window or a page that the provider does not take.
    pub fn query(&self) -> Result<String, Error> {
        let (page, size) = (self.page.unwrap_or(1), self.page_size.unwrap_or(10));
        if page == 0 || !PAGE_SIZES.contains(&size) {
            return Err(Error::invalid(format!(
                "page is {page} and page-size {size}: pages count from 1, and have 1 to 100 tasks"
            )));
        }
        let mut query = format!("?page_no={page}&page_size={size}");
        let far =
            || Error::invalid("since and until are seconds since 1970, before the year 10000");
        if let Some((since, until)) = self.window()? {
            for (field, seconds) in [("&start_time=", since), ("&end_time=", until)] {
                query.push_str(field);
                query.push_str(&time::compact(seconds).ok_or_else(far)?);
            }
        }
        if let Some(reference) = &self.model {
            let id = ModelRef::own(reference)?;
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
            if !id.bytes().all(is_plain) {
                return Err(Error::invalid("model is not the id of a model"));
            }
            query.push_str("&model_name=");
            query.push_str(&id);
        }
        Ok(query)
    }

    /// The window, in seconds since 1970 UTC. One end alone gives the other, a day apart.
    fn window(&self) -> Result<Option<(u64, u64)>, Error> {
        let (since, until) = match (self.since, self.until) {
            (None, None) => return Ok(None),
            (Some(since), None) => (since, since.saturating_add(LONGEST_WINDOW)),
            (None, Some(until)) => (until.saturating_sub(LONGEST_WINDOW), until),
            (Some(since), Some(until)) => (since, until),
        };
        if since > until || until - since > LONGEST_WINDOW {
            return Err(Error::invalid(format!(
                "since is {since} and until {until}: a list covers at most 24 hours"
            )));
        }
        Ok(Some((since, until)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(since: Option<u64>, until: Option<u64>) -> Result<String, String> {
        let filter = Filter {
            since,
            until,
            ..Filter::default()
        };
        filter.query().map_err(|error| error.into_details().message)
    }

    #[test]
    fn a_window_is_at_most_a_day_of_beijing() {
        let first = "?page_no=1&page_size=10";
        let day = format!("{first}&start_time=20261120100135&end_time=20261121100135");
        let (begin, end) = (1_795_140_095, 1_795_226_495);
        assert_eq!(query(None, None), Ok(first.to_owned()));
        assert_eq!(query(Some(begin), None), Ok(day.clone()));
        assert_eq!(query(None, Some(end)), Ok(day.clone()));
        assert_eq!(query(Some(begin), Some(end)), Ok(day));
        for (since, until) in [(begin, end + 1), (end, begin)] {
            let refused = query(Some(since), Some(until)).unwrap_err();
            assert!(refused.contains("at most 24 hours"), "{refused}");
        }
        assert!(query(Some(u64::MAX), None).is_err());
    }

    #[test]
    fn pages_and_models_are_checked() {
        let filter = |page, page_size, model: Option<&str>| Filter {
            page: Some(page),
            page_size: Some(page_size),
            model: model.map(str::to_owned),
            ..Filter::default()
        };
        let query = filter(2, 100, Some("qwen/wan2.6-t2v")).query();
        assert_eq!(
            query.as_deref(),
            Ok("?page_no=2&page_size=100&model_name=wan2.6-t2v")
        );
        for (page, size, model) in [
            (0, 10, None),
            (1, 0, None),
            (1, 101, None),
            (1, 1, Some("a&b")),
            (1, 1, Some("dashscope/wan2.6-t2v")),
        ] {
            assert!(filter(page, size, model).query().is_err(), "{page} {size}");
        }
    }
}
