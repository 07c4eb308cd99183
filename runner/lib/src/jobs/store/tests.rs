//! The store on a real disk: what is written comes back, and what is not ours is not touched.

use super::*;
use crate::jobs::job::{File, Part};
use crate::jobs::state::State;
use crate::types::{Cost, Error, ErrorKind, Warning};
use crate::video::{Input, InputRole, Output, Request, ShotType, Status, Task};
use proptest::prelude::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

fn id(number: u64) -> JobId {
    JobId::new(number, 0)
}

fn job(number: u64, request: Request) -> Job {
    Job {
        base_url: "https://a.example/v1".to_owned(),
        ..Job::new(id(number), number, request)
    }
}

fn task(name: &str, status: Status) -> Task {
    Task {
        id: name.to_owned(),
        model: Some("wan".to_owned()),
        prompt: None,
        status,
        next_poll_ms: Some(1_000),
        submitted_at: Some(10),
        ended_at: None,
        warnings: vec![Warning {
            code: "a".to_owned(),
            message: "b".to_owned(),
        }],
        request_id: None,
    }
}

fn output() -> Output {
    Output {
        urls: vec![
            "https://b.example/1".to_owned(),
            "https://b.example/2".to_owned(),
        ],
        expires_at: Some(u64::from(u32::MAX) * 2),
        duration_seconds: Some(5.04),
        billed_seconds: None,
        size: Some("1280*720".to_owned()),
        resolution: None,
        aspect_ratio: Some("16:9".to_owned()),
        cost: Some(Cost {
            currency: "USD".to_owned(),
            micros: 500_000,
            prices_as_of: "2026-11-01".to_owned(),
        }),
    }
}

/// A store with one job in it.
async fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert!(store.insert(job(1, Request::new("a boat"))).await.unwrap());
    (folder, store)
}

/// What a folder holds: names and contents.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap();
    let mut all: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn all_that_becomes_of_a_job_is_kept() {
    let (folder, store) = store().await;
    let path = folder.path().join("boat.mp4");
    assert!(
        !store.insert(job(1, Request::new("x"))).await.unwrap(),
        "an id is given once"
    );
    assert!(store.begin_submit(&id(1), "me").await.unwrap());
    assert!(
        store
            .submitted(&id(1), "me", task("t1", Status::Pending))
            .await
            .unwrap()
    );
    assert!(
        store
            .seen(&id(1), task("t1", Status::Running))
            .await
            .unwrap()
    );
    assert!(store.retarget(&id(1), path.clone(), true).await.unwrap());
    let succeeded = Status::Succeeded(output());
    assert!(
        store
            .seen(&id(1), task("t1", succeeded.clone()))
            .await
            .unwrap()
    );
    let part = Part {
        etag: Some("\"a\"".to_owned()),
        total: Some(7),
    };
    assert!(store.begin_file(&id(1), &path, part.clone()).await.unwrap());
    let file = File {
        path: path.clone(),
        bytes: 7,
        sha256: "00".to_owned(),
    };
    assert!(store.complete_file(&id(1), file.clone()).await.unwrap());
    drop(store);
    let store = Store::open(folder.path()).unwrap();
    let kept = store.load(&id(1)).await.unwrap().unwrap();
    assert_eq!(kept.state, State::Succeeded);
    assert_eq!(kept.result, Some(output()));
    assert_eq!((kept.file, kept.part), (Some(file.clone()), Some(part)));
    assert_eq!((kept.output, kept.overwrite), (Some(path.clone()), true));
    assert_eq!(kept.task.as_deref(), Some("t1"));
    assert_eq!(kept.warnings, task("t1", Status::Pending).warnings);
    assert!(store.saved(&id(1), &path).await.unwrap());
    assert!(
        !store.seen(&id(1), task("t1", succeeded)).await.unwrap(),
        "it is over"
    );
    let kept = store.load(&id(1)).await.unwrap().unwrap();
    assert_eq!(
        (kept.state, kept.file, kept.part),
        (State::Saved, Some(file), None)
    );
    assert!(store.remove(&id(1)).await.unwrap());
    assert_eq!(store.list().await.unwrap(), []);
}

