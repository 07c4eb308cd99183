//! The public calls: each is one export of the component, run in the provider's instance.

use crate::bindings::{Exports, ExportsPre};
use crate::egress::Egress;
use crate::error::Error;
use crate::instances::{Instances, Job, Running};
use crate::options::Builder;
use crate::runtime::Runtime;
use crate::state::State;
use crate::storage::Storage;
use crate::stream::{self, ChatStream};
use crate::{catalog, chat, types, understanding, upload, video};
use futures::channel::oneshot;
use qwen_core::endpoint::Endpoint;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use wasmtime::component::{Accessor, ComponentNamedList, Lift, Lower, TypedFunc};

/// One configured provider in its sandbox. Clones share the instance; any number of calls may run at once.
#[derive(Clone)]
pub struct Provider {
    shared: Arc<Shared>,
}

struct Shared {
    instances: Instances<ExportsPre<State>>,
    egress: Egress,
    endpoint: Endpoint,
    account: Option<String>,
    storage: Storage,
    limit: Duration,
}

impl Provider {
    /// Begins the description of a provider.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(
        runtime: Runtime,
        egress: Egress,
        environment: Vec<(String, String)>,
        endpoint: Endpoint,
        account: Option<String>,
        storage: Storage,
    ) -> Self {
        let limit = runtime.limits.call;
        let entrance = runtime.pre.clone();
        Self {
            shared: Arc::new(Shared {
                instances: Instances::new(entrance, runtime, egress.clone(), environment),
                egress,
                endpoint,
                account,
                storage,
                limit,
            }),
        }
    }

    /// Where requests go, and which rule chose it. Asks nobody.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.shared.endpoint
    }

    /// Whether a key is added to requests.
    #[must_use]
    pub fn has_key(&self) -> bool {
        self.shared.account.is_some()
    }

    /// The fingerprint of the key: 8 hexadecimal digits that tell accounts apart. `None` without a key.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.shared.account.as_deref()
    }

    /// Where the provider's files are fetched from and sent to.
    pub(crate) fn storage(&self) -> &Storage {
        &self.shared.storage
    }

    /// How long the running instance took to make, its memory included; `None` before the first call.
    #[must_use]
    pub fn instance_time(&self) -> Option<Duration> {
        self.shared.instances.made_in()
    }

    /// How many seconds this machine's clock is ahead of the `Date` of the first answer; `None` before one came, or when
    /// it said no time. The answer's way is in it.
    #[must_use]
    pub fn clock_offset(&self) -> Option<i64> {
        self.shared.egress.clock_offset()
    }

    /// The models that the endpoint serves. No I/O.
    ///
    /// # Errors
    /// [`Error::Provider`] when the configuration cannot be used.
    pub async fn models(&self) -> Result<Vec<catalog::Model>, Error> {
        self.call(|exports| exports.qwen_provider_catalog().func_models(), ())
            .await
    }

    /// The model that a reference names: `qwen/<id>`, an alias such as `modelstudio/<id>`, or a bare id. No I/O.
    ///
    /// # Errors
    /// [`Error::Provider`]: `not-found` names the closest ids.
    pub async fn resolve(&self, reference: impl Into<String>) -> Result<catalog::Model, Error> {
        let reference = reference.into();
        self.call(
            |exports| exports.qwen_provider_catalog().func_resolve(),
            (reference,),
        )
        .await
    }

    /// The model that is used when a request names none. No I/O.
    ///
    /// # Errors
    /// [`Error::Provider`] when the endpoint does not serve it.
    pub async fn default_model(&self) -> Result<catalog::Model, Error> {
        self.call(
            |exports| exports.qwen_provider_catalog().func_default_model(),
            (),
        )
        .await
    }

    /// One question to the default model, and the words of its answer.
    ///
    /// # Errors
    /// [`Error::Provider`] with what the provider or the network said.
    pub async fn ask(&self, prompt: impl Into<String>) -> Result<String, Error> {
        let prompt = prompt.into();
        self.call(|exports| exports.qwen_provider_chat().func_ask(), (prompt,))
            .await
    }

    /// One call, its answer whole. Dropping the future cancels the request upstream.
    ///
    /// # Errors
    /// [`Error::Provider`] with what the provider or the network said; `request_sent` says whether it may be billed.
    pub async fn complete(&self, request: chat::Request) -> Result<chat::Completion, Error> {
        self.call(
            |exports| exports.qwen_provider_chat().func_complete(),
            (request,),
        )
        .await
    }

    /// One call, its answer while it is written. Returns when the provider has begun to answer. Dropping the stream
    /// cancels the request upstream.
    ///
    /// # Errors
    /// [`Error::Provider`] with what came instead of an answer.
    pub async fn stream(&self, request: chat::Request) -> Result<ChatStream, Error> {
        let (reader, events, end) = stream::channel();
        let opened = self
            .start(
                |exports| exports.qwen_provider_chat().func_open_stream(),
                (request,),
                move |accessor, (stream, outcome)| {
                    accessor.with(|mut access| {
                        stream.pipe(&mut access, events)?;
                        outcome.pipe(&mut access, end)
                    })
                },
            )
            .await?;
        let (running, cancel) = opened;
        Ok(reader.answer(running, self.shared.limit, cancel))
    }

    /// Describes pictures or videos, or answers a question about them; [`Media`](crate::media::Media) makes URLs of files.
    /// From a Coding Plan endpoint it goes to the Standard one of the same region. Dropping the future cancels the request
    /// upstream.
    ///
    /// # Errors
    /// [`Error::Provider`] with what the provider or the network said: `unauthorized` for a subscription key, before
    /// anything is sent.
    pub async fn describe(
        &self,
        request: understanding::Request,
    ) -> Result<understanding::Description, Error> {
        self.call(
            |exports| exports.qwen_provider_understanding().func_describe(),
            (request,),
        )
        .await
    }

    /// What a video would come to: which model makes it, and for how much by list price. No I/O.
    ///
    /// # Errors
    /// [`Error::Provider`] when the request is outside its model's table.
    pub async fn estimate_video(&self, request: video::Request) -> Result<video::Quote, Error> {
        self.call(
            |exports| exports.qwen_provider_video().func_estimate(),
            (request,),
        )
        .await
    }

    /// Submits a video task. It costs money and is sent once: after an error whose `request_sent` is true, look for the
    /// task with [`Provider::video_tasks`] before submitting again.
    ///
    /// # Errors
    /// [`Error::Provider`] with what was wrong with the request, or with what came instead of a task.
    pub async fn submit_video(&self, request: video::Request) -> Result<video::Task, Error> {
        self.call(
            |exports| exports.qwen_provider_video().func_submit(),
            (request,),
        )
        .await
    }

    /// Looks at a video task. `model` is the one that it was submitted to, where that is known; the price follows from it.
    ///
    /// # Errors
    /// [`Error::Provider`] with what the provider or the network said. A task that failed is no error.
    pub async fn poll_video(
        &self,
        id: impl Into<String>,
        model: Option<String>,
    ) -> Result<video::Task, Error> {
        let id = id.into();
        self.call(
            |exports| exports.qwen_provider_video().func_poll(),
            (id, model),
        )
        .await
    }

    /// Cancels a video task that is still pending.
    ///
    /// # Errors
    /// [`Error::Provider`]: `unsupported` for a task that has begun.
    pub async fn cancel_video(&self, id: impl Into<String>) -> Result<video::Task, Error> {
        let id = id.into();
        self.call(|exports| exports.qwen_provider_video().func_cancel(), (id,))
            .await
    }

    /// Lists the account's video tasks, newest first.
    ///
    /// # Errors
    /// [`Error::Provider`] with what the provider or the network said.
    pub async fn video_tasks(
        &self,
        filter: video::Filter,
    ) -> Result<Vec<video::TaskSummary>, Error> {
        self.call(
            |exports| exports.qwen_provider_video().func_tasks(),
            (filter,),
        )
        .await
    }

    /// Asks where and how to send a file that the provider is to read.
    ///
    /// # Errors
    /// [`Error::Provider`] with what the provider or the network said.
    pub async fn prepare_upload(&self, request: upload::Request) -> Result<upload::Form, Error> {
        self.call(
            |exports| exports.qwen_provider_uploads().func_prepare(),
            (request,),
        )
        .await
    }
}

