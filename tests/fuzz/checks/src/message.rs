//! An HTTP answer written as text: the status, the headers a line each, an empty line, the body.

use qwen_core::http::Head;

/// Reads one. What is no such text is a body without a head.
pub(crate) fn read(data: &[u8]) -> (Head, &[u8]) {
    let end = data.windows(2).position(|bytes| bytes == b"\n\n");
    let head = end.and_then(|end| parse(data.get(..end)?));
    if let (Some(head), Some(end)) = (head, end) {
        return (head, data.get(end + 2..).unwrap_or_default());
    }
    let head = Head {
        status: 200,
        headers: Vec::new(),
    };
    (head, data)
}

fn parse(text: &[u8]) -> Option<Head> {
    let mut lines = std::str::from_utf8(text).ok()?.lines();
    let status = lines.next()?.parse().ok()?;
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some((name.to_ascii_lowercase(), value.to_owned()))
    });
    Some(Head {
        status: (100..600).contains(&status).then_some(status)?,
        headers: headers.collect::<Option<_>>()?,
    })
}
