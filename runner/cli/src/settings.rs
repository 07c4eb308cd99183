//! What counts of all that was said → what the library needs.

use crate::args::{Global, Plan, Region};
use crate::config::origin::Told;
use crate::config::{ENTRY_FIELDS, Looking};
use crate::environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::sources::Key;
use qwenbox::{Builder, Limits, Provider};
use serde_json::{Map, Value};
use std::fmt;

/// The most memory of the component, in bytes: enough for a dozen of the largest images.
const MEMORY: usize = 512 << 20;

/// What was said of the provider.
pub(crate) struct Settings {
    /// Whether the simulator takes the service's place.
    pub(crate) simulate: bool,
    /// The plan that was asked for.
    pub(crate) plan: Option<Plan>,
    /// The model that was named, as the provider takes it.
    pub(crate) model: Option<String>,
    /// The same by the provider that it is of, as its reference is written.
    pub(crate) reference: Option<String>,
    /// What of the configuration has no effect.
    pub(crate) warnings: Vec<String>,
    /// What was configured of the provider.
    pub(crate) given: Given,
    pub(crate) key: Key,
    pub(crate) region: Option<Region>,
}

/// The entry of a provider: what the library is given of it.
#[derive(Clone, Default)]
pub(crate) struct Given {
    /// Where it stands; `None` when nothing does.
    pub(crate) path: Option<String>,
    /// Whether it is another provider's than this service.
    pub(crate) is_other: bool,
    pub(crate) fields: Map<String, Value>,
    /// The ids of its models.
    pub(crate) models: Vec<String>,
    /// Where requests go.
    pub(crate) base_url: Option<Told<String>>,
    /// The entry as it was written, when it cannot be read: the library says what is wrong.
    pub(crate) unreadable: Option<String>,
    /// What of it has no effect.
    pub(crate) warnings: Vec<String>,
}

/// Shows no value: any may be a key.
impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Given")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Given {
    /// The entry in a variable.
    pub(crate) fn of_variable(told: &Told<String>) -> Self {
        let path = Some(environment::ENTRY.to_owned());
        let Ok(Value::Object(fields)) = serde_json::from_str(&told.value) else {
            return Self {
                path,
                unreadable: Some(told.value.clone()),
                ..Self::default()
            };
        };
        let (kept, left): (Map<_, _>, Map<_, _>) = fields
            .into_iter()
            // Nothing else is handed on: an entry may hold a key.
            .partition(|(name, _)| name == "baseUrl" || ENTRY_FIELDS.contains(&name.as_str()));
        let models = kept.get("models").and_then(Value::as_array);
        let ids = models
            .into_iter()
            .flatten()
            .filter_map(|model| model.get("id")?.as_str());
        Self {
            path,
            is_other: false,
            models: ids.map(str::to_owned).collect(),
            warnings: left
                .keys()
                .map(|name| format!("{}.{name} is not read", environment::ENTRY))
                .collect(),
            base_url: kept
                .get("baseUrl")
                .and_then(Value::as_str)
                .map(str::trim)
                .filter(|url| !url.is_empty())
                .map(|url| Told::new(url.to_owned(), told.origin.clone())),
            fields: kept,
            unreadable: None,
        }
    }

    /// As JSON, for the library.
    fn json(&self) -> Option<String> {
        let written = || Value::Object(self.fields.clone()).to_string();
        match &self.unreadable {
            Some(text) => Some(text.clone()),
            None => (!self.fields.is_empty()).then(written),
        }
    }
}

impl Settings {
    /// Of what was given, with the flags.
    pub(crate) fn new(
        global: &Global,
        given: Given,
        key: Key,
        model: Option<String>,
        mut warnings: Vec<String>,
    ) -> Self {
        warnings.extend(given.warnings.iter().cloned());
        Self {
            simulate: global.simulate,
            plan: global.plan,
            reference: model.clone(),
            model,
            warnings,
            given,
            key,
            region: global.region,
        }
    }

