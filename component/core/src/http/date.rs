//! Reads a date as HTTP writes it: in the form of today, `Sun, 06 Nov 1994 08:49:37 GMT`, and in the two older ones that a
//! reader is to take, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994` (RFC 9110, section 5.6.7).

#[cfg(test)]
mod tests;

use crate::calendar::{DAY, date, days, number, numbers};
use crate::prelude::*;

/// Beginning with the day that 1970-01-01 was.
const WEEKDAYS: [&str; 7] = [
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The seconds since 1970 UTC; `None` for what is no date of the years 1970 to 9999. How the words are set apart is not
/// looked at.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    let words = text.split([' ', ',', '-']).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let ([weekday, day, month, year, time, "GMT"] | [weekday, month, day, time, year]) = words[..]
    else {
        return None;
    };
    let month = 1 + place(&MONTHS, |name| name == month)?;
    let century = match (year.len(), number(year)?) {
        (2, 0..70) => 2_000,
        (2, _) => 1_900,
        _ => 0,
    };
    let written = (century + number(year)?, month, number(day)?);
    let days = days(written.0, written.1, written.2);
    let [hour, minute, second] = numbers(time, ':')?;
    let is_date = written.0 >= 1970 && date(days) == written;
    let is_time = hour < 24 && minute < 60 && second < 60;
    let is_weekday = |name: &str| name == weekday || name.get(..3) == Some(weekday);
    if !is_date || !is_time || place(&WEEKDAYS, is_weekday)? != days % 7 {
        return None;
    }
    u64::try_from(days * DAY + hour * 3_600 + minute * 60 + second).ok()
}

fn place(names: &[&str], is_it: impl Fn(&str) -> bool) -> Option<i64> {
    let place = names.iter().position(|name| is_it(name))?;
    i64::try_from(place).ok()
}
