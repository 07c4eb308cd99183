//! Keeps the key, and writes the configuration that refers to it: both or none.

use super::Settled;
use crate::args::KeyStore;
use crate::config::entering::Entered;
use crate::config::keyring::Keyring;
use crate::config::locate::{self, Place};
use crate::config::whole::{Readers, Whole};
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
    /// Another program's, which was read so far and is never written.
    instead_of: Option<PathBuf>,
    /// The name of its key in a keyring.
    id: String,
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
    pub(super) fn new(
        place: Place,
        instead_of: Option<PathBuf>,
        environment: &Environment,
    ) -> Self {
        let id = if locate::own(environment).as_ref() == Some(&place.path) {
            "qwen".to_owned()
        } else {
            // Each configuration has a key of its own.
            std::path::absolute(&place.path)
                .unwrap_or_else(|_| place.path.clone())
                .display()
                .to_string()
        };
        Self {
            place,
            instead_of,
            id,
        }
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    fn path(&self) -> &Path {
        &self.place.path
    }

    /// The key's file, beside the configuration.
    fn key_file(&self) -> PathBuf {
        let file = self.path().with_extension("key");
        if file == self.path() {
            self.path().with_extension("key.key")
        } else {
            file
        }
    }

    /// The configuration with what was settled; `None` when it says so already.
    fn config(&self, settled: &Settled, source: &str, id: &str) -> Result<Option<Whole>, Failure> {
        let path = self.path();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
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
        Whole::write(path, &text, Readers::AsBefore)
    }

    fn written(&self, kept: Kept, is_key_changed: bool, is_changed: bool) -> Written {
        Written {
            path: self.place.path.clone(),
            is_changed,
            instead_of: self.instead_of.clone(),
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
        match keep(&target.id, settled.key.expose())? {
            Ok(is_key_changed) => {
                let is_changed = commit(config)?;
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
    let path = target.key_file();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let config = target.config(settled, "file", &name)?;
    let text = format!("{}\n", settled.key.expose());
    let is_key_changed = commit(Whole::write(&path, &text, Readers::Owner)?)?;
    let is_changed = commit(config)?;
    Ok(target.written(Kept::File(path), is_key_changed, is_changed))
}

/// Whether the key was not in the keyring before, or why it is not now.
fn keep(id: &str, key: &str) -> Result<Result<bool, String>, Failure> {
    let (id, key) = (id.to_owned(), key.to_owned());
    runtime::run(async {
        // On a thread of its own: Ctrl-C ends the waiting.
        let kept = tokio::task::spawn_blocking(move || Keyring::OWN.keep(&id, &key));
        kept.await
            .map_err(|error| Failure::machine("asking the keyring", io::Error::other(error)))
    })
}

/// Whether there was something to write.
fn commit(whole: Option<Whole>) -> Result<bool, Failure> {
    match whole {
        Some(whole) => whole.commit().map(|()| true),
        None => Ok(false),
    }
}
