//! The calls about videos.

use super::Provider;
use crate::cost::Cost;
use crate::error::{Error, ErrorKind};
use crate::transport::Transport;
use crate::video::types::{Filter, Request, Task, TaskSummary};

impl Provider {
    /// What a request would cost by list price, for the seconds asked for; `None` when the price is not known.
    ///
    /// # Errors
    /// `invalid-request` or `unsupported` when the request is outside its model's table.
    pub fn estimate(&self, _request: &Request) -> Result<Option<Cost>, Error> {
        Err(unsupported())
    }

    /// Submits a task, once.
    ///
    /// # Errors
    /// What was wrong with the request, before anything is sent; or what came instead of a task: `request_sent` says
    /// whether one may exist all the same.
    pub async fn submit<T: Transport + 'static>(
        &self,
        _transport: &T,
        _request: Request,
    ) -> Result<Task, Error> {
        Err(unsupported())
    }

    /// Looks at a task. The model, where it is known, gives the price.
    ///
    /// # Errors
    /// `bad-response` for a status that is not documented, and whatever stands between the request and its answer.
    pub async fn poll<T: Transport + 'static>(
        &self,
        _transport: &T,
        _id: &str,
        _model: Option<&str>,
    ) -> Result<Task, Error> {
        Err(unsupported())
    }

    /// Cancels a task that is still pending.
    ///
    /// # Errors
    /// `unsupported` for any other task, and whatever stands between the request and its answer.
    pub async fn cancel<T: Transport + 'static>(
        &self,
        _transport: &T,
        _id: &str,
    ) -> Result<Task, Error> {
        Err(unsupported())
    }

    /// Lists tasks, newest first.
    ///
    /// # Errors
    /// `invalid-request` for a window or a page that the provider does not take, and whatever stands between the request
    /// and its answer.
    pub async fn tasks<T: Transport + 'static>(
        &self,
        _transport: &T,
        _filter: &Filter,
    ) -> Result<Vec<TaskSummary>, Error> {
        Err(unsupported())
    }
}

fn unsupported() -> Error {
    Error::new(ErrorKind::Unsupported, "this version makes no videos yet")
}
