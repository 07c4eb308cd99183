//! The words by which a plan and a region are chosen together.

use super::{Plan, Region};
use clap::builder::{PossibleValue, PossibleValuesParser};

/// A plan in a region.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AuthChoice {
    pub(crate) id: &'static str,
    /// What it was called before.
    pub(crate) legacy: &'static str,
    pub(crate) plan: Plan,
    pub(crate) region: Region,
}

/// All of them. The ids are those of the Qwen provider page, November 2026; the legacy ones are those of its Model Studio
/// page, which it goes on to take.
#[rustfmt::skip]
pub(crate) static AUTH_CHOICES: [AuthChoice; 4] = [
    AuthChoice { id: "qwen-standard-api-key",    legacy: "modelstudio-standard-api-key",    plan: Plan::Standard, region: Region::Global },
    AuthChoice { id: "qwen-standard-api-key-cn", legacy: "modelstudio-standard-api-key-cn", plan: Plan::Standard, region: Region::China },
    AuthChoice { id: "qwen-api-key",             legacy: "modelstudio-api-key",             plan: Plan::Coding,   region: Region::Global },
    AuthChoice { id: "qwen-api-key-cn",          legacy: "modelstudio-api-key-cn",          plan: Plan::Coding,   region: Region::China },
];

impl AuthChoice {
    /// The one that was typed.
    pub(crate) fn named(word: &str) -> Option<&'static Self> {
        let mut choices = AUTH_CHOICES.iter();
        choices.find(|choice| choice.id == word || choice.legacy == word)
    }

    /// The one of a plan in a region.
    pub(crate) fn of(plan: Plan, region: Region) -> Option<&'static Self> {
        let mut choices = AUTH_CHOICES.iter();
        choices.find(|choice| choice.plan == plan && choice.region == region)
    }
}

/// Takes the ids, and the legacy ones without listing them.
pub(super) fn parser() -> PossibleValuesParser {
    let value = |choice: &AuthChoice| {
        let plan = match choice.plan {
            Plan::Standard => "Standard, pay as you go",
            Plan::Coding => "Coding Plan",
        };
        let region = match choice.region {
            Region::Global => "Global",
            Region::China => "China",
        };
        let value = PossibleValue::new(choice.id).alias(choice.legacy);
        value.help(format!("{plan}; {region}"))
    };
    PossibleValuesParser::new(AUTH_CHOICES.iter().map(value))
}

#[cfg(test)]
mod tests {
    use super::{AUTH_CHOICES, AuthChoice};

    #[test]
    fn every_choice_is_found_by_its_words_and_by_what_it_means() {
        for choice in &AUTH_CHOICES {
            for word in [choice.id, choice.legacy] {
                assert_eq!(AuthChoice::named(word), Some(choice));
            }
            assert_eq!(AuthChoice::of(choice.plan, choice.region), Some(choice));
        }
        assert_eq!(AuthChoice::named("qwen-portal"), None);
    }
}
