//! The body of a request: read up to a limit, and taken for JSON.

use super::Request;
use super::error::Refusal;
use super::fields;
use super::json::Json;
use crate::error::Error;
use crate::prelude::*;
use crate::transport::Body;

/// The most bytes of a request's body: the largest file that the provider takes in a request, 10 MiB in base64, and some
/// conversation. Such a request takes 32 to 40 MiB of the component's memory, as it is held several times while it is
/// read and written anew; a host that serves many of them at once gives an instance more than the usual 64 MiB.
pub const BODY_LIMIT: usize = 12 * 1024 * 1024;

/// The body of a request that must be JSON, as text.
///
/// # Errors
/// `415` for another content type, `413` for a body that is too long, `400` for one that broke off or is not UTF-8.
pub(super) async fn read(request: &Request, body: &mut impl Body) -> Result<String, Refusal> {
    check_type(request.header("content-type"))?;
    let declared = request.header("content-length");
    let declared = declared.and_then(|length| fields::whole(length.trim()));
    let declared = declared.and_then(|length| usize::try_from(length).ok());
    if declared.is_some_and(|length| length > BODY_LIMIT) {
        return Err(too_long());
    }
    let mut bytes = Vec::with_capacity(declared.unwrap_or(0));
    let mut buffer = Vec::new();
    loop {
        let more = body.read(&mut buffer).await;
        let more = more.map_err(|failure| {
            let message = format!("the request's body broke off ({})", failure.detail);
            Refusal::from(Error::invalid(message))
        })?;
        if bytes.len() + buffer.len() > BODY_LIMIT {
            return Err(too_long());
        }
        bytes.extend_from_slice(&buffer);
        if !more {
            break;
        }
    }
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        Error::invalid(format!("the body is not UTF-8: see its byte {place}")).into()
    })
}

/// The JSON of a body.
///
/// # Errors
/// `400`, with the place of what is wrong.
pub(super) fn parse(text: &str) -> Result<Json<'_>, Refusal> {
    Json::parse(text)
        .map_err(|wrong| Error::invalid(format!("the body is not JSON: {wrong}")).into())
}

/// A request without a content type is refused as well: a page in a browser could send one to any address.
fn check_type(given: Option<&str>) -> Result<(), Refusal> {
    let essence = given.unwrap_or_default().split(';').next();
    let essence = essence.unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "application/json" || essence.ends_with("+json") {
        return Ok(());
    }
    let error =
        Error::invalid("the body must be JSON").with_hint("send content-type: application/json");
    Err(Refusal::with_status(415, error))
}

fn too_long() -> Refusal {
    let message = format!("the body is longer than {BODY_LIMIT} bytes");
    let error = Error::invalid(message).with_hint("give large files by their URL");
    Refusal::with_status(413, error)
}
