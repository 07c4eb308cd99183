//! What a task looks like in answers: alone, and in a list.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::families::UsageForm;
use super::fault::VideoFault;
use super::links::Links;
use super::options::VideoOptions;
use super::request::VideoRequest;
use super::task::{Task, TaskState};
use crate::calendar;
use crate::movie::PICTURES_PER_SECOND;
use crate::native::member;

/// How long each video among the references is taken to be, in seconds: they are not fetched.
const REFERENCE_SECONDS: u32 = 5;

/// A status that no document names.
const ODD_STATUS: &str = "EVALUATING";

/// Where the secure address of a film is put aside for one that is not: a host that cannot exist.
const INSECURE_ORIGIN: &str = "http://results.invalid";

/// What is needed to write about tasks.
pub(super) struct Writer<'a> {
    pub(super) now: Duration,
    pub(super) options: &'a VideoOptions,
    /// Of this simulator, like `http://127.0.0.1:8080`.
    pub(super) origin: &'a str,
}

impl Writer<'_> {
    /// The answer to a submit.
    pub(super) fn accepted(id: &str) -> Map<String, Value> {
        member("output", json!({ "task_status": "PENDING", "task_id": id }))
    }

    /// The answer about a task that is not known or no longer.
    pub(super) fn unknown(id: &str) -> Map<String, Value> {
        member("output", json!({ "task_id": id, "task_status": "UNKNOWN" }))
    }

    /// A task that a fault holds up.
    pub(super) fn suspended(&self, task: &Task) -> Map<String, Value> {
        let mut output = self.head(task, "SUSPENDED");
        output.remove("end_time");
        member("output", output.into())
    }

    /// The answer to a poll.
    pub(super) fn task(&self, task: &Task, state: TaskState, links: &Links) -> Map<String, Value> {
        match state {
            TaskState::Unknown => Self::unknown(&task.id),
            TaskState::Canceled | TaskState::Pending | TaskState::Running => {
                member("output", self.head(task, state.word()).into())
            }
            TaskState::Failed => {
                let mut output = self.head(task, state.word());
                let (code, message) = task.failure(self.options).unwrap_or_default();
                output.insert("code".to_owned(), code.into());
                output.insert("message".to_owned(), message.into());
                member("output", output.into())
            }
            TaskState::Succeeded if self.options.has(VideoFault::EndOddly) => {
                member("output", self.head(task, ODD_STATUS).into())
            }
            TaskState::Succeeded => {
                let mut output = self.head(task, state.word());
                let prompt = task.request.prompt.as_deref().unwrap_or_default();
                output.insert("orig_prompt".to_owned(), prompt.into());
                if !self.options.has(VideoFault::NoUrl) {
                    output.insert("video_url".to_owned(), self.address(task, links).into());
                }
                let mut answer = member("output", output.into());
                answer.insert("usage".to_owned(), usage(&task.request));
                answer
            }
        }
    }

    /// One line of a list. Times are in milliseconds since 1970.
    pub(super) fn line(&self, task: &Task) -> Value {
        let since = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let past = |time: Option<Duration>| time.filter(|time| *time <= self.now).map(since);
        json!({
            "task_id": task.id,
            "status": task.state(self.now, self.options).word(),
            "model_name": task.request.model,
            "region": "ap-southeast-1",
            "request_id": task.request_id,
            "gmt_create": since(task.submitted),
            "start_time": past(task.scheduled),
            "end_time": past(task.ended(self.options)),
            "api_key_id": "100001",
            "caller_uid": "5000000000000001",
            "caller_parent_id": "5000000000000001",
            "user_api_unique_key": "apikey:v1:aigc:video-generation:video-synthesis",
        })
    }

    fn head(&self, task: &Task, status: &str) -> Map<String, Value> {
        let mut output = member("task_id", task.id.as_str().into());
        let mut insert = |name: &str, value: Value| output.insert(name.to_owned(), value);
        insert("task_status", status.into());
        insert("submit_time", calendar::local(task.submitted).into());
        let ended = task.ended(self.options);
        for (name, time) in [("scheduled_time", task.scheduled), ("end_time", ended)] {
            if let Some(time) = time.filter(|time| *time <= self.now) {
                insert(name, calendar::local(time).into());
            }
        }
        output
    }

    fn address(&self, task: &Task, links: &Links) -> String {
        let ended = task.ended(self.options).unwrap_or(self.now);
        let link = links.path(&task.id, ended.saturating_add(self.options.result_life));
        if self.options.has(VideoFault::InsecureUrl) {
            return format!("{INSECURE_ORIGIN}{link}");
        }
        format!("{}{link}", self.origin)
    }
}

/// What is paid for. Seconds of videos among the references count as well.
fn usage(request: &VideoRequest) -> Value {
    let given = request.videos * REFERENCE_SECONDS;
    let made = request.seconds;
    // Some families count in floats.
    let seconds = |seconds: u32| match request.family.usage {
        UsageForm::Ratio => Value::from(f64::from(seconds)),
        UsageForm::Plain | UsageForm::RatioAndRate | UsageForm::Size => seconds.into(),
    };
    let mut usage = vec![
        ("duration", seconds(given + made)),
        ("input_video_duration", seconds(given)),
        ("output_video_duration", seconds(made)),
        ("video_count", 1.into()),
        ("SR", request.dimensions.tier.into()),
    ];
    match request.family.usage {
        UsageForm::Plain => usage.push(("audio", request.audio.into())),
        UsageForm::Ratio => usage.push(("ratio", request.ratio.into())),
        UsageForm::RatioAndRate => {
            usage.push(("ratio", request.ratio.into()));
            usage.push(("fps", PICTURES_PER_SECOND.into()));
        }
        UsageForm::Size => {
            let (width, height) = (request.dimensions.width, request.dimensions.height);
            usage.push(("size", format!("{width}*{height}").into()));
            usage.push(("audio", request.audio.into()));
        }
    }
    let named = |(name, value): (&str, Value)| (name.to_owned(), value);
    usage.into_iter().map(named).collect::<Map<_, _>>().into()
}
