//! Which path is what. Methods, keys and bodies are checked by what a path leads to.

use axum::http::Method;

use crate::plan::Plan;
use crate::video;

/// The folder of the tasks of the native API.
const TASKS: &str = "/api/v1/tasks";

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    Chat(Plan),
    /// To get the film of a task, by its id.
    Download(&'a str),
    Native(Operation<'a>),
    /// A form with a file: storage has no path for it but its root.
    Upload,
}

/// An operation of the native API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation<'a> {
    /// To end a task, by its id.
    CancelTask(&'a str),
    GrantUpload,
    ListTasks,
    /// What has become of a task, by its id.
    PollTask(&'a str),
    SubmitVideo,
}

impl<'a> Route<'a> {
    /// `None`: no part of the service knows the path.
    pub(crate) fn of(method: &Method, path: &'a str) -> Option<Self> {
        if let Some(plan) = Plan::of_chat_path(path) {
            return Some(Self::Chat(plan));
        }
        match path {
            "/api/v1/services/aigc/video-generation/video-synthesis" => {
                Some(Self::Native(Operation::SubmitVideo))
            }
            "/api/v1/uploads" => Some(Self::Native(Operation::GrantUpload)),
            "/" if method == Method::POST => Some(Self::Upload),
            _ => match path.strip_prefix(TASKS) {
                Some(rest) => Operation::of_task(rest).map(Self::Native),
                None => video::task_of(path).map(Self::Download),
            },
        }
    }
}

impl<'a> Operation<'a> {
    fn of_task(rest: &'a str) -> Option<Self> {
        if matches!(rest, "" | "/") {
            return Some(Self::ListTasks);
        }
        let rest = rest.strip_prefix('/')?;
        let (id, is_cancel) = match rest.strip_suffix("/cancel") {
            Some(id) => (id, true),
            None => (rest, false),
        };
        let is_id = !id.is_empty() && !id.contains('/');
        is_id.then_some(if is_cancel {
            Self::CancelTask(id)
        } else {
            Self::PollTask(id)
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::{Operation, Route};
    use crate::plan::Plan;

    #[test]
    fn paths_are_exact() {
        let cases = [
            (
                "/compatible-mode/v1/chat/completions",
                Some(Route::Chat(Plan::Standard)),
            ),
            ("/v1/chat/completions", Some(Route::Chat(Plan::Coding))),
            (
                "/api/v1/services/aigc/video-generation/video-synthesis",
                Some(Route::Native(Operation::SubmitVideo)),
            ),
            (
                "/api/v1/services/aigc/video-generation/video-synthesis/",
                None,
            ),
            ("/api/v1/tasks", Some(Route::Native(Operation::ListTasks))),
            ("/api/v1/tasks/", Some(Route::Native(Operation::ListTasks))),
            (
                "/api/v1/tasks/7",
                Some(Route::Native(Operation::PollTask("7"))),
            ),
            (
                "/api/v1/tasks/7/cancel",
                Some(Route::Native(Operation::CancelTask("7"))),
            ),
            ("/api/v1/tasks/7/", None),
            ("/api/v1/tasks/7/8", None),
            ("/api/v1/tasks//cancel", None),
            ("/api/v1/tasksx", None),
            (
                "/api/v1/uploads",
                Some(Route::Native(Operation::GrantUpload)),
            ),
            ("/results/7.mp4", Some(Route::Download("7"))),
            ("/results/7", None),
            ("/", None),
        ];
        for (path, route) in cases {
            assert_eq!(Route::of(&Method::GET, path), route, "{path}");
        }
        assert_eq!(Route::of(&Method::POST, "/"), Some(Route::Upload));
    }
}
