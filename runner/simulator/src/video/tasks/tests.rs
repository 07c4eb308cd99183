//! Turns and states, by the clock alone.

use std::time::Duration;

use super::{KEPT_TASKS, Tasks};
use crate::video::fault::VideoFault;
use crate::video::options::VideoOptions;
use crate::video::request::VideoRequest;
use crate::video::task::{Task, TaskState};

const KEY: &str = "sk-a";

/// In seconds since 1970.
const START: u64 = 1_795_140_000;

fn at(seconds: u64) -> Duration {
    Duration::from_secs(START + seconds)
}

fn add(tasks: &mut Tasks, id: &str, key: &str, seconds: u64) {
    tasks.account(key);
    let body = br#"{"model": "wan2.6-t2v", "input": {"prompt": "x"}}"#;
    tasks.add(Task {
        id: id.to_owned(),
        key: key.to_owned(),
        request_id: String::new(),
        request: VideoRequest::parse(body).unwrap(),
        submitted: at(seconds),
        scheduled: None,
        canceled: None,
        polls: 0,
        spoiled: 0,
        successes: 0,
        was_cut: false,
    });
}

/// One letter for each task.
fn states(tasks: &mut Tasks, seconds: u64, options: &VideoOptions) -> String {
    let seen = tasks.seen(at(seconds), options);
    seen.iter().map(|task| &task.state.word()[..1]).collect()
}

fn paced(running_tasks: u32) -> VideoOptions {
    VideoOptions {
        running_tasks: Some(running_tasks),
        ..VideoOptions::default()
    }
}

#[test]
fn a_task_passes_through_its_states() {
    let (mut tasks, options) = (Tasks::default(), VideoOptions::default());
    add(&mut tasks, "1", KEY, 0);
    let day = 24 * 60 * 60;
    for (seconds, state) in [
        (0, "P"),
        (1, "R"),
        (4, "R"),
        (5, "S"),
        (day + 4, "S"),
        (day + 5, "U"),
    ] {
        assert_eq!(states(&mut tasks, seconds, &options), state, "{seconds}");
    }
    assert!(tasks.find("sk-b", "1", at(5), &options).is_none());
    assert_eq!(tasks.of_key(KEY, at(5), &options).count(), 1);
    assert_eq!(tasks.of_key(KEY, at(day + 5), &options).count(), 0);
}

#[test]
fn others_wait_for_their_turn() {
    let (mut tasks, options) = (Tasks::default(), paced(2));
    for (id, seconds) in [("1", 0), ("2", 0), ("3", 0), ("4", 2)] {
        add(&mut tasks, id, KEY, seconds);
    }
    add(&mut tasks, "5", "sk-b", 2);
    for (seconds, expected) in [
        (1, "RRPPP"),
        (3, "RRPPR"),
        (5, "SSRRR"),
        (8, "SSRRS"),
        (9, "SSSSS"),
    ] {
        assert_eq!(states(&mut tasks, seconds, &options), expected, "{seconds}");
    }
}

#[test]
fn turns_do_not_depend_on_when_one_looks() {
    let (mut tasks, options) = (Tasks::default(), paced(1));
    for id in ["1", "2", "3"] {
        add(&mut tasks, id, KEY, 0);
    }
    assert_eq!(states(&mut tasks, 100, &options), "SSS");
    let begun: Vec<_> = tasks.kept.iter().map(|task| task.scheduled).collect();
    assert_eq!(begun, [1, 5, 9].map(|seconds| Some(at(seconds))));
}

#[test]
fn a_canceled_task_gives_its_turn_away() {
    let (mut tasks, options) = (Tasks::default(), paced(1));
    for id in ["1", "2", "3"] {
        add(&mut tasks, id, KEY, 0);
    }
    tasks.find(KEY, "2", at(3), &options).unwrap().canceled = Some(at(3));
    assert_eq!(states(&mut tasks, 3, &options), "RCP");
    assert_eq!(states(&mut tasks, 5, &options), "SCR");
}

#[test]
fn without_places_nothing_begins_and_without_times_all_is_done() {
    let mut tasks = Tasks::default();
    add(&mut tasks, "1", KEY, 0);
    assert_eq!(states(&mut tasks, 1_000, &paced(0)), "P");
    assert_eq!(states(&mut tasks, 0, &VideoOptions::unpaced()), "S");
}

#[test]
fn faults_end_tasks_otherwise() {
    for (fault, state) in [
        (VideoFault::EndCanceled, TaskState::Canceled),
        (VideoFault::EndFailed, TaskState::Failed),
        (VideoFault::EndInspected, TaskState::Failed),
        (VideoFault::Forget { successes: 0 }, TaskState::Unknown),
        (VideoFault::Forget { successes: 1 }, TaskState::Succeeded),
        (VideoFault::NoUrl, TaskState::Succeeded),
    ] {
        let mut tasks = Tasks::default();
        add(&mut tasks, "1", KEY, 0);
        let options = VideoOptions {
            faults: vec![fault],
            ..VideoOptions::default()
        };
        let state_at = |tasks: &mut Tasks, seconds| tasks.seen(at(seconds), &options)[0].state;
        assert_eq!(state_at(&mut tasks, 4), TaskState::Running, "{fault:?}");
        assert_eq!(state_at(&mut tasks, 5), state, "{fault:?}");
    }
}

#[test]
fn the_oldest_are_forgotten() {
    let mut tasks = Tasks::default();
    for id in 0..=KEPT_TASKS {
        add(&mut tasks, &id.to_string(), KEY, 0);
    }
    let options = VideoOptions::unpaced();
    assert!(tasks.find(KEY, "0", at(0), &options).is_none());
    assert!(tasks.find(KEY, "1", at(0), &options).is_some());
}
