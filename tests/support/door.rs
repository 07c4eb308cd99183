//! The server door as a plain host sees it: the component in Wasmtime, with WASI and HTTP as these come, nothing of the
//! runner between. Knows no API: it hands requests in and responses out.

mod egress;

use crate::provider::{KEY, soon};
use egress::Egress;
use futures::stream::{FuturesUnordered, StreamExt};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use std::sync::OnceLock;
use tokio::sync::{mpsc, oneshot};
use wasmtime::component::{Accessor, Component, Linker, ResourceTable};
use wasmtime::{Config, Engine, Store, StoreLimits, StoreLimitsBuilder};
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::p3::bindings::{Service, ServicePre};
use wasmtime_wasi_http::{Error, WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

/// One running instance. Dropping it stops it.
#[derive(Debug)]
pub struct Door {
    jobs: mpsc::UnboundedSender<Job>,
}

/// What the door answered. Dropping it is what a client does that hangs up.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    body: UnsyncBoxBody<Bytes, Error>,
    _client: oneshot::Sender<()>,
}

#[derive(Debug)]
struct Job {
    request: Request<Full<Bytes>>,
    answer: oneshot::Sender<http::Response<UnsyncBoxBody<Bytes, Error>>>,
    /// Ends when the client is gone.
    client: oneshot::Receiver<()>,
}

struct Host {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    table: ResourceTable,
    egress: Egress,
    limits: StoreLimits,
}

/// As much memory as the runner gives an instance unless told otherwise, in bytes.
const MEMORY: usize = 64 << 20;

impl Door {
    /// An instance that asks the provider at a base URL, with [`KEY`].
    ///
    /// # Panics
    /// When the component does not run.
    #[must_use]
    pub fn open(base_url: &str) -> Self {
        let (jobs, queue) = mpsc::unbounded_channel();
        let wasi = WasiCtxBuilder::new()
            .env("QWEN_API_KEY", KEY)
            .env("QWEN_BASE_URL", base_url)
            .build();
        let host = Host {
            wasi,
            http: WasiHttpCtx::new(),
            table: ResourceTable::new(),
            egress: Egress,
            limits: StoreLimitsBuilder::new().memory_size(MEMORY).build(),
        };
        tokio::spawn(async move {
            let pre = compiled();
            let mut store = Store::new(pre.engine(), host);
            store.limiter(|host| &mut host.limits);
            let service = pre.instantiate_async(&mut store).await.unwrap();
            let end = store.run_concurrent(async |accessor| serve(accessor, &service, queue).await);
            end.await.unwrap();
        });
        Self { jobs }
    }

    /// The answer to a request, as soon as it begins.
    ///
    /// # Panics
    /// When there is none.
    pub async fn ask(&self, request: Request<Full<Bytes>>) -> Answer {
        let (answer, answered) = oneshot::channel();
        let (client, gone) = oneshot::channel();
        let job = Job {
            request,
            answer,
            client: gone,
        };
        self.jobs.send(job).unwrap();
        let (head, body) = soon(answered).await.expect("an answer").into_parts();
        Answer {
            status: head.status,
            headers: head.headers,
            body,
            _client: client,
        }
    }

    /// The answer to a body of JSON.
    ///
    /// # Panics
    /// Like [`Door::ask`].
    pub async fn post(&self, path: &str, body: &str) -> Answer {
        let request = Request::post(format!("http://door{path}"))
            .header("content-type", "application/json")
            .header("authorization", "Bearer a-client's-own")
            .body(Full::from(body.to_owned()));
        self.ask(request.unwrap()).await
    }

    /// The answer to a request without a body.
    ///
    /// # Panics
    /// Like [`Door::ask`].
    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(format!("http://door{path}")).body(Full::default());
        self.ask(request.unwrap()).await
    }
}

impl Answer {
    /// The next piece of the body.
    ///
    /// # Panics
    /// When the body breaks off.
    pub async fn next(&mut self) -> Option<String> {
        let frame = soon(self.body.frame()).await?;
        let bytes = frame.unwrap().into_data().unwrap();
        Some(String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// The whole body.
    pub async fn text(mut self) -> String {
        let mut text = String::new();
        while let Some(piece) = self.next().await {
            text.push_str(&piece);
        }
        text
    }

    /// A header as text.
    ///
    /// # Panics
    /// When it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

/// The component, compiled once and linked to all that stock hosts offer.
fn compiled() -> ServicePre<Host> {
    static COMPILED: OnceLock<ServicePre<Host>> = OnceLock::new();
    let make = || {
        let mut config = Config::new();
        config.wasm_component_model_async(true);
        let engine = Engine::new(&config)?;
        let component = Component::new(&engine, qwenbox::component())?;
        let mut linker = Linker::new(&engine);
        wasmtime_wasi::p3::add_to_linker(&mut linker)?;
        wasmtime_wasi_http::p3::add_to_linker(&mut linker)?;
        ServicePre::new(linker.instantiate_pre(&component)?)
    };
    COMPILED
        .get_or_init(|| make().expect("the component links"))
        .clone()
}

/// Answers requests, all at once, until nobody can send any more.
async fn serve(
    accessor: &Accessor<Host>,
    service: &Service,
    mut queue: mpsc::UnboundedReceiver<Job>,
) {
    let mut running = FuturesUnordered::new();
    loop {
        tokio::select! {
            job = queue.recv() => match job {
                Some(job) => running.push(handle(accessor, service, job)),
                None => return,
            },
            Some(()) = running.next() => {}
        }
    }
}

async fn handle(accessor: &Accessor<Host>, service: &Service, job: Job) {
    let (request, received) = wasmtime_wasi_http::p3::Request::from_http(&mut Egress, job.request);
    tokio::spawn(received);
    let response = service.handle(accessor, request).await.unwrap();
    let response = response.expect("the door answers");
    let sent = async move {
        let gone = job.client.await.is_err();
        if gone {
            Err(Error::ConnectionTerminated)
        } else {
            Ok(())
        }
    };
    let response = accessor.with(|store| response.into_http(store, sent));
    let _ = job.answer.send(response.unwrap());
}

impl WasiView for Host {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl WasiHttpView for Host {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView {
            hooks: &mut self.egress,
            table: &mut self.table,
            ctx: &mut self.http,
        }
    }
}