/// What every export of the contract returns.
type Answer<T> = Result<T, types::Error>;

impl Provider {
    /// Calls an export and gives its result.
    async fn call<P, R>(
        &self,
        export: impl FnOnce(&Exports) -> TypedFunc<P, (Answer<R>,)> + Send + 'static,
        parameters: P,
    ) -> Result<R, Error>
    where
        P: ComponentNamedList + Lower + Send + Sync + 'static,
        R: Send + Sync + 'static,
        (Answer<R>,): ComponentNamedList + Lift,
    {
        let (sender, result) = oneshot::channel();
        let (running, cancel) = self
            .start(export, parameters, move |_, value| {
                // A caller that left needs no result.
                let _ = sender.send(value);
                Ok(())
            })
            .await?;
        let _cancel = cancel.drop_guard();
        match result.await {
            Ok(value) => Ok(value),
            Err(oneshot::Canceled) => Err(running.stopped().await),
        }
    }

    /// Calls an export, hands what it returned to `deliver` inside the event loop, and gives what keeps the call alive.
    async fn start<P, R>(
        &self,
        export: impl FnOnce(&Exports) -> TypedFunc<P, (Answer<R>,)> + Send + 'static,
        parameters: P,
        deliver: impl FnOnce(&Accessor<State>, R) -> wasmtime::Result<()> + Send + 'static,
    ) -> Result<(Running<Exports>, CancellationToken), Error>
    where
        P: ComponentNamedList + Lower + Send + Sync + 'static,
        R: Send + Sync + 'static,
        (Answer<R>,): ComponentNamedList + Lift,
    {
        let cancel = CancellationToken::new();
        let guard = cancel.clone().drop_guard();
        let (sender, returned) = oneshot::channel();
        let token = cancel.clone();
        let job: Job<Exports> = Box::new(move |accessor, exports| {
            let export = export(exports);
            Box::pin(async move {
                let call = accessor.with(|mut access| -> wasmtime::Result<_> {
                    let call = export.start_call_concurrent(&mut access, parameters)?;
                    access.data_mut().call_begins(call.task(), token);
                    Ok(call)
                })?;
                let task = call.task();
                let (answer,) = export.finish_call_concurrent(accessor, call).await?;
                accessor.with(|mut access| access.data_mut().call_returned(task));
                let delivered = match answer {
                    Ok(value) => deliver(accessor, value).map(Ok)?,
                    Err(error) => Err(error),
                };
                let _ = sender.send(delivered);
                Ok(())
            })
        });
        let running = self.shared.instances.begin(job).await?;
        let answer = running
            .in_time(returned, self.shared.limit, &cancel)
            .await?;
        answer.map_err(Error::Provider)?;
        Ok((running, guard.disarm()))
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider")
            .field("endpoint", &self.shared.endpoint)
            .field("account", &self.shared.account)
            .finish_non_exhaustive()
    }
}
