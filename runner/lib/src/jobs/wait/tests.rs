//! Jobs from each state to their ends, with a scripted provider and a clock that does not make us wait.

use super::*;
use crate::jobs::script::{Script, error, jobs, jobs_of, of_prompt, succeeded, task};
use crate::jobs::{Jobs, Target};
use crate::storage::Storage;
use crate::types::ErrorKind;
use crate::video::{Request, Status};
use std::sync::Mutex;
use tempfile::TempDir;

const URL: &str = "https://storage.example/boat.mp4";

/// A folder with the jobs of one process in it.
struct Scene {
    folder: TempDir,
    script: Arc<Script>,
    jobs: Jobs,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = Script::new();
        let jobs = jobs(folder.path(), &script).await;
        Self {
            folder,
            script,
            jobs,
        }
    }

    async fn job(&self) -> JobId {
        let job = self.jobs.create(Request::new("a boat"), None).await;
        job.unwrap().id
    }

    /// A job that the provider has.
    async fn submitted(&self) -> JobId {
        let id = self.job().await;
        let owner = self.jobs.shared.owner.name().to_owned();
        let store = &self.jobs.shared.store;
        assert!(store.begin_submit(&id, &owner).await.unwrap());
        let task = task("t1", Status::Pending);
        assert!(store.submitted(&id, &owner, task).await.unwrap());
        id
    }

    async fn wait(&self, id: &JobId) -> Result<Job, Error> {
        self.jobs.wait(id, &WaitOptions::default()).await
    }

    async fn state(&self, id: &JobId) -> State {
        self.jobs.job(id).await.unwrap().state
    }
}

fn now() -> u64 {
    clock::now_ms() / 1_000
}