    /// The settings of a simulator that nothing is configured for.
    pub(crate) fn of_simulator(global: &Global) -> Self {
        Self {
            simulate: true,
            ..Self::new(global, Given::default(), Key::default(), None, Vec::new())
        }
    }

    /// What is wrong in the entry is told by the place where it stands.
    pub(crate) fn tell_place(&self, output: &mut Output) {
        if let Some(path) = &self.given.path {
            output.entry_is_at(path);
        }
    }

    /// What is configured for looking at images and videos goes over what is configured of the provider, and an address
    /// that was typed over both.
    pub(crate) fn look(&mut self, looking: &Looking, has_typed_url: bool) {
        if let Some(url) = looking.base_url.as_ref().filter(|_| !has_typed_url) {
            self.given.base_url = Some(url.clone());
        }
        if let Some(seconds) = &looking.timeout_seconds {
            let fields = &mut self.given.fields;
            fields.insert("timeoutSeconds".to_owned(), seconds.value.into());
        }
    }

    /// Refuses what needs a key when there is none.
    pub(crate) fn require_key(&self) -> Result<(), Failure> {
        if self.given.is_other && self.key.value.is_none() && !self.simulate {
            return Err(self.no_key_of_other());
        }
        match (&self.key.value, &self.key.why) {
            (None, Some(why)) if !self.simulate => Err(Failure::no_key(
                format!("there is no API key: {why}"),
                format!(
                    "put it where the configuration says; or {}",
                    ways_to_a_key()
                ),
            )),
            (None, None) if !self.simulate => Err(no_key()),
            _ => Ok(()),
        }
    }

    /// Another provider's key stands in its own entry: those of this service are none of it.
    fn no_key_of_other(&self) -> Failure {
        let path = self.given.path.as_deref().unwrap_or_default();
        match &self.key.why {
            Some(why) => Failure::usage_with_hint(
                format!("there is no API key: {why}"),
                format!("put the key where {path}.apiKey says"),
            ),
            None => Failure::usage_with_hint(
                format!("there is no API key: {path}.apiKey is not set"),
                "write the key there, or where it is; docs/configuration.md has every form",
            ),
        }
    }

    /// The provider's description. A simulator's address and key are for the caller to add.
    pub(crate) fn builder(&self) -> Builder {
        let mut builder = Provider::builder().limits(limits());
        if let Some(plan) = self.plan {
            builder = builder.plan(match plan {
                Plan::Standard => qwenbox::Plan::Standard,
                Plan::Coding => qwenbox::Plan::Coding,
            });
        }
        // The simulator stands for the service that is asked when nothing is said, whose prices hold then.
        let unsaid = self.simulate.then_some(Region::Global);
        if let Some(region) = self.region.or(unsaid) {
            builder = builder.region(match region {
                Region::Global => qwenbox::Region::Global,
                Region::China => qwenbox::Region::China,
            });
        }
        if let Some(json) = self.given.json() {
            builder = builder.config_json(json);
        }
        if self.simulate {
            return builder;
        }
        if let Some(url) = &self.given.base_url {
            builder = builder.base_url(&url.value);
        }
        if let Some(key) = &self.key.value {
            builder = builder.api_key(&key.value);
        }
        builder
    }
}

/// One person's instance may take more than one of many on a server: a request with several large images goes through
/// its memory three or four times. Only what is used is taken.
pub(crate) fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.memory_bytes = MEMORY;
    limits
}

/// What a chat without a key is told.
pub(crate) fn no_key() -> Failure {
    let [first, second, third] = environment::KEYS;
    Failure::no_key(
        format!("there is no API key: {first}, {second} and {third} are not set"),
        ways_to_a_key(),
    )
}

/// How to come by a key, and what works without one.
fn ways_to_a_key() -> String {
    format!(
        "run qwenbox onboard, which asks for a key and keeps it, or get one at https://home.qwencloud.com/api-keys and \
         set {}; without one there are qwenbox demo and qwenbox --simulate chat \"hello\"",
        environment::KEYS[0]
    )
}
