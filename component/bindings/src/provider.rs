//! The provider that a component's environment describes, made at the first call and kept.

use once_cell::race::OnceBox;
use qwen_core::prelude::*;
use qwen_core::{Error, Provider, Settings};

/// The provider of this instance. `variables` are all of the environment's; it is asked once.
///
/// # Errors
/// What is wrong with the settings.
pub fn provider(variables: fn() -> Vec<(String, String)>) -> Result<&'static Provider, Error> {
    static PROVIDER: OnceBox<Result<Provider, Error>> = OnceBox::new();
    let provider = PROVIDER.get_or_init(|| Box::new(of_environment(&variables())));
    provider.as_ref().map_err(Clone::clone)
}

fn of_environment(variables: &[(String, String)]) -> Result<Provider, Error> {
    let value = |name: &str| {
        let mut named = variables.iter().filter(|(key, _)| key == name);
        named.next().map(|(_, value)| value.clone())
    };
    Settings::from_environment(value).and_then(Provider::new)
}
