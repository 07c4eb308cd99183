//! A provider that answers as a test tells it, and notes what it is asked; and jobs that talk to it.

use super::Jobs;
use super::upstream::{Answer, Upstream};
use crate::error::Error;
use crate::storage::Storage;
use crate::types::{self, ErrorKind};
use crate::video::{Filter, Output, Quote, Request, Status, Task, TaskState, TaskSummary};
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

type Said<T> = Result<T, types::Error>;

/// The scripted provider.
#[derive(Default)]
pub(super) struct Script {
    submits: Mutex<VecDeque<Said<Task>>>,
    polls: Mutex<HashMap<String, VecDeque<Said<Task>>>>,
    pages: Mutex<VecDeque<Vec<TaskSummary>>>,
    cancels: Mutex<VecDeque<Said<Task>>>,
    asked: Mutex<Vec<(Instant, String)>>,
    filters: Mutex<Vec<Filter>>,
    /// How long a submit takes.
    pub(super) slow: Mutex<Duration>,
}

impl Script {
    pub(super) fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Answers the next submit.
    pub(super) fn submit(&self, said: Said<Task>) {
        self.submits.lock().unwrap().push_back(said);
    }

    /// Answers the next polls of a task. The last answer stays.
    pub(super) fn poll(&self, task: &str, said: impl IntoIterator<Item = Said<Task>>) {
        let mut polls = self.polls.lock().unwrap();
        polls.entry(task.to_owned()).or_default().extend(said);
    }

    /// Answers the next list with tasks by id and time. Then there is none.
    pub(super) fn page(&self, tasks: &[(&str, u64)]) {
        self.put_page(None, tasks);
    }

    /// The same, of tasks whose model is told.
    pub(super) fn page_of(&self, model: &str, tasks: &[(&str, u64)]) {
        self.put_page(Some(model), tasks);
    }

    fn put_page(&self, model: Option<&str>, tasks: &[(&str, u64)]) {
        let tasks = tasks.iter().map(|(id, submitted_at)| TaskSummary {
            id: (*id).to_owned(),
            model: model.map(str::to_owned),
            state: TaskState::Succeeded,
            submitted_at: Some(*submitted_at),
            ended_at: None,
            request_id: None,
        });
        self.pages.lock().unwrap().push_back(tasks.collect());
    }

    /// Answers the next cancel.
    pub(super) fn cancel(&self, said: Said<Task>) {
        self.cancels.lock().unwrap().push_back(said);
    }

    /// What lists were asked for.
    pub(super) fn filters(&self) -> Vec<Filter> {
        self.filters.lock().unwrap().clone()
    }

    /// What was asked.
    pub(super) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(_, what)| what.clone()).collect()
    }

    /// How often something was asked whose words begin so.
    pub(super) fn count(&self, what: &str) -> usize {
        let asked = self.asked();
        asked.iter().filter(|asked| asked.starts_with(what)).count()
    }

    /// When polls came.
    pub(super) fn times(&self) -> Vec<Instant> {
        let asked = self.asked.lock().unwrap();
        let polls = asked.iter().filter(|(_, what)| what.starts_with("poll"));
        polls.map(|(time, _)| *time).collect()
    }

    fn note(&self, what: String) {
        self.asked.lock().unwrap().push((Instant::now(), what));
    }
}

/// The next answer of a queue; the last one stays.
fn next<T: Clone>(queue: &mut VecDeque<T>) -> Option<T> {
    match queue.len() {
        1 => queue.front().cloned(),
        _ => queue.pop_front(),
    }
}

impl Upstream for Script {
    fn estimate(&self, request: Request) -> Answer<'_, Quote> {
        let outside = request.prompt.is_none();
        let refused = error(ErrorKind::InvalidRequest, None, false);
        Box::pin(async move {
            if outside {
                return Err(Error::Provider(refused));
            }
            Ok(Quote {
                model: request.model.unwrap_or_else(|| "wan2.6-t2v".to_owned()),
                cost: None,
                warnings: Vec::new(),
            })
        })
    }

    fn submit(&self, request: Request) -> Answer<'_, Task> {
        let prompt = request.prompt.unwrap_or_default();
        self.note(format!("submit {prompt}"));
        let said = self.submits.lock().unwrap().pop_front();
        let slow = *self.slow.lock().unwrap();
        Box::pin(async move {
            tokio::time::sleep(slow).await;
            said.expect("a submit too many").map_err(Error::Provider)
        })
    }

    fn poll(&self, task: String, _model: Option<String>) -> Answer<'_, Task> {
        self.note(format!("poll {task}"));
        let said = self.polls.lock().unwrap().get_mut(&task).and_then(next);
        let said = said.unwrap_or_else(|| Ok(self::task(&task, Status::Expired)));
        Box::pin(async move { said.map_err(Error::Provider) })
    }

    fn cancel(&self, task: String) -> Answer<'_, Task> {
        self.note(format!("cancel {task}"));
        let said = self.cancels.lock().unwrap().pop_front();
        Box::pin(async move { said.expect("a cancel too many").map_err(Error::Provider) })
    }

    fn tasks(&self, filter: Filter) -> Answer<'_, Vec<TaskSummary>> {
        self.note(format!("tasks {}", filter.page.unwrap_or(1)));
        self.filters.lock().unwrap().push(filter);
        let page = self.pages.lock().unwrap().pop_front();
        Box::pin(async move { Ok(page.unwrap_or_default()) })
    }
}

/// A task, to be polled again in 15 seconds.
pub(super) fn task(id: &str, status: Status) -> Task {
    Task {
        id: id.to_owned(),
        model: None,
        prompt: None,
        next_poll_ms: matches!(status, Status::Pending | Status::Running).then_some(15_000),
        status,
        submitted_at: None,
        ended_at: None,
        warnings: Vec::new(),
        request_id: Some("request-1".to_owned()),
    }
}

/// A task that tells its prompt.
pub(super) fn of_prompt(id: &str, prompt: &str, status: Status) -> Task {
    Task {
        prompt: Some(prompt.to_owned()),
        ..task(id, status)
    }
}

/// A video at a URL.
pub(super) fn succeeded(url: &str) -> Status {
    Status::Succeeded(Output {
        urls: vec![url.to_owned()],
        expires_at: None,
        duration_seconds: Some(5.0),
        billed_seconds: Some(5.0),
        size: Some("1280*720".to_owned()),
        resolution: None,
        aspect_ratio: None,
        cost: None,
    })
}

pub(super) fn error(kind: ErrorKind, status: Option<u16>, request_sent: bool) -> types::Error {
    types::Error {
        kind,
        message: "scripted".to_owned(),
        hint: None,
        status,
        code: Some("Scripted".to_owned()),
        request_id: None,
        retry_after_ms: None,
        request_sent,
    }
}

/// The jobs of a folder, as one more process opens them.
pub(super) async fn jobs(folder: &Path, script: &Arc<Script>) -> Jobs {
    jobs_of(folder, script, "sk-1", Storage::default()).await
}

/// The same, for an account and with a storage.
pub(super) async fn jobs_of(
    folder: &Path,
    script: &Arc<Script>,
    account: &str,
    storage: Storage,
) -> Jobs {
    // An endpoint of its own for each folder: the pace of an account goes by the clock of one test.
    let whose = (
        format!("https://{}", folder.display()),
        Some(account.to_owned()),
    );
    let upstream = Arc::clone(script);
    Jobs::with(folder.to_owned(), upstream, storage, whose)
        .await
        .unwrap()
}
