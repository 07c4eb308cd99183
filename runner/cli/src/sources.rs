//! Flags, environment and configuration file, and which of them counts: the one place where that is decided.

mod effective;
mod key;
mod pick;

use crate::args::Global;
use crate::config::locate::{self, Place};
use crate::config::origin::{Origin, Told};
use crate::config::variables::Variables;
use crate::config::{Config, Entry};
use crate::environment::{self, Environment};
use crate::failure::Failure;
use crate::listed::CONTEXT;
use crate::settings::{Given, Settings};
use pick::first;
use qwenbox::references::ModelRef;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

pub(crate) use effective::Effective;
pub(crate) use key::Key;

/// Everything that was said.
pub(crate) struct Sources<'a> {
    pub(crate) global: &'a Global,
    pub(crate) config: Config,
    pub(crate) variables: Variables<'a>,
    /// The provider's entry in a variable, in place of the file's.
    variable_entry: Option<Told<String>>,
    home: Option<PathBuf>,
}

/// What a provider is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Any,
    /// A key that is written in the configuration goes over the environment.
    Understanding,
    /// Nothing is sent: a key that a file, the keyring or a program tells is looked at only where it says the plan.
    Listing,
}

impl<'a> Sources<'a> {
    /// Reads the environment, and the files if there are any.
    pub(crate) fn gather(
        global: &'a Global,
        environment: &'a Environment,
    ) -> Result<Self, Failure> {
        let place = locate::place(global.config.as_deref(), environment);
        Self::at(place.as_ref(), global, environment)
    }

    /// The same with the configuration of a certain place.
    pub(crate) fn at(
        place: Option<&Place>,
        global: &'a Global,
        environment: &'a Environment,
    ) -> Result<Self, Failure> {
        let (config, variables) = locate::read(place, environment)?;
        Ok(Self {
            variable_entry: variables.find(environment::ENTRY)?,
            home: environment.home(),
            global,
            config,
            variables,
        })
    }

    /// The settings for what a reference names, or for this service when there is none.
    pub(crate) fn settings(
        &self,
        reference: Option<&str>,
        purpose: Purpose,
    ) -> Result<Settings, Failure> {
        let reference = reference.map(|text| self.config.reference(text));
        let reference = reference.transpose()?;
        let custom = reference
            .as_ref()
            .and_then(|reference| self.custom(reference));
        let mut given = if let Some(entry) = custom {
            self.custom_entry(entry, reference.as_ref())?
        } else {
            self.own_entry_and_url()?
        };
        // A variable and a flag say where this service is; a provider of one's own moves by a flag alone.
        let variable = match custom {
            Some(_) => None,
            None => self.variables.find(environment::BASE_URL)?,
        };
        let flag = self.global.base_url.clone();
        let flag = flag.map(|url| Told::new(url, Origin::Flag("--base-url")));
        given.base_url = first(flag, variable, given.base_url.take());
        let says_plan = given.base_url.is_none() && self.global.plan.is_none();
        let purpose = match purpose {
            Purpose::Listing if says_plan => Purpose::Any,
            purpose => purpose,
        };
        let key = if self.global.simulate {
            Key::default()
        } else {
            self.key(custom, given.base_url.as_ref(), purpose)?
        };
        let model = reference.as_ref().map(|reference| match custom {
            Some(_) => format!("qwen/{}", reference.id),
            None => written(reference),
        });
        let warnings = self.config.warnings.clone();
        Ok(Settings {
            reference: reference.as_ref().map(written),
            ..Settings::new(self.global, given, key, model, warnings)
        })
    }

    /// The settings for this service with another key at another address.
    pub(crate) fn with(&self, key: Key, at: Told<String>) -> Result<Settings, Failure> {
        let mut given = self.own_entry()?;
        given.base_url = Some(at);
        Ok(Settings::new(self.global, given, key, None, Vec::new()))
    }

    /// The model of a chat: the one that was typed, or the configured one.
    pub(crate) fn chat_model(&self, typed: Option<&str>) -> Option<Told<String>> {
        let typed = typed.map(|model| Told::new(model.to_owned(), Origin::Flag("--model")));
        first(typed, None, self.config.model.clone())
    }

    /// The settings for the model of a chat, and for those to ask in its place: whoever types a model asks that one.
    pub(crate) fn chat_candidates(&self, typed: Option<&str>) -> Result<Vec<Settings>, Failure> {
        let model = self.chat_model(typed);
        let first = model.as_ref().map(|model| model.value.as_str());
        let others = self.config.fallbacks.iter();
        let others = others.filter(|_| typed.is_none());
        let others = others.map(|model| Some(model.value.as_str()));
        let all = std::iter::once(first).chain(others);
        all.map(|model| self.settings(model, Purpose::Any))
            .collect()
    }

