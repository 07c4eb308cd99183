//! What an embedder may say of a provider, and what follows: where it may go, what it is told, which key it gets.

use crate::door::Door;
use crate::egress::Egress;
use crate::egress::credentials::Credential;
use crate::egress::options::Options as EgressOptions;
use crate::egress::origin::Origin;
use crate::egress::policy::{Policy, Reach};
use crate::error::Error;
use crate::jobs;
use crate::limits::Limits;
use crate::probe::Probe;
use crate::provider::Provider;
use crate::runtime::Runtime;
use crate::storage::Storage;
use qwen_core::endpoint::{Choice, Class, Endpoint};
use qwen_core::model::{Plan, Region};
use qwen_core::secret::Secret;
use qwen_core::settings;
use std::fmt;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Describes a provider. Everything has a default but the key.
///
/// ```no_run
/// # fn example() -> Result<(), qwenbox::Error> {
/// let provider = qwenbox::Provider::builder()
///     .api_key("sk-…")
///     .region(qwenbox::Region::China)
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
#[must_use]
pub struct Builder {
    runtime: Option<Runtime>,
    limits: Limits,
    api_key: Option<String>,
    base_url: Option<String>,
    plan: Option<Plan>,
    region: Option<Region>,
    config_json: Option<String>,
    ca_file: Option<PathBuf>,
}

impl Builder {
    /// The API key. It stays in the host, which adds it to requests on their way to the endpoint; the component never
    /// sees it. Keys that begin with `sk-sp-` are of the Coding Plan. Without one, requests carry no key.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// Where requests go, instead of what plan and region say: an `http` or `https` URL. Loopback and private addresses
    /// are allowed for it, as it was named.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The plan. Default: what the key says.
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = Some(plan);
        self
    }

    /// The region. Default: global.
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// The provider's entry of a configuration, as JSON: `models`, `headers`, `timeoutSeconds`, `params`, and a
    /// `baseUrl` that [`Builder::base_url`] goes over.
    pub fn config_json(mut self, json: impl Into<String>) -> Self {
        self.config_json = Some(json.into());
        self
    }

    /// A PEM file of certificates to trust beside the system's.
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_file = Some(path.into());
        self
    }

    /// A runtime to share with other providers; its limits hold. Default: one of its own.
    pub fn runtime(mut self, runtime: Runtime) -> Self {
        self.runtime = Some(runtime);
        self
    }

    /// What an instance may use, when no runtime is given.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The provider. Without a shared runtime this compiles the component, or loads its compiled code; nothing is sent.
    ///
    /// # Errors
    /// [`Error::Options`] when what was said cannot be used, [`Error::Load`] when the component cannot be loaded.
    pub fn build(self) -> Result<Provider, Error> {
        let parts = self.parts()?;
        Ok(Provider::new(
            parts.runtime,
            parts.egress,
            parts.environment,
            parts.endpoint,
            parts.key.as_ref().map(jobs::fingerprint),
            parts.storage,
        ))
    }

    /// The provider's server door, of which up to `instances` run beside each other, each on one thread at a time; one
    /// that fails takes only its own requests with it. It loads the component as [`Builder::build`] does; nothing is sent.
    ///
    /// # Errors
    /// Those of [`Builder::build`], and [`Error::Options`] for a component without a server door.
    pub fn build_door(self, instances: NonZeroUsize) -> Result<Door, Error> {
        let parts = self.parts()?;
        Door::new(
            &parts.runtime,
            &parts.egress,
            &parts.environment,
            parts.endpoint,
            instances,
        )
    }

    fn parts(self) -> Result<Parts, Error> {
        let key = self.key()?;
        let endpoint = self.endpoint(key.as_ref())?;
        let runtime = match self.runtime {
            Some(runtime) => runtime,
            None => Runtime::new(self.limits)?,
        };
        let (egress, storage) = egress(&endpoint, key.as_ref(), &runtime.limits, self.ca_file)?;
        let subscription = key.as_ref().is_some_and(Secret::is_subscription);
        let environment = environment(&endpoint, subscription, self.config_json);
        Ok(Parts {
            runtime,
            egress,
            environment,
            endpoint,
            key,
            storage,
        })
    }

    /// The way to the endpoint alone, for whoever asks why nothing gets through. Nothing is compiled, and nothing sent.
    ///
    /// # Errors
    /// [`Error::Options`] when what was said cannot be used.
    pub fn probe(&self) -> Result<Probe, Error> {
        let key = self.key()?;
        let endpoint = self.endpoint(key.as_ref())?;
        let origin = origin(&endpoint.origin())?;
        let trusted = self.ca_file.clone();
        let (egress, _) = egress(&endpoint, key.as_ref(), &self.limits, trusted)?;
        Ok(Probe::new(endpoint, origin, egress))
    }

    fn key(&self) -> Result<Option<Secret>, Error> {
        match &self.api_key {
            Some(text) => Ok(Secret::parse(text, "the API key")?),
            None => Ok(None),
        }
    }

    /// The endpoint by the provider's own rules, applied here because the host decides what may be reached.
    fn endpoint(&self, key: Option<&Secret>) -> Result<Endpoint, Error> {
        let configured = match &self.config_json {
            Some(json) => {
                let variable =
                    |name: &str| (name == settings::CONFIG_VARIABLE).then(|| json.clone());
                settings::Settings::from_environment(variable)?.base_url
            }
            None => None,
        };
        let choice = Choice {
            base_url: self.base_url.as_deref().or(configured.as_deref()),
            plan: self.plan,
            region: self.region.clone(),
            subscription_key: key.is_some_and(Secret::is_subscription),
        };
        Ok(Endpoint::choose(&choice)?)
    }
}

