//! Looking for a task among what the provider lists.

use super::*;
use crate::jobs::script::{Script, error, jobs, of_prompt, succeeded, task};
use crate::jobs::{Jobs, clock};
use crate::video::Request;
use std::sync::Arc;
use tempfile::TempDir;

/// A job that may have been submitted.
async fn unknown() -> (TempDir, Arc<Script>, Jobs, Job) {
    let folder = tempfile::tempdir().unwrap();
    let script = Script::new();
    let jobs = jobs(folder.path(), &script).await;
    let job = lost(&jobs).await;
    (folder, script, jobs, job)
}

async fn lost(jobs: &Jobs) -> Job {
    lost_of(jobs, Request::new("a boat")).await
}

async fn lost_of(jobs: &Jobs, request: Request) -> Job {
    let job = jobs.create(request, None).await.unwrap();
    let store = &jobs.shared.store;
    store.begin_submit(&job.id, "dead").await.unwrap();
    // Its owner has no lock file: whoever looks finds out.
    let job = jobs.job(&job.id).await.unwrap();
    assert_eq!(job.state, State::Unknown);
    job
}

fn now() -> u64 {
    clock::now_ms() / 1_000
}

#[tokio::test(start_paused = true)]
async fn all_pages_are_read_and_each_task_once() {
    let (_folder, script, jobs, job) = unknown().await;
    let names: Vec<_> = (0..150).map(|place| format!("t{place}")).collect();
    let tasks: Vec<_> = names.iter().map(|name| (name.as_str(), now())).collect();
    script.page(&tasks[..100]);
    // One moved from the first page to the second while it was read.
    script.page(&tasks[99..]);
    for name in &names {
        let prompt = if name == "t149" { "a boat" } else { "a cat" };
        script.poll(name, [Ok(of_prompt(name, prompt, Status::Running))]);
    }
    let found = jobs.recover(&job.id).await.unwrap();
    assert_eq!(
        (found.state, found.task.as_deref()),
        (State::Running, Some("t149"))
    );
    assert_eq!((script.count("tasks"), script.count("poll")), (2, 150));
}

#[tokio::test(start_paused = true)]
async fn several_that_could_be_it_are_a_persons_to_choose_from() {
    let (_folder, script, jobs, job) = unknown().await;
    script.page(&[("t1", now()), ("t2", now())]);
    for name in ["t1", "t2"] {
        script.poll(name, [Ok(task(name, Status::Running))]);
    }
    let several = jobs.recover(&job.id).await.unwrap_err();
    let message = several.record().message;
    assert!(message.ends_with("could be its own: t1, t2"), "{message}");
    assert_eq!(jobs.job(&job.id).await.unwrap().state, State::Unknown);

    let missing = jobs.adopt(&job.id, "no-task").await.unwrap_err();
    assert!(matches!(missing, Error::NoTask { .. }), "{missing:?}");
    let adopted = jobs.adopt(&job.id, "t2").await.unwrap();
    assert_eq!(
        (adopted.state, adopted.task.as_deref()),
        (State::Running, Some("t2"))
    );
    let again = jobs.adopt(&job.id, "t1").await.unwrap_err();
    assert!(matches!(again, Error::State { .. }), "{again:?}");
    let done = jobs.recover(&job.id).await.unwrap_err();
    assert!(matches!(done, Error::State { .. }), "{done:?}");
}

#[tokio::test(start_paused = true)]
async fn a_task_of_another_job_is_no_candidate() {
    let (_folder, script, jobs, first) = unknown().await;
    let second = lost(&jobs).await;
    script.page(&[("t1", now())]);
    script.page(&[("t1", now())]);
    script.poll("t1", [Ok(of_prompt("t1", "a boat", Status::Running))]);
    jobs.recover(&first.id).await.unwrap();
    let missing = jobs.recover(&second.id).await.unwrap_err();
    assert!(
        matches!(missing, Error::NoTask { cause: None, .. }),
        "{missing:?}"
    );
    let taken = jobs.adopt(&second.id, "t1").await.unwrap_err();
    assert!(matches!(taken, Error::TaskTaken { .. }), "{taken:?}");
}

#[tokio::test(start_paused = true)]
async fn a_task_that_is_no_video_ends_no_recovery() {
    let (_folder, script, jobs, job) = unknown().await;
    let foreign = [
        ("t1", error(ErrorKind::BadResponse, Some(200), true)),
        ("t2", error(ErrorKind::NotFound, Some(404), true)),
        ("t3", error(ErrorKind::Unsupported, Some(400), true)),
    ];
    for (name, failed) in foreign {
        script.poll(name, [Err(failed)]);
    }
    let boat = of_prompt("t4", "a boat", succeeded("https://a.example/1"));
    script.poll("t4", [Ok(boat)]);
    script.page(&[("t1", now()), ("t2", now()), ("t3", now())]);
    let missing = jobs.recover(&job.id).await.unwrap_err();
    assert!(matches!(missing, Error::NoTask { .. }), "{missing:?}");
    script.page(&[("t1", now()), ("t2", now()), ("t3", now()), ("t4", now())]);
    let found = jobs.recover(&job.id).await.unwrap();
    assert_eq!(found.task.as_deref(), Some("t4"));
}

#[tokio::test(start_paused = true)]
async fn a_task_of_its_model_that_cannot_be_read_may_be_the_jobs() {
    let (_folder, script, jobs, _) = unknown().await;
    let request = Request {
        model: Some("wan2.6-t2v".to_owned()),
        ..Request::new("a boat")
    };
    let job = lost_of(&jobs, request).await;
    script.page_of("wan2.6-t2v", &[("t1", now())]);
    let broken = error(ErrorKind::BadResponse, Some(200), true);
    script.poll("t1", [Err(broken)]);
    let several = jobs.recover(&job.id).await.unwrap_err();
    assert!(
        matches!(&several, Error::SeveralTasks { candidates, .. } if candidates.len() == 1),
        "{several:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_no_reason_to_leave_a_task_out() {
    let (_folder, script, jobs, job) = unknown().await;
    script.page(&[("t1", now())]);
    script.poll("t1", [Err(error(ErrorKind::Network, None, true))]);
    let failed = jobs.recover(&job.id).await.unwrap_err();
    assert!(matches!(failed, Error::Call(_)), "{failed:?}");
}

#[tokio::test(start_paused = true)]
async fn a_machine_whose_clock_is_minutes_off_finds_its_task() {
    let (_folder, script, jobs, job) = unknown().await;
    script.page(&[]);
    jobs.recover(&job.id).await.unwrap_err();
    let intent = job.submitting_ms.unwrap() / 1_000;
    let filter = script.filters().pop().unwrap();
    assert_eq!(filter.since, Some(intent - 15 * 60));
    assert_eq!(filter.until, Some(intent + 15 * 60));
}
