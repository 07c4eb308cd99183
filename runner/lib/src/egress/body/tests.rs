//! The body wrapper over bodies made by hand.

use std::future::poll_fn;

use futures::channel::mpsc;
use futures::{FutureExt, StreamExt, stream};
use http::HeaderMap;
use http_body_util::{BodyExt, Full, StreamBody};

use super::*;

type Frames = Vec<Result<Frame<Bytes>, Error>>;

#[expect(clippy::unnecessary_wraps, reason = "it stands among errors")]
fn data(text: &'static str) -> Result<Frame<Bytes>, Error> {
    Ok(Frame::data(Bytes::from_static(text.as_bytes())))
}

fn body_of<B>(upstream: B, max_bytes: u64) -> ResponseBody<B>
where
    B: Body<Data = Bytes, Error = Error> + Send + Unpin + 'static,
{
    ResponseBody::new(
        upstream,
        max_bytes,
        Duration::from_secs(10),
        CancellationToken::new(),
    )
}

fn ready(frames: Frames) -> impl Body<Data = Bytes, Error = Error> + Send + Unpin + 'static {
    StreamBody::new(stream::iter(frames))
}

fn live() -> (
    mpsc::UnboundedSender<Result<Frame<Bytes>, Error>>,
    impl Body<Data = Bytes, Error = Error> + Send + Unpin + 'static,
) {
    let (sender, receiver) = mpsc::unbounded();
    (sender, StreamBody::new(receiver))
}

/// The next frame, in words.
async fn next<B>(body: &mut B) -> String
where
    B: Body<Data = Bytes, Error = Error> + Unpin,
{
    match body.frame().await {
        None => "end".to_owned(),
        Some(Err(error)) => error.to_string(),
        Some(Ok(frame)) => match frame.into_data() {
            Ok(data) => String::from_utf8(data.to_vec()).unwrap(),
            Err(frame) => format!("trailers: {}", frame.into_trailers().unwrap().len()),
        },
    }
}

#[tokio::test]
async fn frames_ready_together_come_as_one_and_trailers_stay_apart() {
    let mut trailers = HeaderMap::new();
    trailers.insert("x-sum", "1".parse().unwrap());
    let frames = vec![
        data("a"),
        data(""),
        data("b"),
        data("c"),
        Ok(Frame::trailers(trailers)),
    ];
    let mut body = body_of(ready(frames), 100);
    assert!(!body.is_end_stream());
    assert_eq!(next(&mut body).await, "abc");
    assert!(!body.is_end_stream());
    assert_eq!(next(&mut body).await, "trailers: 1");
    assert_eq!(next(&mut body).await, "end");
    assert!(body.is_end_stream());
    assert_eq!(next(&mut body).await, "end");
}

#[tokio::test]
async fn a_single_ready_frame_is_not_copied() {
    let bytes = Bytes::from(vec![7; 100]);
    let mut body = body_of(
        Full::new(bytes.clone()).map_err(|never| match never {}),
        100,
    );
    assert_eq!(body.size_hint().exact(), Some(100));
    let frame = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(frame.as_ptr(), bytes.as_ptr());
    assert!(body.is_end_stream());
}

#[tokio::test]
async fn joined_frames_do_not_pass_the_target() {
    let half = Bytes::from(vec![0; gather::TARGET / 2]);
    let frames = (0..5).map(|_| Ok(Frame::data(half.clone()))).collect();
    let mut body = body_of(ready(frames), 1 << 20);
    let mut sizes = Vec::new();
    while let Some(frame) = body.frame().await {
        sizes.push(frame.unwrap().into_data().unwrap().len());
    }
    assert_eq!(sizes.iter().sum::<usize>(), 5 * half.len());
    assert!(
        sizes.iter().all(|size| *size <= gather::TARGET),
        "{sizes:?}"
    );
    assert!(sizes.len() <= 4, "{sizes:?}");
}

#[tokio::test]
async fn bytes_before_an_error_are_delivered_first() {
    let frames = vec![
        data("a"),
        data("b"),
        Err(Error::ConnectionTerminated),
        data("c"),
    ];
    let mut body = body_of(ready(frames), 100);
    assert_eq!(next(&mut body).await, "ab");
    assert_eq!(next(&mut body).await, "connection terminated");
    assert_eq!(next(&mut body).await, "end");
}

