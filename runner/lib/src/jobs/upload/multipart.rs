//! A `multipart/form-data` body (RFC 7578) of some fields and one file, which is read while it is sent.
//! Knows nothing of where it goes.

use crate::jobs::clock;
use crate::storage::Failure;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, stream};
use http::HeaderValue;
use http_body::{Body, Frame, SizeHint};
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

/// How much of the file is read at once, in bytes.
const CHUNK: usize = 64 * 1024;

/// What stands before and behind the file.
pub(super) struct Plan {
    boundary: String,
    head: String,
    tail: String,
}

impl Plan {
    /// The fields in their order, and the file as the last, by the name that the provider's storage wants it under.
    pub(super) fn new(fields: &[(&str, &str)], file_name: &str) -> Self {
        let boundary = boundary(fields);
        let field = |name: &str| {
            let name = quoted(name);
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"")
        };
        let mut head: String = fields
            .iter()
            .map(|(name, value)| [&field(name), "\r\n\r\n", value, "\r\n"].concat())
            .collect();
        let file_name = quoted(file_name);
        head += &field("file");
        head += &["; filename=\"", &file_name, "\"\r\n"].concat();
        head += "Content-Type: application/octet-stream\r\n\r\n";
        let tail = format!("\r\n--{boundary}--\r\n");
        Self {
            boundary,
            head,
            tail,
        }
    }

    /// The content type of the whole.
    pub(super) fn content_type(&self) -> HeaderValue {
        let text = format!("multipart/form-data; boundary={}", self.boundary);
        // A boundary of hexadecimal digits can always be carried.
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("multipart/form-data"))
    }
}

/// A line that stands in none of the fields. That it stands in the file, nobody could arrange.
fn boundary(fields: &[(&str, &str)]) -> String {
    loop {
        let boundary = format!("{:016x}{:016x}", clock::chance(), clock::chance());
        if fields.iter().all(|(_, value)| !value.contains(&boundary)) {
            return boundary;
        }
    }
}

/// A name between quotes, as browsers write it (HTML, "multipart/form-data encoding algorithm").
fn quoted(name: &str) -> String {
    name.replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace('"', "%22")
}

/// The body, of a length that is known before any of it is read.
pub(super) struct Multipart {
    pieces: BoxStream<'static, Result<Bytes, Failure>>,
    left: u64,
}

impl Multipart {
    /// The body with a file of `bytes`. `sent` is told how many of them were handed over.
    pub(super) async fn open(
        plan: Plan,
        file: &Path,
        bytes: u64,
        sent: impl Fn(u64) + Send + 'static,
    ) -> io::Result<Self> {
        let file = File::open(file).await?;
        let length = |text: &str| u64::try_from(text.len()).unwrap_or(u64::MAX);
        let left = bytes
            .saturating_add(length(&plan.head))
            .saturating_add(length(&plan.tail));
        let whole = |text: String| stream::once(std::future::ready(Ok(Bytes::from(text))));
        let pieces = whole(plan.head)
            .chain(pieces(file, bytes, sent))
            .chain(whole(plan.tail))
            .boxed();
        Ok(Self { pieces, left })
    }
}

/// Exactly `bytes` of a file. One that shrinks meanwhile is an error: the rest would be taken for part of it.
fn pieces(
    file: File,
    bytes: u64,
    sent: impl Fn(u64) + Send + 'static,
) -> impl futures::Stream<Item = Result<Bytes, Failure>> + Send {
    stream::try_unfold(
        (file.take(bytes), 0_u64, sent),
        move |(mut file, read, sent)| async move {
            if read == bytes {
                return Ok(None);
            }
            let mut chunk = Vec::with_capacity(CHUNK);
            let unreadable = |error: io::Error| Failure::Unreadable(error.to_string());
            file.read_buf(&mut chunk).await.map_err(unreadable)?;
            if chunk.is_empty() {
                let shrunk = "the file became shorter while it was sent";
                return Err(Failure::Unreadable(shrunk.to_owned()));
            }
            let read = read.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            sent(read);
            Ok(Some((Bytes::from(chunk), (file, read, sent))))
        },
    )
}

impl Body for Multipart {
    type Data = Bytes;
    type Error = Failure;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Failure>>> {
        let this = self.get_mut();
        let polled = this.pieces.poll_next_unpin(cx);
        if let Poll::Ready(Some(Ok(piece))) = &polled {
            let size = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            this.left = this.left.saturating_sub(size);
        }
        polled.map_ok(Frame::data)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    async fn body(content: &[u8], bytes: u64) -> (u64, Result<String, Failure>) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content).unwrap();
        let fields = [
            ("key", "a/b.png"),
            ("policy", "two\r\nlines"),
            ("x\"y", "z"),
        ];
        let mut plan = Plan::new(&fields, "b \"1\".png");
        // A known one makes the golden text below.
        let random = std::mem::replace(&mut plan.boundary, "B".to_owned());
        plan.head = plan.head.replace(&random, "B");
        plan.tail = plan.tail.replace(&random, "B");
        let body = Multipart::open(plan, file.path(), bytes, |_| {})
            .await
            .unwrap();
        let length = body.size_hint().exact().unwrap();
        let text = body
            .collect()
            .await
            .map(|body| String::from_utf8(body.to_bytes().to_vec()).unwrap());
        (length, text)
    }

    #[tokio::test]
    async fn fields_come_in_order_and_the_file_last() {
        let (length, text) = body(b"content", 7).await;
        let text = text.unwrap();
        assert_eq!(
            text,
            "--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na/b.png\r\n\
             --B\r\nContent-Disposition: form-data; name=\"policy\"\r\n\r\ntwo\r\nlines\r\n\
             --B\r\nContent-Disposition: form-data; name=\"x%22y\"\r\n\r\nz\r\n\
             --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b %221%22.png\"\r\n\
             Content-Type: application/octet-stream\r\n\r\ncontent\r\n--B--\r\n"
        );
        assert_eq!(length, u64::try_from(text.len()).unwrap());
    }

    #[tokio::test]
    async fn a_file_that_changes_is_sent_as_it_was_or_not_at_all() {
        let (_, grown) = body(b"content and more", 7).await;
        assert!(grown.unwrap().contains("\r\n\r\ncontent\r\n--B--"));
        let (_, shrunk) = body(b"con", 7).await;
        assert!(matches!(shrunk, Err(Failure::Unreadable(_))));
        let (_, empty) = body(b"", 0).await;
        assert!(empty.is_ok());
    }

    #[test]
    fn no_field_holds_the_boundary() {
        let plan = Plan::new(&[("a", "b")], "c");
        assert_eq!(plan.boundary.len(), 32);
        assert!(
            plan.content_type()
                .to_str()
                .unwrap()
                .ends_with(&plan.boundary)
        );
    }
}
