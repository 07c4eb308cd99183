//! The handle of a running simulator, for tests and for programs that bring their own.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::memory::Memory;
use crate::options::Options;
use crate::plan::Plan;
use crate::record::{Received, Record};
use crate::server::serve_and_record;
use crate::uploads::UploadedFile;
use crate::video::VideoTask;

/// How long [`Simulator::shutdown`] waits for connections to close; all that is left then are idle ones.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(1);

/// A simulator that runs in the background. Dropping it stops it as well.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    record: Record,
    memory: Memory,
    /// Dropped to stop the server.
    running: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
}

impl Simulator {
    /// Starts serving on the listener, in a task of the current runtime.
    /// Bind `127.0.0.1:0` to get a free port: the simulator is not meant for other machines.
    ///
    /// # Errors
    ///
    /// When the listener has no local address.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime.
    pub fn start(listener: TcpListener, options: Options) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let record = Record::new();
        let memory = Memory::new(options, address);
        let (running, stopped) = oneshot::channel();
        let shutdown = async move {
            // The sender never sends: this ends when it is dropped.
            let _ = stopped.await;
        };
        let server = tokio::spawn(serve_and_record(
            listener,
            memory.clone(),
            record.clone(),
            shutdown,
        ));
        Ok(Self {
            address,
            record,
            memory,
            running,
            server,
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for keys that pay as they go, like `http://127.0.0.1:8080/compatible-mode/v1`.
    #[must_use]
    pub fn standard_base_url(&self) -> String {
        self.base_url(Plan::Standard)
    }

    /// The base URL for Coding Plan keys, like `http://127.0.0.1:8080/v1`.
    #[must_use]
    pub fn coding_base_url(&self) -> String {
        self.base_url(Plan::Coding)
    }

    /// The origin of the native API, which makes videos, like `http://127.0.0.1:8080`. Its keys pay as they go.
    #[must_use]
    pub fn api_origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The video tasks that were accepted, oldest first: the last 5,000.
    #[must_use]
    pub fn tasks(&self) -> Vec<VideoTask> {
        let memory = &self.memory;
        let now = memory.clock.now();
        memory.tasks().seen(now, &memory.options.video)
    }

    /// The files that were uploaded, oldest first: the last 5,000.
    #[must_use]
    pub fn uploads(&self) -> Vec<UploadedFile> {
        self.memory.uploads().files()
    }

    /// Lets time pass at once for tasks, results, uploads and what a key may ask in a second. A chat's pace is real.
    pub fn advance(&self, by: Duration) {
        self.memory.clock.advance(by);
    }

    /// What it received so far, oldest first: the last 1,000 requests, or fewer if their bodies exceed 64 MiB.
    /// Requests to unknown paths and refused ones are among them.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.record.requests()
    }

    /// Stops listening, cuts off running streams, and returns when the port is free, after a second at most.
    pub async fn shutdown(self) {
        let Self {
            running,
            mut server,
            ..
        } = self;
        drop(running);
        if timeout(SHUTDOWN_GRACE, &mut server).await.is_err() {
            server.abort();
        }
    }

    fn base_url(&self, plan: Plan) -> String {
        format!("http://{}{}", self.address, plan.base_path())
    }
}
