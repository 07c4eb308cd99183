//! One running instance and its event loop; a new one when it stopped.
//! Knows neither what is called nor what comes back.

use crate::bindings::{Exports, ExportsPre};
use crate::egress::Egress;
use crate::egress::hooks::Hooks;
use crate::error::Error;
use crate::runtime::Runtime;
use crate::state::State;
use futures::channel::oneshot;
use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use wasmtime::Store;
use wasmtime::component::Accessor;
use wasmtime_wasi::WasiCtxBuilder;
use wasmtime_wasi_http::p3::bindings::{Service, ServicePre};

/// How long a call may go on after it was cancelled, before its instance is stopped.
const GRACE: Duration = Duration::from_secs(2);

/// The component, ready to be instantiated, as those who call it see it.
pub(crate) trait Entrance: Send + Sync + 'static {
    /// The exports that are called.
    type Exports: Send + Sync + 'static;

    /// Makes an instance in its store.
    fn instantiate(
        &self,
        store: &mut Store<State>,
    ) -> impl Future<Output = wasmtime::Result<Self::Exports>> + Send;
}

impl Entrance for ExportsPre<State> {
    type Exports = Exports;

    async fn instantiate(&self, store: &mut Store<State>) -> wasmtime::Result<Exports> {
        self.instantiate_async(store).await
    }
}

impl Entrance for ServicePre<State> {
    type Exports = Service;

    async fn instantiate(&self, store: &mut Store<State>) -> wasmtime::Result<Service> {
        self.instantiate_async(store).await
    }
}

/// A call, as the event loop runs it.
pub(crate) type Job<E> = Box<
    dyn for<'a> FnOnce(&'a Accessor<State>, &'a E) -> BoxFuture<'a, wasmtime::Result<()>> + Send,
>;

/// One instance at a time. All calls run in it at once.
pub(crate) struct Instances<P: Entrance> {
    entrance: Arc<P>,
    runtime: Runtime,
    egress: Egress,
    environment: Vec<(String, String)>,
    room: Arc<Semaphore>,
    current: Mutex<Option<Instance<P::Exports>>>,
}

/// A running instance. Dropping it stops it, whatever it does.
struct Instance<E> {
    jobs: mpsc::UnboundedSender<Job<E>>,
    stopped: Arc<Mutex<Option<String>>>,
    ended: CancellationToken,
    made_in: Arc<OnceLock<Duration>>,
    task: Arc<StopOnDrop>,
}

// Derived, it would ask the exports to be cloned too.
impl<E> Clone for Instance<E> {
    fn clone(&self) -> Self {
        Self {
            jobs: self.jobs.clone(),
            stopped: Arc::clone(&self.stopped),
            ended: self.ended.clone(),
            made_in: Arc::clone(&self.made_in),
            task: Arc::clone(&self.task),
        }
    }
}

struct StopOnDrop(tokio::task::JoinHandle<()>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A call under way: keeps its place and its instance. While it lives, the instance does.
pub(crate) struct Running<E> {
    instance: Instance<E>,
    _place: tokio::sync::OwnedSemaphorePermit,
}

impl<E> Running<E> {
    /// Waits for what a call returns. One that is late is cancelled, and if it does not heed that, its instance is
    /// stopped.
    pub(crate) async fn in_time<T>(
        &self,
        mut returned: oneshot::Receiver<T>,
        limit: Duration,
        cancel: &CancellationToken,
    ) -> Result<T, Error> {
        match tokio::time::timeout(limit, &mut returned).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(oneshot::Canceled)) => Err(self.stopped().await),
            Err(_late) => {
                cancel.cancel();
                if tokio::time::timeout(GRACE, returned).await.is_err() {
                    self.stop_instance("it did not heed a cancelled call");
                }
                Err(Error::Deadline(limit))
            }
        }
    }

    /// Whether the instance that ran the call has stopped.
    pub(crate) fn has_stopped(&self) -> bool {
        self.instance.ended.is_cancelled()
    }

    /// Stops the instance, and with it all its calls: the last resort against one that does not answer.
    fn stop_instance(&self, reason: &str) {
        *lock(&self.instance.stopped) = Some(reason.to_owned());
        self.instance.task.0.abort();
    }

    /// Why the instance that ran the call stopped.
    pub(crate) async fn stopped(&self) -> Error {
        // The calls of an instance end before it can say why.
        self.instance.ended.cancelled().await;
        let reason = lock(&self.instance.stopped).clone();
        Error::Trap {
            reason: reason.unwrap_or_else(|| "it was stopped".to_owned()),
        }
    }
}

