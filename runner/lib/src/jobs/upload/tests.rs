//! Files sent to a storage on loopback.

use super::*;
use crate::jobs::serve::{Server, answer};
use std::sync::{Arc, Mutex};

const REFERENCE: &str = "oss://dashscope-instant/a/boat.png";

fn form(url: String, max_bytes: Option<u64>) -> upload::Form {
    let field = |name: &str, value: &str| upload::Field {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    upload::Form {
        url,
        fields: vec![field("policy", "secret-policy"), field("key", "a/boat.png")],
        reference: REFERENCE.to_owned(),
        expires_in_seconds: Some(300),
        max_bytes,
    }
}

async fn sent(
    server: &Server,
    max_bytes: Option<u64>,
    listener: impl Fn(u64) + Send + 'static,
) -> Result<String, UploadError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("boat.png");
    std::fs::write(&file, vec![b'x'; 150_000]).unwrap();
    let (bytes, name) = look(&file).await?;
    let local = Local {
        file: &file,
        bytes,
        name,
    };
    let form = form(server.url(""), max_bytes);
    send(&server.storage(), form, local, listener).await
}

#[tokio::test]
async fn a_file_is_sent_as_the_form_says_and_without_a_key() {
    let server = Server::start(|_, _| answer("200 OK", "Content-Length: 0\r\n", b"")).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let sent = sent(&server, Some(150_000), move |bytes| {
        listener.lock().unwrap().push(bytes);
    });
    assert_eq!(sent.await.unwrap(), REFERENCE);
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let head = &requests[0].head;
    assert!(head.starts_with("post / "), "{head}");
    assert!(
        head.contains("content-type: multipart/form-data; boundary="),
        "{head}"
    );
    assert!(
        !head.contains("authorization") && !head.contains("transfer-encoding"),
        "{head}"
    );
    let body = String::from_utf8_lossy(&requests[0].body);
    let policy = body
        .find("name=\"policy\"\r\n\r\nsecret-policy\r\n")
        .unwrap();
    let key = body.find("name=\"key\"\r\n\r\na/boat.png\r\n").unwrap();
    let file = body
        .find("name=\"file\"; filename=\"boat.png\"\r\n")
        .unwrap();
    assert!(policy < key && key < file);
    assert_eq!(
        body.matches('x').count() - body[..file].matches('x').count(),
        150_000
    );
    let told = told.lock().unwrap();
    assert!(
        told.is_sorted() && told.last() == Some(&150_000),
        "{told:?}"
    );
}

#[tokio::test]
async fn what_is_refused_is_told_without_the_form() {
    let server =
        Server::start(|_, _| answer("403 Forbidden", "Content-Length: 13\r\n", b"secret-policy"))
            .await;
    let refused = sent(&server, None, |_| {}).await.unwrap_err();
    assert!(matches!(refused, UploadError::Status { status: 403 }));
    assert!(!format!("{refused:?} {refused}").contains("secret"));
    let large = sent(&server, Some(149_999), |_| {}).await.unwrap_err();
    assert!(matches!(
        large,
        UploadError::TooLarge {
            bytes: 150_000,
            most: 149_999,
            ..
        }
    ));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn only_files_are_sent_and_only_to_public_places() {
    let folder = tempfile::tempdir().unwrap();
    let refused = look(folder.path()).await.unwrap_err();
    assert!(matches!(refused, UploadError::NotAFile { .. }));
    let refused = look(&folder.path().join("no.png")).await.unwrap_err();
    assert!(matches!(refused, UploadError::Unreadable { .. }));

    let file = folder.path().join("boat.png");
    std::fs::write(&file, "x").unwrap();
    for url in [
        "http://10.0.0.1/",
        "https://127.0.0.1:1/",
        "ftp://a.example/",
    ] {
        let local = Local {
            file: &file,
            bytes: 1,
            name: "boat.png".to_owned(),
        };
        let form = form(url.to_owned(), None);
        let denied = send(&Storage::default(), form, local, |_| {})
            .await
            .unwrap_err();
        assert!(
            matches!(denied, UploadError::Denied { .. }),
            "{url} {denied:?}"
        );
    }
}

#[tokio::test]
async fn any_name_becomes_one_that_is_taken() {
    let long = "a".repeat(300);
    for (name, sent) in [
        ("boat.png", "boat.png".to_owned()),
        ("my cat (1).png", "my_cat__1_.png".to_owned()),
        ("Möwe.JPG", "M_we.JPG".to_owned()),
        ("\u{732b}.mp4", "_.mp4".to_owned()),
        ("a.b c.tar.gz", "a.b_c.tar.gz".to_owned()),
        (".hidden.png", "_.hidden.png".to_owned()),
        (".png", "_.png".to_owned()),
        ("\u{732b}", "_".to_owned()),
        ("", "_".to_owned()),
        ("a.", "a.".to_owned()),
        (&format!("{long}.png"), format!("{}.png", &long[..196])),
        (&long, long[..200].to_owned()),
        (&format!("a.{long}"), format!("a.{}", &long[..15])),
    ] {
        assert_eq!(plain(name), sent, "{name}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("Möwe 1.png");
    std::fs::write(&file, "x").unwrap();
    assert_eq!(look(&file).await.unwrap(), (1, "M_we_1.png".to_owned()));
}
