//! What the storage's answer to a request for a video, or for the rest of one, means.
//! Pure: it reads a head, and decides over nothing else.

use super::error::DownloadError;
use crate::jobs::job::Part;
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// What is to be done with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Its body is the whole.
    Whole(Part),
    /// Its body is what is missing.
    Rest(Part),
    /// What is on the disk is not the beginning of what the storage has now.
    Anew,
    /// The URL does not work any more.
    Gone(u16),
    /// The storage may answer otherwise later.
    Later(u16),
    /// There is no use in it.
    No(DownloadError),
}

/// The headers that ask for what is missing after `have` bytes of something that is known as `part`.
pub(super) fn ask(have: u64, part: &Part) -> HeaderMap {
    let mut headers = HeaderMap::new();
    // A coding would be undone by nobody, and makes ranges mean something else.
    headers.insert(
        header::ACCEPT_ENCODING,
        HeaderValue::from_static("identity"),
    );
    if have > 0 {
        let range = HeaderValue::try_from(format!("bytes={have}-"));
        headers.extend(range.ok().map(|range| (header::RANGE, range)));
        let etag = part.etag.as_deref().map(HeaderValue::try_from);
        headers.extend(
            etag.and_then(Result::ok)
                .map(|etag| (header::IF_RANGE, etag)),
        );
    }
    headers
}

