//! The download of a film, as object storage gives it: whole or a part, for whoever has the signed address.

mod range;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use tokio::task::yield_now;

use super::fault::VideoFault;
use super::links::Links;
use super::options::VideoOptions;
use super::task::{Task, TaskState};
use super::tasks::Tasks;
use crate::movie::Movie;
use crate::query::Query;
use crate::record::DeliveryGuard;
use crate::storage::StorageError;
use range::Range;

/// Bytes that are given to the connection at once.
const PIECE: usize = 64 * 1024;

/// What a download sends.
pub(crate) struct Download {
    content_type: &'static str,
    movie: Movie,
    /// The body breaks after so many bytes.
    cut: Option<usize>,
}

/// Finds the film of a task for whoever asks.
pub(crate) fn download(
    parts: &Parts,
    id: &str,
    tasks: &mut Tasks,
    links: &Links,
    options: &VideoOptions,
    now: Duration,
) -> Result<Download, StorageError> {
    if parts.method != Method::GET {
        return Err(StorageError::method());
    }
    if parts.headers.contains_key(header::AUTHORIZATION) {
        return Err(StorageError::signed_twice());
    }
    links.check(id, &Query::parse(parts.uri.query()), now)?;
    if options.has(VideoFault::RefuseDownload) {
        return Err(StorageError::expired());
    }
    let task = tasks.find_by_id(id).ok_or_else(StorageError::missing)?;
    // A task that is forgotten may have left a film: its address says until when.
    let state = task.state(now, options);
    if !matches!(state, TaskState::Succeeded | TaskState::Unknown) {
        return Err(StorageError::missing());
    }
    let cut = options.fault(|fault| match fault {
        VideoFault::CutDownload { bytes } => Some(*bytes),
        _ => None,
    });
    let cut = cut.filter(|_| !task.was_cut);
    task.was_cut |= cut.is_some();
    let content_type = if options.has(VideoFault::WrongContentType) {
        "text/html"
    } else {
        "video/mp4"
    };
    Ok(Download {
        content_type,
        movie: movie(task),
        cut,
    })
}

impl Download {
    /// The answer. The guard follows its body.
    pub(crate) fn respond(self, parts: &Parts, request_id: &str, guard: DeliveryGuard) -> Response {
        let film = Bytes::from(self.movie.bytes());
        let tag = tag(&film);
        let Ok(wanted) = Range::of(&parts.headers, &tag, film.len()) else {
            return refuse(StorageError::range(), film.len(), request_id, guard);
        };
        let (status, part, place) = match wanted {
            Some(range) => (
                StatusCode::PARTIAL_CONTENT,
                film.slice(range.first..=range.last),
                Some(range.content_range(film.len())),
            ),
            None => (StatusCode::OK, film, None),
        };
        let length = part.len();
        let pour = Pour {
            rest: part,
            left: self.cut,
            guard,
        };
        let body = Body::from_stream(stream::unfold(pour, Pour::next));
        let mut response =
            (status, [(header::CONTENT_TYPE, self.content_type)], body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        headers.insert(header::CONTENT_LENGTH, length.into());
        let texts = [(header::ETAG, Some(tag)), (header::CONTENT_RANGE, place)];
        for (name, text) in texts {
            if let Some(Ok(value)) = text.map(HeaderValue::try_from) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// What remains to be sent.
struct Pour {
    rest: Bytes,
    /// How many more bytes until the body breaks. `None`: it does not.
    left: Option<usize>,
    guard: DeliveryGuard,
}

impl Pour {
    async fn next(mut self) -> Option<(io::Result<Bytes>, Self)> {
        if self.left == Some(0) && !self.rest.is_empty() {
            // While the body is not ready the server sends what it has; an error would throw that away.
            yield_now().await;
            self.guard.complete();
            let broken = io::ErrorKind::ConnectionAborted.into();
            return Some((Err(broken), self));
        }
        let most = self.left.unwrap_or(PIECE).min(PIECE).min(self.rest.len());
        let piece = self.rest.split_to(most);
        self.left = self.left.map(|left| left - most);
        if self.rest.is_empty() {
            // The server knows the length and may not ask again.
            self.guard.complete();
        }
        (!piece.is_empty()).then_some((Ok(piece), self))
    }
}

fn refuse(
    refusal: StorageError,
    length: usize,
    request_id: &str,
    mut guard: DeliveryGuard,
) -> Response {
    guard.complete();
    let mut response = refusal.into_response(request_id);
    if let Ok(value) = HeaderValue::try_from(format!("bytes */{length}")) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}

/// The film of a task. Its colours come from the task's id.
fn movie(task: &Task) -> Movie {
    let mut hasher = DefaultHasher::new();
    task.id.hash(&mut hasher);
    Movie {
        width: task.request.dimensions.width,
        height: task.request.dimensions.height,
        seconds: task.request.seconds,
        seed: hasher.finish(),
    }
}

/// A strong entity tag.
fn tag(film: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    film.hash(&mut hasher);
    format!("\"{:016X}\"", hasher.finish())
}