#[tokio::test]
async fn what_arrives_for_another_file_is_not_noted() {
    let (folder, store) = store().await;
    let (old, new) = (folder.path().join("old.mp4"), folder.path().join("new.mp4"));
    store.begin_submit(&id(1), "me").await.unwrap();
    let done = task("t1", Status::Succeeded(output()));
    assert!(store.submitted(&id(1), "me", done).await.unwrap());
    let of = |path: &Path| File {
        path: path.to_owned(),
        bytes: 7,
        sha256: "00".to_owned(),
    };
    for (target, noted) in [(&old, false), (&new, true)] {
        assert!(store.retarget(&id(1), new.clone(), false).await.unwrap());
        let begun = store.begin_file(&id(1), target, Part::default()).await;
        assert_eq!(begun.unwrap(), noted);
        let whole = store.complete_file(&id(1), of(target)).await;
        assert_eq!(whole.unwrap(), noted);
        assert_eq!(store.saved(&id(1), target).await.unwrap(), noted);
    }
    let kept = store.load(&id(1)).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.file), (State::Saved, Some(of(&new))));
}

#[tokio::test]
async fn an_error_is_kept_whole() {
    for kind in [
        ErrorKind::ContentFiltered,
        ErrorKind::Other("network".to_owned()),
    ] {
        let (_folder, store) = store().await;
        let error = Error {
            kind,
            message: "no".to_owned(),
            hint: Some("h".to_owned()),
            status: Some(400),
            code: Some("c".to_owned()),
            request_id: Some("r".to_owned()),
            retry_after_ms: Some(9),
            request_sent: true,
        };
        store.begin_submit(&id(1), "me").await.unwrap();
        let refused = store
            .not_submitted(&id(1), "me", Unsent::Refused, error.clone())
            .await;
        assert!(refused.unwrap());
        let kept = store.load(&id(1)).await.unwrap().unwrap();
        assert_eq!(
            (kept.state, kept.error, kept.owner),
            (State::Refused, Some(error), None)
        );
        assert!(store.again(&id(1)).await.unwrap());
        assert_eq!(store.load(&id(1)).await.unwrap().unwrap().error, None);
    }
}

#[tokio::test]
async fn of_two_processes_one_gets_a_job() {
    let (folder, one) = store().await;
    let other = Store::open(folder.path()).unwrap();
    let (id, begun) = (id(1), id(1));
    let (first, second) = tokio::join!(
        one.begin_submit(&id, "one"),
        other.begin_submit(&begun, "other")
    );
    assert!(first.unwrap() != second.unwrap());
    let owner = one.load(&id).await.unwrap().unwrap().owner.unwrap();
    let loser = if owner == "one" { "other" } else { "one" };
    let taken = task("t1", Status::Pending);
    assert!(!one.submitted(&id, loser, taken.clone()).await.unwrap());
    assert!(!one.abandoned(&id, Some(loser)).await.unwrap());
    assert!(!one.cancel_unsent(&id).await.unwrap());
    assert!(!one.again(&id).await.unwrap());
    // A job that was thought lost takes the task that its sender has after all.
    assert!(one.abandoned(&id, Some(&owner)).await.unwrap());
    assert!(other.submitted(&id, &owner, taken).await.unwrap());
}

#[tokio::test]
async fn a_task_is_one_jobs() {
    let (_folder, store) = store().await;
    for number in [2, 3] {
        store
            .insert(job(number, Request::new("a boat")))
            .await
            .unwrap();
        store.begin_submit(&id(number), "me").await.unwrap();
        store.abandoned(&id(number), Some("me")).await.unwrap();
    }
    let running = || task("t1", Status::Running);
    assert_eq!(
        store.adopt(&id(1), running()).await.unwrap(),
        Adopted::Not(State::Created)
    );
    assert_eq!(store.adopt(&id(2), running()).await.unwrap(), Adopted::Yes);
    assert_eq!(
        store.adopt(&id(3), running()).await.unwrap(),
        Adopted::Taken(id(2))
    );
    let third = store.load(&id(3)).await.unwrap().unwrap();
    assert_eq!(
        store.tasks(&third).await.unwrap(),
        HashSet::from(["t1".to_owned()])
    );
    let elsewhere = Job {
        account: Some("x".to_owned()),
        ..third
    };
    assert_eq!(store.tasks(&elsewhere).await.unwrap(), HashSet::new());
}

