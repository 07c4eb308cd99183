//! The calls about tasks: submit, poll, cancel, list.

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::answers::Writer;
use super::fault::VideoFault;
use super::links::Links;
use super::listing::Listing;
use super::request::VideoRequest;
use super::task::{Task, TaskState};
use super::tasks::Tasks;
use crate::identity;
use crate::native::{NativeCall, NativeError};
use crate::uploads::Uploads;

/// What becomes of a submit.
pub(crate) enum Submitted {
    Answered(Map<String, Value>),
    /// The connection is to be closed instead.
    Cut,
}

/// Makes a task.
pub(crate) fn submit(
    call: &NativeCall<'_>,
    tasks: &mut Tasks,
    uploads: &Uploads,
) -> Result<Submitted, NativeError> {
    let options = &call.options.video;
    let key = call.caller(&Method::POST)?;
    let quota = &mut tasks.account(key).submits;
    if !quota.take(call.now, options.submits_per_second) {
        return Err(NativeError::too_many());
    }
    if !call.enables("x-dashscope-async") {
        return Err(NativeError::synchronous());
    }
    let request = VideoRequest::parse(call.body)?;
    check_uploads(call, key, &request, uploads)?;

    let cut = options.fault(|fault| match fault {
        VideoFault::CutSubmit { accepted, times } => Some((*accepted, *times)),
        _ => None,
    });
    let cut = cut.filter(|(_, times)| tasks.cut_submits < *times);
    tasks.cut_submits += u32::from(cut.is_some());
    if matches!(cut, Some((false, _))) {
        return Ok(Submitted::Cut);
    }
    let id = identity::request_id();
    let answer = Writer::accepted(&id);
    tasks.add(Task {
        id,
        key: key.to_owned(),
        request_id: call.request_id.to_owned(),
        request,
        submitted: call.now,
        scheduled: None,
        canceled: None,
        polls: 0,
        spoiled: 0,
        successes: 0,
        was_cut: false,
    });
    match cut {
        Some(_) => Ok(Submitted::Cut),
        None => Ok(Submitted::Answered(answer)),
    }
}

/// Tells what has become of a task.
pub(crate) fn poll(
    call: &NativeCall<'_>,
    id: &str,
    tasks: &mut Tasks,
    links: &Links,
) -> Result<Map<String, Value>, NativeError> {
    let options = &call.options.video;
    let key = call.caller(&Method::GET)?;
    let quota = &mut tasks.account(key).polls;
    if !quota.take(call.now, options.polls_per_second) {
        return Err(NativeError::too_many());
    }
    let Some(task) = tasks.find(key, id, call.now, options) else {
        return Ok(Writer::unknown(id));
    };
    task.polls += 1;
    let failures = options.fault(|fault| match fault {
        VideoFault::FailPolls { times } => Some(*times),
        _ => None,
    });
    if task.polls <= failures.unwrap_or(0) {
        return Err(NativeError::internal());
    }
    let state = task.state(call.now, options);
    let suspends = options.fault(|fault| match fault {
        VideoFault::Suspend { polls } => Some(*polls),
        _ => None,
    });
    let writer = writer(call);
    if state != TaskState::Pending && task.spoiled < suspends.unwrap_or(0) {
        task.spoiled += 1;
        return Ok(writer.suspended(task));
    }
    task.successes += u32::from(state == TaskState::Succeeded);
    Ok(writer.task(task, state, links))
}

/// Ends a task that has not begun.
pub(crate) fn cancel(
    call: &NativeCall<'_>,
    id: &str,
    tasks: &mut Tasks,
) -> Result<Map<String, Value>, NativeError> {
    let options = &call.options.video;
    let key = call.caller(&Method::POST)?;
    let task = tasks.find(key, id, call.now, options);
    let is_pending = |task: &&mut Task| task.state(call.now, options) == TaskState::Pending;
    match task.filter(is_pending) {
        Some(task) => {
            task.canceled = Some(call.now);
            Ok(Map::new())
        }
        None => Err(NativeError::not_pending()),
    }
}

/// Gives a page of the tasks of a key, newest first.
pub(crate) fn list(
    call: &NativeCall<'_>,
    tasks: &mut Tasks,
) -> Result<Map<String, Value>, NativeError> {
    let options = &call.options.video;
    let key = call.caller(&Method::GET)?;
    let quota = &mut tasks.account(key).lists;
    if !quota.take(call.now, options.lists_per_second) {
        return Err(NativeError::too_many());
    }
    let query = call.query();
    let listing = Listing::read(&query, call.now)?;
    let found: Vec<&Task> = tasks
        .of_key(key, call.now, options)
        .filter(|task| listing.holds(task, task.state(call.now, options)))
        .collect();
    let writer = writer(call);
    let data: Vec<Value> = found
        .iter()
        .skip(listing.skipped())
        .take(listing.page_size)
        .map(|task| writer.line(task))
        .collect();
    Ok(Map::from_iter([
        ("total".to_owned(), found.len().into()),
        (
            "total_page".to_owned(),
            found.len().div_ceil(listing.page_size).into(),
        ),
        ("page_no".to_owned(), listing.page.into()),
        ("page_size".to_owned(), listing.page_size.into()),
        ("data".to_owned(), json!(data)),
    ]))
}

/// Uploaded media are for the key and the model that they were uploaded for, and have to be asked for by a header.
fn check_uploads(
    call: &NativeCall<'_>,
    key: &str,
    request: &VideoRequest,
    uploads: &Uploads,
) -> Result<(), NativeError> {
    for upload in &request.uploads {
        let path = &upload.path;
        if !call.enables("x-dashscope-ossresourceresolve") {
            return Err(NativeError::parameter(format!(
                "'{path}' is an oss:// URL, which needs the header X-DashScope-OssResourceResolve: enable"
            )));
        }
        if !uploads.has(&upload.key, key, &request.model, call.now) {
            return Err(NativeError::parameter(format!(
                "'{path}' can not be found: it was not uploaded for this account and this model, or has expired"
            )));
        }
    }
    Ok(())
}

fn writer<'a>(call: &NativeCall<'a>) -> Writer<'a> {
    Writer {
        now: call.now,
        options: &call.options.video,
        origin: call.origin,
    }
}
