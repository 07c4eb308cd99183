//! A gateway that serves, for a test.

use crate::client::{self, Answer};
use hyper::Request;
use qwenbox::{Limits, Provider, Runtime};
use qwenbox_gateway::{Drained, Gateway, Options};
use qwenbox_tests::{KEY, Upstream, runtime, soon};
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running gateway. Dropping it cuts everything.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Drained>,
}

/// Serves what an upstream answers, with the options changed.
pub(crate) async fn serve(upstream: &Upstream, change: impl FnOnce(&mut Options)) -> Served {
    serve_on(runtime(), upstream, change).await
}

/// The same on a runtime of its own.
pub(crate) async fn serve_on(
    runtime: Runtime,
    upstream: &Upstream,
    change: impl FnOnce(&mut Options),
) -> Served {
    let door = Provider::builder()
        .runtime(runtime)
        .api_key(KEY)
        .base_url(upstream.base_url())
        .build_door(NonZeroUsize::new(2).unwrap())
        .unwrap();
    let mut options = Options {
        listen: "127.0.0.1:0".parse().unwrap(),
        ..Options::default()
    };
    change(&mut options);
    let gateway = Gateway::bind(door, options).await.unwrap();
    let address = gateway.address();
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(gateway.run(async {
        let _ = stopped.await;
    }));
    Served {
        address,
        stop: Some(stop),
        task,
    }
}

/// A runtime whose instances have little memory, in bytes.
pub(crate) fn small(memory: usize) -> Runtime {
    let mut limits = Limits::default();
    limits.memory_bytes = memory;
    qwenbox_tests::provider::altered(qwenbox::component(), limits)
}

impl Served {
    /// Tells it to end.
    pub(crate) fn stop(&mut self) {
        self.stop.take();
    }

    /// Waits for its end.
    pub(crate) async fn drained(&mut self) -> Drained {
        soon(&mut self.task).await.unwrap()
    }

    /// Asks on a connection of its own.
    pub(crate) async fn ask(&self, request: Request<client::Body>) -> Answer {
        client::ask(self.address, request).await
    }

    /// Asks for a path.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(client::get(path)).await
    }

    /// The metrics now.
    pub(crate) async fn metrics(&self) -> String {
        self.get("/metrics").await.whole().await
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}
