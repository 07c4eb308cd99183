//! The `video` export.

use crate::generated::exports::qwen::provider::video::Guest;
use crate::transport::Http;
use crate::{Component, provider};
use qwen_bindings::types::Error;
use qwen_bindings::video_types::{Filter, Quote, Request, Task, TaskSummary};
use qwen_core::prelude::*;

impl Guest for Component {
    fn estimate(request: Request) -> Result<Quote, Error> {
        Ok(provider()?.estimate(&request)?)
    }

    async fn submit(request: Request) -> Result<Task, Error> {
        Ok(provider()?.submit(&Http, request).await?.into())
    }

    async fn poll(id: String, model: Option<String>) -> Result<Task, Error> {
        let task = provider()?.poll(&Http, &id, model.as_deref()).await?;
        Ok(task.into())
    }

    async fn cancel(id: String) -> Result<Task, Error> {
        Ok(provider()?.cancel(&Http, &id).await?.into())
    }

    async fn tasks(filter: Filter) -> Result<Vec<TaskSummary>, Error> {
        Ok(provider()?.tasks(&Http, &filter).await?)
    }
}
