//! Reads a form with a file: `multipart/form-data`, RFC 7578, with the file as its last field.

use crate::storage::StorageError;

/// The fields of a form.
#[derive(Debug)]
pub(super) struct Form<'a> {
    texts: Vec<(String, &'a str)>,
    pub(super) file: &'a [u8],
}

impl<'a> Form<'a> {
    pub(super) fn parse(content_type: &str, body: &'a [u8]) -> Result<Self, StorageError> {
        let boundary = boundary(content_type).ok_or_else(|| {
            StorageError::form("The content type is not multipart/form-data with a boundary.")
        })?;
        let mark = format!("\r\n--{boundary}");
        let mark = mark.as_bytes();
        let broken = || StorageError::form("The body of the form is broken.");
        // The first mark has no line before it.
        let mut rest = mark
            .get(2..)
            .and_then(|first| body.strip_prefix(first))
            .ok_or_else(broken)?;
        let mut form = Self {
            texts: Vec::new(),
            file: &[],
        };
        let mut has_file = false;
        while let Some(after) = rest.strip_prefix(b"\r\n") {
            if has_file {
                return Err(StorageError::form(
                    "The file has to be the last field of the form.",
                ));
            }
            let (head, after) = split(after, b"\r\n\r\n").ok_or_else(broken)?;
            let (content, after) = split(after, mark).ok_or_else(broken)?;
            rest = after;
            let name = name(head).ok_or_else(broken)?;
            if name == "file" {
                form.file = content;
                has_file = true;
            } else {
                let text = str::from_utf8(content).map_err(|_| broken())?;
                form.texts.push((name, text));
            }
        }
        if !rest.starts_with(b"--") {
            return Err(broken());
        }
        if !has_file {
            return Err(StorageError::form("The form has no file."));
        }
        Ok(form)
    }

    /// A field that has to be there.
    pub(super) fn text(&self, name: &'static str) -> Result<&'a str, StorageError> {
        let same = |(other, _): &&(String, &str)| other == name;
        let found = self.texts.iter().find(same);
        found
            .map(|(_, text)| *text)
            .ok_or_else(|| StorageError::form(format!("The form has no field {name}.")))
    }
}

fn boundary(content_type: &str) -> Option<&str> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let named = |parameter: &'_ str| parameter.trim().len() > "boundary=".len();
    let parameter = parameters
        .split(';')
        .filter(|parameter| named(parameter))
        .find(|parameter| {
            let start = parameter.trim().get(.."boundary=".len());
            start.is_some_and(|start| start.eq_ignore_ascii_case("boundary="))
        })?;
    let value = parameter.trim().get("boundary=".len()..)?.trim_matches('"');
    (!value.is_empty() && value.len() <= 70).then_some(value)
}

/// The `name` in the head of a field.
fn name(head: &[u8]) -> Option<String> {
    let head = str::from_utf8(head).ok()?;
    let line = head.lines().find(|line| {
        let label = line.split(':').next().unwrap_or_default();
        label.eq_ignore_ascii_case("content-disposition")
    })?;
    let (_, parameters) = line.split_once(';')?;
    let value = parameters
        .split(';')
        .find_map(|parameter| parameter.trim().strip_prefix("name="))?;
    Some(value.trim_matches('"').to_owned())
}

/// What is before and after the first place of a mark, which begins with a carriage return.
fn split<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let mut from = 0;
    loop {
        let rest = bytes.get(from..)?;
        let found = from + rest.iter().position(|byte| *byte == b'\r')?;
        let (before, after) = bytes.split_at(found);
        if let Some(after) = after.strip_prefix(mark) {
            return Some((before, after));
        }
        from = found + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    const TYPE: &str = "multipart/form-data; boundary=\"b0\"";

    fn field(name: &str, content: &str) -> String {
        format!("--b0\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n")
    }

    #[test]
    fn fields_and_the_file_are_read() {
        let file = "--b0\r\ncontent-type: image/png\r\ncontent-disposition: form-data; name=\"file\"; \
                    filename=\"a; b.png\"\r\n\r\n\r\n--b\r\r\nx\r\n--b0--\r\n";
        let body = format!("{}{}{file}", field("key", "a/b"), field("empty", ""));
        let form = Form::parse(TYPE, body.as_bytes()).unwrap();
        assert_eq!(
            (form.text("key").unwrap(), form.text("empty").unwrap()),
            ("a/b", "")
        );
        assert_eq!(form.file, b"\r\n--b\r\r\nx");
        let missing = form.text("policy").unwrap_err();
        assert_eq!(
            missing.parts(),
            (400, "MalformedPOSTRequest", "The form has no field policy.")
        );
    }

    #[test]
    fn other_bodies_are_refused() {
        let (key, file, end) = (field("key", "k"), field("file", "x"), "--b0--\r\n");
        let good = format!("{key}{file}{end}");
        assert!(
            Form::parse(
                "Multipart/Form-Data; charset=utf-8; Boundary=b0",
                good.as_bytes()
            )
            .is_ok()
        );
        for content_type in [
            "",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "application/json; boundary=b0",
        ] {
            assert!(
                Form::parse(content_type, good.as_bytes()).is_err(),
                "{content_type}"
            );
        }
        for body in [
            String::new(),
            "x".to_owned(),
            format!("{key}{end}"),
            format!("{file}{key}{end}"),
            format!("{key}{file}"),
            format!("{key}{file}--b0"),
            format!("x{good}"),
            good.replace("name=", "nom="),
            good.replace("--b0", "--b1"),
        ] {
            assert!(Form::parse(TYPE, body.as_bytes()).is_err(), "{body}");
        }
    }
}