/// Reads the head of the answer to [`ask`].
pub(super) fn read(
    status: StatusCode,
    headers: &HeaderMap,
    have: u64,
    part: &Part,
    most: u64,
) -> Answer {
    match status {
        StatusCode::OK | StatusCode::PARTIAL_CONTENT => {}
        StatusCode::RANGE_NOT_SATISFIABLE if have > 0 => return Answer::Anew,
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::GONE => {
            return Answer::Gone(status.as_u16());
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => {
            return Answer::Later(status.as_u16());
        }
        _ if status.is_server_error() => return Answer::Later(status.as_u16()),
        _ => {
            let status = status.as_u16();
            return Answer::No(DownloadError::Status { status });
        }
    }
    if let Some(found) = not_a_video(headers) {
        return Answer::No(DownloadError::NotAVideo { found });
    }
    let (answer, total) = if status == StatusCode::OK {
        let total = length(headers);
        (
            Answer::Whole(Part {
                etag: etag(headers),
                total,
            }),
            total,
        )
    } else {
        let rest = rest(headers, have, part);
        let total = rest.as_ref().and_then(|rest| rest.total);
        (rest.map_or(Answer::Anew, Answer::Rest), total)
    };
    if total.is_some_and(|total| total > most) {
        return Answer::No(DownloadError::TooLarge { most });
    }
    answer
}

/// What the answer says it is, when that is no video.
fn not_a_video(headers: &HeaderMap) -> Option<String> {
    const SHOWN: usize = 60;
    let text = |name| {
        let value = headers.get(name)?;
        Some(
            String::from_utf8_lossy(value.as_bytes())
                .trim()
                .to_ascii_lowercase(),
        )
    };
    let coding = text(header::CONTENT_ENCODING).filter(|coding| coding != "identity");
    let kind = text(header::CONTENT_TYPE).filter(|kind| {
        let essence = kind.split(';').next().unwrap_or_default().trim();
        !(essence.is_empty()
            || essence.starts_with("video/")
            || essence == "application/octet-stream")
    });
    let found = coding.or(kind)?;
    Some(
        found
            .chars()
            .take(SHOWN)
            .filter(|shown| !shown.is_control())
            .collect(),
    )
}

/// What is known of the whole, when the answer begins where the part ends, and is of the same whole.
fn rest(headers: &HeaderMap, have: u64, part: &Part) -> Option<Part> {
    let range = headers.get(header::CONTENT_RANGE)?.to_str().ok()?;
    let (unit, range) = range.trim().split_once(' ')?;
    let (span, total) = range.trim().split_once('/')?;
    let (first, last) = span.split_once('-')?;
    let first: u64 = first.trim().parse().ok()?;
    let last: u64 = last.trim().parse().ok()?;
    let total: Option<u64> = match total.trim() {
        "*" => None,
        total => Some(total.parse().ok()?),
    };
    let fits = unit.eq_ignore_ascii_case("bytes")
        && first == have
        && last >= first
        && total.is_none_or(|total| last < total);
    let etag = etag(headers);
    let is_same =
        agree(part.total.as_ref(), total.as_ref()) && agree(part.etag.as_ref(), etag.as_ref());
    (fits && is_same).then(|| Part {
        etag: etag.or_else(|| part.etag.clone()),
        total: total.or(part.total),
    })
}

/// Whether two say the same, or one says nothing.
fn agree<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// A strong entity tag: a weak one says nothing of bytes (RFC 9110 §8.8.1).
fn etag(headers: &HeaderMap) -> Option<String> {
    let tag = headers.get(header::ETAG)?.to_str().ok()?;
    tag.starts_with('"').then(|| tag.to_owned())
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(of: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = of
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        pairs.collect()
    }

    fn part(etag: Option<&str>, total: Option<u64>) -> Part {
        let etag = etag.map(str::to_owned);
        Part { etag, total }
    }

    #[test]
    fn statuses_tell_what_is_left_to_do() {
        let none = headers(&[]);
        let status = |status: u16, have| {
            let status = StatusCode::from_u16(status).unwrap();
            read(status, &none, have, &Part::default(), 100)
        };
        assert_eq!(status(200, 0), Answer::Whole(Part::default()));
        assert_eq!(status(200, 5), Answer::Whole(Part::default()));
        assert_eq!(status(416, 5), Answer::Anew);
        for gone in [403, 404, 410] {
            assert_eq!(status(gone, 5), Answer::Gone(gone));
        }
        for later in [408, 429, 500, 503] {
            assert_eq!(status(later, 0), Answer::Later(later));
        }
        for no in [204, 302, 307, 400, 401, 416] {
            assert_eq!(
                status(no, 0),
                Answer::No(DownloadError::Status { status: no })
            );
        }
    }

    #[test]
    fn the_rest_must_be_the_rest_of_the_same() {
        let known = part(Some("\"a\""), Some(10));
        for (name, fields, known, answer) in [
            (
                "as asked",
                &[("content-range", "bytes 5-9/10"), ("etag", "\"a\"")][..],
                &known,
                Answer::Rest(known.clone()),
            ),
            (
                "no tag",
                &[("content-range", "bytes 5-9/10")],
                &known,
                Answer::Rest(known.clone()),
            ),
            (
                "no total",
                &[("content-range", "bytes 5-9/*")],
                &known,
                Answer::Rest(known.clone()),
            ),
            (
                "nothing known",
                &[("content-range", "bytes 5-9/10"), ("etag", "W/\"a\"")],
                &Part::default(),
                Answer::Rest(part(None, Some(10))),
            ),
            (
                "another start",
                &[("content-range", "bytes 4-9/10")],
                &known,
                Answer::Anew,
            ),
            (
                "another total",
                &[("content-range", "bytes 5-9/11")],
                &known,
                Answer::Anew,
            ),
            (
                "another tag",
                &[("content-range", "bytes 5-9/10"), ("etag", "\"b\"")],
                &known,
                Answer::Anew,
            ),
            (
                "beyond its end",
                &[("content-range", "bytes 5-10/10")],
                &known,
                Answer::Anew,
            ),
            (
                "not bytes",
                &[("content-range", "lines 5-9/10")],
                &known,
                Answer::Anew,
            ),
            ("not said", &[], &known, Answer::Anew),
            (
                "unreadable",
                &[("content-range", "bytes five")],
                &known,
                Answer::Anew,
            ),
        ] {
            let read = read(StatusCode::PARTIAL_CONTENT, &headers(fields), 5, known, 100);
            assert_eq!(read, answer, "{name}");
        }
    }

    #[test]
    fn only_videos_of_a_size_are_taken() {
        let read = |fields: &[_]| read(StatusCode::OK, &headers(fields), 0, &Part::default(), 100);
        for kind in [
            "video/mp4",
            "VIDEO/MP4; codecs=x",
            "application/octet-stream",
            "",
        ] {
            let whole = Answer::Whole(part(Some("\"a\""), Some(100)));
            let fields = [
                ("content-type", kind),
                ("content-length", "100"),
                ("etag", "\"a\""),
            ];
            assert_eq!(read(&fields), whole, "{kind}");
        }
        for (name, value) in [
            ("content-type", "text/html"),
            ("content-type", "application/xml"),
            ("content-type", "multipart/byteranges; boundary=x"),
            ("content-encoding", "gzip"),
        ] {
            let no = read(&[(name, value)]);
            assert!(
                matches!(no, Answer::No(DownloadError::NotAVideo { .. })),
                "{value}"
            );
        }
        let large = read(&[("content-length", "101")]);
        assert_eq!(large, Answer::No(DownloadError::TooLarge { most: 100 }));
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        assert_eq!(ask(0, &part(Some("\"a\""), None)).len(), 1);
        let rest = ask(7, &part(Some("\"a\""), None));
        assert_eq!(rest["range"], "bytes=7-");
        assert_eq!(rest["if-range"], "\"a\"");
        assert!(!ask(7, &Part::default()).contains_key("if-range"));
    }
}
