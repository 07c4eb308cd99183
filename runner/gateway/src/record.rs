//! What is remembered of a request until it ends: then it is counted, and a line is logged.
//! Knows no header, body or token of it.

use crate::metrics::{Ended, Metrics};
use crate::route::Route;
use http::Method;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The status of a request whose client left before there was one, as proxies write it.
const CLIENT_LEFT: u16 = 499;

/// A request under way. Dropping it is its end.
pub(crate) struct Record {
    metrics: Arc<Metrics>,
    pub(crate) id: String,
    method: &'static str,
    route: Route,
    begun: Instant,
    status: Option<u16>,
    bytes: u64,
    first: Option<Duration>,
    end: &'static str,
}

impl Record {
    /// A request begins.
    pub(crate) fn begin(metrics: Arc<Metrics>, id: String, method: &Method, route: Route) -> Self {
        metrics.begin();
        Self {
            metrics,
            id,
            method: method_word(method),
            route,
            begun: Instant::now(),
            status: None,
            bytes: 0,
            first: None,
            end: "left",
        }
    }

    /// What it is answered with.
    pub(crate) fn answered(&mut self, status: u16) {
        self.status = Some(status);
    }

    /// Bytes of the answer that were handed on.
    pub(crate) fn sent(&mut self, bytes: usize) {
        self.first.get_or_insert_with(|| self.begun.elapsed());
        self.bytes = self
            .bytes
            .saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }

    /// The answer was handed on to its end.
    pub(crate) fn is_whole(&mut self) {
        self.end = "whole";
    }

    /// The answer broke off.
    pub(crate) fn is_cut(&mut self) {
        self.end = "cut";
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let ended = Ended {
            route: self.route,
            status: self.status.unwrap_or(CLIENT_LEFT),
            bytes: self.bytes,
            took: self.begun.elapsed(),
            first: self.first,
            is_cut: self.end != "whole",
        };
        self.metrics.end(&ended);
        tracing::info!(
            target: "access",
            id = %self.id,
            method = self.method,
            route = self.route.word(),
            status = ended.status,
            ms = ended.took.as_millis(),
            bytes = ended.bytes,
            end = self.end,
        );
    }
}

/// The method's own word; others' are not repeated.
fn method_word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        _ => "other",
    }
}

/// Names for requests: in order, from a beginning that no other gateway has.
pub(crate) struct Ids {
    beginning: u32,
    next: AtomicU64,
}

impl Ids {
    pub(crate) fn new() -> Self {
        Self {
            // Without randomness the names are still apart within this process.
            beginning: getrandom::u32().unwrap_or_default(),
            next: AtomicU64::new(1),
        }
    }

    pub(crate) fn next(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        format!("gw-{:08x}-{number}", self.beginning)
    }
}
