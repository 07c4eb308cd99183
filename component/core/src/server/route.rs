//! Which path means what, and which methods it takes.

use alloc::borrow::Cow;

use super::error::Refusal;
use crate::error::{Error, ErrorKind};
use crate::prelude::*;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Health,
    Chat,
    Models,
    Model,
    Videos,
    NewVideo,
    Video,
    VideoContent,
    CancelVideo,
}

/// A request's route, and what else its path and the query behind it say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target<'a> {
    pub(super) route: Route,
    /// Decoded; empty where the route has none.
    pub(super) id: String,
    query: &'a str,
}

/// What a path leads to, by method.
struct Row {
    /// The path; `*` stands for an id, which may hold slashes where it is the end.
    path: &'static str,
    /// The methods, as `allow` names them.
    allow: &'static str,
    /// What `GET` asks for.
    get: Option<Route>,
    /// What the other method asks for.
    other: Option<(&'static str, Route)>,
}

const ROWS: &[Row] = &[
    Row {
        path: "/healthz",
        allow: "GET, HEAD",
        get: Some(Route::Health),
        other: None,
    },
    Row {
        path: "/v1/chat/completions",
        allow: "POST",
        get: None,
        other: Some(("POST", Route::Chat)),
    },
    Row {
        path: "/v1/models",
        allow: "GET, HEAD",
        get: Some(Route::Models),
        other: None,
    },
    Row {
        path: "/v1/models/*",
        allow: "GET, HEAD",
        get: Some(Route::Model),
        other: None,
    },
    Row {
        path: "/v1/videos",
        allow: "GET, HEAD, POST",
        get: Some(Route::Videos),
        other: Some(("POST", Route::NewVideo)),
    },
    Row {
        path: "/v1/videos/*/content",
        allow: "GET, HEAD",
        get: Some(Route::VideoContent),
        other: None,
    },
    Row {
        path: "/v1/videos/*",
        allow: "DELETE, GET, HEAD",
        get: Some(Route::Video),
        other: Some(("DELETE", Route::CancelVideo)),
    },
];

impl<'a> Target<'a> {
    /// What a method and a path with its query ask for. `HEAD` asks for what `GET` does.
    ///
    /// # Errors
    /// `404` for a path that leads nowhere, `405` for a method that it does not take.
    pub(super) fn of(method: &str, target: &'a str) -> Result<Self, Refusal> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let found = ROWS.iter().find_map(|row| Some((row, id(row.path, path)?)));
        let Some((row, id)) = found else {
            return Err(nowhere(path));
        };
        let id = decoded(id).into_owned();
        let route = match (method, row.get, row.other) {
            ("GET" | "HEAD", Some(route), _) => route,
            (_, _, Some((other, route))) if method == other => route,
            _ => return Err(Refusal::method(row.allow, &shown(method), &shown(path))),
        };
        Ok(Self { route, id, query })
    }

    /// A field of the query, decoded.
    pub(super) fn query(&self, name: &str) -> Option<Cow<'a, str>> {
        let pairs = self
            .query
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        let mut values = pairs.filter(|(known, _)| *known == name);
        values.next().map(|(_, value)| decoded(value))
    }
}

/// The id in a path of a form; empty where the form has none.
fn id<'a>(form: &str, path: &'a str) -> Option<&'a str> {
    let Some((before, after)) = form.split_once('*') else {
        return (form == path).then_some("");
    };
    let id = path.strip_prefix(before)?.strip_suffix(after)?;
    (!id.is_empty()).then_some(id)
}

/// A text without its percent signs; as it stands where that gives no text.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = match after {
            [high, low, ..] if *first == b'%' => digit(*high).zip(digit(*low)),
            _ => None,
        };
        bytes.push(code.map_or(*first, |(high, low)| high << 4 | low));
        let used = if code.is_some() { 2 } else { 0 };
        rest = after.get(used..).unwrap_or_default();
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What a letter stands for in a number to the base of sixteen.
fn digit(letter: u8) -> Option<u8> {
    let digit = char::from(letter).to_digit(16)?;
    u8::try_from(digit).ok()
}

