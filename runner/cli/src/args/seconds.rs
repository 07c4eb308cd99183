//! Times as they are typed: seconds, with a decimal point if need be.

use std::time::Duration;

/// Longer than anybody waits; more would overflow further on.
const MOST: f64 = 1e9;

/// A time of at least a millisecond.
pub(super) fn above_zero(text: &str) -> Result<Duration, String> {
    match from_zero(text)? {
        time if time.as_millis() == 0 => Err("it must be at least 0.001 seconds".to_owned()),
        time => Ok(time),
    }
}

/// A time, or none.
pub(super) fn from_zero(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text
        .parse()
        .map_err(|_| "it must be a number of seconds, such as 30 or 0.5".to_owned())?;
    if (0.0..=MOST).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err(format!("it must be from 0 to {MOST} seconds"))
    }
}

#[cfg(test)]
mod tests {
    use super::{above_zero, from_zero};
    use std::time::Duration;

    #[test]
    fn seconds_may_have_a_decimal_point() {
        assert_eq!(above_zero("30"), Ok(Duration::from_secs(30)));
        assert_eq!(above_zero("0.25"), Ok(Duration::from_millis(250)));
        assert_eq!(from_zero("0"), Ok(Duration::ZERO));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "5s", "-1", "nan", "inf", "1e300"] {
            assert!(from_zero(text).is_err(), "{text}");
        }
        for text in ["0", "0.0001"] {
            assert!(above_zero(text).is_err(), "{text}");
        }
    }
}