    /// The entry of a provider that is not this one.
    fn custom(&self, reference: &ModelRef) -> Option<&Entry> {
        let is_own = reference.provider == crate::config::owner::OURS;
        (!is_own).then(|| self.config.provider(&reference.provider))?
    }

    /// What the configuration says of this service, but for its address: each field from the first entry that has it.
    fn own_entry(&self) -> Result<Given, Failure> {
        let mut given = Given::default();
        if let Some(told) = &self.variable_entry {
            given = Given::of_variable(told);
        } else {
            for entry in self.config.own_entries() {
                if given.path.is_none() {
                    given.path = Some(entry.path.clone());
                    given.models.clone_from(&entry.models);
                }
                for (name, value) in &entry.fields {
                    if !given.fields.contains_key(name) {
                        given.fields.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        self.add_common(&mut given, crate::config::owner::OURS)?;
        Ok(given)
    }

    /// The same with its address, which may name a variable.
    fn own_entry_and_url(&self) -> Result<Given, Failure> {
        let mut given = self.own_entry()?;
        if self.variable_entry.is_none() {
            given.base_url = self.expanded_url(self.config.own_base_url())?;
        }
        Ok(given)
    }

    /// What the configuration says of another provider.
    fn custom_entry(&self, entry: &Entry, reference: Option<&ModelRef>) -> Result<Given, Failure> {
        let mut given = Given {
            path: Some(entry.path.clone()),
            is_other: true,
            models: entry.models.clone(),
            fields: entry.fields.clone(),
            base_url: self.expanded_url(entry.base_url.as_ref())?,
            ..Given::default()
        };
        if given.base_url.is_none() && self.global.base_url.is_none() {
            return Err(Failure::usage_with_hint(
                format!("{} has no baseUrl ({})", entry.path, entry.origin),
                "say where this provider is",
            ));
        }
        if let Some(reference) = reference {
            let models = given
                .fields
                .entry("models")
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(models) = models {
                describe(models, &reference.id);
            }
        }
        self.add_common(&mut given, &entry.key)?;
        Ok(given)
    }

    /// The catalog's mode, what holds for single models, and the values of variables in headers.
    fn add_common(&self, given: &mut Given, provider: &str) -> Result<(), Failure> {
        if self
            .config
            .replace
            .as_ref()
            .is_some_and(|replace| replace.value)
        {
            given.fields.insert("mode".to_owned(), "replace".into());
        }
        let mut params = Map::new();
        for model in &self.config.models {
            let reference = self.config.reference(&model.reference.value)?;
            if reference.provider.eq_ignore_ascii_case(provider.trim()) && !model.params.is_empty()
            {
                params.insert(reference.id, Value::Object(model.params.clone()));
            }
        }
        if !params.is_empty() {
            given
                .fields
                .insert("modelParams".to_owned(), Value::Object(params));
        }
        let path = given.path.clone().unwrap_or_default();
        if let Some(Value::Object(headers)) = given.fields.get_mut("headers") {
            for (name, value) in headers.iter_mut() {
                if let Value::String(text) = value {
                    let refuse = |what| Failure::usage(format!("{path}.headers.{name}: {what}"));
                    *text = self.variables.expand(text).map_err(refuse)?;
                }
            }
        }
        Ok(())
    }

    fn expanded_url(&self, url: Option<&Told<String>>) -> Result<Option<Told<String>>, Failure> {
        let Some(url) = url else {
            return Ok(None);
        };
        let refuse = |what: String| Failure::usage(format!("{}: {what}", url.origin));
        let value = self.variables.expand(&url.value).map_err(refuse)?;
        let is_blank = value.trim().is_empty();
        Ok((!is_blank).then(|| Told::new(value, url.origin.clone())))
    }

    /// The folder of the configuration, which relative paths in it are of.
    fn folder(&self) -> &Path {
        let path = self.config.path.as_deref();
        path.and_then(Path::parent).unwrap_or_else(|| Path::new(""))
    }
}

/// Has an entry say of a model what it leaves open: a model that it does not list is what its first one is.
fn describe(models: &mut Vec<Value>, id: &str) {
    let first = models.first().cloned().unwrap_or_default();
    let of_first = |limit: &str| first.get(limit).cloned();
    if !models.iter().any(|model| model["id"] == id) {
        let mut model = Map::new();
        model.insert("id".to_owned(), id.into());
        model.extend(of_first("maxTokens").map(|limit| ("maxTokens".to_owned(), limit)));
        models.push(Value::Object(model));
    }
    let mut named = models.iter_mut().filter(|model| model["id"] == id);
    if let Some(Value::Object(model)) = named.next() {
        let window = || of_first("contextWindow").unwrap_or_else(|| CONTEXT.into());
        model.entry("contextWindow").or_insert_with(window);
    }
}

/// A reference as it is typed.
fn written(reference: &ModelRef) -> String {
    format!("{}/{}", reference.provider, reference.id)
}

#[cfg(test)]
mod tests;
