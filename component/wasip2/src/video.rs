//! The `video-sync` export.

use crate::generated::exports::qwen::provider::video_sync::Guest;
use crate::transport::Http;
use crate::waiting::wait_for;
use crate::{Component, provider};
use qwen_bindings::types::Error;
use qwen_bindings::video_types::{Filter, Quote, Request, Task, TaskSummary};
use qwen_core::prelude::*;

impl Guest for Component {
    fn estimate(request: Request) -> Result<Quote, Error> {
        Ok(provider()?.estimate(&request)?)
    }

    fn submit(request: Request) -> Result<Task, Error> {
        Ok(wait_for(provider()?.submit(&Http, request))?.into())
    }

    fn poll(id: String, model: Option<String>) -> Result<Task, Error> {
        Ok(wait_for(provider()?.poll(&Http, &id, model.as_deref()))?.into())
    }

    fn cancel(id: String) -> Result<Task, Error> {
        Ok(wait_for(provider()?.cancel(&Http, &id))?.into())
    }

    fn tasks(filter: Filter) -> Result<Vec<TaskSummary>, Error> {
        Ok(wait_for(provider()?.tasks(&Http, &filter))?)
    }
}
