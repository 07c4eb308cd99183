//! Downloads from a storage on loopback that cuts, lies and forgets.

use super::*;
use crate::jobs::job::Part;
use crate::jobs::options::Target;
use crate::jobs::progress::Progress;
use crate::jobs::script::{Script, jobs_of, succeeded, task};
use crate::jobs::serve::{Request, Server, answer};
use crate::jobs::{JobId, Jobs};
use crate::video;
use sha2::{Digest, Sha256};
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// Some video.
fn content() -> Vec<u8> {
    (0..200_000_u32).map(|place| (place % 251) as u8).collect()
}

fn whole(etag: &str, length: usize, body: &[u8]) -> Vec<u8> {
    let headers =
        format!("Content-Type: video/mp4\r\nETag: {etag}\r\nContent-Length: {length}\r\n");
    answer("200 OK", &headers, body)
}

fn rest(request: &Request, etag: &str) -> Vec<u8> {
    let (content, start) = (content(), request.start());
    let (length, last) = (content.len() - start, content.len() - 1);
    let headers = format!(
        "Content-Type: video/mp4\r\nETag: {etag}\r\nContent-Length: {length}\r\n\
         Content-Range: bytes {start}-{last}/{}\r\n",
        content.len()
    );
    answer("206 Partial Content", &headers, &content[start..])
}

/// A job whose video is at a server.
struct Scene {
    folder: TempDir,
    script: Arc<Script>,
    server: Server,
    jobs: Jobs,
    id: JobId,
}

impl Scene {
    async fn new(script: impl Fn(usize, &Request) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let server = Server::start(script).await;
        let folder = tempfile::tempdir().unwrap();
        let script = Script::new();
        script.submit(Ok(task("t1", succeeded(&server.url("boat.mp4?Expires=1")))));
        let jobs = jobs_of(
            &folder.path().join("state"),
            &script,
            "sk-1",
            server.storage(),
        )
        .await;
        let target = Target::new(folder.path().join("boat.mp4"));
        let request = video::Request::new("a boat");
        let id = jobs.create(request, Some(target)).await.unwrap().id;
        Self {
            folder,
            script,
            server,
            jobs,
            id,
        }
    }

    async fn wait(&self) -> Result<Job, Error> {
        self.jobs.wait(&self.id, &options()).await
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("boat.mp4")
    }

    fn part(&self) -> PathBuf {
        target::part_path(&self.path(), &self.id)
    }

    /// That the video is there, whole, alone and noted.
    async fn assert_saved(&self) {
        let job = self.jobs.job(&self.id).await.unwrap();
        assert_eq!(job.state, State::Saved);
        let file = job.file.unwrap();
        assert_eq!(file.path, self.path());
        assert_eq!(file.bytes, 200_000);
        assert_eq!(file.sha256, format!("{:x}", Sha256::digest(content())));
        assert!(fs::read(self.path()).unwrap() == content());
        assert_eq!(
            fs::read_dir(self.folder.path()).unwrap().count(),
            2,
            "the video and the state"
        );
    }

    /// Lets the next process find the job as one that died in the middle left it.
    async fn leave(&self, part: &[u8], known: Part) {
        let store = &self.jobs.shared.store;
        let owner = self.jobs.shared.owner.name();
        store.begin_submit(&self.id, owner).await.unwrap();
        let done = task("t1", succeeded(&self.server.url("boat.mp4")));
        store.submitted(&self.id, owner, done).await.unwrap();
        let begun = store.begin_file(&self.id, &self.path(), known).await;
        assert!(begun.unwrap());
        fs::write(self.part(), part).unwrap();
    }
}

/// Quick enough for a test.
fn options() -> WaitOptions {
    let mut options = WaitOptions::default();
    options.download.attempts = 2;
    options.download.silence = Duration::from_secs(5);
    options
}

