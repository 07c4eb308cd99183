//! Keeps the key, and writes the configuration that refers to it: both or none.

use super::Settled;
use crate::args::KeyStore;
use crate::config::entering::Entered;
use crate::config::keyring::{Before, Keyring};
use crate::config::locate::{self, Place};
use crate::config::secret::{self, Secret};
use crate::config::whole::{Readers, Whole};
use crate::config::{Config, copied};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::runtime;
use serde_json::json;
use std::io;
use std::path::{Path, PathBuf};

/// The configuration that is written, and what it was.
pub(super) struct Target {
    place: Place,
    /// Another program's, which was read so far and is never written. The new one begins as a copy of it.
    instead_of: Option<Place>,
    /// The name of its key in a keyring.
    id: String,
    /// The file of its key.
    key_file: PathBuf,
    home: Option<PathBuf>,
}

/// What was written.
pub(super) struct Written {
    pub(super) path: PathBuf,
    pub(super) is_changed: bool,
    pub(super) instead_of: Option<PathBuf>,
    pub(super) kept: Kept,
    pub(super) is_key_changed: bool,
}

/// Where the key is.
pub(super) enum Kept {
    /// In the keyring, by this name.
    Keyring(String),
    /// In this file.
    File(PathBuf),
}

impl Target {
    /// This file, in the place of another program's if there is one.
    pub(super) fn new(place: Place, instead_of: Option<Place>, environment: &Environment) -> Self {
        let path = absolute(&place.path);
        let is = |other: Option<PathBuf>| other.is_some_and(|other| absolute(&other) == path);
        // Each configuration has a key of its own: the keyring is one for all of them.
        let id = if is(locate::default(environment)) {
            "qwen".to_owned()
        } else {
            path.display().to_string()
        };
        let mut key_file = place.path.clone();
        if is(locate::own(environment)) {
            key_file.set_extension("key");
        } else {
            // The whole name: what is called alike may be anybody's.
            key_file.as_mut_os_string().push(".key");
        }
        Self {
            place,
            instead_of,
            id,
            key_file,
            home: environment.home(),
        }
    }

    /// The file that counted so far.
    pub(super) fn read_place(&self) -> &Place {
        self.instead_of.as_ref().unwrap_or(&self.place)
    }

    fn path(&self) -> &Path {
        &self.place.path
    }

    pub(super) fn key_file(&self) -> &Path {
        &self.key_file
    }

    /// How this configuration referred to its key.
    pub(super) fn secret<'a>(&self, before: &'a Config) -> Option<&'a Secret> {
        let own = before.own_entries();
        let found = own.iter().find_map(|entry| entry.secret.as_ref());
        // What another program's file refers to is that program's.
        found
            .filter(|_| self.instead_of.is_none())
            .map(|secret| &secret.value)
    }

    /// The file that it referred to, if it was one.
    pub(super) fn referred(&self, before: &Config) -> Option<PathBuf> {
        let Secret::File(id) = self.secret(before)? else {
            return None;
        };
        let folder = self.path().parent().unwrap_or(Path::new(""));
        Some(secret::resolved(id, folder, self.home.as_deref()))
    }

    /// Refuses to write over a file that is not known to hold this configuration's key.
    fn refuse_others_file(&self, before: &Config, key: &str) -> Result<(), Failure> {
        let path = &self.key_file;
        let holds_key = || std::fs::read_to_string(path).is_ok_and(|text| text.trim() == key);
        let is_own = || {
            let referred = self.referred(before);
            referred.is_some_and(|referred| absolute(&referred) == absolute(path))
        };
        if std::fs::symlink_metadata(path).is_err() || is_own() || holds_key() {
            return Ok(());
        }
        Err(Failure::usage_with_hint(
            format!(
                "the key would be written to {}, where another file is; nothing was written",
                path.display()
            ),
            "move that file away, or name another configuration with --config",
        ))
    }

    /// The configuration with what was settled; `None` when it says so already.
    fn config(&self, settled: &Settled, source: &str, id: &str) -> Result<Option<Whole>, Failure> {
        let path = self.path();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.copied()?,
            Err(error) => {
                return Err(Failure::machine(
                    format!("reading {}", path.display()),
                    error,
                ));
            }
        };
        let model = &settled.model;
        let entered = Entered {
            base_url: settled.base_url.clone(),
            key: json!({ "source": source, "id": id }),
            model: (!model.is_there).then(|| model.reference.clone()),
        };
        let text = entered.into_text(path, text.as_deref())?;
        let whole = Whole::write(path, &text, Readers::AsBefore)?;
        let is_locked =
            || std::fs::metadata(path).is_ok_and(|found| found.permissions().readonly());
        if whole.is_some() && is_locked() {
            return Err(Failure::usage_with_hint(
                format!("{} is read-only; nothing was written", path.display()),
                "make it writable, or name another configuration with --config",
            ));
        }
        Ok(whole)
    }

    /// What is read of another program's file, which the new one begins with.
    fn copied(&self) -> Result<Option<String>, Failure> {
        let other = self.instead_of.as_ref().map(|other| {
            std::fs::read_to_string(&other.path).map_err(|error| {
                Failure::machine(format!("reading {}", other.path.display()), error)
            })
        });
        Ok(other.transpose()?.map(|text| copied::copied(&text)))
    }

    fn written(&self, kept: Kept, is_key_changed: bool, is_changed: bool) -> Written {
        Written {
            path: self.place.path.clone(),
            is_changed,
            instead_of: self.instead_of.as_ref().map(|other| other.path.clone()),
            kept,
            is_key_changed,
        }
    }
}

