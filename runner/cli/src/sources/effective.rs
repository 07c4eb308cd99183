//! Every value that counts, and where it comes from. Nothing in it is secret.

use super::Sources;
use crate::args::{Plan, Region};
use crate::config::origin::{Origin, Told};
use crate::config::secret::masked;
use crate::config::{Entry, Looking};
use crate::environment;
use crate::failure::Failure;
use crate::settings::Settings;
use qwenbox::{Choice, Endpoint};
use serde_json::{Map, Value};

/// The model of a chat that names none (Qwen provider page, November 2026).
const DEFAULT_MODEL: &str = "qwen/qwen3.5-plus";

/// A value that counts.
pub(crate) struct Effective {
    /// Its path in a configuration, where it has one.
    pub(crate) name: String,
    pub(crate) value: Value,
    pub(crate) origin: Origin,
}

impl Sources<'_> {
    /// All of them, for this service and for what else is configured.
    pub(crate) fn effective(&self, settings: &Settings) -> Result<Vec<Effective>, Failure> {
        let mut list = List(Vec::new());
        endpoint(settings, &mut list)?;
        let entry = settings.given.path.clone();
        let path = entry.unwrap_or_else(|| "models.providers.qwen".to_owned());
        key(&format!("{path}.apiKey"), settings, &mut list);
        self.entry_fields(&path, settings, &mut list);
        if let Some(replace) = &self.config.replace {
            let mode = if replace.value { "replace" } else { "merge" };
            list.add("models.mode", mode, &replace.origin);
        }
        for entry in self.others() {
            other(entry, &mut list);
        }
        self.defaults(&mut list);
        looking(
            "tools.media.image",
            &self.config.image_understanding,
            &mut list,
        );
        looking(
            "tools.media.video",
            &self.config.video_understanding,
            &mut list,
        );
        Ok(list.0)
    }

    fn entry_fields(&self, path: &str, settings: &Settings, list: &mut List) {
        let variable = self.variable_entry.as_ref();
        let own = self.config.own_entries();
        for (name, value) in &settings.given.fields {
            let line = own.iter().find_map(|entry| line(entry, name));
            let Some(origin) = variable.map(|told| &told.origin).or(line) else {
                continue;
            };
            // The address has a row of its own, as a flag or a variable may go over it.
            if name != "baseUrl" {
                list.add(&format!("{path}.{name}"), harmless(name, value), origin);
            }
        }
    }

    /// The entries that describe other providers.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Entry> {
        let own = self.config.own_entries();
        let is_own = move |entry: &Entry| own.iter().any(|other| other.path == entry.path);
        self.config
            .providers
            .iter()
            .filter(move |entry| !is_own(entry))
    }

    fn defaults(&self, list: &mut List) {
        let config = &self.config;
        let rule = Origin::Default("the provider's default".to_owned());
        let default = Told::new(DEFAULT_MODEL.to_owned(), rule);
        let model = self.chat_model(None).unwrap_or(default);
        list.told("agents.defaults.model.primary", &model);
        for (index, model) in config.fallbacks.iter().enumerate() {
            list.told(&format!("agents.defaults.model.fallbacks[{index}]"), model);
        }
        for model in &config.models {
            let reference = Value::from(model.reference.value.as_str());
            let path = format!("agents.defaults.models[{reference}]");
            let origin = &model.reference.origin;
            if let Some(alias) = &model.alias {
                list.add(&format!("{path}.alias"), alias.as_str(), origin);
            }
            if !model.params.is_empty() {
                list.add(&format!("{path}.params"), model.params.clone(), origin);
            }
        }
        let path = "agents.defaults.videoGenerationModel";
        if let Some(video) = &config.video {
            list.told(&format!("{path}.primary"), video);
        }
        if let Some(timeout) = &config.video_timeout_ms {
            list.told(&format!("{path}.timeoutMs"), timeout);
        }
    }
}

struct List(Vec<Effective>);

impl List {
    fn add(&mut self, name: &str, value: impl Into<Value>, origin: &Origin) {
        self.0.push(Effective {
            name: name.to_owned(),
            value: value.into(),
            origin: origin.clone(),
        });
    }

