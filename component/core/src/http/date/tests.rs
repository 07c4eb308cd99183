//! Dates, held to those that the crate `httpdate` reads.

use core::time::Duration;
use proptest::prelude::*;

use super::seconds;

/// The beginning of time: the type that the crate counts by is one of clocks, of which nothing here knows.
const EPOCH: &str = "Thu, 01 Jan 1970 00:00:00 GMT";

fn by_the_crate(text: &str) -> Option<u64> {
    let date = httpdate::parse_http_date(text).ok()?;
    let epoch = httpdate::parse_http_date(EPOCH).expect(EPOCH);
    Some(date.duration_since(epoch).expect("later").as_secs())
}

#[test]
fn each_form_is_read() {
    for text in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "  Sun, 06 Nov 1994 08:49:37 GMT ",
    ] {
        assert_eq!(seconds(text), Some(784_111_777), "{text}");
        assert_eq!(by_the_crate(text), Some(784_111_777), "{text}");
    }
}

#[test]
fn the_years_of_two_digits_are_those_around_2000() {
    for (text, expected) in [
        ("Thursday, 01-Jan-70 00:00:00 GMT", Some(0)),
        ("Tuesday, 31-Dec-69 23:59:59 GMT", Some(3_155_759_999)),
        ("Wednesday, 31-Dec-69 23:59:59 GMT", None),
    ] {
        assert_eq!(seconds(text), expected, "{text}");
        assert_eq!(by_the_crate(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:60 GMT",
        "Sun, 06 Nov 1994 08:49:+7 GMT",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT",
        "Wed, 29 Feb 2023 00:00:00 GMT",
        "Wed, 31 Dec 1969 23:59:59 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "S, 06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "784111777",
    ] {
        assert_eq!(seconds(text), None, "{text}");
        assert_eq!(by_the_crate(text), None, "{text}");
    }
}

/// The one difference from the crate: these it refuses.
#[test]
fn the_words_count_and_not_what_stands_between() {
    for text in [
        "Sun, 6 Nov 1994 8:49:37 GMT",
        "Sunday, 06 Nov 1994 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
    ] {
        assert_eq!(seconds(text), Some(784_111_777), "{text}");
        assert_eq!(by_the_crate(text), None, "{text}");
    }
}

/// Texts of the three forms, of which a seventh has the right weekday.
fn any_date() -> impl Strategy<Value = String> {
    prop_oneof![
        "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] (Jan|Feb|Apr|Sep|Dec) (19|20|99)[0-9]{2} [0-2][0-9]:[0-6][0-9]:[0-6][0-9] GMT",
        "(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [0-3][0-9]-(Mar|May|Oct|Nov)-[0-9]{2} [0-2][0-9]:[0-6][0-9]:[0-6][0-9] GMT",
        "(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jun|Jul|Aug|Feb) [0-3 ][0-9] [0-2][0-9]:[0-6][0-9]:[0-6][0-9] [0-9]{4}",
    ]
}

proptest! {
    #[test]
    fn a_date_of_a_form_is_what_the_crate_reads(text in any_date()) {
        prop_assert_eq!(seconds(&text), by_the_crate(&text), "{}", text);
    }

    #[test]
    fn every_second_is_read(expected in 0..253_402_300_800_u64) {
        let epoch = httpdate::parse_http_date(EPOCH).expect(EPOCH);
        let text = httpdate::fmt_http_date(epoch + Duration::from_secs(expected));
        prop_assert_eq!(seconds(&text), Some(expected));
        let (weekday, day, month) = (&text[..3], &text[5..7], &text[8..11]);
        let (year, time) = (&text[12..16], &text[17..25]);
        let older = format!("{weekday} {month} {day} {time} {year}");
        prop_assert_eq!(seconds(&older), Some(expected));
    }

    #[test]
    fn any_text_that_the_crate_reads_is_read_the_same(text in "[ ,:A-Za-z0-9-]{0,40}|\\PC{0,40}") {
        let expected = by_the_crate(&text);
        prop_assert!(expected.is_none() || seconds(&text) == expected, "{}", text);
    }
}