/// Writes what was settled.
pub(super) fn write(
    settled: &Settled,
    target: &Target,
    store: KeyStore,
    before: &Config,
    environment: &Environment,
    output: &mut Output,
) -> Result<Written, Failure> {
    let tries = match store {
        KeyStore::Auto => Keyring::may_be_there(environment),
        KeyStore::Keyring => true,
        KeyStore::File => false,
    };
    if tries {
        // The configuration stands ready before the keyring is changed.
        let config = target.config(settled, "keyring", &target.id)?;
        match keep(&target.id, settled.key.expose(), output)? {
            Ok(before) => {
                let is_changed = commit(config).map_err(|failure| {
                    let back = Keyring::OWN.put_back(&target.id, &before);
                    taken_back(failure, back, &format!("the keyring, under {}", target.id))
                })?;
                let is_key_changed = before != Before::Same;
                let kept = Kept::Keyring(target.id.clone());
                return Ok(target.written(kept, is_key_changed, is_changed));
            }
            Err(why) if store == KeyStore::Keyring => {
                let doing = "keeping the key in the keyring";
                return Err(Failure::machine(doing, io::Error::other(why)));
            }
            Err(why) => output.warning(&format!(
                "the keyring cannot be used: {why}; the key goes to a file"
            )),
        }
    }
    target.refuse_others_file(before, settled.key.expose())?;
    let path = target.key_file.clone();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let config = target.config(settled, "file", &name)?;
    let text = format!("{}\n", settled.key.expose());
    let key = Whole::write(&path, &text, Readers::Owner)?;
    let (is_key_changed, is_changed) = commit_both(&path, key, config)?;
    Ok(target.written(Kept::File(path), is_key_changed, is_changed))
}

/// What was in the keyring before, or why the key is not there now.
fn keep(id: &str, key: &str, output: &mut Output) -> Result<Result<Before, String>, Failure> {
    let (id, key) = (id.to_owned(), key.to_owned());
    runtime::run(async {
        // On a thread of its own: Ctrl-C ends the waiting.
        let kept = tokio::task::spawn_blocking(move || Keyring::OWN.keep(&id, &key));
        let waiting = "waiting for the keyring, which may ask for its password";
        let kept = output.patiently(waiting, kept).await;
        kept.map_err(|error| Failure::machine("asking the keyring", io::Error::other(error)))
    })
}

/// Puts the key in its file, and then the configuration in its place; whether each was new. Without the second, the first
/// is taken back.
fn commit_both(
    path: &Path,
    key: Option<Whole>,
    config: Option<Whole>,
) -> Result<(bool, bool), Failure> {
    let before = std::fs::read_to_string(path);
    let is_key_changed = commit(key)?;
    let is_changed = commit(config).map_err(|failure| {
        let back = match before {
            _ if !is_key_changed => Ok(()),
            Ok(text) => Whole::write(path, &text, Readers::Owner)
                .and_then(commit)
                .map(drop)
                .map_err(|failure| failure.to_string()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                std::fs::remove_file(path).map_err(|error| error.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        taken_back(failure, back, &path.display().to_string())
    })?;
    Ok((is_key_changed, is_changed))
}

/// Says what became of the key when the configuration was not written.
fn taken_back(failure: Failure, back: Result<(), String>, at: &str) -> Failure {
    failure.advised(match back {
        Ok(()) => "nothing was changed: what was written of the key was taken back".to_owned(),
        Err(why) => format!("the key was written to {at} and stays there: {why}"),
    })
}

pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether there was something to write.
fn commit(whole: Option<Whole>) -> Result<bool, Failure> {
    match whole {
        Some(whole) => whole.commit().map(|()| true),
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::{Readers, Whole, commit_both};
    use std::fs;

    #[test]
    fn without_its_configuration_a_key_is_taken_back() {
        for before in [None, Some("sk-old\n"), Some("sk-new\n")] {
            let folder = tempfile::tempdir().unwrap();
            let [key, config] = ["key", "config"].map(|name| folder.path().join(name));
            if let Some(text) = before {
                fs::write(&key, text).unwrap();
            }
            let new_config = Whole::write(&config, "{}", Readers::AsBefore).unwrap();
            let new_key = Whole::write(&key, "sk-new\n", Readers::Owner).unwrap();
            // No file takes the place of a folder.
            fs::create_dir(&config).unwrap();
            let failure = commit_both(&key, new_key, new_config).unwrap_err();
            let hint = failure.record().hint.unwrap_or_default();
            assert!(
                hint.starts_with("nothing was changed: "),
                "{failure}: {hint}"
            );
            assert_eq!(fs::read_to_string(&key).ok().as_deref(), before);
        }
    }
}
