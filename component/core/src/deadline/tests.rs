//! When a call's time ends, on a scripted clock.

use core::future::ready;

use super::*;
use crate::transport::script::Script;

/// The result of waiting for each of these times, one after the other, and when that was over.
fn waited(limit_ms: Option<u64>, waits: &[u64]) -> (Vec<bool>, u64) {
    let script = Script::of([]);
    let mut deadline = Deadline::after(&script, limit_ms);
    let results = waits
        .iter()
        .map(|ms| script.run(deadline.within(script.sleep(*ms))).is_ok());
    (results.collect(), script.now_ms())
}

#[test]
fn waits_add_up_to_the_limit_and_none_goes_beyond_it() {
    for (limit_ms, waits, results, end_ms) in [
        (
            None,
            &[5, u64::MAX / 2][..],
            &[true, true][..],
            u64::MAX / 2 + 5,
        ),
        (Some(1_000), &[400, 400], &[true, true], 800),
        (Some(1_000), &[400, 400, 400], &[true, true, false], 1_000),
        // What is there when the time ends is taken.
        (Some(1_000), &[400, 600], &[true, true], 1_000),
        (
            Some(1_000),
            &[400, 600, 0, 1],
            &[true, true, true, false],
            1_000,
        ),
        // Once it has passed nothing is taken any more.
        (Some(1_000), &[1_001, 0], &[false, false], 1_000),
        (Some(0), &[0], &[true], 0),
        (Some(0), &[1], &[false], 0),
        (Some(u64::MAX), &[7], &[true], 7),
    ] {
        let expected = (results.to_vec(), end_ms);
        assert_eq!(waited(limit_ms, waits), expected, "{limit_ms:?} {waits:?}");
    }
}

#[test]
fn the_time_runs_between_waits_too() {
    let script = Script::of([]);
    let mut deadline = Deadline::after(&script, Some(1_000));
    script.run(script.sleep(2_000));
    assert_eq!(script.run(deadline.within(ready(7))), Ok(7));
    assert!(script.run(deadline.within(script.sleep(1))).is_err());
    assert_eq!(script.now_ms(), 2_000);
}

#[test]
fn a_time_out_says_the_limit_and_that_the_request_may_have_been_sent() {
    let script = Script::of([]);
    let mut deadline = Deadline::after(&script, Some(1_000));
    let late = script.run(deadline.within(script.sleep(9_000)));
    let expected = Failure {
        cause: Cause::Timeout,
        detail: String::from("the call may take 1000 ms in all"),
        request_sent: true,
    };
    assert_eq!(late, Err(expected.clone()));
    // What comes after it is not even begun.
    let begun = async { panic!("the time has passed") };
    assert_eq!(script.run(deadline.within(begun)), Err(expected));
}
