//! Frames and their times, on a clock that only moves when everyone waits.

use std::time::Duration;

use axum::http::Request;
use futures::StreamExt;
use tokio::sync::watch;
use tokio::time::Instant;

use super::body;
use crate::chunks::Frame;
use crate::options::Options;
use crate::pace::Pace;
use crate::record::{Delivery, Record};

fn frames() -> Vec<Frame> {
    let event = |text: &str| Frame::Event(text.to_owned());
    let token = |text: &str| Frame::Token(text.to_owned());
    vec![
        event("role"),
        token("1"),
        token("2"),
        token("3"),
        event("finish"),
    ]
}

fn options() -> Options {
    Options {
        first_token: Duration::from_millis(150),
        per_token: Duration::from_millis(15),
        ..Options::default()
    }
}

/// Reads at most `most` frames and notes the millisecond each came.
async fn read(
    frames: Vec<Frame>,
    options: &Options,
    most: usize,
    closing: watch::Receiver<()>,
) -> (Vec<(Result<String, ()>, u128)>, Delivery) {
    let record = Record::new();
    let (parts, ()) = Request::post("/").body(()).unwrap().into_parts();
    let guard = record.add(&parts, b"");
    let start = Instant::now();
    let stream = body(frames, Pace::start(options), guard, closing).into_data_stream();
    let times = stream
        .take(most)
        .map(|frame| {
            let text = frame.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
            (text.map_err(|_| ()), start.elapsed().as_millis())
        })
        .collect()
        .await;
    (times, record.requests()[0].delivery)
}

fn ok(text: &str, time: u128) -> (Result<String, ()>, u128) {
    (Ok(text.to_owned()), time)
}

#[tokio::test(start_paused = true)]
async fn tokens_keep_to_the_timetable() {
    let (_open, closing) = watch::channel(());
    let (times, delivery) = read(frames(), &options(), 99, closing).await;
    let expected = [
        ok("role", 150),
        ok("1", 150),
        ok("2", 165),
        ok("3", 180),
        ok("finish", 195),
    ];
    assert_eq!(times, expected);
    assert_eq!(delivery, Delivery::Complete);
}

#[tokio::test(start_paused = true)]
async fn without_a_pace_nothing_waits() {
    let (_open, closing) = watch::channel(());
    let (times, _) = read(frames(), &Options::unpaced(), 99, closing).await;
    assert!(times.iter().all(|(_, time)| *time == 0), "{times:?}");
    assert_eq!(times.len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_leaves_abandons_the_answer() {
    let (_open, closing) = watch::channel(());
    let (times, delivery) = read(frames(), &options(), 2, closing).await;
    assert_eq!(times.len(), 2);
    assert_eq!(delivery, Delivery::Abandoned);
}

#[tokio::test(start_paused = true)]
async fn a_break_is_an_error_and_the_whole_answer() {
    let (_open, closing) = watch::channel(());
    let mut frames = frames();
    frames.truncate(2);
    frames.push(Frame::Break);
    let (times, delivery) = read(frames, &Options::unpaced(), 99, closing).await;
    assert_eq!(times.last(), Some(&(Err(()), 0)));
    assert_eq!((times.len(), delivery), (3, Delivery::Complete));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stops_breaks_the_stream() {
    let (open, closing) = watch::channel(());
    drop(open);
    let (times, delivery) = read(frames(), &options(), 1, closing).await;
    assert_eq!(times, [(Err(()), 0)]);
    assert_eq!(delivery, Delivery::Abandoned);
}
