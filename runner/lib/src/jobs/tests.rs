//! The calls on jobs that are not about waiting.

use super::script::{Script, error, jobs, jobs_of, task};
use super::*;
use crate::types::ErrorKind;
use crate::video::{Request, Status};
use std::fs;
use std::sync::Arc;
use tempfile::TempDir;

async fn scene() -> (TempDir, Arc<Script>, Jobs) {
    let folder = tempfile::tempdir().unwrap();
    let script = Script::new();
    let jobs = jobs(folder.path(), &script).await;
    (folder, script, jobs)
}

async fn job(jobs: &Jobs) -> JobId {
    jobs.create(Request::new("a boat"), None).await.unwrap().id
}

/// A job that the provider has.
async fn submitted(jobs: &Jobs, status: Status) -> JobId {
    let id = job(jobs).await;
    let owner = jobs.shared.owner.name();
    let store = &jobs.shared.store;
    store.begin_submit(&id, owner).await.unwrap();
    let task = task("t1", status);
    assert!(store.submitted(&id, owner, task).await.unwrap());
    id
}

#[tokio::test(start_paused = true)]
async fn a_request_outside_its_table_makes_no_job() {
    let (_folder, script, jobs) = scene().await;
    let outside = Request {
        prompt: None,
        ..Request::new("")
    };
    let refused = jobs.create(outside, None).await.unwrap_err();
    assert_eq!(refused.record().kind, ErrorKind::InvalidRequest);
    assert_eq!(jobs.list().await.unwrap(), []);
    assert_eq!(script.asked(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn status_looks_once_at_what_is_under_way() {
    let (_folder, script, jobs) = scene().await;
    let created = job(&jobs).await;
    assert_eq!(jobs.status(&created).await.unwrap().state, State::Created);
    let pending = submitted(&jobs, Status::Pending).await;
    script.poll("t1", [Ok(task("t1", Status::Running))]);
    assert_eq!(jobs.status(&pending).await.unwrap().state, State::Running);
    assert_eq!(script.asked(), ["poll t1"]);
    let missing = jobs.status(&JobId::new(1, 1)).await.unwrap_err();
    assert!(matches!(missing, Error::NoSuchJob { .. }), "{missing:?}");
}

#[tokio::test(start_paused = true)]
async fn what_has_not_begun_is_cancelled() {
    let (_folder, script, jobs) = scene().await;
    let created = job(&jobs).await;
    for _ in 0..2 {
        assert_eq!(jobs.cancel(&created).await.unwrap().state, State::Cancelled);
    }
    assert_eq!(script.asked(), [""; 0]);

    let pending = submitted(&jobs, Status::Pending).await;
    script.cancel(Err(error(ErrorKind::Unsupported, Some(400), true)));
    script.cancel(Ok(task("t1", Status::Cancelled)));
    let begun = jobs.cancel(&pending).await.unwrap_err();
    assert_eq!(begun.record().kind, ErrorKind::Unsupported);
    assert_eq!(jobs.job(&pending).await.unwrap().state, State::Pending);
    assert_eq!(jobs.cancel(&pending).await.unwrap().state, State::Cancelled);

    let failed = submitted(&jobs, Status::Expired).await;
    let over = jobs.cancel(&failed).await.unwrap_err();
    assert!(
        matches!(
            over,
            Error::State {
                state: State::Expired,
                ..
            }
        ),
        "{over:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_submitted_can_be_given_up() {
    let (_folder, script, jobs) = scene().await;
    script.submit(Err(error(ErrorKind::Network, None, true)));
    let id = job(&jobs).await;
    let missing = jobs.wait(&id, &WaitOptions::default()).await.unwrap_err();
    assert!(matches!(missing, Error::NoTask { .. }), "{missing:?}");
    let given_up = jobs.cancel(&id).await.unwrap();
    assert_eq!(given_up.state, State::Cancelled);
    assert_eq!(given_up.warnings[0].code, "may-be-billed");
    assert_eq!(given_up.error.unwrap().kind, ErrorKind::Network);
    let over = jobs.submit_again(&id).await.unwrap_err();
    assert!(matches!(over, Error::State { .. }), "{over:?}");
    jobs.forget(&id).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_began_to_be_sent_meanwhile_is_not_said_to_be_cancelled() {
    let (_folder, script, jobs) = scene().await;
    let id = job(&jobs).await;
    let before = jobs.job(&id).await.unwrap();
    let (store, owner) = (&jobs.shared.store, jobs.shared.owner.name());
    let _sending = jobs.shared.begin_sending(&id).unwrap();
    store.begin_submit(&id, owner).await.unwrap();
    let sending = jobs.cancel_from(before.clone()).await.unwrap_err();
    let pending = task("t1", Status::Pending);
    store.submitted(&id, owner, pending).await.unwrap();
    let sent = jobs.cancel_from(before).await.unwrap_err();
    for (refused, now) in [(sending, State::Submitting), (sent, State::Pending)] {
        assert!(
            matches!(&refused, Error::State { state, .. } if *state == now),
            "{refused:?}"
        );
    }
    assert_eq!(script.asked(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn only_what_is_over_is_forgotten() {
    let (_folder, _script, jobs) = scene().await;
    let running = submitted(&jobs, Status::Running).await;
    let kept = jobs.forget(&running).await.unwrap_err();
    assert!(matches!(kept, Error::State { .. }), "{kept:?}");
    let over = submitted(&jobs, Status::Expired).await;
    jobs.forget(&over).await.unwrap();
    let left: Vec<_> = jobs
        .list()
        .await
        .unwrap()
        .into_iter()
        .map(|job| job.id)
        .collect();
    assert_eq!(left, [running]);
}

#[tokio::test(start_paused = true)]
async fn a_job_of_another_endpoint_is_shown_and_not_touched() {
    let (folder, script, mine) = scene().await;
    let id = submitted(&mine, Status::Pending).await;
    let whose = ("https://other.example".to_owned(), Some("sk-1".to_owned()));
    let storage = Storage::default();
    let other = Jobs::with(folder.path().to_owned(), script.clone(), storage, whose)
        .await
        .unwrap();
    assert_eq!(other.list().await.unwrap().len(), 1);
    for refused in [
        other.status(&id).await,
        other.cancel(&id).await,
        other.recover(&id).await,
        other.submit_again(&id).await,
    ] {
        let refused = refused.unwrap_err();
        assert!(
            matches!(refused, Error::OtherEndpoint { .. }),
            "{refused:?}"
        );
    }
    let key = jobs_of(folder.path(), &script, "sk-2", Storage::default()).await;
    let refused = key.cancel(&id).await.unwrap_err();
    assert_eq!(refused.record().kind, ErrorKind::PermissionDenied);
    assert_eq!(script.asked(), [""; 0]);
}

#[tokio::test]
async fn no_lock_file_stays() {
    let (folder, _script, jobs) = scene().await;
    let owners = || fs::read_dir(folder.path().join(OWNERS)).unwrap().count();
    assert_eq!(owners(), 1);
    drop(jobs);
    assert_eq!(owners(), 0);
}

#[tokio::test]
async fn a_store_that_cannot_be_used_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("file");
    fs::write(&blocked, "x").unwrap();
    let whose = ("https://a.example".to_owned(), None);
    let refused = Jobs::with(blocked, Script::new(), Storage::default(), whose).await;
    let record = refused.err().unwrap().record();
    assert_eq!(record.kind, ErrorKind::Other("store".to_owned()));
    assert!(record.hint.is_some());
}
