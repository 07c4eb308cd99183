//! Which path is what. Methods, keys and bodies are checked by what a path leads to.

use crate::plan::Plan;

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Chat(Plan),
}

impl Route {
    /// `None`: no part of the service knows the path.
    pub(crate) fn of(path: &str) -> Option<Self> {
        Plan::of_chat_path(path).map(Self::Chat)
    }
}
