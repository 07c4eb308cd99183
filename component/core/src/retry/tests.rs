//! Which attempts are repeated, and after how long.

use super::*;
use crate::error::{Details, ErrorKind};

const MS: u64 = 1_000_000;

fn error(retry: Retry) -> Error {
    Error::from(Details {
        retry,
        ..Error::new(ErrorKind::RateLimited, "slow down")
            .sent()
            .into_details()
    })
}

fn asking(retry_after_ms: u64) -> Error {
    Error::from(Details {
        retry_after_ms: Some(retry_after_ms),
        ..error(Retry::Soon).into_details()
    })
}

#[test]
fn what_is_repeated_depends_on_the_error_and_on_what_it_may_cost() {
    let not_sent = Error::from(Details {
        request_sent: false,
        ..error(Retry::Soon).into_details()
    });
    for (error, effect, is_repeated) in [
        (error(Retry::Soon), Effect::Billable, true),
        (error(Retry::Soon), Effect::Read, true),
        (error(Retry::SoonIfFree), Effect::Billable, false),
        (error(Retry::SoonIfFree), Effect::Read, true),
        (error(Retry::Never), Effect::Read, false),
        (error(Retry::AfterWindow), Effect::Read, false),
        (not_sent, Effect::Billable, true),
    ] {
        let again = Attempts::new(None, effect).after(error.clone(), 0);
        assert_eq!(again.is_ok(), is_repeated, "{error:?} {effect:?}");
    }
}

#[test]
fn the_provider_says_how_long_to_wait() {
    let again = Attempts::new(None, Effect::Billable).after(asking(2_000), 7);
    assert_eq!(
        again,
        Ok(Again {
            wait_ms: 2_000,
            warning: Warning {
                code: String::from("retried"),
                message: String::from("attempt 1 failed and was repeated after 2000 ms: slow down"),
            },
        })
    );
}

#[test]
fn a_wait_that_nobody_asked_for_doubles_and_is_scattered() {
    for now in [0, 1, 12_345, u64::MAX / 2] {
        let mut attempts = Attempts::new(Some(60_000), Effect::Billable);
        for longest in [1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000] {
            let again = attempts.after(error(Retry::Soon), now).unwrap();
            assert!(
                (longest / 2..=longest).contains(&again.wait_ms),
                "{} of {longest}",
                again.wait_ms
            );
        }
        let last = attempts.after(error(Retry::Soon), now).unwrap_err();
        assert_eq!(last.message, "slow down (attempt 8)");
    }
    let waits: std::collections::BTreeSet<_> = (0..100)
        .map(|now| Attempts::new(None, Effect::Read).after(error(Retry::Soon), now))
        .map(|again| again.unwrap().wait_ms)
        .collect();
    assert!(waits.len() > 50, "{} different waits of 100", waits.len());
}

#[test]
fn a_wait_of_nothing_is_no_wish() {
    let again = Attempts::new(None, Effect::Read)
        .after(asking(0), 0)
        .unwrap();
    assert!(again.wait_ms >= 500);
}

#[test]
fn no_attempt_begins_after_the_budget() {
    let budget = |ms| Attempts::new(Some(ms), Effect::Billable);
    assert!(budget(0).after(asking(1), 0).is_err(), "a single attempt");
    assert!(budget(2_000).after(asking(2_000), 0).is_ok());
    assert!(budget(1_999).after(asking(2_000), 0).is_err());

    let mut attempts = budget(5_000);
    assert!(attempts.after(asking(2_000), 9 * MS).is_ok());
    assert!(attempts.after(asking(2_000), 2_500 * MS).is_ok());
    let error = attempts.after(asking(2_000), 4_500 * MS).unwrap_err();
    assert_eq!(error.message, "slow down (attempt 3)");
    assert_eq!(error.retry_after_ms, Some(2_000));
}

#[test]
fn what_cannot_be_connected_to_is_given_up_sooner() {
    let refused = || {
        Error::from(Details {
            request_sent: false,
            ..error(Retry::Soon).into_details()
        })
    };
    let mut attempts = Attempts::new(None, Effect::Billable);
    assert!(attempts.after(refused(), 0).is_ok());
    assert!(attempts.after(refused(), 0).is_ok());
    assert!(attempts.after(refused(), 0).is_err());
}

#[test]
fn no_attempt_begins_at_the_end_of_the_call() {
    let until = |end_ms: u64| {
        Attempts::new(None, Effect::Billable)
            .ending_at(Some(end_ms * MS))
            .after(asking(2_000), 1_000 * MS)
    };
    assert!(until(3_001).is_ok());
    for end_ms in [3_000, 1_000, 0] {
        let error = until(end_ms).unwrap_err();
        assert_eq!(error, asking(2_000), "{end_ms}");
    }
}
