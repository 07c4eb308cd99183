//! Flags, environment and configuration file → what the library needs. Flags go over the environment, the environment
//! over the file.

use crate::args::{Global, Plan, Region};
use crate::config_file::{self, Config, Entry};
use crate::environment::{self, Environment};
use crate::failure::Failure;
use qwenbox::{Builder, Limits, Provider};
use std::path::{Path, PathBuf};

/// The most memory of the component, in bytes: enough for a dozen of the largest images.
const MEMORY: usize = 512 << 20;

/// What was said of the provider.
pub(crate) struct Settings {
    /// Whether the simulator takes the service's place.
    pub(crate) simulate: bool,
    /// The plan that was asked for.
    pub(crate) plan: Option<Plan>,
    /// The model of `chat` that was configured.
    pub(crate) model: Option<String>,
    /// The paths of what was configured and is not read yet.
    pub(crate) unread: Vec<String>,
    /// The provider's entry of the configuration.
    pub(crate) entry: Option<Entry>,
    key: Option<String>,
    base_url: Option<String>,
    region: Option<Region>,
}

impl Settings {
    /// Reads the environment, and the file if there is one.
    pub(crate) fn gather(global: &Global, environment: &Environment) -> Result<Self, Failure> {
        let Config {
            mut entry,
            model,
            mut unread,
        } = match file(global, environment) {
            Some(path) => config_file::read(&path)?,
            None => Config::default(),
        };
        if let Some(text) = environment.text(environment::ENTRY)? {
            entry = Some(config_file::entry_of_variable(text, &mut unread));
        }
        let base_url = match &global.base_url {
            Some(url) => Some(url.as_str()),
            None => environment.text(environment::BASE_URL)?,
        };
        Ok(Self {
            simulate: global.simulate,
            plan: global.plan,
            model,
            unread,
            entry,
            key: key(environment)?,
            base_url: base_url.map(str::to_owned),
            region: global.region,
        })
    }

    /// The settings of a simulator that nothing is configured for.
    pub(crate) fn of_simulator(global: &Global) -> Self {
        Self {
            simulate: true,
            plan: global.plan,
            model: None,
            unread: Vec::new(),
            entry: None,
            key: None,
            base_url: None,
            region: global.region,
        }
    }

    /// Refuses what needs a key when there is none.
    pub(crate) fn require_key(&self) -> Result<(), Failure> {
        if self.simulate || self.key.is_some() {
            Ok(())
        } else {
            Err(no_key())
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
        if let Some(entry) = &self.entry {
            builder = builder.config_json(&entry.json);
        }
        if self.simulate {
            return builder;
        }
        if let Some(url) = &self.base_url {
            builder = builder.base_url(url);
        }
        if let Some(key) = &self.key {
            builder = builder.api_key(key);
        }
        builder
    }
}

/// One person's instance may take more than one of many on a server: a request with several large images goes through
/// its memory three or four times. Only what is used is taken.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.memory_bytes = MEMORY;
    limits
}

/// What a chat without a key is told.
pub(crate) fn no_key() -> Failure {
    let [first, second, third] = environment::KEYS;
    Failure::usage_with_hint(
        format!("there is no API key: {first}, {second} and {third} are not set"),
        format!(
            "get a key at https://home.qwencloud.com/api-keys and set {first}; or try it without one: \
             qwenbox --simulate chat \"hello\""
        ),
    )
}

fn file(global: &Global, environment: &Environment) -> Option<PathBuf> {
    let variable = || environment.raw(environment::FILE).map(PathBuf::from);
    global
        .config
        .as_deref()
        .map(Path::to_owned)
        .or_else(variable)
}

fn key(environment: &Environment) -> Result<Option<String>, Failure> {
    for name in environment::KEYS {
        if let Some(key) = environment.text(name)? {
            return Ok(Some(key.to_owned()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::{Environment, key};
    use std::ffi::OsString;

    #[test]
    fn the_first_key_that_is_not_blank_counts() {
        for (set, first) in [
            (
                &[("QWEN_API_KEY", "a"), ("DASHSCOPE_API_KEY", "b")][..],
                Some("a"),
            ),
            (
                &[("QWEN_API_KEY", "  "), ("MODELSTUDIO_API_KEY", "c")],
                Some("c"),
            ),
            (&[("DASHSCOPE_API_KEY", "b")], Some("b")),
            (&[("OPENAI_API_KEY", "d")], None),
        ] {
            let environment = Environment::of(|name| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| OsString::from(value))
            });
            assert_eq!(key(&environment).unwrap().as_deref(), first);
        }
    }
}
