//! Sends frames as a response body, each when it is due, for as long as someone reads.

use std::{io, vec};

use axum::body::{Body, Bytes};
use futures::stream;
use tokio::sync::watch;
use tokio::task::yield_now;

use crate::chunks::Frame;
use crate::pace::Pace;
use crate::record::DeliveryGuard;

/// The body. Nothing is produced before it is read, and nothing after it is dropped.
/// `closing` fires when the server stops; what is left is then not sent.
pub(crate) fn body(
    frames: Vec<Frame>,
    pace: Pace,
    guard: DeliveryGuard,
    closing: watch::Receiver<()>,
) -> Body {
    let pour = Pour {
        frames: frames.into_iter(),
        tokens_sent: 0,
        pace,
        guard,
        closing,
    };
    Body::from_stream(stream::unfold(pour, Pour::next))
}

struct Pour {
    frames: vec::IntoIter<Frame>,
    tokens_sent: usize,
    pace: Pace,
    guard: DeliveryGuard,
    closing: watch::Receiver<()>,
}

impl Pour {
    async fn next(mut self) -> Option<(io::Result<Bytes>, Self)> {
        let Some(frame) = self.frames.next() else {
            self.guard.complete();
            return None;
        };
        tokio::select! {
            () = self.pace.wait_for(self.tokens_sent) => {}
            // An error means that the server is gone: the same.
            _ = self.closing.changed() => return Some((Err(broken()), self)),
        }
        let text = match frame {
            Frame::Break => {
                // While the body is not ready the server sends what it has; an error would throw that away.
                yield_now().await;
                self.guard.complete();
                return Some((Err(broken()), self));
            }
            Frame::Event(text) => text,
            Frame::Token(text) => {
                self.tokens_sent += 1;
                text
            }
        };
        Some((Ok(text.into()), self))
    }
}

/// A body that ends in an error makes the server close the connection without the last chunk.
fn broken() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}

#[cfg(test)]
mod tests;
