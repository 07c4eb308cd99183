//! A request as an upstream received it, byte by byte.

use serde_json::Value;

/// One HTTP/1.1 request.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The request line and the headers, with the blank line at their end.
    pub head: Vec<u8>,
    /// The body, without its framing.
    pub body: Vec<u8>,
}

impl Request {
    /// The first request in some bytes, and how many of them it takes. `None` while it is not whole.
    ///
    /// # Panics
    /// When a body has no length: everything that is tested here knows how long its body is.
    pub(super) fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let blank = bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
        let (head, rest) = bytes.split_at(blank + 4);
        let mut request = Self {
            head: head.to_vec(),
            body: Vec::new(),
        };
        assert_eq!(request.header("transfer-encoding"), None, "{request:?}");
        let length = match request.header("content-length") {
            Some(length) => length.parse().expect("content-length is a number"),
            None => 0,
        };
        request.body = rest.get(..length)?.to_vec();
        Some((request, blank + 4 + length))
    }

    /// The first line: method, path and version.
    #[must_use]
    pub fn line(&self) -> String {
        self.text().lines().next().unwrap_or_default().to_owned()
    }

    /// Names in lower case and values, in alphabetical order.
    #[must_use]
    pub fn headers(&self) -> Vec<(String, String)> {
        let text = self.text();
        let lines = text.lines().skip(1).filter_map(|line| line.split_once(':'));
        let mut headers: Vec<_> = lines
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        headers.sort();
        headers
    }

    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let mut headers = self.headers().into_iter();
        headers.find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    /// The words of the last message.
    #[must_use]
    pub fn prompt(&self) -> String {
        let messages = &self.json()["messages"];
        let last = messages.as_array().and_then(|messages| messages.last());
        let content = last.map(|message| message["content"].clone());
        content
            .unwrap_or_default()
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Whether the answer is to be streamed.
    #[must_use]
    pub fn wants_stream(&self) -> bool {
        self.json()["stream"] == Value::Bool(true)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.head).into_owned()
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.text(), String::from_utf8_lossy(&self.body))
    }
}