fn error(result: Result<Job, Error>) -> DownloadError {
    match result.unwrap_err() {
        Error::Download { error, .. } => error,
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn a_video_is_fetched_without_a_key_and_checked() {
    let scene = Scene::new(|_, _| whole("\"a\"", 200_000, &content())).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let mut options = options();
    options.progress = Some(Arc::new(move |progress| {
        if let Progress::Download { bytes, total } = progress {
            listener.lock().unwrap().push((bytes, total));
        }
    }));
    let begun = std::time::Instant::now();
    scene.jobs.wait(&scene.id, &options).await.unwrap();
    let words = 2 + begun.elapsed().as_millis() / 200;
    scene.assert_saved().await;
    let told = told.lock().unwrap();
    assert!(told.len() as u128 <= words, "{told:?}");
    assert_eq!(told.last(), Some(&(200_000, Some(200_000))));
    assert!(told.is_sorted());
    let requests = scene.server.requests();
    assert_eq!(requests.len(), 1);
    assert!(
        requests[0].head.starts_with("get /boat.mp4?expires=1 "),
        "{requests:?}"
    );
    assert!(!requests[0].head.contains("authorization"), "{requests:?}");
}

#[tokio::test]
async fn a_cut_download_goes_on_where_it_was() {
    let scene = Scene::new(|nth, request| match nth {
        0 => whole("\"a\"", 200_000, &content()[..70_000]),
        _ => rest(request, "\"a\""),
    })
    .await;
    scene.wait().await.unwrap();
    scene.assert_saved().await;
    let requests = scene.server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].start(), 70_000);
    assert!(requests[1].head.contains("if-range: \"a\""), "{requests:?}");
}

#[tokio::test]
async fn a_later_process_goes_on_where_the_last_one_died() {
    let known = Part {
        etag: Some("\"a\"".to_owned()),
        total: Some(200_000),
    };
    let scene = Scene::new(|_, request| rest(request, "\"a\"")).await;
    scene.leave(&content()[..50_000], known.clone()).await;
    scene.wait().await.unwrap();
    scene.assert_saved().await;
    assert_eq!(scene.server.requests()[0].start(), 50_000);

    let scene = Scene::new(|_, _| panic!("nothing is missing")).await;
    scene.leave(&content(), known).await;
    scene.wait().await.unwrap();
    scene.assert_saved().await;
}

#[tokio::test]
async fn what_is_not_the_same_any_more_begins_anew() {
    let changed = |nth: usize, request: &Request| match (nth, request.start()) {
        (0, 30_000) => rest(request, "\"b\""),
        (_, 0) => whole("\"b\"", 200_000, &content()),
        _ => panic!("{request:?}"),
    };
    let ignored = |_: usize, _: &Request| whole("\"b\"", 200_000, &content());
    let beyond = |nth: usize, _: &Request| match nth {
        0 => answer("416 Range Not Satisfiable", "Content-Length: 0\r\n", b""),
        _ => whole("\"b\"", 200_000, &content()),
    };
    let known = Part {
        etag: Some("\"a\"".to_owned()),
        total: None,
    };
    let old = vec![7; 30_000];
    let scenes = [
        Scene::new(changed).await,
        Scene::new(ignored).await,
        Scene::new(beyond).await,
    ];
    for scene in scenes {
        scene.leave(&old, known.clone()).await;
        scene.wait().await.unwrap();
        scene.assert_saved().await;
    }
}

#[tokio::test]
async fn a_process_that_died_around_the_renaming_is_understood() {
    for (part, target) in [(true, false), (true, true), (false, true)] {
        let scene = Scene::new(|_, _| panic!("nothing is missing")).await;
        scene.leave(&content(), Part::default()).await;
        let file = File {
            path: scene.path(),
            bytes: 200_000,
            sha256: format!("{:x}", Sha256::digest(content())),
        };
        scene
            .jobs
            .shared
            .store
            .complete_file(&scene.id, file)
            .await
            .unwrap();
        if target {
            fs::hard_link(scene.part(), scene.path()).unwrap();
        }
        if !part {
            fs::remove_file(scene.part()).unwrap();
        }
        scene.wait().await.unwrap();
        scene.assert_saved().await;
    }
}

#[tokio::test]
async fn what_is_no_video_is_refused_and_leaves_nothing() {
    let html = |_: usize, _: &Request| {
        answer(
            "200 OK",
            "Content-Type: text/html\r\nContent-Length: 5\r\n",
            b"hello",
        )
    };
    let moved = |_: usize, _: &Request| {
        answer(
            "302 Found",
            "Location: https://evil.example/\r\nContent-Length: 0\r\n",
            b"",
        )
    };
    let found = "text/html".to_owned();
    for (scene, refused) in [
        (Scene::new(html).await, DownloadError::NotAVideo { found }),
        (
            Scene::new(moved).await,
            DownloadError::Status { status: 302 },
        ),
    ] {
        assert_eq!(error(scene.wait().await), refused);
        assert!(!scene.part().exists() && !scene.path().exists());
        let job = scene.jobs.job(&scene.id).await.unwrap();
        assert_eq!(job.state, State::Succeeded);
    }
}

