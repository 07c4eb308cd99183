//! What answers about tasks say.
//! Knows no HTTP: it is given the JSON, and gives words about what is wrong with it.
//!
//! Source: DashScope asynchronous task reference, November 2026. A task that failed is a good answer, whose status says so.

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::price::{self, Billed};
use super::time;
use super::types::{Output, Status, Task, TaskState, TaskSummary};
use crate::error::body;
use crate::model::Region;
use crate::number;
use crate::prelude::*;

/// How long a task and its video can be asked for, in seconds.
const LIFE: u64 = 24 * 3_600;

/// When to look again at a task of some age, both in seconds: most take one to five minutes, the quick models less. The
/// provider recommends 15 seconds.
const LOOKS: [(u64, u64); 2] = [(20, 3), (60, 5)];
const LATER_LOOKS: u64 = 15;

/// How much of a prompt or another text is kept, in characters.
const LONGEST_TEXT: usize = 20_000;
const LONGEST_WORD: usize = 100;

/// What is known of a task without asking.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The model that it was submitted to.
    pub model: Option<&'a str>,
    /// The region whose prices hold.
    pub region: Option<&'a Region>,
    /// The time by the provider's clock, in seconds since 1970 UTC.
    pub now: Option<u64>,
}

/// The id of the task that a submit began; `None` when the answer has none.
#[must_use]
pub fn submitted(answer: &Value) -> Option<String> {
    word(answer.get("output")?, "task_id")
}

/// How long to wait before the first look at a task, in milliseconds.
#[must_use]
pub fn first_look_ms() -> u64 {
    next_look_ms(Some(0), Some(0))
}

/// A task as an answer to a look at it tells it.
///
/// # Errors
/// What of the answer is not as documented.
pub fn polled(answer: &Value, id: &str, known: Known<'_>) -> Result<Task, String> {
    let none = Value::Null;
    let output = answer.get("output").unwrap_or(&none);
    let status = word(output, "task_status").ok_or("it names no status")?;
    let submitted_at = moment(output, "submit_time");
    let ended_at = moment(output, "end_time");
    let status = match state(&status) {
        TaskState::Pending => Status::Pending,
        TaskState::Running => Status::Running,
        TaskState::Succeeded => Status::Succeeded(result(answer, output, ended_at, known)?),
        TaskState::Failed => Status::Failed(body::from_task(answer, id)),
        TaskState::Cancelled => Status::Cancelled,
        TaskState::Expired => Status::Expired,
        TaskState::Other(word) => return Err(format!("its status is `{word}`")),
    };
    let goes_on = matches!(status, Status::Pending | Status::Running);
    Ok(Task {
        id: id.to_owned(),
        model: known.model.map(str::to_owned),
        prompt: text(output, "orig_prompt"),
        status,
        next_poll_ms: goes_on.then(|| next_look_ms(submitted_at, known.now)),
        submitted_at,
        ended_at,
        warnings: Vec::new(),
        request_id: word(answer, "request_id"),
    })
}

/// The tasks of a list, in its order.
///
/// # Errors
/// What of the answer is not as documented.
pub fn listed(answer: &Value) -> Result<Vec<TaskSummary>, String> {
    let Some(Value::Array(tasks)) = answer.get("data") else {
        return Err("it holds no list of tasks".to_owned());
    };
    let mut listed = Vec::new();
    for task in tasks {
        let summary = summary(task).ok_or("a task in it has no id or no status")?;
        listed.push(summary);
    }
    Ok(listed)
}

fn summary(task: &Value) -> Option<TaskSummary> {
    Some(TaskSummary {
        id: word(task, "task_id")?,
        model: word(task, "model_name"),
        state: state(&word(task, "status")?),
        submitted_at: moment(task, "gmt_create").or_else(|| moment(task, "start_time")),
        ended_at: moment(task, "end_time"),
        request_id: word(task, "request_id"),
    })
}

fn state(word: &str) -> TaskState {
    match word.to_ascii_uppercase().as_str() {
        "PENDING" => TaskState::Pending,
        // One that is held back has begun, so that it cannot be cancelled any more.
        "RUNNING" | "SUSPENDED" => TaskState::Running,
        "SUCCEEDED" => TaskState::Succeeded,
        "FAILED" => TaskState::Failed,
        "CANCELED" | "CANCELLED" => TaskState::Cancelled,
        "UNKNOWN" => TaskState::Expired,
        _ => TaskState::Other(word.to_owned()),
    }
}

