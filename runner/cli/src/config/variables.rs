//! Variables in the order in which they are asked: the process, `./.env`, the configuration folder's `.env`, the
//! configuration's `env` block. What an earlier one says goes over a later one.

use super::dotenv;
use super::origin::{Origin, Told};
use crate::environment::{self, Environment};
use crate::failure::Failure;
use std::path::{Path, PathBuf};

/// What the file beside one's work may not say: it may be somebody else's folder, and these send the key elsewhere.
const NOT_HERE: [&str; 3] = [environment::BASE_URL, environment::ENTRY, environment::FILE];

/// The most bytes of an environment file.
const LARGEST: u64 = 1 << 20;

/// All of them.
pub(crate) struct Variables<'a> {
    process: &'a Environment,
    files: Vec<Layer>,
}

/// What one file says.
pub(crate) struct Layer {
    pub(crate) path: PathBuf,
    /// Name, value and line.
    pub(crate) variables: Vec<(String, String, usize)>,
}

impl<'a> Variables<'a> {
    /// Those of the process, and then those of the files in their order.
    pub(crate) fn new(process: &'a Environment, files: Vec<Layer>) -> Self {
        Self { process, files }
    }

    /// The first value that is not blank.
    pub(crate) fn find(&self, name: &str) -> Result<Option<Told<String>>, Failure> {
        if let Some(value) = self.process.text(name)? {
            let origin = Origin::Process(name.to_owned());
            return Ok(Some(Told::new(value.to_owned(), origin)));
        }
        Ok(self.files.iter().find_map(|layer| {
            let mut named = layer.variables.iter().filter(|(known, ..)| known == name);
            let (_, value, line) = named.find(|(_, value, _)| !value.trim().is_empty())?;
            Some(Told::new(value.clone(), Origin::file(&layer.path, *line)))
        }))
    }

    /// A text with each `${NAME}` replaced; `$${` stands for `${`.
    pub(crate) fn expand(&self, text: &str) -> Result<String, String> {
        let mut expanded = String::new();
        let mut rest = text;
        while let Some(start) = rest.find("${") {
            let (before, from) = rest.split_at(start);
            if let Some(before) = before.strip_suffix('$') {
                expanded.push_str(before);
                expanded.push_str("${");
                rest = from.get(2..).unwrap_or_default();
                continue;
            }
            expanded.push_str(before);
            let named = from.get(2..).and_then(|inner| inner.split_once('}'));
            let (name, after) = named.ok_or("a ${ has no }")?;
            if !dotenv::is_name(name) {
                return Err("what stands between ${ and } is no name of a variable".to_owned());
            }
            let found = self.find(name).map_err(|failure| failure.to_string())?;
            let found = found.ok_or_else(|| format!("{name} is not set"))?;
            expanded.push_str(&found.value);
            rest = after;
        }
        expanded.push_str(rest);
        Ok(expanded)
    }
}

/// The file beside one's work. What it may not say is a warning.
pub(crate) fn beside(folder: &Path, warnings: &mut Vec<String>) -> Result<Option<Layer>, Failure> {
    let Some(mut layer) = layer(&folder.join(".env"), warnings)? else {
        return Ok(None);
    };
    let path = layer.path.clone();
    layer.variables.retain(|(name, _, line)| {
        let may = !NOT_HERE.contains(&name.as_str());
        if !may {
            warnings.push(format!(
                "{}:{line}: {name} is not taken from this file: it says where the key is sent",
                path.display()
            ));
        }
        may
    });
    Ok(Some(layer))
}

/// An environment file, if there is one.
pub(crate) fn layer(path: &Path, warnings: &mut Vec<String>) -> Result<Option<Layer>, Failure> {
    let is_file = |found: std::fs::Metadata| found.is_file() && found.len() <= LARGEST;
    if !std::fs::metadata(path).is_ok_and(is_file) {
        return Ok(None);
    }
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?;
    let lines = dotenv::parse(&text);
    for line in lines.strange {
        warnings.push(format!("{}:{line}: this is no NAME=value", path.display()));
    }
    Ok(Some(Layer {
        path: path.to_owned(),
        variables: lines.variables,
    }))
}

#[cfg(test)]
mod tests {
    use super::{Layer, Variables};
    use crate::environment::Environment;
    use std::ffi::OsString;
    use std::path::PathBuf;

    fn layer(path: &str, variables: &[(&str, &str)]) -> Layer {
        let numbered = variables.iter().enumerate();
        Layer {
            path: PathBuf::from(path),
            variables: numbered
                .map(|(at, (name, value))| ((*name).to_owned(), (*value).to_owned(), at + 1))
                .collect(),
        }
    }

    #[test]
    fn what_comes_first_counts_unless_it_is_blank() {
        let process = Environment::of(|name| (name == "QWEN_API_KEY").then(|| OsString::from("a")));
        let files = vec![
            layer(
                ".env",
                &[
                    ("QWEN_API_KEY", "b"),
                    ("MODELSTUDIO_API_KEY", " "),
                    ("X", "1"),
                ],
            ),
            layer("c/.env", &[("MODELSTUDIO_API_KEY", "c"), ("X", "2")]),
            layer("c/config.json5", &[("DASHSCOPE_API_KEY", "d")]),
        ];
        let variables = Variables::new(&process, files);
        for (name, value, origin) in [
            ("QWEN_API_KEY", "a", "QWEN_API_KEY in the environment"),
            ("MODELSTUDIO_API_KEY", "c", "c/.env:1"),
            ("DASHSCOPE_API_KEY", "d", "c/config.json5:1"),
            ("X", "1", ".env:3"),
        ] {
            let found = variables.find(name).unwrap().unwrap();
            assert_eq!(
                (found.value.as_str(), found.origin.to_string().as_str()),
                (value, origin)
            );
        }
        assert_eq!(variables.find("Y").unwrap(), None);
    }

    #[test]
    fn variables_stand_in_texts() {
        let process = Environment::of(|_| None);
        let variables = Variables::new(&process, vec![layer(".env", &[("A", "x"), ("B_1", "y")])]);
        for (text, expanded) in [
            ("", Ok("")),
            ("${A}", Ok("x")),
            ("https://${A}/${B_1}?", Ok("https://x/y?")),
            ("$A $ {A}", Ok("$A $ {A}")),
            ("$${A}", Ok("${A}")),
            ("${C}", Err("C is not set")),
            ("${A", Err("a ${ has no }")),
            (
                "${a-b}",
                Err("what stands between ${ and } is no name of a variable"),
            ),
        ] {
            let expected = expanded.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(variables.expand(text), expected, "{text}");
        }
    }
}
