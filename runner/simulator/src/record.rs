//! Remembers what was received and whether its answer arrived, for tests to look at.
//! Bounded: a simulator may run for days.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::request::Parts;
use serde_json::Value;

/// How many requests are remembered; the oldest are forgotten first.
const REMEMBERED_REQUESTS: usize = 1_000;

/// How many bytes of bodies are remembered: enough for a few requests with pictures in them.
const REMEMBERED_BYTES: usize = 64 * 1024 * 1024;

/// A request as it came in.
#[derive(Clone)]
pub struct Received {
    /// In capitals, as sent.
    pub method: String,
    /// Path and query, without scheme and host.
    pub path: String,
    /// Names in lower case and values as received, in the order received; a name may repeat.
    /// They include the key: print the request with `Debug`, which hides it.
    pub headers: Vec<(String, String)>,
    /// The body, if it was JSON.
    pub body: Option<Value>,
    /// What has become of the answer so far.
    pub delivery: Delivery,
}

/// How far an answer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The client went away, or the simulator stopped, before the answer was complete.
    Abandoned,
    /// All of the answer was handed to the connection; refusals and faults are answers too.
    Complete,
    /// The answer is still being produced.
    Pending,
}

impl Received {
    /// The first value of a header, by its name in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let same = |(other, _): &&(String, String)| other.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .find(same)
            .map(|(_, value)| value.as_str())
    }
}

/// Shows everything but keys.
impl fmt::Debug for Received {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| match name.as_str() {
                "authorization" | "x-api-key" | "cookie" => (name.as_str(), "[redacted]"),
                _ => (name.as_str(), value.as_str()),
            })
            .collect();
        formatter
            .debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &headers)
            .field("body", &self.body)
            .field("delivery", &self.delivery)
            .finish()
    }
}

/// The requests of one simulator. Clones share them.
#[derive(Clone)]
pub(crate) struct Record(Arc<Mutex<Entries>>);

struct Entries {
    /// The most requests to remember.
    capacity: usize,
    requests: VecDeque<(Received, usize)>,
    /// The number of the oldest request remembered, counted from the first ever received.
    oldest: usize,
    bytes: usize,
}

/// Says how many there are; the handle of a simulator is printed in failing tests.
impl fmt::Debug for Record {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Record({} requests)",
            self.entries().requests.len()
        )
    }
}

impl Record {
    /// For a simulator whose requests someone may ask for.
    pub(crate) fn new() -> Self {
        Self::with_capacity(REMEMBERED_REQUESTS)
    }

    /// For a simulator nobody can ask.
    pub(crate) fn forgetful() -> Self {
        Self::with_capacity(0)
    }

    /// Remembers a request. The guard follows its answer.
    pub(crate) fn add(&self, parts: &Parts, body: &[u8]) -> DeliveryGuard {
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let received = Received {
            method: parts.method.to_string(),
            path: parts
                .uri
                .path_and_query()
                .map(ToString::to_string)
                .unwrap_or_default(),
            headers: parts
                .headers
                .iter()
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
            body: serde_json::from_slice(body).ok(),
            delivery: Delivery::Pending,
        };
        // What is not JSON is not kept, however long.
        let bytes = if received.body.is_some() {
            body.len()
        } else {
            0
        };
        let mut entries = self.entries();
        let number = entries.push(received, bytes);
        drop(entries);
        DeliveryGuard {
            record: self.clone(),
            number,
            delivery: Delivery::Abandoned,
        }
    }

    /// What is remembered, oldest first.
    pub(crate) fn requests(&self) -> Vec<Received> {
        let entries = self.entries();
        entries
            .requests
            .iter()
            .map(|(received, _)| received.clone())
            .collect()
    }

    fn with_capacity(capacity: usize) -> Self {
        Self(Arc::new(Mutex::new(Entries {
            capacity,
            requests: VecDeque::new(),
            oldest: 0,
            bytes: 0,
        })))
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        // Nothing panics while it holds the lock, and entries would be whole even then.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    /// Returns the number of the new request.
    fn push(&mut self, received: Received, bytes: usize) -> usize {
        let number = self.oldest + self.requests.len();
        self.requests.push_back((received, bytes));
        self.bytes += bytes;
        while self.requests.len() > self.capacity || self.bytes > REMEMBERED_BYTES {
            let Some((_, forgotten)) = self.requests.pop_front() else {
                break;
            };
            self.bytes -= forgotten;
            self.oldest += 1;
        }
        number
    }

    fn set_delivery(&mut self, number: usize, delivery: Delivery) {
        let index = number.checked_sub(self.oldest);
        if let Some((received, _)) = index.and_then(|index| self.requests.get_mut(index)) {
            received.delivery = delivery;
        }
    }
}

/// Notes what became of an answer when it is dropped: abandoned, unless it was completed before.
pub(crate) struct DeliveryGuard {
    record: Record,
    number: usize,
    delivery: Delivery,
}

impl DeliveryGuard {
    /// The last byte is on its way.
    pub(crate) fn complete(&mut self) {
        self.delivery = Delivery::Complete;
    }
}

impl Drop for DeliveryGuard {
    fn drop(&mut self) {
        self.record
            .entries()
            .set_delivery(self.number, self.delivery);
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::{Delivery, REMEMBERED_REQUESTS, Record};

    fn add(record: &Record, path: &str) -> super::DeliveryGuard {
        let request = Request::post(path).header("Authorization", "Bearer sk-secret");
        let (parts, ()) = request.body(()).unwrap().into_parts();
        record.add(&parts, br#"{"a":1}"#)
    }

    #[test]
    fn a_request_is_kept_as_received_and_printed_without_its_key() {
        let record = Record::new();
        add(&record, "/v1/x?y=1").complete();
        let requests = record.requests();
        let [received] = requests.as_slice() else {
            panic!("{requests:?}")
        };
        assert_eq!(
            (received.method.as_str(), received.path.as_str()),
            ("POST", "/v1/x?y=1")
        );
        assert_eq!(received.header("AUTHORIZATION"), Some("Bearer sk-secret"));
        assert_eq!(received.body.as_ref().unwrap()["a"], 1);
        assert_eq!(received.delivery, Delivery::Complete);
        assert!(!format!("{received:?}").contains("secret"));
    }

    #[test]
    fn a_dropped_guard_means_abandoned() {
        let record = Record::new();
        let guard = add(&record, "/");
        assert_eq!(record.requests()[0].delivery, Delivery::Pending);
        drop(guard);
        assert_eq!(record.requests()[0].delivery, Delivery::Abandoned);
    }

    #[test]
    fn a_forgetful_record_keeps_nothing() {
        let record = Record::forgetful();
        add(&record, "/").complete();
        drop(add(&record, "/"));
        assert!(record.requests().is_empty());
    }

    #[test]
    fn the_oldest_are_forgotten_and_late_guards_do_no_harm() {
        let record = Record::new();
        let early = add(&record, "/0");
        for number in 1..=REMEMBERED_REQUESTS {
            add(&record, &format!("/{number}")).complete();
        }
        drop(early);
        let requests = record.requests();
        assert_eq!(requests.len(), REMEMBERED_REQUESTS);
        assert_eq!(requests[0].path, "/1");
        assert!(
            requests
                .iter()
                .all(|request| request.delivery == Delivery::Complete)
        );
    }
}
