//! A configuration file in typed values, each with the line where it stands. Knows no flag and no library.
//!
//! | module | its one job |
//! |---|---|
//! | `keys` | every key, in one table |
//! | `document` | a file → a tree that was held against the table |
//! | `tree`, `place` | where a value stands, and how that is shown |
//! | `edit`, `entering`, `whole` | one value in a text, a provider in a configuration, a file on the disk: nothing else changes |
//! | `copied` | another program's configuration without that program's own keys |
//! | `check` | the tree against the table |
//! | `locate` | which file is read |
//! | `dotenv`, `variables` | environment files, and which variable counts |
//! | `secret`, `keyring`, `program` | where a configured key is, and a program that tells one |
//! | `origin` | where a value comes from |
//! | `owner` | which provider a reference means |

mod check;
pub(crate) mod copied;
mod document;
mod dotenv;
mod edit;
pub(crate) mod entering;
pub(crate) mod keyring;
pub(crate) mod keys;
pub(crate) mod locate;
pub(crate) mod origin;
pub(crate) mod owner;
mod place;
mod program;
pub(crate) mod secret;
mod tree;
pub(crate) mod variables;
pub(crate) mod whole;

use crate::failure::Failure;
use check::join;
use document::Document;
use origin::{Origin, Told};
use place::Source;
use secret::Secret;
use serde_json::{Map, Value};
use std::fmt;
use std::path::PathBuf;
use tree::{Content, Field, Node};

/// What a file says. Without a file, nothing.
#[derive(Default)]
pub(crate) struct Config {
    /// The file.
    pub(crate) path: Option<PathBuf>,
    /// What has no effect in it.
    pub(crate) warnings: Vec<String>,
    /// Whether the configured models stand alone.
    pub(crate) replace: Option<Told<bool>>,
    /// The providers, in the order of the file.
    pub(crate) providers: Vec<Entry>,
    /// The model of `chat`.
    pub(crate) model: Option<Told<String>>,
    /// The models to ask in its place.
    pub(crate) fallbacks: Vec<Told<String>>,
    /// What holds for single models.
    pub(crate) models: Vec<ModelDefaults>,
    /// The model of `video generate`.
    pub(crate) video: Option<Told<String>>,
    /// How long `video generate` waits, in milliseconds.
    pub(crate) video_timeout_ms: Option<Told<u64>>,
    /// How `describe` looks at images.
    pub(crate) image_understanding: Looking,
    /// How `describe` looks at videos.
    pub(crate) video_understanding: Looking,
    /// Variables: name, value, line.
    pub(crate) env: Vec<(String, String, usize)>,
}

/// Shows no value: any may be a key.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// A provider as the configuration describes it.
#[derive(Clone)]
pub(crate) struct Entry {
    /// Its name there.
    pub(crate) key: String,
    /// Where it stands, as a path.
    pub(crate) path: String,
    /// Where it stands.
    pub(crate) origin: Origin,
    pub(crate) api: Option<String>,
    pub(crate) base_url: Option<Told<String>>,
    /// Whether a key that is written there goes over the environment.
    pub(crate) prefers_literal: bool,
    pub(crate) secret: Option<Told<Secret>>,
    /// The ids of its models.
    pub(crate) models: Vec<String>,
    /// What the library is given of it, but for the address.
    pub(crate) fields: Map<String, Value>,
    /// Where each of these begins.
    pub(crate) lines: Vec<(String, Origin)>,
}

/// Shows no value: any may be a key.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// What holds for one model.
#[derive(Clone, Debug)]
pub(crate) struct ModelDefaults {
    pub(crate) reference: Told<String>,
    pub(crate) alias: Option<String>,
    /// Body fields, the level of thinking among them.
    pub(crate) params: Map<String, Value>,
}

/// How images or videos are looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Looking {
    pub(crate) model: Option<Told<String>>,
    pub(crate) prompt: Option<Told<String>>,
    pub(crate) max_characters: Option<Told<u32>>,
    pub(crate) max_bytes: Option<Told<u64>>,
    pub(crate) timeout_seconds: Option<Told<u64>>,
    pub(crate) base_url: Option<Told<String>>,
}

/// What the library reads of an entry. Nothing else is handed on: an entry may hold a key.
pub(crate) const ENTRY_FIELDS: [&str; 5] = ["api", "headers", "models", "params", "timeoutSeconds"];

