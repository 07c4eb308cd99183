//! Holds what was observed against what a case expects, and says each difference in a line.
//! Knows no host.

mod json;

use crate::case::Case;
use crate::case::expect::{Event, Expect, Failure, Says, Sent, Warning};
use crate::observed::{Events, Observed};
use json::{difference, joined};
use qwenbox_tests::upstream::Request;
use serde_json::{Value, json};

/// Every difference between a case and what came of it; none when it holds.
pub(crate) fn differences(case: &Case, requests: &[Request], observed: &Observed) -> Vec<String> {
    let mut found = sent(case, requests);
    found.extend(events(case, observed));
    let result = case.call.kind().result();
    found.extend(match (&case.expect.error, &observed.result) {
        (None, Ok(value)) => went_well(case, value),
        (Some(failure), Err(error)) => failed(failure, error),
        (None, Err(error)) => vec![format!(
            "result: expected a {result}, was the error {error}"
        )],
        (Some(_), Ok(value)) => {
            vec![format!(
                "result: expected an error, was the {result} {value}"
            )]
        }
    });
    found
}

fn sent(case: &Case, requests: &[Request]) -> Vec<String> {
    let expected = case.expect.sent.as_deref();
    let count = expected.map_or_else(|| case.answers().len(), <[Sent]>::len);
    let mut found = Vec::new();
    if requests.len() != count {
        let was = requests.len();
        found.push(format!("sent: expected {count} requests, was {was}"));
    }
    for (index, request) in requests.iter().enumerate() {
        let place = format!("sent[{index}]");
        let sent = expected.and_then(|expected| expected.get(index));
        let line = sent.and_then(|sent| sent.line.clone());
        let line = line.unwrap_or_else(|| case.call.line(&case.settings.path));
        found.extend(difference(
            &format!("{place}.line"),
            &format!("{line} HTTP/1.1").into(),
            &request.line().into(),
        ));
        found.extend(always_sent(case, request, &place));
        if let Some(sent) = sent {
            found.extend(sent_as(sent, request, &place));
        }
    }
    found
}

/// What holds for every request of every case of its call.
fn always_sent(case: &Case, request: &Request, place: &str) -> Vec<String> {
    let key = format!("Bearer {}", case.settings.key);
    let mut found = header("authorization", Some(&key), request, place);
    let headers = case.call.kind().headers();
    for (name, value) in headers {
        found.extend(header(name, value, request, place));
    }
    let has_body = headers.contains(&("content-type", Some("application/json")));
    if !has_body && !request.body.is_empty() {
        found.push(format!("{place}.body: not expected"));
    }
    found
}

fn sent_as(sent: &Sent, request: &Request, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(body) = &sent.body {
        let was = serde_json::from_slice(&request.body).unwrap_or_else(|_| {
            let text = String::from_utf8_lossy(&request.body).into_owned();
            Value::String(text)
        });
        found.extend(difference(&format!("{place}.body"), body, &was));
    }
    for (name, value) in &sent.headers {
        found.extend(header(name, value.as_deref(), request, place));
    }
    found
}

fn header(name: &str, value: Option<&str>, request: &Request, place: &str) -> Vec<String> {
    difference(
        &format!("{place}.headers.{name}"),
        &value.into(),
        &request.header(name).into(),
    )
}

fn events(case: &Case, observed: &Observed) -> Vec<String> {
    let expect = &case.expect;
    let mut wanted: Vec<Value> = match &expect.events {
        Some(events) => events.iter().map(Event::value).collect(),
        None if case.call.kind().streams() && expect.error.is_none() => ok_events(expect),
        None => Vec::new(),
    };
    let was = match &observed.events {
        Events::All(events) => events,
        Events::Without(arms, events) => {
            let is_shown = |event: &Value| !arms.iter().any(|arm| event.get(arm).is_some());
            wanted.retain(is_shown);
            events
        }
        Events::Words(text) => {
            return difference("words", &words(&wanted).into(), &text.as_str().into());
        }
    };
    let mut was: Vec<Value> = was.iter().map(without_message).collect();
    if expect.join {
        wanted = joined(wanted);
        was = joined(was);
    }
    difference("events", &wanted.into(), &was.into())
}

/// The events of a case that is about its request alone.
fn ok_events(expect: &Expect) -> Vec<Value> {
    let warnings = expect.warnings.iter();
    let mut events: Vec<_> = warnings
        .map(|warning| json!({ "warning": warning.code() }))
        .collect();
    events.push(json!({ "text": "ok" }));
    events
}

/// The words of events as one text that ends its last line.
fn words(events: &[Value]) -> String {
    let texts = events.iter().filter_map(|event| event["text"].as_str());
    let text: String = texts.collect();
    if text.is_empty() || text.ends_with('\n') {
        text
    } else {
        text + "\n"
    }
}

/// An event with a warning by its code alone.
fn without_message(event: &Value) -> Value {
    match event.get("warning") {
        Some(warning) => json!({ "warning": warning["code"] }),
        None => event.clone(),
    }
}

fn went_well(case: &Case, value: &Value) -> Vec<String> {
    let kind = case.call.kind();
    let mut fields = value.clone();
    let warnings = fields
        .as_object_mut()
        .and_then(|fields| fields.remove("warnings"));
    let warnings = warnings.unwrap_or_default();
    let mut found = difference(kind.result(), &case.expect.result(kind), &fields);
    let reason = fields.pointer("/status/failed");
    if let (Some(task), Some(reason)) = (&case.expect.task, reason) {
        found.extend(
            task.failure()
                .into_iter()
                .flat_map(|failure| failed(failure, reason)),
        );
    }
    found.extend(warned(&case.expect, &warnings));
    found
}

fn warned(expect: &Expect, warnings: &Value) -> Vec<String> {
    let warnings = warnings.as_array().cloned().unwrap_or_default();
    let codes: Vec<_> = expect.warnings.iter().map(Warning::code).collect();
    let was: Vec<_> = warnings.iter().map(|warning| &warning["code"]).collect();
    let mut found = difference("warnings", &json!(codes), &json!(was));
    if !found.is_empty() {
        found.push(format!("warnings: they were {}", Value::from(warnings)));
        return found;
    }
    for (index, (expected, warning)) in expect.warnings.iter().zip(&warnings).enumerate() {
        let place = format!("warnings[{index}].message");
        found.extend(missing(&place, expected.message(), &warning["message"]));
    }
    found
}

fn failed(failure: &Failure, error: &Value) -> Vec<String> {
    let mut fields = error.clone();
    let (message, hint) = (fields["message"].take(), fields["hint"].take());
    if let Some(fields) = fields.as_object_mut() {
        fields.remove("message");
        fields.remove("hint");
    }
    let pieces = |says: &Option<Says>| {
        says.as_ref()
            .map(|says| says.pieces().to_vec())
            .unwrap_or_default()
    };
    let mut found = difference("error", &failure.value(), &fields);
    if !found.is_empty() {
        found.push(format!("error.message: it was {message}"));
    }
    found.extend(missing(
        "error.message",
        &pieces(&failure.message),
        &message,
    ));
    found.extend(missing("error.hint", &pieces(&failure.hint), &hint));
    found
}

/// The pieces that a text does not hold.
fn missing(place: &str, pieces: &[String], text: &Value) -> Vec<String> {
    let holds = |piece: &&String| {
        text.as_str()
            .is_some_and(|text| text.contains(piece.as_str()))
    };
    let missing = pieces.iter().filter(|piece| !holds(piece));
    missing
        .map(|piece| format!("{place}: expected to hold {piece:?}, was {text}"))
        .collect()
}
