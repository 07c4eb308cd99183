//! Which part of a body is asked for. RFC 9110, 13.1.5 and 14.2; one part at a time, as the service has it.

use axum::http::{HeaderMap, HeaderName, header};

/// Bytes of a body, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Range {
    /// `Ok(None)`: all of the body. `Err`: nothing of it lies in the range.
    pub(super) fn of(headers: &HeaderMap, tag: &str, length: usize) -> Result<Option<Self>, ()> {
        let text = |name: HeaderName| headers.get(name)?.to_str().ok();
        let Some(asked) = text(header::RANGE) else {
            return Ok(None);
        };
        if headers.contains_key(header::IF_RANGE) && text(header::IF_RANGE) != Some(tag) {
            // It is of another version of the body.
            return Ok(None);
        }
        match Self::parse(asked, length) {
            // What cannot be read is overlooked.
            None => Ok(None),
            Some(range) if range.first < length && range.first <= range.last => Ok(Some(range)),
            Some(_) => Err(()),
        }
    }

    /// The header that says which part it is.
    pub(super) fn content_range(self, length: usize) -> String {
        format!("bytes {}-{}/{length}", self.first, self.last)
    }

    fn parse(text: &str, length: usize) -> Option<Self> {
        let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
        let end = length.saturating_sub(1);
        if first.is_empty() {
            let suffix: usize = digits(last)?;
            let first = if suffix == 0 {
                length
            } else {
                length.saturating_sub(suffix)
            };
            return Some(Self { first, last: end });
        }
        let first = digits(first)?;
        if last.is_empty() {
            return Some(Self {
                first,
                last: end.max(first),
            });
        }
        let last = digits(last)?;
        // A range that ends before it begins is none.
        (first <= last).then_some(Self {
            first,
            last: last.min(end),
        })
    }
}

fn digits(text: &str) -> Option<usize> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::Range;

    fn range(text: &str, if_range: Option<&str>) -> Result<Option<(usize, usize)>, ()> {
        let mut headers = HeaderMap::new();
        headers.insert("range", text.parse().unwrap());
        if let Some(tag) = if_range {
            headers.insert("if-range", tag.parse().unwrap());
        }
        let range = Range::of(&headers, "\"T\"", 100)?;
        Ok(range.map(|range| (range.first, range.last)))
    }

    #[test]
    fn parts_of_a_hundred_bytes() {
        for (text, expected) in [
            ("bytes=0-", Ok(Some((0, 99)))),
            ("bytes=0-0", Ok(Some((0, 0)))),
            ("bytes=10-19", Ok(Some((10, 19)))),
            ("bytes=90-200", Ok(Some((90, 99)))),
            ("bytes=99-", Ok(Some((99, 99)))),
            ("bytes=-10", Ok(Some((90, 99)))),
            ("bytes=-1000", Ok(Some((0, 99)))),
            ("bytes=-0", Err(())),
            ("bytes=100-", Err(())),
            ("bytes=100-200", Err(())),
            ("bytes=20-10", Ok(None)),
            ("bytes=0-1,5-6", Ok(None)),
            ("bytes=a-b", Ok(None)),
            ("bytes=+1-2", Ok(None)),
            ("bytes=-", Ok(None)),
            ("items=0-1", Ok(None)),
        ] {
            assert_eq!(range(text, None), expected, "{text}");
        }
        assert_eq!(Range::of(&HeaderMap::new(), "", 100), Ok(None));
    }

    #[test]
    fn a_part_of_another_version_is_not_given() {
        assert_eq!(range("bytes=1-2", Some("\"T\"")), Ok(Some((1, 2))));
        assert_eq!(range("bytes=1-2", Some("\"U\"")), Ok(None));
        assert_eq!(
            range("bytes=1-2", Some("Fri, 20 Nov 2026 10:00:00 GMT")),
            Ok(None)
        );
    }
}
