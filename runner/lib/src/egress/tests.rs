//! The egress over real sockets on loopback.

mod destination;
mod exchange;
mod limits;
mod secure;
mod server;
mod walk;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use http_body_util::Full;
use qwen_core::secret::Secret;

use super::origin::Origin;
use super::policy::Reach;
use super::*;

/// A resolver with prepared answers, that counts how often it is asked.
struct Answers {
    addresses: Vec<IpAddr>,
    delay: Duration,
    asked: AtomicUsize,
}

impl Answers {
    fn new(addresses: &[&str]) -> Arc<Self> {
        Self::after(Duration::ZERO, addresses)
    }

    fn after(delay: Duration, addresses: &[&str]) -> Arc<Self> {
        Arc::new(Self {
            addresses: addresses.iter().map(|text| text.parse().unwrap()).collect(),
            delay,
            asked: AtomicUsize::new(0),
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Resolve for Answers {
    fn resolve(&self, _host: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let answers = self
            .addresses
            .iter()
            .map(|address| SocketAddr::new(*address, port))
            .collect();
        let delay = self.delay;
        Box::pin(async move {
            tokio::time::sleep(delay).await;
            Ok(answers)
        })
    }
}

fn origin(url: &str) -> Origin {
    Origin::parse(url).unwrap()
}

fn configured(url: &str) -> Policy {
    Policy::deny_all().allow(origin(url), Reach::Configured)
}

/// An egress to one configured origin, with the defaults.
fn egress_to(url: &str) -> Egress {
    Egress::new(configured(url), None, Options::default())
}

fn credential(url: &str) -> Credential {
    let key = Secret::parse("sk-host", "a test").unwrap().unwrap();
    Credential::new(vec![origin(url)], &key).unwrap()
}

fn get(url: &str) -> Request<WasiBody> {
    Request::get(url).body(content("")).unwrap()
}

fn content(text: &'static str) -> WasiBody {
    Full::new(Bytes::from_static(text.as_bytes()))
        .map_err(|never| match never {})
        .boxed_unsync()
}

/// Sends, without options and without a call to cancel.
async fn send(egress: &Egress, request: Request<WasiBody>) -> Result<Response<WasiBody>, Error> {
    egress.send(request, None, CancellationToken::new()).await
}

/// Sends, and gives the body as text.
async fn fetch(egress: &Egress, url: &str) -> Result<String, Error> {
    text(send(egress, get(url)).await?).await
}

async fn text(response: Response<WasiBody>) -> Result<String, Error> {
    let bytes = response.into_body().collect().await?.to_bytes();
    Ok(String::from_utf8(bytes.to_vec()).unwrap())
}

/// The error that a request ends with, before or in its body, by its variant.
async fn failure(egress: &Egress, url: &str) -> String {
    format!("{:?}", fetch(egress, url).await.unwrap_err())
}
