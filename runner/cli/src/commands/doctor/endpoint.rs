//! Where requests go, and which rule chose it.

use super::check::Check;
use super::key;
use crate::failure::Failure;
use crate::json;
use crate::settings::Settings;
use qwenbox::probe::Probe;
use qwenbox::{Endpoint, Error, Plan};

const NAME: &str = "endpoint";

pub(super) fn of(settings: &Settings, probe: &Result<Probe, Error>) -> Check {
    let endpoint = match probe {
        Ok(probe) => probe.endpoint(),
        Err(_) if !key::can_be_sent(settings) => {
            return Check::skipped(NAME, "not looked at: the key must be right first");
        }
        Err(error) => {
            let record = error.record();
            let hint = record
                .hint
                .unwrap_or_else(|| hint(&record.message).to_owned());
            return Check::problem(NAME, Failure::usage_with_hint(record.message, hint));
        }
    };
    let named = settings.given.base_url.as_ref();
    let named = named.filter(|_| !settings.simulate);
    let origin = named.map(|url| url.origin.to_string());
    verdict(endpoint, origin.as_deref())
}

/// What is wrong in the entry of a provider is not always its address.
fn hint(message: &str) -> &'static str {
    if message.contains("base URL") || message.contains("baseUrl") {
        "see what `qwenbox config show --origin` says of baseUrl"
    } else {
        "mend it where the provider is described; docs/configuration.md has every key"
    }
}

/// `origin` is where its address comes from, if somebody named it.
fn verdict(endpoint: &Endpoint, origin: Option<&str>) -> Check {
    let plan = match endpoint.plan {
        Some(Plan::Standard) => "Standard",
        Some(Plan::Coding) => "Coding Plan",
        None => "plan not known",
    };
    let region = endpoint.region.as_ref().map(qwenbox::Region::word);
    let region = region.unwrap_or("region not known");
    let rule = match origin {
        Some(origin) => format!("{} ({origin})", endpoint.chosen_by),
        None => endpoint.chosen_by.to_owned(),
    };
    let message = format!("{} ({plan}, {region}): {rule}", endpoint.base_url);
    let mut check = Check::ok(NAME, message);
    if let serde_json::Value::Object(facts) = json::endpoint(endpoint) {
        for (name, value) in facts {
            check = check.with(&name, value);
        }
    }
    check.with("origin", origin)
}

#[cfg(test)]
mod tests {
    use super::{hint, verdict};
    use qwenbox::{Choice, Endpoint, Plan};

    #[test]
    fn advice_is_about_the_address_only_where_it_is_wrong() {
        for (message, is_address) in [
            ("the base URL has no host", true),
            ("QWEN_CONFIG.baseUrl must be a text", true),
            ("QWEN_CONFIG.timeoutSeconds must be a whole number", false),
        ] {
            assert_eq!(hint(message).contains("baseUrl"), is_address, "{message}");
        }
    }

    #[test]
    fn the_rule_that_holds_is_told() {
        let of = |choice: Choice<'_>, origin| {
            let endpoint = Endpoint::choose(&choice).unwrap();
            verdict(&endpoint, origin).json()
        };
        let default = of(Choice::default(), None);
        assert_eq!(
            default["message"],
            "https://dashscope-intl.aliyuncs.com/compatible-mode/v1 (Standard, global): nothing was set, so Standard Global"
        );
        assert_eq!(
            default["facts"]["chosenBy"],
            "nothing was set, so Standard Global"
        );
        let named = Choice {
            base_url: Some("http://127.0.0.1:8080/v1"),
            plan: Some(Plan::Coding),
            ..Choice::default()
        };
        assert_eq!(
            of(named, Some("--base-url"))["message"],
            "http://127.0.0.1:8080/v1 (Coding Plan, region not known): a base URL was configured (--base-url)"
        );
    }
}