#[tokio::test]
async fn a_limit_holds_whatever_the_head_says() {
    let said = |_: usize, _: &Request| whole("\"a\"", 200_000, &content());
    let unsaid = |_: usize, _: &Request| answer("200 OK", "", &content());
    for scene in [Scene::new(said).await, Scene::new(unsaid).await] {
        let mut options = options();
        options.download.most_bytes = 100_000;
        let refused = error(scene.jobs.wait(&scene.id, &options).await);
        assert_eq!(refused, DownloadError::TooLarge { most: 100_000 });
        assert!(!scene.part().exists());
    }
}

#[tokio::test]
async fn a_storage_that_says_no_length_is_believed() {
    let scene = Scene::new(|_, _| answer("200 OK", "", &content())).await;
    scene.wait().await.unwrap();
    scene.assert_saved().await;
}

#[tokio::test]
async fn what_breaks_off_again_and_again_can_go_on_later() {
    let scene = Scene::new(|nth, request| match nth {
        0 => whole("\"a\"", 200_000, &content()[..10_000]),
        1 | 2 => answer("503 Service Unavailable", "Content-Length: 0\r\n", b""),
        _ => rest(request, "\"a\""),
    })
    .await;
    let broken = error(scene.wait().await);
    assert!(
        matches!(broken, DownloadError::Broken { attempts: 2, .. }),
        "{broken:?}"
    );
    assert_eq!(fs::metadata(scene.part()).unwrap().len(), 10_000);
    scene.wait().await.unwrap();
    scene.assert_saved().await;
}

#[tokio::test]
async fn a_url_that_expired_is_asked_for_anew_once() {
    let scene = Scene::new(|_, request| {
        if request.head.contains("/fresh") {
            return whole("\"a\"", 200_000, &content());
        }
        answer("403 Forbidden", "Content-Length: 0\r\n", b"")
    })
    .await;
    let fresh = succeeded(&scene.server.url("fresh.mp4"));
    scene.script.poll("t1", [Ok(task("t1", fresh))]);
    scene.wait().await.unwrap();
    scene.assert_saved().await;
    assert_eq!(scene.script.count("poll"), 1);
}

#[tokio::test]
async fn a_video_that_is_gone_is_told_so() {
    let gone = |_: usize, _: &Request| answer("404 Not Found", "Content-Length: 0\r\n", b"");
    let scene = Scene::new(gone).await;
    let same = succeeded(&scene.server.url("boat.mp4"));
    scene.script.poll("t1", [Ok(task("t1", same))]);
    assert_eq!(
        error(scene.wait().await),
        DownloadError::LinkExpired { status: 404 }
    );

    let scene = Scene::new(gone).await;
    scene
        .script
        .poll("t1", [Ok(task("t1", video::Status::Expired))]);
    let expired = scene.wait().await.unwrap_err();
    assert!(matches!(expired, Error::Expired { .. }), "{expired:?}");
    assert!(!scene.part().exists());
}

#[tokio::test]
async fn an_address_that_is_not_public_is_not_asked() {
    let scene = Scene::new(|_, _| panic!("nobody asks")).await;
    scene.leave(b"", Part::default()).await;
    let elsewhere = succeeded("https://127.0.0.1:1/boat.mp4");
    let store = &scene.jobs.shared.store;
    store.seen(&scene.id, task("t1", elsewhere)).await.unwrap();
    let denied = error(scene.wait().await);
    assert!(matches!(denied, DownloadError::Denied { .. }), "{denied:?}");
    assert!(!scene.part().exists());
}

#[tokio::test]
async fn a_saved_file_that_is_gone_is_fetched_again() {
    let scene = Scene::new(|_, _| whole("\"a\"", 200_000, &content())).await;
    scene.wait().await.unwrap();
    for requests in [2, 3] {
        fs::remove_file(scene.path()).unwrap();
        let saved = scene.wait().await.unwrap();
        assert_eq!(saved.state, State::Saved);
        scene.assert_saved().await;
        assert_eq!(scene.server.requests().len(), requests);
    }
    scene.wait().await.unwrap();
    assert_eq!(scene.server.requests().len(), 3, "it is there");

    // One that another process brought back meanwhile is seen to be it.
    let store = &scene.jobs.shared.store;
    assert!(store.gone(&scene.id).await.unwrap());
    scene.wait().await.unwrap();
    scene.assert_saved().await;
    assert_eq!(scene.server.requests().len(), 3);
}

