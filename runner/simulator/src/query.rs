//! The query of an address, as names and values.

/// All pairs, decoded, in order. What is not UTF-8 when decoded is replaced.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(query: Option<&str>) -> Self {
        let pairs = query.unwrap_or_default().split('&');
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        };
        Self(pairs.filter(|pair| !pair.is_empty()).map(pair).collect())
    }

    /// The first value of a name. An empty one counts as absent, as the real service has it.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let same = |(other, _): &&(String, String)| other == name;
        let value = self.0.iter().find(same).map(|(_, value)| value.as_str());
        value.filter(|value| !value.is_empty())
    }
}

fn decode(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        let escaped = match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => u8::try_from(high * 16 + low).ok(),
            _ => None,
        };
        if escaped.is_some() {
            rest = after.get(2..).unwrap_or_default();
        }
        let plain = if *byte == b'+' { b' ' } else { *byte };
        decoded.push(escaped.unwrap_or(plain));
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn values_are_decoded() {
        let query = Query::parse(Some("a=1&b=%E6%B0%B4+x&&c&d=%4&e=%zz&a=2&%66=%2B"));
        for (name, value) in [
            ("a", Some("1")),
            ("b", Some("水 x")),
            ("c", None),
            ("d", Some("%4")),
            ("e", Some("%zz")),
            ("f", Some("+")),
            ("g", None),
        ] {
            assert_eq!(query.value(name), value, "{name}");
        }
        assert_eq!(Query::parse(None).value(""), None);
    }
}
