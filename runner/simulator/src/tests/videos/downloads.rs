//! Films over the socket: whole, in parts, broken, refused.

use std::time::Duration;

use super::{boat, poll, submit, with};
use crate::tests::client::{Answer, Client};
use crate::tests::start;
use crate::{Delivery, Simulator, VideoFault};

/// A simulator with a film, and the film's path and query.
async fn film(faults: &[VideoFault]) -> (Simulator, Client, String) {
    let simulator = start(with(faults)).await;
    let client = Client::new(&simulator);
    let id = submit(&client, &boat()).await;
    let answer = poll(&client, &id).await;
    let url = answer["output"]["video_url"].as_str().unwrap();
    let path = url
        .strip_prefix(&simulator.api_origin())
        .unwrap()
        .to_owned();
    (simulator, client, path)
}

async fn get(client: &Client, path: &str, headers: &[(&str, &str)]) -> Answer {
    client.request("GET", path, headers, b"").await.unwrap()
}

#[tokio::test]
async fn a_whole_film() {
    let (simulator, client, path) = film(&[]).await;
    let answer = get(&client, &path, &[]).await;
    assert_eq!(answer.status, 200);
    for (name, value) in [
        ("content-type", "video/mp4"),
        ("accept-ranges", "bytes"),
        ("content-length", &answer.bytes.len().to_string()),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
    assert!(answer.header("etag").unwrap().starts_with('"'));
    assert_eq!(answer.bytes[4..12], *b"ftypisom");
    assert!(answer.bytes.len() > 10_000);
    assert_eq!(
        simulator.requests().last().unwrap().delivery,
        Delivery::Complete
    );
}

#[tokio::test]
async fn parts_of_a_film_fit_together() {
    let (_simulator, client, path) = film(&[]).await;
    let whole = get(&client, &path, &[]).await;
    let (tag, length) = (whole.header("etag").unwrap(), whole.bytes.len());
    let first = get(&client, &path, &[("range", "bytes=0-999")]).await;
    let second = get(
        &client,
        &path,
        &[("range", "bytes=1000-"), ("if-range", tag)],
    )
    .await;
    assert_eq!((first.status, second.status), (206, 206));
    assert_eq!(
        first.header("content-range"),
        Some(&*format!("bytes 0-999/{length}"))
    );
    assert_eq!(
        second.header("content-length"),
        Some(&*(length - 1_000).to_string())
    );
    assert_eq!([first.bytes, second.bytes].concat(), whole.bytes);
    let other = get(
        &client,
        &path,
        &[("range", "bytes=1000-"), ("if-range", "\"x\"")],
    )
    .await;
    assert_eq!((other.status, other.bytes.len()), (200, length));
    let none = get(&client, &path, &[("range", &format!("bytes={length}-"))]).await;
    assert_eq!(none.status, 416);
    assert_eq!(
        none.header("content-range"),
        Some(&*format!("bytes */{length}"))
    );
}

#[tokio::test]
async fn a_download_breaks_once_and_can_be_resumed() {
    let (_simulator, client, path) = film(&[VideoFault::CutDownload { bytes: 5_000 }]).await;
    let broken = get(&client, &path, &[]).await;
    assert_eq!(
        (broken.status, broken.bytes.len(), broken.is_whole),
        (200, 5_000, false)
    );
    let rest = get(&client, &path, &[("range", "bytes=5000-")]).await;
    assert_eq!((rest.status, rest.is_whole), (206, true));
    let whole = get(&client, &path, &[]).await;
    assert_eq!([broken.bytes, rest.bytes].concat(), whole.bytes);
}

#[tokio::test]
async fn downloads_are_refused_as_object_storage_does() {
    let (simulator, client, path) = film(&[]).await;
    let check = |answer: &Answer, status: u16, code: &str| {
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(answer.header("content-type"), Some("application/xml"));
        assert!(
            answer.body.contains(&format!("<Code>{code}</Code>")),
            "{}",
            answer.body
        );
    };
    let leaked = get(&client, &path, &[("authorization", "Bearer sk-test")]).await;
    check(&leaked, 400, "InvalidArgument");
    let forged = get(&client, &path.replace("Signature=", "Signature=0"), &[]).await;
    check(&forged, 403, "SignatureDoesNotMatch");
    let posted = client.request("POST", &path, &[], b"").await.unwrap();
    check(&posted, 405, "MethodNotAllowed");
    simulator.advance(Duration::from_hours(24));
    // Addresses are good for whole seconds.
    simulator.advance(Duration::from_secs(1));
    check(&get(&client, &path, &[]).await, 403, "AccessDenied");

    let (_simulator, client, path) = film(&[VideoFault::RefuseDownload]).await;
    check(&get(&client, &path, &[]).await, 403, "AccessDenied");
}

#[tokio::test]
async fn a_film_may_come_under_a_wrong_name() {
    let (_simulator, client, path) = film(&[VideoFault::WrongContentType]).await;
    let answer = get(&client, &path, &[]).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("text/html"))
    );
}
