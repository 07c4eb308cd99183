//! The key: where it comes from, of which plan it is, and whether that is the endpoint's.

use super::check::{Check, failure};
use crate::config::secret::masked;
use crate::failure::Failure;
use crate::settings::Settings;
use qwenbox::probe::Probe;
use qwenbox::types::ErrorKind;
use qwenbox::{Class, Plan, Secret};
use std::time::Duration;

const NAME: &str = "key";

/// What was found out of a key.
struct Found<'a> {
    /// All that may be shown of it.
    masked: &'static str,
    origin: &'a str,
    /// The plan of the endpoint, where it is known.
    plan: Option<Plan>,
    /// Whether the endpoint is the service's own.
    is_of_service: bool,
}

pub(super) fn of(settings: &Settings, probe: Option<&Probe>) -> Check {
    if settings.simulate {
        return Check::ok(NAME, "made up for the simulator");
    }
    if let Err(failure) = settings.require_key() {
        return Check::problem(NAME, failure);
    }
    let Some(key) = &settings.key.value else {
        return Check::skipped(NAME, "there is none");
    };
    let origin = key.origin.to_string();
    // As the library reads it: what a paste brings along is none of it.
    let secret = match Secret::parse(&key.value, &origin) {
        Ok(Some(secret)) => secret,
        Ok(None) => {
            let message = format!("there is no API key: what {origin} holds is blank");
            let hint = "put the key there, or run qwenbox onboard";
            return Check::problem(NAME, Failure::no_key(message, hint));
        }
        Err(refusal) => return Check::problem(NAME, refusal.into()),
    };
    let endpoint = probe.map(Probe::endpoint);
    let class = endpoint.map(qwenbox::Endpoint::class);
    verdict(&Found {
        masked: masked(secret.expose()),
        origin: &origin,
        plan: endpoint.and_then(|endpoint| endpoint.plan),
        is_of_service: matches!(class, Some(Class::Native | Class::Provider)),
    })
}

/// Whether a header can carry it, if there is one.
pub(super) fn can_be_sent(settings: &Settings) -> bool {
    let key = settings.key.value.as_ref();
    key.is_none_or(|key| Secret::parse(&key.value, "").is_ok())
}

/// Nobody looked for it.
pub(super) fn skipped() -> Check {
    Check::skipped(NAME, "not looked at: the configuration must be right first")
}

/// What is to tell it does not answer.
pub(super) fn silent(patience: Duration) -> Check {
    let message = format!(
        "the file, the keyring or the program that has it did not answer within {} seconds",
        patience.as_secs()
    );
    let hint = "run it by itself, and see what it waits for; `qwenbox config show --origin` says where the key is";
    Check::problem(NAME, failure(ErrorKind::Timeout, message, hint))
}

fn verdict(found: &Found<'_>) -> Check {
    let Found { masked, origin, .. } = found;
    let is_subscription = *masked == "sk-sp-…";
    let kind = if is_subscription {
        "a subscription's"
    } else {
        "a Standard one"
    };
    let check = match found.plan {
        Some(Plan::Standard) if is_subscription => {
            Check::problem(NAME, other_plan(found, "Standard plan"))
        }
        Some(Plan::Coding) if !is_subscription => {
            Check::problem(NAME, other_plan(found, "Coding Plan"))
        }
        _ if found.is_of_service && *masked == "…" => Check::warning(
            NAME,
            format!("from {origin}, and it does not begin with sk-, as the service's keys do"),
            "look at where it was copied from: https://home.qwencloud.com/api-keys",
        ),
        _ => Check::ok(NAME, format!("{masked} ({kind}) from {origin}")),
    };
    let kind = if is_subscription {
        "subscription"
    } else {
        "standard"
    };
    check
        .with("masked", *masked)
        .with("kind", kind)
        .with("origin", *origin)
}

/// The service would say so too, with 401.
fn other_plan(found: &Found<'_>, plan: &str) -> Failure {
    let Found { masked, origin, .. } = found;
    failure(
        ErrorKind::Unauthorized,
        format!("the key {masked} from {origin} is not of the {plan}, which the endpoint serves"),
        "keys that begin with sk-sp- are the Coding Plan's, and no others: use the key of the endpoint's plan, or leave \
         out the base URL and the plan, and the key says where it goes",
    )
}

#[cfg(test)]
mod tests {
    use super::super::check::Level;
    use super::{Found, of, verdict};
    use crate::args::Arguments;
    use crate::config::origin::{Origin, Told};
    use crate::exit::Exit;
    use crate::settings::{Given, Settings};
    use crate::sources::Key;
    use clap::Parser;
    use qwenbox::Plan;

    #[test]
    fn a_key_must_be_of_the_endpoints_plan() {
        let (standard, coding) = (Some(Plan::Standard), Some(Plan::Coding));
        for (masked, plan, is_of_service, level) in [
            ("sk-…", standard, true, Level::Ok),
            ("sk-ws-…", standard, true, Level::Ok),
            ("sk-sp-…", coding, true, Level::Ok),
            ("sk-sp-…", standard, true, Level::Problem),
            ("sk-…", coding, true, Level::Problem),
            ("sk-…", None, false, Level::Ok),
            ("sk-sp-…", None, false, Level::Ok),
            // Whose keys look how, only a service of one's own knows.
            ("…", None, false, Level::Ok),
            ("…", standard, true, Level::Warning),
        ] {
            let check = verdict(&Found {
                masked,
                origin: "QWEN_API_KEY in the environment",
                plan,
                is_of_service,
            });
            assert_eq!(check.level, level, "{masked} {plan:?}");
            if let Some(failure) = check.into_failure() {
                assert_eq!(Exit::of(&failure), Exit::Refused);
            }
        }
    }

    /// What a paste brings along is judged as the library reads it.
    #[test]
    fn a_key_is_judged_as_it_is_sent() {
        let global = Arguments::try_parse_from(["qwenbox", "doctor"]);
        let global = global.unwrap().global;
        for (pasted, level, masked) in [
            ("\"sk-sp-abc\"", Level::Ok, "sk-sp-…"),
            ("export QWEN_API_KEY=sk-ws-abc", Level::Ok, "sk-ws-…"),
            ("sk-a\nb", Level::Problem, ""),
            ("''", Level::Problem, ""),
        ] {
            let mut settings =
                Settings::new(&global, Given::default(), Key::default(), None, Vec::new());
            let origin = Origin::Flag("--key");
            settings.key.value = Some(Told::new(pasted.to_owned(), origin));
            let check = of(&settings, settings.builder().probe().ok().as_ref());
            assert_eq!(check.level, level, "{pasted}: {check:?}");
            if level == Level::Ok {
                assert_eq!(check.json()["facts"]["masked"], masked, "{pasted}");
            } else {
                assert_eq!(Exit::of(&check.into_failure().unwrap()), Exit::Usage);
            }
        }
    }
}
