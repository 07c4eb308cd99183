//! Which provider a reference means, and which entry describes it.

use super::origin::Told;
use super::{Config, Entry};
use crate::failure::Failure;
use qwenbox::references::{self, ConfiguredProvider, ModelRef};

/// This service's own word.
pub(crate) const OURS: &str = references::PROVIDER;

/// Whether a word stands for this service, alias or not.
pub(crate) fn is_word_of_ours(word: &str) -> bool {
    references::folded(word) == OURS
}

impl Config {
    /// A reference taken apart, by the aliases and the providers of the configuration.
    pub(crate) fn reference(&self, text: &str) -> Result<ModelRef, Failure> {
        let text = self.meant(text);
        let configured = self.owners();
        Ok(ModelRef::parse_among(text, &configured)?)
    }

    /// What an alias stands for, and any other text itself.
    pub(crate) fn meant<'a>(&'a self, text: &'a str) -> &'a str {
        let text = text.trim();
        let mut aliased = self.models.iter();
        let is_alias = |alias: &String| alias.eq_ignore_ascii_case(text);
        let meant = aliased.find(|model| model.alias.as_ref().is_some_and(is_alias));
        meant.map_or(text, |model| model.reference.value.trim())
    }

    /// The id under which the references of a provider are.
    pub(crate) fn owner(&self, word: &str) -> String {
        references::owner(word, &self.owners())
    }

    /// The entries of this service in the order in which their fields count: under its own name, and then under its
    /// aliases, unless these are providers of their own.
    pub(crate) fn own_entries(&self) -> Vec<&Entry> {
        let owners = self.owners();
        let words = [OURS, "modelstudio", "qwencloud"];
        let own = words
            .iter()
            .filter(|word| references::owner(word, &owners) == OURS);
        own.filter_map(|word| self.provider(word)).collect()
    }

    /// The first address in the file's order under `qwen` or `modelstudio`; `qwencloud` has one only for itself.
    pub(crate) fn own_base_url(&self) -> Option<&Told<String>> {
        let own = self.own_entries();
        let is_asked = |entry: &&Entry| !entry.key.trim().eq_ignore_ascii_case("qwencloud");
        let is_own = |entry: &&Entry| own.iter().any(|other| other.path == entry.path);
        let mut in_order = self.providers.iter().filter(is_own);
        let found = in_order.find_map(|entry| entry.base_url.as_ref().filter(|_| is_asked(&entry)));
        // An entry that stands alone is what was meant.
        found.or(match own.as_slice() {
            [only] => only.base_url.as_ref(),
            _ => None,
        })
    }

    fn owners(&self) -> Vec<ConfiguredProvider<'_>> {
        self.providers
            .iter()
            .map(|entry| ConfiguredProvider {
                key: &entry.key,
                api: entry.api.as_deref(),
            })
            .collect()
    }
}
