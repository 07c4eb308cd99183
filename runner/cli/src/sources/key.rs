//! Which key is used: the documented order of the provider, November 2026.

use super::{Purpose, Sources};
use crate::config::Entry;
use crate::config::origin::{Origin, Told};
use crate::config::secret::Secret;
use crate::environment;
use crate::failure::Failure;
use qwenbox::{Choice, Class, Endpoint};

/// A key, or why there is none.
#[derive(Clone, Default)]
pub(crate) struct Key {
    pub(crate) value: Option<Told<String>>,
    /// Why the configured one cannot be had.
    pub(crate) why: Option<String>,
    /// Whether one is configured that nobody was asked for.
    pub(crate) untold: bool,
}

impl Sources<'_> {
    /// The key for this service, or for another provider. `at` is where requests go.
    pub(super) fn key(
        &self,
        custom: Option<&Entry>,
        at: Option<&Told<String>>,
        purpose: Purpose,
    ) -> Result<Key, Failure> {
        if let Some(entry) = custom {
            let own = self.configured(&[entry], purpose);
            // The keys of this service go to its own hosts, and to no other because a file says so.
            if own.value.is_some()
                || own.why.is_some()
                || own.untold
                || !at.is_some_and(is_of_service)
            {
                return Ok(own);
            }
            let value = self.variable()?;
            return Ok(Key {
                value,
                ..Key::default()
            });
        }
        let entries = if self.variable_entry.is_some() {
            Vec::new()
        } else {
            self.config.own_entries()
        };
        let written = |entry: &&&Entry| {
            let is_first = purpose == Purpose::Understanding || entry.prefers_literal;
            is_first
                && matches!(&entry.secret, Some(secret) if matches!(secret.value, Secret::Literal(_)))
        };
        if let Some(entry) = entries.iter().find(written) {
            return Ok(self.configured(&[entry], purpose));
        }
        match self.variable()? {
            Some(value) => Ok(Key {
                value: Some(value),
                ..Key::default()
            }),
            None => Ok(self.configured(&entries, purpose)),
        }
    }

    /// The first of the key's variables that is set, wherever it is.
    fn variable(&self) -> Result<Option<Told<String>>, Failure> {
        for name in environment::KEYS {
            if let Some(key) = self.variables.find(name)? {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    fn configured(&self, entries: &[&Entry], purpose: Purpose) -> Key {
        let mut configured = entries.iter();
        let Some((path, secret)) =
            configured.find_map(|entry| Some((&entry.path, entry.secret.as_ref()?)))
        else {
            return Key::default();
        };
        if purpose == Purpose::Listing && secret.value.is_elsewhere() {
            return Key {
                untold: true,
                ..Key::default()
            };
        }
        let told = secret
            .value
            .tell(&self.variables, self.folder(), self.home.as_deref());
        match told {
            Ok(key) => Key {
                value: Some(Told::new(key, secret.origin.clone())),
                ..Key::default()
            },
            Err(what) => Key {
                why: Some(format!("{path}.apiKey ({}): {what}", secret.origin)),
                ..Key::default()
            },
        }
    }
}

fn is_of_service(url: &Told<String>) -> bool {
    let choice = Choice {
        base_url: Some(&url.value),
        ..Choice::default()
    };
    // Whoever typed an address meant it.
    matches!(url.origin, Origin::Flag(_))
        || Endpoint::choose(&choice)
            .is_ok_and(|endpoint| matches!(endpoint.class(), Class::Native | Class::Provider))
}