impl<P: Entrance> Instances<P> {
    /// No instance runs until the first call. `environment` is all that the component is told.
    pub(crate) fn new(
        entrance: P,
        runtime: Runtime,
        egress: Egress,
        environment: Vec<(String, String)>,
    ) -> Self {
        let room = Arc::new(Semaphore::new(runtime.limits.calls));
        Self {
            entrance: Arc::new(entrance),
            runtime,
            egress,
            environment,
            room,
            current: Mutex::new(None),
        }
    }

    /// Begins a call, in the running instance or a new one.
    pub(crate) async fn begin(&self, job: Job<P::Exports>) -> Result<Running<P::Exports>, Error> {
        let place = Arc::clone(&self.room)
            .acquire_owned()
            .await
            .map_err(|closed| Error::Trap {
                reason: closed.to_string(),
            })?;
        let instance = self.instance();
        // An instance that has just stopped drops the job, and the caller sees its end.
        let _ = instance.jobs.send(job);
        Ok(Running {
            instance,
            _place: place,
        })
    }

    /// How many more calls may begin at once.
    pub(crate) fn room(&self) -> usize {
        self.room.available_permits()
    }

    /// How long the running instance took to make; `None` while there is none.
    pub(crate) fn made_in(&self) -> Option<Duration> {
        let current = lock(&self.current);
        current.as_ref()?.made_in.get().copied()
    }

    fn instance(&self) -> Instance<P::Exports> {
        let mut current = lock(&self.current);
        match &*current {
            Some(instance) if !instance.jobs.is_closed() => instance.clone(),
            _ => current.insert(self.start()).clone(),
        }
    }

    fn start(&self) -> Instance<P::Exports> {
        let (jobs, queue) = mpsc::unbounded_channel();
        let stopped = Arc::new(Mutex::new(None));
        let reason = Arc::clone(&stopped);
        let made_in = Arc::new(OnceLock::new());
        let made = Arc::clone(&made_in);
        let ended = CancellationToken::new();
        let ends = ended.clone().drop_guard();
        let begun = Instant::now();
        let mut store = self.store();
        let stored = begun.elapsed();
        let entrance = Arc::clone(&self.entrance);
        let task = tokio::spawn(async move {
            let _ends = ends;
            // The wait for a thread is no part of the making.
            let begun = Instant::now();
            let end = match entrance.instantiate(&mut store).await {
                Ok(exports) => {
                    made.get_or_init(|| stored + begun.elapsed());
                    run(&mut store, &exports, queue).await
                }
                Err(error) => Err(error),
            };
            if let Err(error) = end {
                tracing::warn!("the component stopped: {error:?}");
                lock(&reason).get_or_insert_with(|| format!("{:#}", error.root_cause()));
            }
        });
        Instance {
            jobs,
            stopped,
            ended,
            made_in,
            task: Arc::new(StopOnDrop(task)),
        }
    }

    fn store(&self) -> Store<State> {
        let wasi = WasiCtxBuilder::new().envs(&self.environment).build();
        let state = State::new(wasi, Hooks::new(self.egress.clone()), &self.runtime.limits);
        let mut store = Store::new(self.runtime.engine(), state);
        store.limiter(|state| &mut state.limiter);
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|mut context| context.data_mut().interrupted());
        store
    }
}

/// The event loop: takes jobs, runs all at once, and ends when nobody can send any more or the component fails.
async fn run<E: Send + Sync>(
    store: &mut Store<State>,
    exports: &E,
    mut queue: mpsc::UnboundedReceiver<Job<E>>,
) -> wasmtime::Result<()> {
    store
        .run_concurrent(async |accessor| {
            let mut running = FuturesUnordered::new();
            loop {
                tokio::select! {
                    job = queue.recv() => match job {
                        Some(job) => running.push(job(accessor, exports)),
                        None => return Ok(()),
                    },
                    Some(end) = running.next() => end?,
                }
            }
        })
        .await?
}

/// A lock whose holders cannot leave what it guards half done, so a panic among them changes nothing.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
