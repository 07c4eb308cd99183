//! What is read of a configuration file, and what is not read yet.

mod section;

use crate::failure::Failure;
use section::Section;
use serde_json::Value;
use std::path::Path;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The entry of the provider.
    pub(crate) entry: Option<Entry>,
    /// The model of `chat`: `agents.defaults.model.primary`.
    pub(crate) model: Option<String>,
    /// The paths of everything else.
    pub(crate) unread: Vec<String>,
}

/// The entry of a provider: what the library is given of it.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Where it stands.
    pub(crate) path: &'static str,
    /// What the library reads of it, as JSON.
    pub(crate) json: String,
    /// The ids of its models.
    pub(crate) models: Vec<String>,
}

/// The names of the provider, the one that counts first.
const ENTRIES: [(&str, &str); 3] = [
    ("qwen", "models.providers.qwen"),
    ("modelstudio", "models.providers.modelstudio"),
    ("qwencloud", "models.providers.qwencloud"),
];

/// What the library reads of an entry. Nothing else is handed on: an entry may hold a key.
const ENTRY_FIELDS: [&str; 6] = [
    "api",
    "baseUrl",
    "headers",
    "models",
    "params",
    "timeoutSeconds",
];

/// The protocol that makes an entry under an alias this provider's.
const API: &str = "openai-completions";

/// Nesting that no configuration has, and that the parser's stack holds.
const DEEPEST: usize = 200;

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<Config, Failure> {
    let refuse =
        |what: String| Failure::usage(format!("the configuration file {} {what}", path.display()));
    let text = std::fs::read_to_string(path)
        .map_err(|error| refuse(format!("cannot be read: {error}")))?;
    if is_deep(&text) {
        return Err(refuse("is nested too deep".to_owned()));
    }
    let value = json5::from_str(&text).map_err(|error| refuse(format!("is not JSON5: {error}")))?;
    parse(value).map_err(|wrong| refuse(format!("cannot be used: {wrong}")))
}

/// The entry in [`crate::environment::ENTRY`]. What is no object is left for the library to refuse.
pub(crate) fn entry_of_variable(text: &str, unread: &mut Vec<String>) -> Entry {
    let name = crate::environment::ENTRY;
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => entry(Section::new(name, fields), name, unread),
        _ => Entry {
            path: name,
            json: text.to_owned(),
            models: Vec::new(),
        },
    }
}

fn parse(value: Value) -> Result<Config, String> {
    let mut config = Config::default();
    let unread = &mut config.unread;
    let mut root = Section::root(value)?;
    if let Some(mut models) = root.section("models")? {
        if let Some(mut providers) = models.section("providers")? {
            config.entry = provider(&mut providers, unread)?;
            providers.leave(unread);
        }
        models.leave(unread);
    }
    if let Some(mut agents) = root.section("agents")? {
        if let Some(mut defaults) = agents.section("defaults")? {
            config.model = model(&mut defaults, unread)?;
            defaults.leave(unread);
        }
        agents.leave(unread);
    }
    root.leave(unread);
    config.unread.sort();
    Ok(config)
}

/// The first entry that is this provider's.
fn provider(providers: &mut Section, unread: &mut Vec<String>) -> Result<Option<Entry>, String> {
    for (name, path) in ENTRIES {
        // Under an alias, an entry with another protocol is a provider of its own.
        let is_other = |api: &str| name != "qwen" && api != API;
        if providers.peek(name, "api").is_some_and(is_other) {
            continue;
        }
        if let Some(section) = providers.section(name)? {
            return Ok(Some(entry(section, path, unread)));
        }
    }
    Ok(None)
}

fn entry(mut section: Section, path: &'static str, unread: &mut Vec<String>) -> Entry {
    let kept = section.take(&ENTRY_FIELDS);
    section.leave(unread);
    let models = kept.get("models").and_then(Value::as_array);
    let ids = models
        .into_iter()
        .flatten()
        .filter_map(|model| model.get("id")?.as_str());
    Entry {
        path,
        models: ids.map(str::to_owned).collect(),
        json: Value::Object(kept).to_string(),
    }
}

/// The default model, alone or as `primary` among fallbacks.
fn model(defaults: &mut Section, unread: &mut Vec<String>) -> Result<Option<String>, String> {
    if defaults.is_text("model") {
        return defaults.text("model");
    }
    let Some(mut section) = defaults.section("model")? else {
        return Ok(None);
    };
    let primary = section.text("primary")?;
    section.leave(unread);
    Ok(primary)
}

/// Brackets in texts and comments count too; so many of them stand in no configuration either.
fn is_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

#[cfg(test)]
mod tests;
