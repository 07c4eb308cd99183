//! A configured key: written, named by a variable, or referred to in a file, in the keyring or by a program that tells it.

use super::keyring::Keyring;
use super::place::Source;
use super::program::{self, PATIENCE};
use super::tree::{Content, Node};
use super::variables::Variables;
use crate::environment;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The most bytes that a file or a program says for a key.
pub(crate) const LONGEST: u64 = 64 << 10;

/// Where a configured key is.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Secret {
    /// It is written there.
    Literal(String),
    /// A text with `${NAME}` in it.
    Template(String),
    /// A variable has it.
    Variable(String),
    /// A file holds it and nothing else.
    File(String),
    /// The keyring of the system has it by this name.
    Keyring(String),
    /// A program prints it.
    Command(String, Vec<String>),
}

impl Secret {
    /// Reads `apiKey`.
    pub(crate) fn of(node: &Node, source: &Source) -> Result<Option<Self>, String> {
        if let Some(text) = node.text() {
            let is_variable = environment::KEYS.contains(&text);
            return Ok(Some(if text.contains("${") {
                Self::Template(text.to_owned())
            } else if is_variable {
                Self::Variable(text.to_owned())
            } else {
                Self::Literal(text.to_owned())
            }));
        }
        if !matches!(node.content, Content::Object(_)) {
            return Ok(None);
        }
        let need = |name: &str| {
            let found = node.get(name).and_then(Node::text);
            found.ok_or_else(|| {
                source.complain(node.at, &format!("a reference to a key needs {name}"))
            })
        };
        let id = need("id")?.to_owned();
        match need("source")? {
            "env" => Ok(Some(Self::Variable(id))),
            "file" => Ok(Some(Self::File(id))),
            "keyring" => Ok(Some(Self::Keyring(id))),
            "exec" | "command" => {
                let args = node.get("args").map(Node::items).unwrap_or_default();
                let args = args.iter().filter_map(|arg| match &arg.content {
                    Content::Scalar(value) => value.as_str().map(str::to_owned),
                    _ => None,
                });
                Ok(Some(Self::Command(id, args.collect())))
            }
            _ => Err(source.complain(
                node.get("source").map_or(node.at, |node| node.at),
                "the source of a key is env, file, keyring or exec",
            )),
        }
    }

    /// The key itself, or why there is none. `folder` is the configuration's, for paths that are relative, and `home`
    /// is what `~` stands for.
    pub(crate) fn tell(
        &self,
        variables: &Variables<'_>,
        folder: &Path,
        home: Option<&Path>,
    ) -> Result<String, String> {
        let key = match self {
            Self::Literal(key) => key.clone(),
            Self::Template(text) => variables.expand(text)?,
            Self::Variable(name) => {
                let found = variables
                    .find(name)
                    .map_err(|failure| failure.to_string())?;
                found.ok_or_else(|| format!("{name} is not set"))?.value
            }
            Self::File(path) => {
                let path = resolved(path, folder, home);
                let file = std::fs::File::open(&path)
                    .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
                told(file).map_err(|what| format!("{} {what}", path.display()))?
            }
            Self::Keyring(id) => Keyring::OWN.look_up(id)?,
            Self::Command(program, args) => run(program, args, folder, home, PATIENCE)?,
        };
        let key = key.trim();
        if key.is_empty() {
            return Err("it is blank".to_owned());
        }
        Ok(key.to_owned())
    }

    /// Whether a file, the keyring or a program is asked for it.
    pub(crate) fn is_elsewhere(&self) -> bool {
        matches!(self, Self::File(_) | Self::Keyring(_) | Self::Command(..))
    }

    /// What kind of reference it is.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Literal(_) => "written there",
            Self::Template(_) | Self::Variable(_) => "by variable",
            Self::File(_) => "by file",
            Self::Keyring(_) => "by keyring",
            Self::Command(..) => "by program",
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.word())
    }
}

/// A key as it may be shown: the kind of its prefix, and nothing else.
pub(crate) fn masked(key: &str) -> &'static str {
    let Ok(Some(key)) = qwenbox::Secret::parse(key, "") else {
        return "…";
    };
    ["sk-sp-", "sk-ws-", "sk-"]
        .into_iter()
        .zip(["sk-sp-…", "sk-ws-…", "sk-…"])
        .find(|(prefix, _)| key.expose().starts_with(prefix))
        .map_or("…", |(_, shown)| shown)
}

pub(crate) fn resolved(path: &str, folder: &Path, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => folder.join(path),
    }
}

/// Starts the program itself, and no shell. One that does not end in time is made to.
fn run(
    program: &str,
    args: &[String],
    folder: &Path,
    home: Option<&Path>,
    patience: Duration,
) -> Result<String, String> {
    let path = if program.contains('/') {
        resolved(program, folder, home)
    } else {
        PathBuf::from(program)
    };
    let mut command = Command::new(&path);
    command.args(args);
    let (shown, end) = (path.display().to_string(), Instant::now() + patience);
    program::run(command, &shown, None, patience, end)
}

/// The text of a key, which is not long.
pub(super) fn told(from: impl Read) -> Result<String, String> {
    let mut text = String::new();
    let read = from.take(LONGEST + 1).read_to_string(&mut text);
    match read {
        Ok(length) if u64::try_from(length).is_ok_and(|length| length <= LONGEST) => Ok(text),
        Ok(_) => Err("is too long for a key".to_owned()),
        Err(error) => Err(format!("is no text: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;
    #[cfg(unix)]
    use super::run;
    #[cfg(unix)]
    use std::path::Path;
    #[cfg(unix)]
    use std::time::{Duration, Instant};

    #[test]
    fn no_more_of_a_key_is_shown_than_its_kind() {
        for (key, shown) in [
            ("sk-sp-abc", "sk-sp-…"),
            (" sk-ws-abc", "sk-ws-…"),
            ("sk-abc", "sk-…"),
            ("abc", "…"),
            ("\"sk-sp-abc\"", "sk-sp-…"),
            ("export QWEN_API_KEY=sk-abc", "sk-…"),
            ("sk-a\nb", "…"),
        ] {
            assert_eq!(masked(key), shown);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_does_not_end_is_given_up_on() {
        let begin = Instant::now();
        let patience = Duration::from_millis(200);
        let args = ["1000".to_owned()];
        let told = run("sleep", &args, Path::new("/"), None, patience).unwrap_err();
        assert_eq!(told, "sleep did not answer within 0.2 seconds");
        assert!(begin.elapsed() < Duration::from_secs(10));
    }
}
