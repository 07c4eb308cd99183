//! The provider's times: UTC+8 without a zone, as `2026-11-20 10:01:35.452` in answers and `20261120100135` in filters.
//! Knows no clock.
//!
//! Source: DashScope asynchronous task reference, November 2026.

use crate::calendar::{DAY, date, days, numbers};
use crate::prelude::*;

/// Beijing's distance from UTC, in seconds.
const ZONE: i64 = 8 * 3_600;

/// The seconds since 1970 UTC of a time that an answer tells; `None` for anything else.
#[must_use]
pub fn parse(text: &str) -> Option<u64> {
    let text = text.trim();
    let (date, time) = text.split_once([' ', 'T'])?;
    let time = time.split_once('.').map_or(time, |(whole, _)| whole);
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(time, ':')?;
    let is_date = (1970..=9999).contains(&year) && (1..=12).contains(&month);
    let is_day = (1..=31).contains(&day);
    let is_time = hour <= 23 && minute <= 59 && second <= 60;
    if !(is_date && is_day && is_time) {
        return None;
    }
    let seconds = hour * 3_600 + minute * 60 + second;
    u64::try_from(days(year, month, day) * DAY + seconds - ZONE).ok()
}

/// A time in seconds since 1970 UTC, as a filter takes it; `None` beyond the year 9999.
#[must_use]
pub fn compact(seconds: u64) -> Option<String> {
    let seconds = i64::try_from(seconds).ok()?.checked_add(ZONE)?;
    let (year, month, day) = date(seconds / DAY);
    let time = seconds % DAY;
    let (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60);
    (year <= 9999).then(|| format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_of_answers_are_beijings() {
        for (text, seconds) in [
            ("2026-11-20 10:01:35.452", Some(1_795_140_095)),
            ("2026-11-20 10:01:35", Some(1_795_140_095)),
            ("2026-11-20T10:01:35", Some(1_795_140_095)),
            ("1970-01-01 08:00:00", Some(0)),
            ("2024-02-29 00:00:00", Some(1_709_136_000)),
            ("1970-01-01 00:00:00", None),
            ("2026-13-01 00:00:00", None),
            ("2026-11-20 24:00:00", None),
            ("2026-11-20", None),
            ("2026-11-20 10:01", None),
            ("2026-11-20 10:01:35:1", None),
            ("2026-11-20 10:01:-5", None),
            ("", None),
        ] {
            assert_eq!(parse(text), seconds, "{text}");
        }
    }

    #[test]
    fn times_of_filters_are_beijings() {
        assert_eq!(compact(0).as_deref(), Some("19700101080000"));
        assert_eq!(compact(1_795_140_095).as_deref(), Some("20261120100135"));
        assert_eq!(compact(u64::MAX), None);
    }

    proptest! {
        #[test]
        fn a_time_that_is_written_reads_the_same(seconds in 0_u64..253_000_000_000) {
            let text = compact(seconds).unwrap();
            let (date, time) = text.split_at(8);
            let [year, month, day] = [&date[..4], &date[4..6], &date[6..]];
            let [hour, minute, second] = [&time[..2], &time[2..4], &time[4..]];
            let told = format!("{year}-{month}-{day} {hour}:{minute}:{second}");
            prop_assert_eq!(parse(&told), Some(seconds));
        }

        #[test]
        fn any_text_is_a_time_or_none(text in "\\PC{0,40}") {
            let _ = parse(&text);
        }
    }
}