#[tokio::test]
async fn a_saved_file_that_is_gone_for_good_is_told_so() {
    let scene = Scene::new(|_, _| whole("\"a\"", 200_000, &content())).await;
    let mut ended = succeeded(&scene.server.url("boat.mp4"));
    if let video::Status::Succeeded(output) = &mut ended {
        output.expires_at = Some(1);
    }
    let (store, owner) = (&scene.jobs.shared.store, scene.jobs.shared.owner.name());
    store.begin_submit(&scene.id, owner).await.unwrap();
    let done = task("t1", ended);
    assert!(store.submitted(&scene.id, owner, done).await.unwrap());
    scene.wait().await.unwrap();
    fs::remove_file(scene.path()).unwrap();
    let gone = scene.wait().await.unwrap_err();
    assert!(
        matches!(&gone, Error::FileGone { path, .. } if *path == scene.path()),
        "{gone:?}"
    );
    let job = scene.jobs.job(&scene.id).await.unwrap();
    assert_eq!(job.state, State::Saved);
}

#[tokio::test]
async fn a_file_that_came_to_stand_there_is_not_replaced() {
    let scene = Scene::new(|_, _| whole("\"a\"", 200_000, &content())).await;
    fs::write(scene.path(), "mine").unwrap();
    let refused = scene.wait().await.unwrap_err();
    assert!(
        matches!(refused, Error::Target(TargetError::Exists { .. })),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(scene.path()).unwrap(), "mine");
    assert!(!scene.part().exists());
    let replacing = Target {
        path: scene.path(),
        overwrite: true,
    };
    scene.jobs.save_to(&scene.id, replacing).await.unwrap();
    scene.wait().await.unwrap();
    scene.assert_saved().await;
}

#[tokio::test]
async fn what_has_arrived_is_not_fetched_again_to_replace_a_file() {
    let scene = Scene::new(|_, _| panic!("nothing is missing")).await;
    let known = Part {
        etag: None,
        total: Some(200_000),
    };
    scene.leave(&content(), known).await;
    fs::write(scene.path(), "mine").unwrap();
    let refused = scene.wait().await.unwrap_err();
    assert!(matches!(refused, Error::Target(_)), "{refused:?}");
    let replacing = Target {
        path: scene.path(),
        overwrite: true,
    };
    scene.jobs.save_to(&scene.id, replacing).await.unwrap();
    scene.wait().await.unwrap();
    scene.assert_saved().await;
}

#[tokio::test]
async fn a_folder_that_went_away_leaves_the_video_at_the_provider() {
    let scene = Scene::new(|_, _| whole("\"a\"", 200_000, &content())).await;
    let gone = scene.folder.path().join("gone");
    fs::create_dir(&gone).unwrap();
    let target = Target::new(gone.join("boat.mp4"));
    scene.jobs.save_to(&scene.id, target).await.unwrap();
    fs::remove_dir(&gone).unwrap();
    let refused = scene.wait().await.unwrap_err();
    assert!(
        matches!(refused, Error::Target(TargetError::Unwritable { .. })),
        "{refused:?}"
    );
    let job = scene.jobs.job(&scene.id).await.unwrap();
    assert_eq!(job.state, State::Succeeded);
    scene
        .jobs
        .save_to(&scene.id, Target::new(scene.path()))
        .await
        .unwrap();
    scene.wait().await.unwrap();
    scene.assert_saved().await;
}

#[tokio::test]
async fn of_many_who_wait_one_fetches() {
    let scene = Scene::new(|_, _| whole("\"a\"", 200_000, &content())).await;
    let state = scene.folder.path().join("state");
    let other = jobs_of(&state, &scene.script, "sk-1", scene.server.storage()).await;
    let options = options();
    let (one, two, three) = tokio::join!(
        scene.jobs.wait(&scene.id, &options),
        scene.jobs.wait(&scene.id, &options),
        other.wait(&scene.id, &options),
    );
    for job in [one, two, three] {
        assert_eq!(job.unwrap().state, State::Saved);
    }
    scene.assert_saved().await;
    assert_eq!(scene.server.requests().len(), 1);
}

#[tokio::test]
async fn a_download_that_is_given_up_goes_on_later() {
    let scene = Scene::new(|nth, request| match nth {
        // The whole is announced, and a part comes; then the connection ends.
        0 => whole("\"a\"", 200_000, &content()[..10_000]),
        _ => rest(request, "\"a\""),
    })
    .await;
    let mut short = options();
    short.deadline = Some(Duration::from_millis(200));
    let late = scene.jobs.wait(&scene.id, &short).await;
    assert!(matches!(late, Err(Error::Deadline { .. })), "{late:?}");
    scene.wait().await.unwrap();
    scene.assert_saved().await;
}
