//! Ranges of numbers and lengths, as a table.
//! Source: Model Studio chat reference and error page, November 2026. What depends on the model is in `models`.

use std::ops::Bound::{self, Excluded, Included, Unbounded};
use std::ops::{RangeBounds, RangeInclusive};

/// The range of one number of the request, and what the API says outside it.
pub(crate) struct Limit {
    pub(crate) field: &'static str,
    pub(crate) range: Range,
    pub(crate) message: &'static str,
}

/// A range, and with it the type of the number.
pub(crate) enum Range {
    Integer(RangeInclusive<i64>),
    Number(Bound<f64>, Bound<f64>),
}

/// Every number whose range is the same for all models.
pub(crate) static LIMITS: [Limit; 8] = [
    Limit {
        field: "temperature",
        range: Range::Number(Included(0.0), Excluded(2.0)),
        message: "Temperature should be in [0.0, 2.0)",
    },
    Limit {
        field: "top_p",
        range: Range::Number(Excluded(0.0), Included(1.0)),
        message: "Range of top_p should be (0.0, 1.0]",
    },
    Limit {
        field: "presence_penalty",
        range: Range::Number(Included(-2.0), Included(2.0)),
        message: "Presence_penalty should be in [-2.0, 2.0]",
    },
    Limit {
        field: "repetition_penalty",
        range: Range::Number(Excluded(0.0), Unbounded),
        message: "Repetition_penalty should be greater than 0.0",
    },
    Limit {
        field: "top_k",
        range: Range::Integer(0..=i64::MAX),
        message: "Top_k be greater than or equal to 0",
    },
    Limit {
        field: "seed",
        range: Range::Integer(0..=2_147_483_647),
        message: "Range of seed should be [0, 2147483647]",
    },
    Limit {
        field: "n",
        range: Range::Integer(1..=4),
        message: "Range of n should be [1, 4]",
    },
    Limit {
        field: "top_logprobs",
        range: Range::Integer(0..=5),
        message: "Range of top_logprobs should be [0, 5]",
    },
];

/// How many frames a video given as a list of pictures may have.
pub(crate) const VIDEO_FRAMES: RangeInclusive<usize> = 4..=512;

/// The longest name of a tool, in characters.
pub(crate) const TOOL_NAME_LENGTH: usize = 64;

/// The largest body the gateway reads, in bytes: several pictures of the largest size (10 MiB encoded each).
pub(crate) const BODY_BYTES: usize = 64 * 1024 * 1024;

impl Range {
    /// Whether a number lies in a range of numbers.
    pub(crate) fn has_number(low: Bound<f64>, high: Bound<f64>, value: f64) -> bool {
        (low, high).contains(&value)
    }
}

#[cfg(test)]
mod tests {
    use super::{LIMITS, Range};

    fn range(field: &str) -> &'static Range {
        let limit = LIMITS.iter().find(|limit| limit.field == field);
        &limit.unwrap().range
    }

    #[test]
    fn the_edges_of_numbers_are_as_documented() {
        let rows: [(&str, &[f64], &[f64]); 4] = [
            ("temperature", &[0.0, 1.999], &[-0.1, 2.0]),
            ("top_p", &[0.001, 1.0], &[0.0, 1.001]),
            ("presence_penalty", &[-2.0, 2.0], &[-2.1, 2.1]),
            ("repetition_penalty", &[0.1, 100.0], &[0.0, -1.0]),
        ];
        for (field, inside, outside) in rows {
            let Range::Number(low, high) = *range(field) else {
                panic!("{field}")
            };
            let has = |value: &f64| Range::has_number(low, high, *value);
            assert!(inside.iter().all(has), "{field}");
            assert!(!outside.iter().any(has), "{field}");
        }
    }

    #[test]
    fn the_edges_of_integers_are_as_documented() {
        let rows: [(&str, &[i64], &[i64]); 4] = [
            ("top_k", &[0, 1_000], &[-1]),
            ("seed", &[0, 2_147_483_647], &[-1, 2_147_483_648]),
            ("n", &[1, 4], &[0, 5]),
            ("top_logprobs", &[0, 5], &[-1, 6]),
        ];
        for (field, inside, outside) in rows {
            let Range::Integer(range) = range(field) else {
                panic!("{field}")
            };
            assert!(inside.iter().all(|value| range.contains(value)), "{field}");
            assert!(
                !outside.iter().any(|value| range.contains(value)),
                "{field}"
            );
        }
    }

    #[test]
    fn a_field_has_one_limit() {
        for limit in &LIMITS {
            let same = LIMITS.iter().filter(|other| other.field == limit.field);
            assert_eq!(same.count(), 1, "{}", limit.field);
        }
    }
}
