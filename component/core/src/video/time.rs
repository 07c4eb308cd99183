//! The provider's times: UTC+8 without a zone, as `2026-11-20 10:01:35.452` in answers and `20261120100135` in filters.
//! Knows no clock.
//!
//! Source: DashScope asynchronous task reference, November 2026.

/// Beijing's distance from UTC, in seconds.
const ZONE: i64 = 8 * 3_600;

const DAY: i64 = 86_400;

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

fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator);
    let mut next = || {
        let part = parts.next()?;
        let is_number = part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    };
    let numbers = [next()?, next()?, next()?];
    parts.next().is_none().then_some(numbers)
}

/// The days from 1970-01-01 to a date of the Gregorian calendar. Years begin in March here, so that the leap day is the
/// last of its year; 719,468 days lie between March of the year 0 and 1970.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let from_march = (month + 9) % 12;
    let day_of_year = (153 * from_march + 2) / 5 + day - 1;
    365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

/// The date that is so many days after 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
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
