//! The model of a chat that names none: whether the endpoint is known to have it. Nobody is asked.

use super::Configured;
use super::check::Check;
use crate::failure::Failure;
use qwenbox::catalog::Model;
use qwenbox::{Error, Provider};

const NAME: &str = "model";

/// Asks the component. `provider` is `None` when there is none to be had.
pub(super) async fn of(
    provider: Option<Result<Provider, Error>>,
    configured: &Configured,
) -> (Check, Option<Provider>) {
    let provider = match provider {
        Some(Ok(provider)) => provider,
        Some(Err(error)) => return (Check::problem(NAME, error.into()), None),
        None => {
            let told = "not looked at: the endpoint and the component must be right first";
            return (Check::skipped(NAME, told), None);
        }
    };
    let settings = &configured.settings;
    let found = match &settings.model {
        Some(model) => provider.resolve(model).await,
        None => provider.default_model().await,
    };
    let named = settings.reference.as_deref();
    let check = verdict(
        found.map_err(Failure::from),
        named,
        configured.has_fallbacks,
    );
    (check, Some(provider))
}

/// `named` is the reference of a configured model.
fn verdict(found: Result<Model, Failure>, named: Option<&str>, has_fallbacks: bool) -> Check {
    match found {
        Ok(model) => {
            let rule = match named {
                Some(_) => "as configured",
                None => "the provider's default",
            };
            let reference = named.unwrap_or(&model.ref_);
            Check::ok(NAME, format!("{reference}, {rule}")).with("model", reference)
        }
        Err(failure) if has_fallbacks => {
            let hint = "the fallbacks are asked in its place: mend agents.defaults.model.primary";
            Check::warning(NAME, failure.record().message, hint)
        }
        Err(failure) => Check::problem(NAME, failure),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{Level, failure};
    use super::verdict;
    use crate::exit::Exit;
    use qwenbox::types::ErrorKind;

    #[test]
    fn a_model_that_is_not_known_is_a_problem_unless_others_are_asked() {
        for (has_fallbacks, level) in [(false, Level::Problem), (true, Level::Warning)] {
            let unknown = Err(failure(ErrorKind::NotFound, "no such model", "try another"));
            let check = verdict(unknown, Some("qwen/x"), has_fallbacks);
            assert_eq!(check.level, level, "{has_fallbacks}");
            if let Some(failure) = check.into_failure() {
                assert_eq!(Exit::of(&failure), Exit::Usage);
            }
        }
    }
}
