//! What jobs need of the provider: five calls. Tests stand a scripted one in its place.

use crate::error::Error;
use crate::provider::Provider;
use crate::video;
use futures::future::BoxFuture;

/// What a call gives.
pub(crate) type Answer<'a, T> = BoxFuture<'a, Result<T, Error>>;

/// The provider, as jobs see it.
pub(crate) trait Upstream: Send + Sync {
    /// Checks a request, and gives its model and its price by list. Nothing is sent.
    fn estimate(&self, request: video::Request) -> Answer<'_, video::Quote>;

    /// Submits a task: it costs money, and is not idempotent.
    fn submit(&self, request: video::Request) -> Answer<'_, video::Task>;

    /// Looks at a task of a model, where that is known.
    fn poll(&self, task: String, model: Option<String>) -> Answer<'_, video::Task>;

    /// Cancels a task that has not begun.
    fn cancel(&self, task: String) -> Answer<'_, video::Task>;

    /// One page of the account's tasks.
    fn tasks(&self, filter: video::Filter) -> Answer<'_, Vec<video::TaskSummary>>;
}

impl Upstream for Provider {
    fn estimate(&self, request: video::Request) -> Answer<'_, video::Quote> {
        Box::pin(self.estimate_video(request))
    }

    fn submit(&self, request: video::Request) -> Answer<'_, video::Task> {
        Box::pin(self.submit_video(request))
    }

    fn poll(&self, task: String, model: Option<String>) -> Answer<'_, video::Task> {
        Box::pin(self.poll_video(task, model))
    }

    fn cancel(&self, task: String) -> Answer<'_, video::Task> {
        Box::pin(self.cancel_video(task))
    }

    fn tasks(&self, filter: video::Filter) -> Answer<'_, Vec<video::TaskSummary>> {
        Box::pin(self.video_tasks(filter))
    }
}
