//! Enters an address, a key's reference and a model in a configuration: texts in, texts out.

use super::edit::set;
use super::origin::Told;
use super::secret::Secret;
use super::tree::{Node, with_value};
use super::{Config, Document, owner};
use crate::failure::Failure;
use serde_json::{Value, json};
use std::path::Path;

/// What is entered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entered {
    pub(crate) base_url: String,
    /// A reference to the key, never the key.
    pub(crate) key: Value,
    /// The model of `chat`; `None` leaves it as it is.
    pub(crate) model: Option<String>,
}

/// The text of a configuration that was not there before.
const NEW: &str = "// `qwenbox config show --origin` says what of this counts.\n{\n}\n";

impl Entered {
    /// The configuration with these values, and all else as it was; `None` stands for one that is not there yet. `path` is
    /// its file.
    pub(crate) fn into_text(self, path: &Path, text: Option<&str>) -> Result<String, Failure> {
        let text = &*with_value(text.unwrap_or(NEW).to_owned());
        let config = parse(path, text)?;
        let own = config.own_entries();
        let of_key = own.iter().find(|entry| entry.secret.is_some());
        let of_key = of_key.or(own.first());
        let of_url = config.own_base_url().and_then(|counts| {
            let is_counted = |url: &Told<String>| std::ptr::eq(url, counts);
            let mut own = own.iter();
            own.find(|entry| entry.base_url.as_ref().is_some_and(is_counted))
        });
        let of_url = of_url.or(own.first());
        let name = |entry: Option<&&super::Entry>| {
            entry.map_or_else(|| owner::OURS.to_owned(), |entry| entry.key.clone())
        };
        let (of_key, of_url) = (name(of_key), name(of_url));
        let url = Value::from(self.base_url.as_str());
        let edited = if own.is_empty() {
            // As a whole, so that it stands on lines of its own.
            let entry = json!({ "baseUrl": url, "apiKey": self.key });
            set(text, &["models", "providers", owner::OURS], &entry)
        } else {
            let field = |entry, field| ["models", "providers", entry, field];
            set(text, &field(&of_url, "baseUrl"), &url)
                .and_then(|text| set(&text, &field(&of_key, "apiKey"), &self.key))
        };
        let edited = edited.and_then(|text| match &self.model {
            Some(model) => set(&text, model_path(&text), &model.as_str().into()),
            None => Some(text),
        });
        let edited = edited.filter(|text| self.holds(path, text));
        edited.ok_or_else(|| {
            Failure::usage_with_hint(
                format!(
                    "{} describes this service in a way that cannot be changed by itself",
                    path.display()
                ),
                "leave one entry of it under models.providers, and run this again",
            )
        })
    }

    /// Whether a configuration says so.
    fn holds(&self, path: &Path, text: &str) -> bool {
        let Ok(config) = parse(path, text) else {
            return false;
        };
        let url = config.own_base_url().map(|url| url.value.as_str());
        let model = config.model.as_ref().map(|model| model.value.as_str());
        let own = config.own_entries();
        let key = own.iter().find_map(|entry| entry.secret.as_ref());
        url == Some(&self.base_url)
            && (self.model.is_none() || model == self.model.as_deref())
            && key.is_some_and(|key| is_reference(&key.value, &self.key))
    }
}

fn parse(path: &Path, text: &str) -> Result<Config, Failure> {
    let document = Document::parse(path, text.to_owned(), false);
    document.and_then(Config::of).map_err(Failure::usage)
}

/// The model may be written alone.
fn model_path(text: &str) -> &'static [&'static str] {
    const ALONE: [&str; 3] = ["agents", "defaults", "model"];
    let root = Node::of(text);
    let model = root.as_ref().and_then(|root| root.at(&ALONE));
    match model.and_then(Node::text) {
        Some(_) => &ALONE,
        None => &["agents", "defaults", "model", "primary"],
    }
}

fn is_reference(secret: &Secret, reference: &Value) -> bool {
    let id = reference.get("id").and_then(Value::as_str);
    match secret {
        Secret::File(path) | Secret::Keyring(path) => Some(path.as_str()) == id,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
