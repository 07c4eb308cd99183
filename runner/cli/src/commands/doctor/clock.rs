//! This machine's clock, held against the endpoint's.

use super::check::Check;

const NAME: &str = "clock";

/// How far they may be apart, in seconds: the answer's way is in it, and nothing breaks below it.
const TOLERANCE: u64 = 60;

/// `offset` is how many seconds this machine is ahead; `None` without an answer that says the time. `is_asked` says whether
/// there was to be one.
pub(super) fn verdict(offset: Option<i64>, is_asked: bool) -> Check {
    let Some(offset) = offset else {
        let told = if is_asked {
            "not known: there was no answer of the endpoint that tells the time"
        } else {
            "not known: only an answer of the endpoint tells the time, which --live asks for"
        };
        return Check::skipped(NAME, told);
    };
    let apart = offset.unsigned_abs();
    let check = if apart <= TOLERANCE {
        Check::ok(
            NAME,
            format!("it agrees with the endpoint's within {TOLERANCE} seconds"),
        )
    } else {
        let side = if offset > 0 { "ahead of" } else { "behind" };
        Check::warning(
            NAME,
            format!("it is {apart} seconds {side} the endpoint's"),
            "set this machine's clock: certificates, and URLs that expire, are reckoned by it",
        )
    };
    check.with("secondsAhead", offset)
}

#[cfg(test)]
mod tests {
    use super::super::check::Level;
    use super::verdict;

    #[test]
    fn a_clock_may_be_a_minute_off() {
        for (offset, level) in [
            (None, Level::Skipped),
            (Some(0), Level::Ok),
            (Some(60), Level::Ok),
            (Some(-60), Level::Ok),
            (Some(61), Level::Warning),
            (Some(-61), Level::Warning),
            (Some(i64::MIN), Level::Warning),
        ] {
            assert_eq!(verdict(offset, true).level, level, "{offset:?}");
        }
        let told = |offset, is_asked: bool| verdict(offset, is_asked).json()["message"].to_string();
        assert!(told(Some(3_600), true).contains("3600 seconds ahead of"));
        assert!(told(Some(-3_600), true).contains("3600 seconds behind"));
        for is_asked in [true, false] {
            let advises = told(None, is_asked).contains("--live asks for");
            assert_eq!(advises, !is_asked);
        }
    }
}