impl Config {
    /// Reads a file; `foreign` says that it is another program's.
    pub(crate) fn read(path: &std::path::Path, foreign: bool) -> Result<Self, Failure> {
        Self::of(Document::read(path, foreign)?).map_err(Failure::usage)
    }

    fn of(document: Document) -> Result<Self, String> {
        let Document {
            source,
            root,
            mut warnings,
        } = document;
        let reader = Reader { source: &source };
        let mut config = Self {
            replace: reader.mode(&root)?,
            providers: reader.providers(&root)?,
            models: reader.models(&root),
            image_understanding: reader.looking(&root, "image")?,
            video_understanding: reader.looking(&root, "video")?,
            env: reader.env(&root),
            ..Self::default()
        };
        if let Some(model) = root.at(&["agents", "defaults", "model"]) {
            config.model = reader.primary(model);
            config.fallbacks = reader.texts(model.get("fallbacks"));
        }
        if let Some(video) = root.at(&["agents", "defaults", "videoGenerationModel"]) {
            config.video = reader.primary(video);
            config.video_timeout_ms = reader.whole(video, "timeoutMs")?;
        }
        for model in &config.models {
            if let Some(alias) = &model.alias {
                let same = |other: &&ModelDefaults| {
                    let other = other.alias.as_deref().unwrap_or_default();
                    other.eq_ignore_ascii_case(alias)
                };
                if config.models.iter().filter(same).count() > 1 {
                    warnings.push(format!(
                        "{}: the alias {alias} stands for several models; the first counts",
                        model.reference.origin
                    ));
                }
            }
        }
        warnings.dedup();
        config.warnings = warnings;
        config.path = Some(source.path);
        Ok(config)
    }

    /// The provider under exactly this name.
    pub(crate) fn provider(&self, key: &str) -> Option<&Entry> {
        let named = |entry: &&Entry| entry.key.trim().eq_ignore_ascii_case(key);
        self.providers.iter().find(named)
    }
}

struct Reader<'a> {
    source: &'a Source,
}

