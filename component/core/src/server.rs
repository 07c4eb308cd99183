//! The server door: an OpenAI-compatible API over the provider's calls.
//! Knows no sockets and no WASI: it is given the parts of a request and gives those of a response.

use serde_json::json;

/// What came in, without its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
}

/// What goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status, 200 to 599.
    pub status: u16,
    /// Header names in lower case, with their values.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

/// Answers a request.
#[must_use]
pub fn respond(request: &Request) -> Response {
    let path = request.target.split('?').next().unwrap_or_default();
    let (status, body) = match (request.method.as_str(), path) {
        ("GET", "/healthz") => (200, json!({ "status": "ok" })),
        _ => (404, not_found(request)),
    };
    let body = body.to_string();
    Response {
        status,
        headers: vec![
            ("content-type", String::from("application/json")),
            ("content-length", body.len().to_string()),
        ],
        body,
    }
}

fn not_found(request: &Request) -> serde_json::Value {
    let message = format!("there is no {} {}", request.method, request.target);
    json!({ "error": {
        "message": message, "type": "invalid_request_error", "code": null, "param": null
    } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_is_told_and_nothing_else_is_there() {
        for (method, target, status) in [
            ("GET", "/healthz", 200),
            ("GET", "/healthz?now", 200),
            ("GET", "/health", 404),
        ] {
            let request = Request {
                method: String::from(method),
                target: String::from(target),
                headers: Vec::new(),
            };
            assert_eq!(respond(&request).status, status, "{method} {target}");
        }
    }
}