#[tokio::test]
async fn the_cap_is_exact() {
    let mut body = body_of(ready(vec![data("abc"), data("de")]), 5);
    assert_eq!(next(&mut body).await, "abcde");
    assert_eq!(next(&mut body).await, "end");

    let mut body = body_of(ready(vec![data("abc"), data("def")]), 5);
    assert_eq!(next(&mut body).await, "abc");
    assert_eq!(
        next(&mut body).await,
        "HTTP response body size exceeds limit: 5 bytes"
    );
    assert_eq!(next(&mut body).await, "end");
}

#[tokio::test(start_paused = true)]
async fn silence_ends_the_body_and_each_frame_starts_it_anew() {
    let (sender, upstream) = live();
    let mut body = body_of(upstream, 100);
    let began = Instant::now();
    let feed = async {
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_secs(9)).await;
            sender.unbounded_send(data("x")).unwrap();
        }
        std::future::pending::<()>().await;
    };
    let read = async {
        for _ in 0..3 {
            assert_eq!(next(&mut body).await, "x");
        }
        assert_eq!(next(&mut body).await, "connection read timeout");
    };
    tokio::select! { () = feed => (), () = read => () }
    let took = began.elapsed().as_millis();
    assert!((37_000..37_100).contains(&took), "{took} ms");
    assert!(sender.is_closed(), "the upstream body is dropped");
}

#[tokio::test(start_paused = true)]
async fn time_in_which_nobody_reads_does_not_count() {
    let (sender, upstream) = live();
    let mut body = body_of(upstream, 100);
    assert!(body.frame().now_or_never().is_none());
    sender.unbounded_send(data("x")).unwrap();
    assert_eq!(next(&mut body).await, "x");
    tokio::time::sleep(Duration::from_mins(1)).await;
    assert!(
        body.frame().now_or_never().is_none(),
        "the silence has only begun"
    );
    sender.unbounded_send(data("y")).unwrap();
    assert_eq!(next(&mut body).await, "y");
}

#[tokio::test]
async fn cancelling_ends_a_body_that_is_being_read() {
    let (sender, upstream) = live();
    let cancel = CancellationToken::new();
    let mut body = ResponseBody::new(upstream, 100, Duration::from_secs(10), cancel.clone());
    let reader = tokio::spawn(async move { next(&mut body).await });
    tokio::task::yield_now().await;
    cancel.cancel();
    assert_eq!(
        reader.await.unwrap(),
        "internal error: the call was cancelled"
    );
    assert!(sender.is_closed());
}

#[tokio::test]
async fn cancelling_drops_the_upstream_body_even_when_nobody_reads() {
    let (sender, upstream) = live();
    let cancel = CancellationToken::new();
    let mut body = ResponseBody::new(upstream, 100, Duration::from_secs(10), cancel.clone());
    sender.unbounded_send(data("x")).unwrap();
    cancel.cancel();
    tokio::time::timeout(
        Duration::from_millis(100),
        poll_fn(|cx| {
            cx.waker().wake_by_ref();
            if sender.is_closed() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        }),
    )
    .await
    .unwrap();
    assert_eq!(
        next(&mut body).await,
        "internal error: the call was cancelled"
    );
    assert_eq!(next(&mut body).await, "end");
}

#[tokio::test]
async fn dropping_the_body_drops_the_upstream_body() {
    let (sender, upstream) = live();
    let cancel = CancellationToken::new();
    drop(ResponseBody::new(
        upstream,
        100,
        Duration::from_secs(10),
        cancel,
    ));
    assert!(sender.is_closed());
}

/// A connection that hands over its next piece only after another task had its turn.
#[tokio::test]
async fn a_burst_is_joined_across_turns_of_the_connection() {
    let (sender, receiver) = mpsc::channel(0);
    tokio::spawn(
        stream::iter((0..20).map(|_| data("x")))
            .map(Ok)
            .forward(sender)
            .map(|_| ()),
    );
    let mut body = body_of(StreamBody::new(receiver), 100);
    let mut frames = Vec::new();
    loop {
        let frame = next(&mut body).await;
        if frame == "end" {
            break;
        }
        frames.push(frame);
    }
    assert_eq!(frames.concat().len(), 20);
    assert!(frames.len() <= 3, "{frames:?}");
}
