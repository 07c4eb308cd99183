//! Days of the Gregorian calendar, counted from 1970-01-01, and the numbers that dates and times are written with.

/// The seconds of a day.
pub(crate) const DAY: i64 = 86_400;

/// The days from 1970-01-01 to a date. Years begin in March here, so that the leap day is the last of its year; 719,468
/// days lie between March of the year 0 and 1970.
pub(crate) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let from_march = (month + 9) % 12;
    let day_of_year = (153 * from_march + 2) / 5 + day - 1;
    365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

/// The date that is so many days after 1970-01-01.
pub(crate) fn date(days: i64) -> (i64, i64, i64) {
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

/// A number of one to four digits.
pub(crate) fn number(text: &str) -> Option<i64> {
    let is_number = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Three numbers and nothing else, such as those of a time.
pub(crate) fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator);
    let mut next = || number(parts.next()?);
    let numbers = [next()?, next()?, next()?];
    parts.next().is_none().then_some(numbers)
}