/// What a provider is made of.
struct Parts {
    runtime: Runtime,
    egress: Egress,
    environment: Vec<(String, String)>,
    endpoint: Endpoint,
    key: Option<Secret>,
    storage: Storage,
}

/// All that the component is told.
fn environment(
    endpoint: &Endpoint,
    subscription: bool,
    config_json: Option<String>,
) -> Vec<(String, String)> {
    let mut environment = vec![
        (
            settings::AUTH_VARIABLE.to_owned(),
            settings::Auth::host_word(subscription).to_owned(),
        ),
        (
            settings::BASE_URL_VARIABLE.to_owned(),
            endpoint.base_url.clone(),
        ),
    ];
    // A known address tells its region itself.
    let is_known = matches!(endpoint.class(), Class::Native | Class::Provider);
    if let Some(region) = endpoint.region.as_ref().filter(|_| !is_known) {
        environment.push((
            settings::REGION_VARIABLE.to_owned(),
            region.word().to_owned(),
        ));
    }
    environment.extend(config_json.map(|json| (settings::CONFIG_VARIABLE.to_owned(), json)));
    environment
}

/// An egress to the endpoint, with what it serves elsewhere, and nowhere else; and the storage beside it.
fn egress(
    endpoint: &Endpoint,
    key: Option<&Secret>,
    limits: &Limits,
    ca_file: Option<PathBuf>,
) -> Result<(Egress, Storage), Error> {
    let subscription = key.is_some_and(Secret::is_subscription);
    let origins: Vec<_> = endpoint
        .origins(subscription)
        .iter()
        .map(|text| origin(text))
        .collect::<Result<_, _>>()?;
    let reach = match endpoint.class() {
        Class::Native | Class::Provider => Reach::Public,
        Class::Local | Class::Custom => Reach::Configured,
    };
    let policy = origins.iter().fold(Policy::deny_all(), |policy, origin| {
        policy.allow(origin.clone(), reach)
    });
    let options = EgressOptions {
        connect_timeout: limits.connect,
        first_byte_timeout: limits.first_byte,
        between_bytes_timeout: limits.between_bytes,
        max_response_bytes: limits.response_bytes,
        ca_file,
        ..EgressOptions::default()
    };
    let storage = Storage::new(&origins, options.clone());
    let credential = match key {
        Some(key) => Some(credential(origins, key, endpoint)?),
        None => None,
    };
    Ok((Egress::new(policy, credential, options), storage))
}

fn origin(text: &str) -> Result<Origin, Error> {
    Origin::parse(text).map_err(|error| Error::options(error.to_string()))
}

fn credential(
    origins: Vec<Origin>,
    key: &Secret,
    endpoint: &Endpoint,
) -> Result<Credential, Error> {
    let stays_here = origins.iter().all(Origin::is_loopback);
    if !endpoint.base_url.starts_with("https://") && !stays_here {
        return Err(Error::Options {
            message: format!(
                "the key would cross the network unprotected on its way to {}",
                endpoint.base_url
            ),
            hint: Some("use an https base URL; plain http is for loopback addresses".to_owned()),
        });
    }
    Credential::new(origins, key)
        .map_err(|_| Error::options("the API key holds a character that no header can carry"))
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("base_url", &self.base_url)
            .field("plan", &self.plan)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}