#[tokio::test]
async fn the_newest_comes_first() {
    let (_folder, store) = store().await;
    store.insert(job(3, Request::new("b"))).await.unwrap();
    store.insert(job(2, Request::new("c"))).await.unwrap();
    let ids: Vec<_> = store
        .list()
        .await
        .unwrap()
        .into_iter()
        .map(|job| job.id)
        .collect();
    assert_eq!(ids, [id(3), id(2), id(1)]);
}

#[test]
fn only_its_user_can_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("a/state");
    let _store = Store::open(&state).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&state), 0o700);
    for (path, _) in contents(&state) {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn what_is_not_a_store_of_this_version_is_not_touched() {
    let made = |sql: &str| {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join(FILE)).unwrap();
        connection.execute_batch(sql).unwrap();
        drop(connection);
        folder
    };
    let written = |bytes: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), bytes).unwrap();
        folder
    };
    let ours = format!("PRAGMA application_id = {};", schema::APPLICATION);
    let newer = made(&format!(
        "{ours} PRAGMA user_version = 2; CREATE TABLE a (b);"
    ));
    let foreign = made("CREATE TABLE a (b);");
    let text = written(
        b"not a database, and longer than a hundred bytes: "
            .repeat(9)
            .as_slice(),
    );
    let short = written(b"SQLite format 3\0");
    for (name, folder, refused) in [
        (
            "newer",
            newer,
            "was made by a newer version: its format is 2, and this version knows 1",
        ),
        ("foreign", foreign, "is not a store of jobs"),
        ("text", text, "is not a store of jobs"),
        ("short", short, "is not a store of jobs"),
    ] {
        let before = contents(folder.path());
        let error = Store::open(folder.path()).err().unwrap();
        assert!(error.to_string().ends_with(refused), "{name}: {error}");
        assert!(error.hint().is_some());
        assert_eq!(contents(folder.path()), before, "{name}");
    }
}

#[tokio::test]
async fn a_damaged_store_is_not_touched() {
    let (folder, store) = store().await;
    for number in 2..200 {
        store
            .insert(job(number, Request::new("x".repeat(500))))
            .await
            .unwrap();
    }
    drop(store);
    let path = folder.path().join(FILE);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0x5a);
    fs::write(&path, &bytes).unwrap();
    let error = Store::open(folder.path()).err().unwrap();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn many_processes_may_begin_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        let opened: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| Store::open(folder.path()).err()))
            .collect();
        for opened in opened {
            let refused = opened.join().unwrap();
            assert!(refused.is_none(), "{refused:?}");
        }
    });
}

fn text() -> impl Strategy<Value = String> {
    "(\\PC|[\n\t\u{0}'\"]){0,20}"
}

fn role() -> impl Strategy<Value = InputRole> {
    prop_oneof![
        Just(InputRole::Image),
        Just(InputRole::FirstClip),
        Just(InputRole::ReferenceAudio),
        text().prop_map(InputRole::Other),
    ]
}

prop_compose! {
    fn words()(
        model in proptest::option::of(text()), prompt in proptest::option::of(text()),
        negative_prompt in proptest::option::of(text()), size in proptest::option::of(text()),
        aspect_ratio in proptest::option::of(text()), resolution in proptest::option::of(text()),
        extra_json in proptest::option::of(text()),
    ) -> Request {
        Request { model, prompt, negative_prompt, size, aspect_ratio, resolution, extra_json, ..Request::new("") }
    }
}

prop_compose! {
    fn request()(
        words in words(),
        inputs in proptest::collection::vec((role(), text()), 0..4),
        duration_seconds: Option<u32>, audio: Option<bool>, watermark: Option<bool>, prompt_extend: Option<bool>,
        multi: Option<bool>, seed: Option<u32>,
    ) -> Request {
        let shot = |multi| if multi { ShotType::Multi } else { ShotType::Single };
        let inputs = inputs.into_iter().map(|(role, url)| Input { role, url }).collect();
        Request {
            inputs, duration_seconds, audio, watermark, prompt_extend, seed, shot_type: multi.map(shot), ..words
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_request_comes_back_as_it_was(requests in proptest::collection::vec(request(), 1..8)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        runtime.block_on(async {
            for (number, request) in (1..).zip(&requests) {
                store.insert(job(number, request.clone())).await.unwrap();
                let kept = store.load(&id(number)).await.unwrap().unwrap();
                assert_eq!(&kept.request, request);
            }
        });
    }
}
