//! The keyring of the system, asked through the program that comes with it, which may not keep anybody waiting.

use super::program;
use crate::environment::{self, Environment};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// libsecret's, which speaks the Secret Service of GNOME, KDE and `KeePassXC`.
const PROGRAM: &str = "secret-tool";

/// What the keys of this program have in common.
const APPLICATION: [&str; 2] = ["application", "qwenbox"];

/// A keyring.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keyring {
    program: &'static str,
    patience: Duration,
}

/// What a keyring had under a name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// The same key.
    Same,
    /// Another one.
    Other(String),
    Nothing,
}

impl Keyring {
    /// The user's own.
    pub(crate) const OWN: Self = Self {
        program: PROGRAM,
        patience: program::PATIENCE,
    };

    /// Whether there may be one: it is reached over the bus of the session.
    pub(crate) fn may_be_there(environment: &Environment) -> bool {
        let folder = environment.raw(environment::RUNTIME);
        environment.raw(environment::BUS).is_some()
            || folder.is_some_and(|folder| Path::new(folder).join("bus").exists())
    }

    /// The key of this name.
    pub(crate) fn look_up(self, id: &str) -> Result<String, String> {
        self.told(id, Instant::now() + self.patience)
    }

    /// Keeps a key under this name, in the place of one that it may have had. It is there when this returns; what was
    /// there before.
    pub(crate) fn keep(self, id: &str, key: &str) -> Result<Before, String> {
        let end = Instant::now() + self.patience;
        let before = match self.told(id, end) {
            Ok(kept) if kept == key => return Ok(Before::Same),
            Ok(kept) => Before::Other(kept),
            Err(_) => Before::Nothing,
        };
        self.store(id, key, end)?;
        if self.told(id, end)? == key {
            Ok(before)
        } else {
            Err("the keyring gives another key back than it was given".to_owned())
        }
    }

    /// Makes it what it was before a key was kept.
    pub(crate) fn put_back(self, id: &str, before: &Before) -> Result<(), String> {
        let end = Instant::now() + self.patience;
        match before {
            Before::Same => Ok(()),
            Before::Other(key) => self.store(id, key, end),
            Before::Nothing => self.run(&["clear"], id, None, end).map(drop),
        }
    }

    fn store(self, id: &str, key: &str, end: Instant) -> Result<(), String> {
        let label = format!("--label=qwenbox: the key {id}");
        self.run(&["store", &label], id, Some(key), end).map(drop)
    }

    fn told(self, id: &str, end: Instant) -> Result<String, String> {
        let untold = |why| format!("the keyring does not tell the key named {id}: {why}");
        let key = self.run(&["lookup"], id, None, end).map_err(untold)?;
        let key = key.trim();
        if key.is_empty() {
            return Err(format!("the keyring has no key named {id}"));
        }
        Ok(key.to_owned())
    }

    /// What the program prints. The key goes through its input, as everybody may see what a program is started with.
    fn run(
        self,
        action: &[&str],
        id: &str,
        input: Option<&str>,
        end: Instant,
    ) -> Result<String, String> {
        let mut command = Command::new(self.program);
        command
            .args(action)
            .args(APPLICATION)
            .args(["key", id])
            .stderr(Stdio::null());
        program::run(command, self.program, input, self.patience, end)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::{Before, Keyring};
    use crate::environment::Environment;
    use std::ffi::OsString;
    use std::process::Command;
    use std::time::{Duration, Instant};
    use tempfile::TempDir;

    /// A program in the place of the real one. Its path outlives the test, as that of the real one does.
    fn keyring(folder: &TempDir, script: &str) -> Keyring {
        let path = folder.path().join("keyring");
        // Not by this process: a test that starts a program meanwhile would hold the file open, and it could not run.
        let write = "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$0\" && chmod 755 \"$0\"";
        let mut shell = Command::new("sh");
        let written = shell.args(["-c", write]).arg(&path).arg(script).status();
        assert!(written.unwrap().success());
        Keyring {
            program: path.to_str().unwrap().to_owned().leak(),
            patience: Duration::from_secs(20),
        }
    }

    /// What was given is kept in a file; what it was started with is in another.
    const KEEPS: &str = "folder=$(dirname \"$0\"); echo \"$@\" >> \"$folder/asked\"
case $1 in store) cat > \"$folder/kept\";; lookup) cat \"$folder/kept\";; esac";

    #[test]
    fn a_key_is_kept_and_found_and_is_no_argument() {
        let folder = tempfile::tempdir().unwrap();
        let keyring = keyring(&folder, KEEPS);
        assert_eq!(keyring.keep("qwen", "sk-1"), Ok(Before::Nothing));
        assert_eq!(keyring.keep("qwen", "sk-1"), Ok(Before::Same));
        assert_eq!(keyring.look_up("qwen").unwrap(), "sk-1");
        let asked = std::fs::read_to_string(folder.path().join("asked")).unwrap();
        let lines: Vec<&str> = asked.lines().collect();
        let label = "store --label=qwenbox: the key qwen application qwenbox key qwen";
        let lookup = "lookup application qwenbox key qwen";
        assert_eq!(lines, [lookup, label, lookup, lookup, lookup]);
    }

    #[test]
    fn a_keyring_that_fails_says_why() {
        for (script, why) in [
            ("exit 1", "ended with exit status: 1"),
            ("true", "has no key named qwen"),
            ("head -c 100000 /dev/zero; exit 0", "is too long for a key"),
            ("printf '\\377'", "is no text"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let told = keyring(&folder, script).look_up("qwen").unwrap_err();
            assert!(told.contains(why), "{told}");
        }
        let folder = tempfile::tempdir().unwrap();
        let other = "case $1 in store) cat > /dev/null;; lookup) echo sk-other;; esac";
        let told = keyring(&folder, other).keep("qwen", "sk-1").unwrap_err();
        assert!(told.contains("gives another key back"), "{told}");
        let gone = Keyring {
            program: "/nowhere/keyring",
            ..Keyring::OWN
        };
        let told = gone.look_up("qwen").unwrap_err();
        assert!(
            told.contains(": /nowhere/keyring cannot be run: "),
            "{told}"
        );
    }

    #[test]
    fn a_keyring_that_does_not_answer_is_given_up_on() {
        let folder = tempfile::tempdir().unwrap();
        for script in ["exec sleep 1000", "sleep 5 & exit 0"] {
            let keyring = Keyring {
                patience: Duration::from_millis(200),
                ..keyring(&folder, script)
            };
            let begin = Instant::now();
            let told = keyring.look_up("qwen").unwrap_err();
            assert!(
                told.ends_with("did not answer within 0.2 seconds"),
                "{told}"
            );
            assert!(begin.elapsed() < Duration::from_secs(10));
        }
    }

    #[test]
    fn without_a_session_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().as_os_str().to_owned();
        let of = |name: &'static str, value: OsString| {
            Environment::of(move |asked| (asked == name).then(|| value.clone()))
        };
        let runtime = || of("XDG_RUNTIME_DIR", path.clone());
        assert!(!Keyring::may_be_there(&runtime()));
        std::fs::write(folder.path().join("bus"), "").unwrap();
        assert!(Keyring::may_be_there(&runtime()));
        let bus = of("DBUS_SESSION_BUS_ADDRESS", OsString::from("unix:path=/x"));
        assert!(Keyring::may_be_there(&bus));
        assert!(!Keyring::may_be_there(&Environment::of(|_| None)));
    }
}