    fn told<T: Clone + Into<Value>>(&mut self, name: &str, told: &Told<T>) {
        self.add(name, told.value.clone(), &told.origin);
    }
}

/// Plan, region and address, and the rule that chose what nobody said.
fn endpoint(settings: &Settings, list: &mut List) -> Result<(), Failure> {
    let url = settings.given.base_url.as_ref();
    let key = settings.key.value.as_ref();
    let plan = settings.plan.map(|plan| match plan {
        Plan::Standard => qwenbox::Plan::Standard,
        Plan::Coding => qwenbox::Plan::Coding,
    });
    let region = settings.region.map(|region| match region {
        Region::Global => qwenbox::Region::Global,
        Region::China => qwenbox::Region::China,
    });
    let chosen = Endpoint::choose(&Choice {
        base_url: url.map(|url| url.value.as_str()),
        plan,
        region,
        subscription_key: key.is_some_and(|key| masked(&key.value) == "sk-sp-…"),
    })?;
    let rule = Origin::Default(chosen.chosen_by.to_owned());
    let origin = url.map_or(&rule, |url| &url.origin);
    list.add("baseUrl", chosen.base_url.clone(), origin);
    let plan_word = chosen.plan.map(|plan| match plan {
        qwenbox::Plan::Standard => "standard",
        qwenbox::Plan::Coding => "coding",
    });
    let flag = Origin::Flag("--plan");
    list.add("plan", plan_word, settings.plan.map_or(&rule, |_| &flag));
    let region = chosen
        .region
        .as_ref()
        .map(|region| region.word().to_owned());
    let flag = Origin::Flag("--region");
    list.add("region", region, settings.region.map_or(&rule, |_| &flag));
    Ok(())
}

fn key(name: &str, settings: &Settings, list: &mut List) {
    match (&settings.key.value, &settings.key.why) {
        (Some(key), _) => list.add(name, masked(&key.value), &key.origin),
        (None, Some(why)) => list.add(name, Value::Null, &Origin::Default(why.clone())),
        (None, None) => {
            let [first, second, third] = environment::KEYS;
            let rule = format!("{first}, {second} and {third} are not set");
            list.add(name, Value::Null, &Origin::Default(rule));
        }
    }
}

/// A provider that nobody asked for now: its key is not looked for.
fn other(entry: &Entry, list: &mut List) {
    let path = &entry.path;
    if let Some(url) = &entry.base_url {
        list.told(&format!("{path}.baseUrl"), url);
    }
    if let Some(secret) = &entry.secret {
        list.add(
            &format!("{path}.apiKey"),
            secret.value.word(),
            &secret.origin,
        );
    }
    for (name, value) in &entry.fields {
        let origin = line(entry, name).unwrap_or(&entry.origin);
        list.add(&format!("{path}.{name}"), harmless(name, value), origin);
    }
}

fn looking(path: &str, looking: &Looking, list: &mut List) {
    for (name, told) in [
        ("model", &looking.model),
        ("prompt", &looking.prompt),
        ("baseUrl", &looking.base_url),
    ] {
        if let Some(told) = told {
            list.told(&format!("{path}.{name}"), told);
        }
    }
    if let Some(told) = &looking.max_characters {
        list.told(&format!("{path}.maxChars"), told);
    }
    for (name, told) in [
        ("maxBytes", &looking.max_bytes),
        ("timeoutSeconds", &looking.timeout_seconds),
    ] {
        if let Some(told) = told {
            list.told(&format!("{path}.{name}"), told);
        }
    }
}

fn line<'a>(entry: &'a Entry, name: &str) -> Option<&'a Origin> {
    let mut lines = entry.lines.iter();
    lines
        .find(|(known, _)| known == name)
        .map(|(_, origin)| origin)
}

/// Headers may carry secrets: their names alone are shown. Of models, the ids are.
fn harmless(name: &str, value: &Value) -> Value {
    match (name, value) {
        ("headers", Value::Object(headers)) => {
            let masked = headers.keys().map(|name| (name.clone(), Value::from("…")));
            Value::Object(masked.collect::<Map<_, _>>())
        }
        ("models", Value::Array(models)) => {
            let ids = models.iter().filter_map(|model| model.get("id").cloned());
            Value::Array(ids.collect())
        }
        _ => value.clone(),
    }
}
