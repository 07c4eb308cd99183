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
pub(crate) const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";
const CONFIG: &str = "XDG_CONFIG_HOME";
const HOME: &str = "HOME";
const OPENCLAW: &str = "OPENCLAW_STATE_DIR";
pub(crate) const NO_COLOR: &str = "NO_COLOR";
pub(crate) const CLICOLOR_FORCE: &str = "CLICOLOR_FORCE";
pub(crate) const RUNTIME: &str = "XDG_RUNTIME_DIR";
pub(crate) const TOKENS: &str = "QWENBOX_TOKENS";
const STATE: &str = "XDG_STATE_HOME";
pub(crate) const TERM: &str = "TERM";
/// The variables that tell the language, in the order in which they count.
pub(crate) const LOCALES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// Name and meaning of each. The library looks at the last two itself.
const TABLE: [(&str, &str); 20] = [
    (KEYS[0], "the API key"),
    (KEYS[1], "the API key, if the one above is not set"),
    (KEYS[2], "the API key, if none above is set"),
    (BASE_URL, "where requests go; --base-url goes over it"),
    (
        ENTRY,
        "a provider entry as JSON, in place of the configuration file's",
    ),
    (FILE, "the configuration file; --config goes over it"),
    (
        CONFIG,
        "where qwenbox/config.json5 is looked for, and a .env beside it",
    ),
    (OPENCLAW, "where openclaw.json is looked for"),
    (BUS, "where the keyring is reached, if there is one"),
    (RUNTIME, "the same, if it holds a socket named `bus`"),
    (TOKENS, "the tokens of clients, for serve"),
    (NO_COLOR, "set to anything: no colour"),
    (
        CLICOLOR_FORCE,
        "set, and not to 0: colour in pipes too, unless NO_COLOR is set",
    ),
    (TERM, "`dumb`: no colour"),
    (
        LOCALES[0],
        "the language of errors: zh_TW and zh_CN have Chinese",
    ),
    (LOCALES[1], "the same, if the one above is not set"),
    (LOCALES[2], "the same, if none above is set"),
    (
        STATE,
        "where video jobs and the lines of conversations are kept",
    ),
    ("XDG_CACHE_HOME", "where compiled code is kept"),
    (HOME, "where all these are if they are not set"),
];

/// The variables, as they were when the program began. A configuration may name any of them.
#[derive(Clone)]
pub(crate) struct Environment(Vec<(String, OsString)>);

impl Environment {
    /// Those that are set, and not blank.
    pub(crate) fn of_process() -> Self {
        let named = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value));
        Self::new(std::env::vars_os().filter_map(named))
    }

    fn new(variables: impl Iterator<Item = (String, OsString)>) -> Self {
        let is_blank = |value: &OsString| value.to_str().is_some_and(|text| text.trim().is_empty());
        // Blank tokens are a mistake, and to overlook them would let everybody in.
        let counts = |(name, value): &(String, OsString)| name == TOKENS || !is_blank(value);
        Self(variables.filter(counts).collect())
    }

    /// The variables of the table, as a test has them.
    #[cfg(test)]
    pub(crate) fn of(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let named = |(name, _): &(&str, &str)| Some(((*name).to_owned(), variable(name)?));
        Self::new(TABLE.iter().filter_map(named))
    }

    /// The value as it is.
    pub(crate) fn raw(&self, name: &str) -> Option<&OsString> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    /// Where this program keeps what it remembers; `None` when there is no place for it. A relative path is none.
    pub(crate) fn state_folder(&self) -> Option<PathBuf> {
        let state = self.folder(STATE);
        let state = state.or_else(|| Some(self.home()?.join(".local/state")));
        state.map(|state| state.join("qwenbox"))
    }

    /// Where this program is configured.
    pub(crate) fn config_folder(&self) -> Option<PathBuf> {
        let config = self.folder(CONFIG);
        let moved = config.map(|config| config.join("qwenbox"));
        moved.or_else(|| self.default_config_folder())
    }

    /// The same when no variable says otherwise.
    pub(crate) fn default_config_folder(&self) -> Option<PathBuf> {
        Some(self.home()?.join(".config/qwenbox"))
    }

    /// Where `OpenClaw` is configured.
    pub(crate) fn openclaw_folder(&self) -> Option<PathBuf> {
        let folder = self.folder(OPENCLAW);
        folder.or_else(|| Some(self.home()?.join(".openclaw")))
    }

    pub(crate) fn home(&self) -> Option<PathBuf> {
        self.folder(HOME)
    }

    fn folder(&self, name: &str) -> Option<PathBuf> {
        let path = self.raw(name).map(PathBuf::from);
        path.filter(|path| path.is_absolute())
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
        let _ = writeln!(help, "  {name:<26}{meaning}");
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