fn result(
    answer: &Value,
    output: &Value,
    ended_at: Option<u64>,
    known: Known<'_>,
) -> Result<Output, String> {
    let urls = urls(output);
    let Some(first) = urls.first() else {
        return Err("the task has succeeded and there is no video".to_owned());
    };
    let usage = answer.get("usage").unwrap_or(&Value::Null);
    let billed_seconds = seconds(usage, "duration");
    let resolution = resolution(usage, "SR");
    let cost = || {
        let billed = Billed {
            resolution: resolution.clone()?,
            seconds: billed_seconds?,
            sound: usage.get("audio").and_then(Value::as_bool).unwrap_or(true),
        };
        price::cost(known.model?, &billed, known.region?)
    };
    Ok(Output {
        expires_at: expiry(first).or_else(|| ended_at?.checked_add(LIFE)),
        duration_seconds: seconds(usage, "output_video_duration")
            .or_else(|| seconds(usage, "video_duration"))
            .or(billed_seconds),
        billed_seconds,
        size: word(usage, "size"),
        aspect_ratio: word(usage, "ratio").or_else(|| word(usage, "video_ratio")),
        cost: cost(),
        resolution,
        urls,
    })
}

/// The addresses of the videos, none twice.
fn urls(output: &Value) -> Vec<String> {
    let results = output.get("results").and_then(Value::as_array);
    let places = results
        .into_iter()
        .flatten()
        .map(|result| result.get("video_url"));
    let mut urls = Vec::new();
    for place in places.chain([output.get("video_url")]) {
        let url = place.and_then(Value::as_str).unwrap_or_default().trim();
        if !url.is_empty() && !urls.iter().any(|known| known == url) {
            urls.push(url.to_owned());
        }
    }
    urls
}

/// When a signed address ends, as it says itself, in seconds since 1970 UTC.
fn expiry(url: &str) -> Option<u64> {
    let (_, query) = url.split_once('?')?;
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("Expires="))?;
    value.parse().ok()
}

/// `720` or `"720"` is `720P`.
fn resolution(answer: &Value, name: &str) -> Option<String> {
    let word = word(answer, name)?.to_ascii_uppercase();
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    Some(if is_number { word + "P" } else { word })
}

/// A number of seconds, whole or not, also as text.
fn seconds(answer: &Value, name: &str) -> Option<f64> {
    let value = answer.get(name)?;
    let number = value
        .as_f64()
        .or_else(|| number::parse(value.as_str()?.trim()))?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

/// A time as text in the provider's zone, or in milliseconds or seconds since 1970 UTC.
fn moment(answer: &Value, name: &str) -> Option<u64> {
    /// In seconds this is the year 5138, in milliseconds March 1973.
    const FIRST_IN_MILLISECONDS: u64 = 100_000_000_000;
    let value = answer.get(name)?;
    let number = match value.as_str() {
        Some(text) => text.trim().parse().ok(),
        None => value.as_u64(),
    };
    match number {
        Some(0) => None,
        Some(number) if number >= FIRST_IN_MILLISECONDS => Some(number / 1_000),
        Some(number) => Some(number),
        None => time::parse(value.as_str()?),
    }
}

fn next_look_ms(submitted_at: Option<u64>, now: Option<u64>) -> u64 {
    let age = || Some(now?.saturating_sub(submitted_at?));
    let wait = age().and_then(|age| {
        let look = LOOKS.iter().find(|(younger, _)| age < *younger);
        look.map(|(_, wait)| *wait)
    });
    wait.unwrap_or(LATER_LOOKS) * 1_000
}

fn word(answer: &Value, name: &str) -> Option<String> {
    let text = match answer.get(name)? {
        Value::String(text) => body::words(text, LONGEST_WORD),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn text(answer: &Value, name: &str) -> Option<String> {
    let text: String = answer
        .get(name)?
        .as_str()?
        .chars()
        .take(LONGEST_TEXT)
        .collect();
    (!text.is_empty()).then_some(text)
}