impl Reader<'_> {
    fn origin(&self, at: usize) -> Origin {
        Origin::file(&self.source.path, self.source.line(at))
    }

    fn told<T>(&self, node: &Node, value: T) -> Told<T> {
        Told::new(value, self.origin(node.at))
    }

    fn text(&self, node: &Node, name: &str) -> Option<Told<String>> {
        let node = node.get(name)?;
        node.text().map(|text| self.told(node, text.to_owned()))
    }

    fn texts(&self, list: Option<&Node>) -> Vec<Told<String>> {
        let items = list.map(Node::items).unwrap_or_default().iter();
        let text = |node: &Node| Some(self.told(node, node.text()?.to_owned()));
        items.filter_map(text).collect()
    }

    /// A whole number of at least 1.
    fn whole<T: TryFrom<u64>>(&self, node: &Node, name: &str) -> Result<Option<Told<T>>, String> {
        let Some(node) = node.get(name) else {
            return Ok(None);
        };
        let number = node.to_value().as_u64().filter(|number| *number > 0);
        let number = number.and_then(|number| T::try_from(number).ok());
        let wrong = || {
            let what = format!("{name} must be at least 1, and not beyond all measure");
            self.source.complain(node.at, &what)
        };
        Ok(Some(self.told(node, number.ok_or_else(wrong)?)))
    }

    fn mode(&self, root: &Node) -> Result<Option<Told<bool>>, String> {
        let Some(node) = root.at(&["models", "mode"]) else {
            return Ok(None);
        };
        match node.text() {
            None => Ok(None),
            Some("merge") => Ok(Some(self.told(node, false))),
            Some("replace") => Ok(Some(self.told(node, true))),
            Some(_) => Err(self
                .source
                .complain(node.at, "models.mode must be merge or replace")),
        }
    }

    fn providers(&self, root: &Node) -> Result<Vec<Entry>, String> {
        let Some(providers) = root.at(&["models", "providers"]) else {
            return Ok(Vec::new());
        };
        let fields = providers.fields().iter();
        fields.map(|field| self.entry(field)).collect()
    }

    fn entry(&self, field: &Field) -> Result<Entry, String> {
        let node = &field.node;
        let secret = match node.get("apiKey") {
            Some(key) => Secret::of(key, self.source)?.map(|secret| self.told(key, secret)),
            None => None,
        };
        let handed = node.fields().iter();
        let handed = handed.filter(|field| ENTRY_FIELDS.contains(&field.name.as_str()));
        let models = node.get("models").map(Node::items).unwrap_or_default();
        let ids = models.iter().filter_map(|model| model.get("id")?.text());
        Ok(Entry {
            path: join("models.providers", &field.name),
            origin: self.origin(field.at),
            api: self.text(node, "api").map(|api| api.value),
            base_url: self.text(node, "baseUrl"),
            prefers_literal: self
                .text(node, "auth")
                .is_some_and(|auth| auth.value == "api-key"),
            secret,
            models: ids.map(str::to_owned).collect(),
            fields: handed
                .clone()
                .map(|field| (field.name.clone(), field.node.to_value()))
                .collect(),
            lines: handed
                .map(|field| (field.name.clone(), self.origin(field.at)))
                .collect(),
            key: field.name.clone(),
        })
    }

    fn models(&self, root: &Node) -> Vec<ModelDefaults> {
        let models = root.at(&["agents", "defaults", "models"]);
        let fields = models.map(Node::fields).unwrap_or_default().iter();
        let defaults = |field: &Field| {
            let params = field.node.get("params").map(Node::to_value);
            let mut params = match params {
                Some(Value::Object(params)) => params,
                _ => Map::new(),
            };
            if let Some(thinking) = self.text(&field.node, "thinking") {
                let level = || Value::String(thinking.value);
                params.entry("thinking").or_insert_with(level);
            }
            ModelDefaults {
                reference: Told::new(field.name.clone(), self.origin(field.at)),
                alias: self.text(&field.node, "alias").map(|alias| alias.value),
                params,
            }
        };
        fields.map(defaults).collect()
    }

    /// A model, alone or as `primary`.
    fn primary(&self, node: &Node) -> Option<Told<String>> {
        match node.text() {
            Some(text) => Some(self.told(node, text.to_owned())),
            None => self.text(node, "primary"),
        }
    }

    /// What an item of the list says goes over what stands beside the list.
    fn looking(&self, root: &Node, kind: &str) -> Result<Looking, String> {
        let Some(media) = root.at(&["tools", "media"]) else {
            return Ok(Looking::default());
        };
        let section = media.get(kind);
        let own = section.and_then(|section| section.get("models"));
        let item = own.and_then(|models| models.items().iter().find(|item| is_ours(item)));
        let shared = media.get("models");
        let is_for = |item: &&Node| {
            let capabilities = self.texts(item.get("capabilities"));
            let named = capabilities.iter().any(|word| word.value == kind);
            is_ours(item) && (named || capabilities.is_empty())
        };
        let shared = shared.and_then(|models| models.items().iter().find(is_for));
        let from: Vec<&Node> = item.or(shared).into_iter().chain(section).collect();
        let text = |name: &str| from.iter().find_map(|node| self.text(node, name));
        let mut looking = Looking {
            prompt: text("prompt"),
            base_url: text("baseUrl"),
            ..Looking::default()
        };
        if let Some(item) = item.or(shared) {
            looking.model = self.text(item, "model");
        }
        for node in from.iter().rev() {
            looking.max_characters = self.whole(node, "maxChars")?.or(looking.max_characters);
            looking.max_bytes = self.whole(node, "maxBytes")?.or(looking.max_bytes);
            looking.timeout_seconds = self
                .whole(node, "timeoutSeconds")?
                .or(looking.timeout_seconds);
        }
        Ok(looking)
    }

    fn env(&self, root: &Node) -> Vec<(String, String, usize)> {
        let Some(env) = root.get("env") else {
            return Vec::new();
        };
        let vars = env.get("vars").map(Node::fields).unwrap_or_default();
        let fields = env.fields().iter().chain(vars);
        let variable = |field: &Field| match &field.node.content {
            Content::Scalar(Value::String(text)) => {
                Some((field.name.clone(), text.clone(), self.source.line(field.at)))
            }
            _ => None,
        };
        fields.filter_map(variable).collect()
    }
}

/// Whether an item of a list of models is of this service.
fn is_ours(item: &Node) -> bool {
    match item.get("provider").and_then(Node::text) {
        Some(provider) => owner::is_word_of_ours(provider),
        None => true,
    }
}

#[cfg(test)]
mod tests;
