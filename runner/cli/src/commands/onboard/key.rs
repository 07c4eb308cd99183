//! A key as it was pasted, and whether it fits what it is for.

use super::check::Access;
use crate::args::{AuthChoice, Plan, Region};
use crate::config::origin::{Origin, Told};
use crate::config::secret;
use crate::failure::Failure;
use crate::messages::Advice;
use qwenbox::Secret;
use qwenbox::types::ErrorKind;

/// Where keys come from (Qwen provider page, November 2026).
pub(super) const PAGE: &str = "https://home.qwencloud.com/api-keys";

/// The key in what was pasted; `origin` says where it stands.
pub(super) fn clean(pasted: &str, origin: &str) -> Result<Secret, Failure> {
    let key = Secret::parse(pasted, origin)?.ok_or_else(|| none(origin))?;
    // A file of it has a line end, too.
    if key.expose().len() as u64 >= secret::LONGEST {
        return Err(Failure::usage(format!(
            "what is in {origin} is too long for a key"
        )));
    }
    Ok(key)
}

/// There is no key where one should be.
pub(super) fn none(origin: &str) -> Failure {
    Failure::usage_with_hint(
        format!("there is no key in {origin}"),
        format!("keys are at {PAGE}"),
    )
}

/// Refuses a key of the other plan, before anybody sees it. At an address of one's own, keys may look like anything.
pub(super) fn refuse_misfit(access: &Access) -> Result<(), Failure> {
    let choice = access.address.choice;
    let (is_coding, other) = (choice.plan == Plan::Coding, other_plan(choice.plan));
    if access.address.is_elsewhere || access.key.is_subscription() == is_coding {
        return Ok(());
    }
    let what = if is_coding {
        "keys of the Coding Plan begin with sk-sp-, and this one does not"
    } else {
        "the key begins with sk-sp-: it is of the Coding Plan, and the Standard plan was chosen"
    };
    let hint = AuthChoice::of(other, choice.region).map_or_else(
        || format!("keys are at {PAGE}"),
        |other| {
            let plan = plan_name(other.plan);
            format!(
                "for the {plan}: qwenbox onboard --auth-choice {}; or copy the other key from {PAGE}",
                other.id
            )
        },
    );
    Err(Failure::usage_with_hint(
        format!("{what}; nothing was sent"),
        hint,
    ))
}

/// What to do about a key that the service refuses. At the documented address, its plan fits, so it is of the other region
/// or no key. Of any other address, nothing more is known than who says it.
pub(super) fn advice(choice: &AuthChoice, asked: &Told<String>) -> Advice {
    if !matches!(asked.origin, Origin::Default(_)) {
        let (url, origin) = (asked.value.clone(), asked.origin.clone());
        return Advice::Elsewhere { url, origin };
    }
    let region = other_region(choice.region);
    let other = AuthChoice::of(choice.plan, region).map_or(choice.id, |other| other.id);
    let (choice, page) = (other, PAGE);
    match region {
        Region::China => Advice::OfChina { choice, page },
        Region::Global => Advice::OfGlobal { choice, page },
    }
}

/// Whether the service refused the key.
pub(super) fn is_refused(failure: &Failure) -> bool {
    failure.record().kind == ErrorKind::Unauthorized
}

pub(super) fn plan_name(plan: Plan) -> &'static str {
    match plan {
        Plan::Standard => "Standard plan",
        Plan::Coding => "Coding Plan",
    }
}

fn other_plan(plan: Plan) -> Plan {
    match plan {
        Plan::Standard => Plan::Coding,
        Plan::Coding => Plan::Standard,
    }
}

fn other_region(region: Region) -> Region {
    match region {
        Region::Global => Region::China,
        Region::China => Region::Global,
    }
}

#[cfg(test)]
mod tests {
    use super::{advice, clean};
    use crate::args::AuthChoice;
    use crate::config::origin::{Origin, Told};
    use crate::language::Language;
    use proptest::prelude::*;

    #[test]
    fn a_refused_key_of_the_documented_address_may_be_of_the_other_region() {
        for (choice, region, other) in [
            (
                "qwen-standard-api-key",
                "from China",
                "qwen-standard-api-key-cn",
            ),
            (
                "qwen-standard-api-key-cn",
                "from the Global region",
                "qwen-standard-api-key",
            ),
            ("qwen-api-key", "from China", "qwen-api-key-cn"),
            ("qwen-api-key-cn", "from the Global region", "qwen-api-key"),
        ] {
            let origin = Origin::Default("--auth-choice".to_owned());
            let asked = Told::new("https://example.com/v1".to_owned(), origin);
            let told = advice(AuthChoice::named(choice).unwrap(), &asked).text(Language::English);
            let wanted =
                format!("if it is {region}, run qwenbox onboard --auth-choice {other}; else");
            assert!(told.contains(&wanted), "{told}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_key_is_wrapped_in_comes_off(
            key in "sk-(sp-|ws-)?[A-Za-z0-9_.=-]{1,40}",
            lead in "[ \t\r\n]{0,3}",
            prefix in prop_oneof![
                Just(""),
                Just("export QWEN_API_KEY="),
                Just("export  any="),
                Just("DASHSCOPE_API_KEY="),
                Just("Bearer "),
                Just("authorization: bearer \t"),
            ],
            quote in prop_oneof![Just(""), Just("\""), Just("'"), Just("`")],
            end in "( ?;)?[ \r\n]{0,3}",
        ) {
            let pasted = format!("{lead}{prefix}{quote}{key}{quote}{end}");
            let cleaned = clean(&pasted, "stdin").unwrap();
            prop_assert_eq!(cleaned.expose(), key);
        }
    }
}