#[tokio::test(start_paused = true)]
async fn a_job_is_sent_polled_as_advised_and_done() {
    let scene = Scene::new().await;
    scene.script.submit(Ok(task("t1", Status::Pending)));
    scene.script.poll(
        "t1",
        [
            Ok(task("t1", Status::Pending)),
            Ok(task("t1", Status::Running)),
            Ok(task("t1", succeeded(URL))),
        ],
    );
    let id = scene.job().await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let options = WaitOptions {
        progress: Some(Arc::new(move |progress| {
            listener.lock().unwrap().push(progress);
        })),
        ..WaitOptions::default()
    };
    let job = scene.jobs.wait(&id, &options).await.unwrap();
    assert_eq!(job.state, State::Succeeded);
    assert_eq!(job.result.unwrap().urls, [URL]);
    assert_eq!(job.request_id.as_deref(), Some("request-1"));
    let asked = ["submit a boat", "poll t1", "poll t1", "poll t1"];
    assert_eq!(scene.script.asked(), asked);
    let times = scene.script.times();
    let between = Duration::from_secs(15)..Duration::from_millis(15_200);
    assert!(between.contains(&(times[2] - times[1])), "{times:?}");
    let states: Vec<_> = told
        .lock()
        .unwrap()
        .iter()
        .filter_map(|progress| match progress {
            Progress::State { state, .. } => Some(*state),
            _ => None,
        })
        .collect();
    let passed = [
        State::Created,
        State::Submitting,
        State::Pending,
        State::Running,
        State::Succeeded,
    ];
    assert_eq!(states, passed);
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_waited_out() {
    let scene = Scene::new().await;
    let limited = crate::types::Error {
        retry_after_ms: Some(40_000),
        ..error(ErrorKind::RateLimited, Some(429), true)
    };
    scene.script.poll(
        "t1",
        [
            Err(error(ErrorKind::Network, None, true)),
            Err(error(ErrorKind::Overloaded, Some(503), true)),
            Err(limited),
            Ok(task("t1", succeeded(URL))),
        ],
    );
    let id = scene.submitted().await;
    assert_eq!(scene.wait(&id).await.unwrap().state, State::Succeeded);
    let times = scene.script.times();
    assert!(times[3] - times[2] >= Duration::from_secs(40), "{times:?}");
    assert!(times[1] - times[0] < Duration::from_secs(4), "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn what_does_not_pass_leaves_the_job_as_it_was() {
    for kind in [ErrorKind::Unauthorized, ErrorKind::BadResponse] {
        let scene = Scene::new().await;
        let failed = Err(error(kind.clone(), Some(401), true));
        scene
            .script
            .poll("t1", [failed, Ok(task("t1", succeeded(URL)))]);
        let id = scene.submitted().await;
        let failed = scene.wait(&id).await.unwrap_err();
        assert_eq!(failed.record().kind, kind);
        assert_eq!(scene.state(&id).await, State::Pending);
        assert_eq!(scene.wait(&id).await.unwrap().state, State::Succeeded);
    }
}

#[tokio::test(start_paused = true)]
async fn ends_without_a_video_are_told_apart() {
    let filtered = error(ErrorKind::ContentFiltered, None, true);
    for (status, state) in [
        (Status::Failed(filtered), State::Failed),
        (Status::Cancelled, State::Cancelled),
        (Status::Expired, State::Expired),
    ] {
        let scene = Scene::new().await;
        scene.script.poll("t1", [Ok(task("t1", status))]);
        let id = scene.submitted().await;
        let error = scene.wait(&id).await.unwrap_err();
        assert_eq!(scene.state(&id).await, state);
        match (state, error) {
            (State::Failed, Error::Failed { error, .. }) => {
                assert_eq!(error.code.as_deref(), Some("Scripted"));
            }
            (State::Cancelled, Error::Cancelled { .. })
            | (State::Expired, Error::Expired { .. }) => {}
            (state, error) => panic!("{state} {error:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_job_is_sent_again_only_by_word() {
    let scene = Scene::new().await;
    scene
        .script
        .submit(Err(error(ErrorKind::RateLimited, Some(429), true)));
    let id = scene.job().await;
    for _ in 0..2 {
        let refused = scene.wait(&id).await.unwrap_err();
        assert!(matches!(refused, Error::Refused { .. }), "{refused:?}");
    }
    assert_eq!(scene.script.count("submit"), 1);
    scene.script.submit(Ok(task("t1", succeeded(URL))));
    assert_eq!(
        scene.jobs.submit_again(&id).await.unwrap().state,
        State::Created
    );
    assert_eq!(scene.wait(&id).await.unwrap().state, State::Succeeded);
}

#[tokio::test(start_paused = true)]
async fn what_was_not_sent_is_tried_again_and_can_be_later() {
    let scene = Scene::new().await;
    for _ in 0..3 {
        scene
            .script
            .submit(Err(error(ErrorKind::Network, None, false)));
    }
    let id = scene.job().await;
    let failed = scene.wait(&id).await.unwrap_err();
    assert!(matches!(failed, Error::Call(_)), "{failed:?}");
    assert_eq!(scene.state(&id).await, State::Created);
    scene.script.submit(Ok(task("t1", succeeded(URL))));
    assert_eq!(scene.wait(&id).await.unwrap().error, None);
    assert_eq!(scene.script.count("submit"), 4);
}

#[tokio::test(start_paused = true)]
async fn a_submit_without_an_answer_is_found_and_not_repeated() {
    for lost in [
        error(ErrorKind::Network, None, true),
        error(ErrorKind::Overloaded, Some(500), true),
    ] {
        let scene = Scene::new().await;
        scene.script.submit(Err(lost));
        // The list lags behind, and then holds a task of somebody else's too.
        scene.script.page(&[]);
        scene.script.page(&[("other", now()), ("t1", now())]);
        scene
            .script
            .poll("other", [Ok(of_prompt("other", "a cat", Status::Running))]);
        scene
            .script
            .poll("t1", [Ok(of_prompt("t1", "a boat", succeeded(URL)))]);
        let id = scene.job().await;
        let job = scene.wait(&id).await.unwrap();
        assert_eq!(
            (job.state, job.task.as_deref()),
            (State::Succeeded, Some("t1"))
        );
        assert_eq!(scene.script.count("submit"), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_task_of_which_the_prompt_is_not_told_is_looked_at_again() {
    let scene = Scene::new().await;
    let script = &scene.script;
    script.submit(Err(error(ErrorKind::Network, None, true)));
    for _ in 0..2 {
        script.page(&[("t1", now())]);
    }
    let told = of_prompt("t1", "a boat", succeeded(URL));
    script.poll("t1", [Ok(task("t1", Status::Running)), Ok(told)]);
    let id = scene.job().await;
    let job = scene.wait(&id).await.unwrap();
    assert_eq!(job.task.as_deref(), Some("t1"));
    assert_eq!(script.count("submit"), 1);

    let ended = Scene::new().await;
    let script = &ended.script;
    script.submit(Err(error(ErrorKind::Network, None, true)));
    script.page(&[("t1", now())]);
    script.poll("t1", [Ok(task("t1", Status::Cancelled))]);
    let id = ended.job().await;
    let several = ended.wait(&id).await.unwrap_err();
    assert!(matches!(several, Error::SeveralTasks { .. }), "{several:?}");
}

#[tokio::test(start_paused = true)]
async fn a_submit_that_is_not_found_stays_unknown() {
    let scene = Scene::new().await;
    scene
        .script
        .submit(Err(error(ErrorKind::Network, None, true)));
    let id = scene.job().await;
    for _ in 0..2 {
        let missing = scene.wait(&id).await.unwrap_err();
        assert!(
            matches!(missing, Error::NoTask { cause: Some(_), .. }),
            "{missing:?}"
        );
        assert_eq!(scene.state(&id).await, State::Unknown);
    }
    assert_eq!(scene.script.count("submit"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_leaves_the_job_at_the_provider() {
    let scene = Scene::new().await;
    scene.script.poll("t1", [Ok(task("t1", Status::Running))]);
    let id = scene.submitted().await;
    let begun = Instant::now();
    let late = scene.wait(&id).await.unwrap_err();
    assert!(
        matches!(
            late,
            Error::Deadline {
                state: State::Running,
                ..
            }
        ),
        "{late:?}"
    );
    let limit = Duration::from_mins(15)..Duration::from_mins(16);
    assert!(limit.contains(&begun.elapsed()));
    scene.script.poll("t1", [Ok(task("t1", succeeded(URL)))]);
    assert_eq!(scene.wait(&id).await.unwrap().state, State::Succeeded);
}

#[tokio::test(start_paused = true)]
async fn who_stops_waiting_loses_no_task() {
    let scene = Scene::new().await;
    *scene.script.slow.lock().unwrap() = Duration::from_secs(5);
    scene.script.submit(Ok(task("t1", Status::Pending)));
    let id = scene.job().await;
    let options = WaitOptions {
        deadline: Some(Duration::from_secs(2)),
        ..WaitOptions::default()
    };
    let late = scene.jobs.wait(&id, &options).await.unwrap_err();
    assert!(
        matches!(
            late,
            Error::Deadline {
                state: State::Submitting,
                ..
            }
        ),
        "{late:?}"
    );
    let begun = Instant::now();
    scene.jobs.settle().await;
    assert!(begun.elapsed() < Duration::from_secs(4));
    let job = scene.jobs.job(&id).await.unwrap();
    assert_eq!(
        (job.state, job.task.as_deref()),
        (State::Pending, Some("t1"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_job_whose_sender_died_is_looked_for() {
    let scene = Scene::new().await;
    let id = scene.job().await;
    let owner = scene.jobs.shared.owner.name().to_owned();
    scene
        .jobs
        .shared
        .store
        .begin_submit(&id, &owner)
        .await
        .unwrap();
    let Scene {
        folder,
        script,
        jobs: dead,
    } = scene;
    drop(dead);
    let jobs = jobs(folder.path(), &script).await;
    assert_eq!(jobs.list().await.unwrap()[0].state, State::Unknown);
    script.page(&[("t1", now())]);
    script.poll(
        "t1",
        [
            Ok(of_prompt("t1", "a boat", Status::Running)),
            Ok(task("t1", succeeded(URL))),
        ],
    );
    let job = jobs.wait(&id, &WaitOptions::default()).await.unwrap();
    assert_eq!(
        (job.state, job.task.as_deref()),
        (State::Succeeded, Some("t1"))
    );
    assert_eq!(script.count("submit"), 0);
}

#[tokio::test(start_paused = true)]
async fn of_many_who_wait_one_sends() {
    let scene = Scene::new().await;
    *scene.script.slow.lock().unwrap() = Duration::from_secs(3);
    scene.script.submit(Ok(task("t1", succeeded(URL))));
    let id = scene.job().await;
    let other = jobs(scene.folder.path(), &scene.script).await;
    let options = WaitOptions::default();
    let (one, two, three) = tokio::join!(
        scene.jobs.wait(&id, &options),
        scene.jobs.wait(&id, &options),
        other.wait(&id, &options),
    );
    for job in [one, two, three] {
        assert_eq!(job.unwrap().state, State::Succeeded);
    }
    assert_eq!(scene.script.count("submit"), 1);
}

#[tokio::test(start_paused = true)]
async fn another_accounts_job_is_not_asked_for() {
    let scene = Scene::new().await;
    let id = scene.submitted().await;
    let storage = Storage::default();
    let other = jobs_of(scene.folder.path(), &scene.script, "sk-2", storage).await;
    let refused = other.wait(&id, &WaitOptions::default()).await.unwrap_err();
    assert!(matches!(refused, Error::OtherAccount { .. }), "{refused:?}");
    assert_eq!(scene.script.asked(), [""; 0]);
    assert_eq!(other.job(&id).await.unwrap().state, State::Pending);
}

#[tokio::test(start_paused = true)]
async fn two_hundred_jobs_stay_within_the_accounts_limits() {
    let scene = Scene::new().await;
    let mut ids = Vec::new();
    for job in 0..200 {
        let name = format!("t{job}");
        scene.script.submit(Ok(task(&name, Status::Pending)));
        let running = Ok(task(&name, Status::Running));
        scene
            .script
            .poll(&name, [running, Ok(task(&name, succeeded(URL)))]);
        ids.push(scene.job().await);
    }
    let options = WaitOptions::default();
    let waits = ids.iter().map(|id| scene.jobs.wait(id, &options));
    for job in futures::future::join_all(waits).await {
        assert_eq!(job.unwrap().state, State::Succeeded);
    }
    let times = scene.script.times();
    assert_eq!((times.len(), scene.script.count("submit")), (400, 200));
    for window in times.windows(20) {
        assert!(
            window[19] - window[0] >= Duration::from_secs(1),
            "{window:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_target_that_is_taken_is_refused_before_anything_is_sent() {
    let scene = Scene::new().await;
    let path = scene.folder.path().join("boat.mp4");
    std::fs::write(&path, "mine").unwrap();
    let refused = scene
        .jobs
        .create(Request::new("a boat"), Some(Target::new(path)))
        .await;
    assert!(matches!(refused.unwrap_err(), Error::Target(_)));
    assert_eq!(scene.jobs.list().await.unwrap(), []);
}
