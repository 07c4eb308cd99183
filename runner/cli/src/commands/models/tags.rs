//! What the configuration says of single models, as tags, in the documented words and order.

use crate::config::{Config, Entry};
use crate::failure::Failure;
use qwenbox::references::ModelRef;

/// A model, and one thing that is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) reference: ModelRef,
    /// How the reference is written in the configuration.
    written: String,
    pub(super) word: String,
    /// Whether the model is to be used, and not only described: it is listed whoever has it.
    pub(super) is_used: bool,
}

impl Tag {
    /// The reference of the row. One of a provider that nobody knows is shown as it is written.
    pub(super) fn key(&self) -> String {
        let ModelRef { provider, id } = &self.reference;
        if id.contains('/') && *id == self.written {
            return id.clone();
        }
        format!("{provider}/{id}")
    }

    /// The provider in it.
    pub(super) fn provider(&self) -> String {
        let mut key = self.key();
        key.truncate(key.find('/').unwrap_or(0));
        key
    }
}

/// Everything that is said: default, fallbacks, the model of images, what is configured, aliases.
pub(super) fn of(config: &Config) -> Result<Vec<Tag>, Failure> {
    let mut tags = Vec::new();
    let mut add = |text: &str, word: String, is_used| -> Result<(), Failure> {
        let reference = config.reference(text)?;
        let tag = Tag {
            reference,
            written: config.meant(text).to_owned(),
            word,
            is_used,
        };
        let is_said = |said: &Tag| said.reference == tag.reference && said.word == tag.word;
        if !tags.iter().any(is_said) {
            tags.push(tag);
        }
        Ok(())
    };
    if let Some(model) = &config.model {
        add(&model.value, "default".to_owned(), true)?;
    }
    for (index, model) in config.fallbacks.iter().enumerate() {
        add(&model.value, format!("fallback#{}", index + 1), true)?;
    }
    if let Some(model) = &config.image_understanding.model {
        add(&model.value, "image".to_owned(), true)?;
    }
    for entry in &config.providers {
        for id in &entry.models {
            add(
                &format!("{}/{id}", key(entry)),
                "configured".to_owned(),
                false,
            )?;
        }
    }
    for model in &config.models {
        add(&model.reference.value, "configured".to_owned(), true)?;
    }
    for model in &config.models {
        if let Some(alias) = &model.alias {
            add(&model.reference.value, format!("alias:{alias}"), true)?;
        }
    }
    Ok(tags)
}

/// The id under which a provider's references are.
pub(super) fn key(entry: &Entry) -> &str {
    entry.key.trim()
}