fn nowhere(path: &str) -> Refusal {
    let message = format!("nothing is at {}", shown(path));
    let error = Error::new(ErrorKind::NotFound, message)
        .with_hint("the paths are /v1/chat/completions, /v1/models, /v1/videos and /healthz");
    error.into()
}

/// As much of a path or method as a message needs.
fn shown(text: &str) -> String {
    crate::error::body::words(text, LONGEST_SHOWN)
}

/// In characters.
const LONGEST_SHOWN: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    fn route(method: &str, target: &str) -> Result<(Route, String), u16> {
        let target = Target::of(method, target).map_err(|refusal| refusal.status())?;
        Ok((target.route, target.id))
    }

    #[test]
    fn paths_lead_where_the_table_says() {
        #[rustfmt::skip]
        let cases = [
            ("GET",    "/healthz",                     Ok((Route::Health, ""))),
            ("HEAD",   "/healthz?now",                 Ok((Route::Health, ""))),
            ("POST",   "/healthz",                     Err(405)),
            ("POST",   "/v1/chat/completions",         Ok((Route::Chat, ""))),
            ("POST",   "/v1/chat/completions?x=1",     Ok((Route::Chat, ""))),
            ("GET",    "/v1/chat/completions",         Err(405)),
            ("GET",    "/v1/models",                   Ok((Route::Models, ""))),
            ("GET",    "/v1/models/qwen3.5-plus",      Ok((Route::Model, "qwen3.5-plus"))),
            ("GET",    "/v1/models/qwen/qwen3.5-plus", Ok((Route::Model, "qwen/qwen3.5-plus"))),
            ("GET",    "/v1/models/qwen%2Fa%2",        Ok((Route::Model, "qwen/a%2"))),
            ("GET",    "/v1/models/%ff",               Ok((Route::Model, "%ff"))),
            ("GET",    "/v1/models/%+1",               Ok((Route::Model, "%+1"))),
            ("DELETE", "/v1/models/a",                 Err(405)),
            ("GET",    "/v1/models/",                  Err(404)),
            ("GET",    "/v1/videos",                   Ok((Route::Videos, ""))),
            ("POST",   "/v1/videos",                   Ok((Route::NewVideo, ""))),
            ("PUT",    "/v1/videos",                   Err(405)),
            ("GET",    "/v1/videos/a",                 Ok((Route::Video, "a"))),
            ("DELETE", "/v1/videos/a",                 Ok((Route::CancelVideo, "a"))),
            ("GET",    "/v1/videos/a/content",         Ok((Route::VideoContent, "a"))),
            ("DELETE", "/v1/videos/a/content",         Err(405)),
            ("GET",    "/v1",                          Err(404)),
            ("GET",    "/",                            Err(404)),
            ("GET",    "",                             Err(404)),
            ("OPTIONS", "/v1/models",                  Err(405)),
        ];
        for (method, target, expected) in cases {
            let expected = expected.map(|(route, id)| (route, String::from(id)));
            assert_eq!(route(method, target), expected, "{method} {target}");
        }
    }

    #[test]
    fn every_path_is_documented_with_its_methods() {
        let document = include_str!("../../../../docs/gateway-api.md");
        for row in ROWS {
            let methods = row.allow.split(", ").filter(|method| *method != "HEAD");
            for method in methods {
                let path = row.path.replace('*', "{id}");
                let beginning = format!("\n| {method} | `{path}` |");
                assert!(
                    document.contains(&beginning),
                    "docs/gateway-api.md has no row {beginning}"
                );
            }
        }
    }

    #[test]
    fn a_query_is_read_by_its_names() {
        let target = Target::of("GET", "/v1/videos?limit=2&after=a%7Eb&limit=3&empty").unwrap();
        assert_eq!(target.query("limit").as_deref(), Some("2"));
        assert_eq!(target.query("after").as_deref(), Some("a~b"));
        assert_eq!(target.query("empty"), None);
        assert_eq!(target.query("order"), None);
    }
}
