//! What the component was told: key, base URL, configured models, and how calls are made.
//! Knows no endpoint and no catalog, and the environment only as a function.

mod entry;
mod fields;
mod headers;
mod models;

use core::fmt;

use serde_json::{Map, Value};

pub use models::{Compat, ConfiguredModel, ThinkingFormat};

use crate::error::Error;
use crate::http::Timeouts;
use crate::model::Region;
use crate::prelude::*;
use crate::secret::Secret;

/// The variables that may hold the key, in the order in which they are asked (Qwen provider page, November 2026).
pub const KEY_VARIABLES: [&str; 3] = ["QWEN_API_KEY", "MODELSTUDIO_API_KEY", "DASHSCOPE_API_KEY"];

/// The variable that says who adds the key: `host`, or `host-subscription` when the host's is a subscription's, or
/// nothing.
pub const AUTH_VARIABLE: &str = "QWEN_AUTH";

/// The variable with the base URL. It goes over the one in [`CONFIG_VARIABLE`].
pub const BASE_URL_VARIABLE: &str = "QWEN_BASE_URL";

/// The variable with the region, `global` or `china`, for an address that does not tell it: prices follow from it.
pub const REGION_VARIABLE: &str = "QWEN_REGION";

/// The variable with the provider entry of a configuration, as JSON.
pub const CONFIG_VARIABLE: &str = "QWEN_CONFIG";

/// What the component was told. The default is nothing at all.
///
/// The debug print shows neither the key nor the values of headers and parameters.
#[derive(Clone, Default, PartialEq)]
pub struct Settings {
    /// Where the key comes from.
    pub auth: Auth,
    /// The configured base URL, as written. It has not been checked.
    pub base_url: Option<String>,
    /// The region that was named.
    pub region: Option<Region>,
    /// The configured models, in their order, no id twice.
    pub models: Vec<ConfiguredModel>,
    /// Whether these stand in place of the built-in ones.
    pub models_alone: bool,
    /// All fields for the body of requests to single models, by their ids.
    pub model_params: ModelParams,
    /// Headers for every request: names in lower case, no name twice.
    pub headers: Vec<(String, String)>,
    /// How long each part of a request may take.
    pub timeouts: Timeouts,
    /// Fields for the body of every request, below what the request itself says.
    pub params: Map<String, Value>,
    /// The paths of what was configured and has no effect, such as `QWEN_CONFIG.models[0].cost`.
    pub ignored: Vec<String>,
}

/// Fields for the body of requests, by the ids of models.
pub type ModelParams = Vec<(String, Map<String, Value>)>;

/// Where the key comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Auth {
    /// The component has the key and sends it.
    Key(Secret),
    /// The host adds the key; the component sends none.
    Host {
        /// Whether it is a subscription's, which not everything is served to.
        subscription: bool,
    },
    /// There is none.
    #[default]
    Missing,
}

impl Settings {
    /// Reads the settings from environment variables; blank ones count as unset.
    ///
    /// # Errors
    /// `invalid-request` names the variable, and the path in it, whose value is of no use; `unsupported` when the
    /// configured `api` is of another kind. No value is shown, since any may be secret.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let value = |name: &str| variable(name).filter(|text| !text.trim().is_empty());
        let mut settings = match value(CONFIG_VARIABLE) {
            Some(text) => entry::parse(&text, CONFIG_VARIABLE)?,
            None => Self::default(),
        };
        if let Some(base_url) = value(BASE_URL_VARIABLE) {
            settings.base_url = Some(base_url.trim().to_owned());
        }
        settings.region = value(REGION_VARIABLE).map(|word| Region::of_word(&word));
        settings.auth = Auth::from_variables(value)?;
        Ok(settings)
    }

    /// The configured model with exactly this id.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&ConfiguredModel> {
        self.models.iter().find(|model| model.id == id)
    }

    /// The fields for the body of a request to a model.
    #[must_use]
    pub fn params_of(&self, id: &str) -> &Map<String, Value> {
        let mut own = self.model_params.iter();
        let found = own.find(|(model, _)| model.eq_ignore_ascii_case(id));
        found.map_or(&self.params, |(_, params)| params)
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Settings")
            .field("auth", &self.auth)
            .field("base_url", &self.base_url)
            .field("region", &self.region)
            .field("models", &self.models)
            .field("headers", &names)
            .field("timeouts", &self.timeouts)
            .field("ignored", &self.ignored)
            .finish_non_exhaustive()
    }
}

impl Auth {
    /// Whether the key is known to be a subscription's.
    #[must_use]
    pub fn is_subscription(&self) -> bool {
        match self {
            Self::Key(key) => key.is_subscription(),
            Self::Host { subscription } => *subscription,
            Self::Missing => false,
        }
    }

    /// What a host that adds the key says of itself.
    #[must_use]
    pub fn host_word(subscription: bool) -> &'static str {
        if subscription {
            HOST_SUBSCRIPTION
        } else {
            HOST
        }
    }

    fn from_variables(value: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        if let Some(word) = value(AUTH_VARIABLE) {
            return Self::of_host(word.trim());
        }
        for name in KEY_VARIABLES {
            let text = value(name).unwrap_or_default();
            if let Some(key) = Secret::parse(&text, name)? {
                return Ok(Self::Key(key));
            }
        }
        Ok(Self::Missing)
    }

    fn of_host(word: &str) -> Result<Self, Error> {
        for subscription in [false, true] {
            if word.eq_ignore_ascii_case(Self::host_word(subscription)) {
                return Ok(Self::Host { subscription });
            }
        }
        Err(Error::invalid(format!(
            "{AUTH_VARIABLE} is set to something other than `{HOST}` and `{HOST_SUBSCRIPTION}`"
        ))
        .with_hint("unset it, or set it to host when the host adds the key"))
    }
}

/// The words of [`AUTH_VARIABLE`].
const HOST: &str = "host";
const HOST_SUBSCRIPTION: &str = "host-subscription";

#[cfg(test)]
mod tests;
