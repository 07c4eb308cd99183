//! Points in time as the API writes them: by the clock of China, UTC+8, without saying so.
//! Takes and gives time since 1970 in UTC.

use std::time::Duration;

/// China has had one time and no summer time since 1991.
const AHEAD: Duration = Duration::from_hours(8);

const DAY: u64 = 24 * 60 * 60;

/// Like `2026-11-20 10:01:35.452`.
pub(crate) fn local(time: Duration) -> String {
    let time = time + AHEAD;
    let (year, month, day) = date(time.as_secs() / DAY);
    let (hour, minute, second) = clock(time.as_secs() % DAY);
    let millisecond = time.subsec_millis();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{millisecond:03}")
}

/// Like `2026-11-20T02:01:35.452Z`: UTC, as object storage has it.
pub(crate) fn utc(time: Duration) -> String {
    let (year, month, day) = date(time.as_secs() / DAY);
    let (hour, minute, second) = clock(time.as_secs() % DAY);
    let millisecond = time.subsec_millis();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
}

/// Like `2026-11-20` by the clock of China.
pub(crate) fn local_day(time: Duration) -> String {
    let (year, month, day) = date((time + AHEAD).as_secs() / DAY);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Reads `yyyyMMddHHmmss` of 1970 or later. `None` if there is no such time.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // Found by looking: the number of days that gives this date again.
    let years = year.checked_sub(1970)?;
    let about = years * 365 + years / 4;
    let start = about.saturating_sub(30);
    let days = (start..start + 430).find(|days| date(*days) == (year, month, day))?;
    let seconds = days * DAY + hour * 3_600 + minute * 60 + second;
    Duration::from_secs(seconds).checked_sub(AHEAD)
}

/// Year, month and day of a number of days since 1970.
fn date(days: u64) -> (u64, u64, u64) {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let (mut year, mut rest) = (1970, days);
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if rest < length {
            break;
        }
        rest -= length;
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if rest < length {
            break;
        }
        rest -= length;
        month += 1;
    }
    (year, month, rest + 1)
}

const fn clock(seconds: u64) -> (u64, u64, u64) {
    (seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{local, local_day, parse, utc};

    #[test]
    fn times_are_written_by_the_clock_of_china() {
        let time = Duration::from_millis(1_795_140_095_452);
        assert_eq!(utc(time), "2026-11-20T02:01:35.452Z");
        assert_eq!(local(time), "2026-11-20 10:01:35.452");
        assert_eq!(local(Duration::ZERO), "1970-01-01 08:00:00.000");
        let late = Duration::from_hours(474_784); // 2024-02-29 16:00 UTC
        assert_eq!(local_day(late), "2024-03-01");
        assert_eq!(utc(late), "2024-02-29T16:00:00.000Z");
    }

    #[test]
    fn what_is_written_is_read_again() {
        for seconds in (0..4_000_000_000).step_by(3_456_789) {
            let time = Duration::from_secs(seconds);
            let digits: String = local(time)
                .chars()
                .filter(char::is_ascii_digit)
                .take(14)
                .collect();
            assert_eq!(parse(&digits), Some(time), "{digits}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2026",
            "2026112010013",
            "202611201001355",
            "20261320100135",
            "20260230100135",
            "20261120240000",
            "20261120106000",
            "20261120100060",
            "2026-11-20 10:",
            "19691231235959",
            "19700101000000",
            "+0261120100135",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
