//! A model in a list: one of this service's catalog, one that another configured provider describes, or one that is
//! only named.

use crate::config::Entry;
use crate::json;
use qwenbox::catalog::Model;
use serde_json::Value;

/// What the list says of a model.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its reference.
    pub(crate) key: String,
    pub(crate) name: String,
    /// What a message to it may hold, such as `text+image`; `None` when nobody says.
    pub(crate) input: Option<String>,
    /// Input and output together, in tokens.
    pub(crate) context: Option<u64>,
    /// Whether it runs on this machine, or at a host whose name says that it is near.
    pub(crate) local: Option<bool>,
    /// Whether there is a key for it.
    pub(crate) available: Option<bool>,
    pub(crate) tags: Vec<String>,
    /// Whether the configuration names it and nobody describes it.
    pub(crate) missing: bool,
    /// What the catalog of this service knows of it.
    pub(crate) model: Option<Model>,
}

/// The context window of another provider's model of which nobody says it, in tokens: what the documented host program takes
/// then.
pub(crate) const CONTEXT: u64 = 200_000;

impl Row {
    /// A model of this service's catalog.
    pub(crate) fn of_catalog(model: Model, local: bool, available: bool) -> Self {
        Self {
            key: model.ref_.clone(),
            name: model.name.clone(),
            input: Some(json::input(&model)),
            context: Some(model.context_window.into()),
            local: Some(local),
            available: Some(available),
            tags: Vec::new(),
            missing: false,
            model: Some(model),
        }
    }

    /// A model as another provider's entry describes it; one that it does not list is what its first one is.
    pub(crate) fn of_entry(
        entry: &Entry,
        id: &str,
        local: Option<bool>,
        available: Option<bool>,
    ) -> Self {
        let models = entry.fields.get("models").and_then(Value::as_array);
        let models = models.map(Vec::as_slice).unwrap_or_default();
        let listed = models.iter().find(|model| model["id"] == id);
        let context = |model: &Value| model["contextWindow"].as_u64();
        let of_first = models.first().and_then(context);
        let input = listed.and_then(|model| model["input"].as_array());
        let kinds = |kinds: &Vec<Value>| {
            let kinds: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
            kinds.join("+")
        };
        let name = listed.and_then(|model| model["name"].as_str());
        Self {
            key: format!("{}/{id}", entry.key.trim()),
            name: name.unwrap_or(id).to_owned(),
            input: Some(input.map_or_else(|| "text".to_owned(), kinds)),
            context: listed.and_then(context).or(of_first).or(Some(CONTEXT)),
            local,
            available,
            tags: Vec::new(),
            missing: false,
            model: None,
        }
    }

    /// A model that is named, and that nobody describes.
    pub(crate) fn missing(key: String) -> Self {
        Self {
            name: key.clone(),
            key,
            input: None,
            context: None,
            local: None,
            available: None,
            tags: Vec::new(),
            missing: true,
            model: None,
        }
    }
}
