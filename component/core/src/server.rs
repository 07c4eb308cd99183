//! The server door: an OpenAI-compatible API over the provider's calls.
//! Knows no sockets and no WASI: it is given the parts of a request and gives those of a response.
//!
//! ```text
//! request ─▶ route ─▶ body ─▶ json ─▶ value (fields, paths) ─▶ a call of the provider ─▶ write ─▶ response
//! ```
//!
//! Nothing of the client's headers goes on: whose key is used is the settings' matter, and who may ask is the host's.

mod body;
mod chat;
mod error;
mod fields;
mod json;
mod models;
mod response;
mod route;
#[cfg(test)]
mod tests;
mod value;
mod videos;

pub use body::BODY_LIMIT;
pub use chat::Frames;
pub use response::{Body, Response};

use core::pin::Pin;

use crate::error::Error;
use crate::prelude::*;
use crate::provider::Provider;
use crate::transport::{self, Transport};
use crate::write;
use error::Refusal;
use route::{Route, Target};

/// What came in, without its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Header names in lower case, with their values: those of [`HEADERS`] at least.
    pub headers: Vec<(String, String)>,
}

/// The headers of a request that are read. Others need not be there.
pub const HEADERS: [&str; 2] = ["content-length", "content-type"];

impl Request {
    /// The first value of a header, by its lower-case name.
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(key, _)| key == name)?;
        Some(value)
    }
}

/// Answers a request. The body is read only where the route takes one.
///
/// `provider` is the error that kept it from being made, if any: signs of life are given all the same.
pub async fn respond<'a, T: Transport + 'static>(
    provider: Result<&'a Provider, Error>,
    transport: &'a T,
    request: &Request,
    body: &mut impl transport::Body,
) -> Response<'a, T> {
    let mut response = match answered(provider, transport, request, body).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    if request.method == "HEAD" {
        response.body = Body::Whole(String::new());
        let mut names = response.headers.iter().map(|(name, _)| *name);
        // The length of no body would be a lie.
        if let Some(place) = names.position(|name| name == "content-length") {
            response.headers.remove(place);
        }
    }
    response
}

/// A call under way. Boxed, so that the calls of all routes are one to whoever waits: they would each be written out.
type Calling<'f, 'a, T> = Pin<Box<dyn Future<Output = Result<Response<'a, T>, Refusal>> + 'f>>;

async fn answered<'a, T: Transport + 'static>(
    provider: Result<&'a Provider, Error>,
    transport: &'a T,
    request: &Request,
    body: &mut impl transport::Body,
) -> Result<Response<'a, T>, Refusal> {
    let target = Target::of(&request.method, &request.target)?;
    let body = match target.route {
        Route::Health => {
            let body = String::from("{\"status\":\"ok\"}");
            return Ok(response::json(200, body));
        }
        Route::Chat | Route::NewVideo => body::read(request, body).await?,
        _ => String::new(),
    };
    let provider = provider.map_err(Refusal::of_settings)?;
    let id = target.id.as_str();
    let calling: Calling<'_, 'a, T> = match target.route {
        // The first of them was answered above.
        Route::Health | Route::Models => {
            let body = models::list(provider.catalog());
            return Ok(response::json(200, body));
        }
        Route::Model => {
            let body = models::one(provider.catalog(), id)?;
            return Ok(response::json(200, body));
        }
        Route::Chat => Box::pin(chat::respond(provider, transport, body)),
        Route::NewVideo => Box::pin(videos::create(provider, transport, body)),
        Route::Videos => Box::pin(videos::list(provider, transport, &target)),
        Route::Video => Box::pin(videos::look(provider, transport, id, videos::seen)),
        Route::VideoContent => Box::pin(videos::look(provider, transport, id, videos::content)),
        Route::CancelVideo => Box::pin(videos::cancel(provider, transport, id)),
    };
    calling.await
}
