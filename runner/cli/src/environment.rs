//! Every environment variable that the command line looks at, in one table.

use crate::failure::Failure;
use std::ffi::OsString;
use std::fmt::Write;
use std::path::PathBuf;

/// The variables that may hold the key, in the order in which they are asked.
pub(crate) const KEYS: [&str; 3] = ["QWEN_API_KEY", "MODELSTUDIO_API_KEY", "DASHSCOPE_API_KEY"];
pub(crate) const BASE_URL: &str = "QWEN_BASE_URL";
pub(crate) const ENTRY: &str = "QWEN_CONFIG";
pub(crate) const FILE: &str = "QWENBOX_CONFIG";
const HOME: &str = "HOME";
pub(crate) const NO_COLOR: &str = "NO_COLOR";
const STATE: &str = "XDG_STATE_HOME";
pub(crate) const TERM: &str = "TERM";

/// Name and meaning of each. The library looks at the last two itself.
const TABLE: [(&str, &str); 11] = [
    (KEYS[0], "the API key"),
    (KEYS[1], "the API key, if the one above is not set"),
    (KEYS[2], "the API key, if none above is set"),
    (BASE_URL, "where requests go; --base-url goes over it"),
    (
        ENTRY,
        "a provider entry as JSON, in place of the configuration file's",
    ),
    (FILE, "the configuration file; --config goes over it"),
    (NO_COLOR, "set to anything: no colour"),
    (TERM, "`dumb`: no colour"),
    (
        STATE,
        "where video jobs and the lines of conversations are kept",
    ),
    ("XDG_CACHE_HOME", "where compiled code is kept"),
    (HOME, "where both are if these are not set"),
];

/// The variables of the table, as they were when the program began.
pub(crate) struct Environment(Vec<(&'static str, OsString)>);

impl Environment {
    /// Those that are set, and not blank.
    pub(crate) fn of_process() -> Self {
        Self::of(|name| std::env::var_os(name))
    }

    pub(crate) fn of(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_blank = |value: &OsString| value.to_str().is_some_and(|text| text.trim().is_empty());
        let set = TABLE.iter().filter_map(|(name, _)| {
            let value = variable(name).filter(|value| !is_blank(value))?;
            Some((*name, value))
        });
        Self(set.collect())
    }

    /// The value as it is.
    pub(crate) fn raw(&self, name: &str) -> Option<&OsString> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    /// Where this program keeps what it remembers; `None` when there is no place for it. A relative path is none.
    pub(crate) fn state_folder(&self) -> Option<PathBuf> {
        let folder = |name| {
            self.raw(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        let state = folder(STATE).or_else(|| Some(folder(HOME)?.join(".local/state")));
        state.map(|state| state.join("qwenbox"))
    }

    /// The value as text.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, Failure> {
        let Some(value) = self.raw(name) else {
            return Ok(None);
        };
        value
            .to_str()
            .map(Some)
            // The value may be a key, so it is not shown.
            .ok_or_else(|| Failure::usage(format!("{name} is not UTF-8 text")))
    }
}

/// The table for people.
pub(crate) fn help() -> String {
    let mut help = String::from("Environment:\n");
    for (name, meaning) in TABLE {
        // Writing to a string cannot fail.
        let _ = writeln!(help, "  {name:<21}{meaning}");
    }
    help.push_str(
        "
Exit codes:
  0 done   1 the service or the network failed   2 wrong usage or configuration
  3 not authorised, or billing   4 rate limit or quota   5 content filtered
  124 timed out   130 interrupted

Examples:
  qwenbox demo
  qwenbox chat \"What is a component?\"
  qwenbox models list",
    );
    help
}

#[cfg(test)]
mod tests {
    use super::Environment;
    use std::ffi::OsString;
    use std::path::PathBuf;

    #[test]
    fn what_is_remembered_has_a_folder() {
        for (state, home, folder) in [
            (Some("/s"), Some("/h"), Some("/s/qwenbox")),
            (None, Some("/h"), Some("/h/.local/state/qwenbox")),
            (Some("s"), Some("/h"), Some("/h/.local/state/qwenbox")),
            (None, None, None),
        ] {
            let environment = Environment::of(|name| match name {
                "XDG_STATE_HOME" => state.map(OsString::from),
                "HOME" => home.map(OsString::from),
                _ => None,
            });
            assert_eq!(environment.state_folder(), folder.map(PathBuf::from));
        }
    }
}
