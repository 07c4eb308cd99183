//! An HTTP server on loopback that plays a script and remembers every byte it was sent.
//! Knows no provider: what it answers, the test writes.

mod connection;
mod request;

use crate::provider::soon;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

pub use request::Request;

/// One thing that an upstream does to answer a request. After the last one it waits for the next request.
#[derive(Clone, Debug)]
pub enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Waits until the signal is fired, or the client is gone.
    Wait(Signal),
    /// Waits this long, so that what came before is read apart from what follows. No result may depend on it.
    Pause(Duration),
    /// Closes the connection in order.
    Close,
    /// Closes the connection in the middle of whatever the client is doing.
    Reset,
}

/// Something a script waits for until the test lets it go on.
#[derive(Clone, Debug, Default)]
pub struct Signal(Arc<watch::Sender<bool>>);

impl Signal {
    /// Lets everyone go on who waits, now or later.
    pub fn fire(&self) {
        self.0.send_replace(true);
    }

    async fn fired(&self) {
        let mut receiver = self.0.subscribe();
        let _ = receiver.wait_for(|fired| *fired).await;
    }
}

/// What has happened so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections that were accepted.
    pub connections: usize,
    /// Requests that came in whole.
    pub requests: usize,
    /// Answers whose client went away before their script had ended.
    pub abandoned: usize,
    /// Bytes that the system took for sending.
    pub written: usize,
}

/// A running upstream. Dropping it closes all its connections.
#[derive(Debug)]
pub struct Upstream {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

/// What an upstream does to answer a request.
type Script = dyn Fn(&Request) -> Vec<Step> + Send + Sync;

struct Shared {
    script: Box<Script>,
    requests: Mutex<Vec<Request>>,
    counts: watch::Sender<Counts>,
}

/// How much the system keeps for sending, in bytes: little, so that a client that does not read is felt.
const SEND_BUFFER: u32 = 64 * 1024;

impl Upstream {
    /// An upstream that answers each request by the steps that the script gives for it.
    ///
    /// # Panics
    /// When the system gives it no port on loopback.
    #[must_use]
    pub fn start(script: impl Fn(&Request) -> Vec<Step> + Send + Sync + 'static) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_send_buffer_size(SEND_BUFFER).unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(256).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            requests: Mutex::default(),
            counts: watch::Sender::default(),
        });
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self {
            address,
            shared,
            task,
        }
    }

    /// An upstream that answers every request by the same steps.
    #[must_use]
    pub fn always(steps: Vec<Step>) -> Self {
        Self::start(move |_| steps.clone())
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A base URL on it.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The requests so far, oldest first.
    ///
    /// # Panics
    /// When the upstream has panicked.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// What has happened so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        *self.shared.counts.borrow()
    }

    /// Waits until enough has happened.
    ///
    /// # Panics
    /// When it does not happen soon.
    pub async fn until(&self, enough: impl Fn(&Counts) -> bool) -> Counts {
        let mut counts = self.shared.counts.subscribe();
        let reached = counts.wait_for(|counts| enough(counts));
        *soon(reached).await.unwrap()
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn count(&self, change: impl FnOnce(&mut Counts)) {
        self.counts.send_modify(change);
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("counts", &*self.counts.borrow())
            .finish_non_exhaustive()
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        shared.count(|counts| counts.connections += 1);
        connections.spawn(connection::serve(stream, Arc::clone(&shared)));
    }
}
