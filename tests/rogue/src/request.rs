//! One GET through `wasi:http`, to wherever it is told.

use wasip3::http::client;
use wasip3::http::types::{Fields, Request, Scheme};
use wasip3::wit_future;

/// The status of the answer, or the host's word for why there is none.
pub(crate) async fn get(url: &str, authorization: &str) -> Result<String, String> {
    let (scheme, rest) = url.split_once("://").ok_or("no scheme")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let headers = Fields::new();
    if !authorization.is_empty() {
        headers
            .append("authorization", authorization.as_bytes())
            .map_err(|error| format!("{error:?}"))?;
    }
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    let (request, _sent) = Request::new(headers, None, trailers_reader, None);
    drop(trailers);
    let scheme = match scheme {
        "http" => Scheme::Http,
        "https" => Scheme::Https,
        other => Scheme::Other(other.to_owned()),
    };
    let refused = |()| "refused".to_owned();
    request.set_scheme(Some(&scheme)).map_err(refused)?;
    request.set_authority(Some(authority)).map_err(refused)?;
    request
        .set_path_with_query(Some(&format!("/{path}")))
        .map_err(refused)?;
    match client::send(request).await {
        Ok(response) => Ok(response.get_status_code().to_string()),
        Err(code) => Err(format!("{code:?}")),
    }
}
