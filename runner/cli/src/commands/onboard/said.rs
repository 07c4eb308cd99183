//! What the options say of a key, and what they leave open.

use super::key;
use crate::args::{AuthChoice, Global, Onboard, Plan, Region};
use crate::failure::Failure;
use crate::prompt;
use qwenbox::Secret;

/// What is known before anybody is asked.
pub(super) struct Said {
    pub(super) plan: Option<Plan>,
    pub(super) region: Option<Region>,
    pub(super) key: Option<Secret>,
    pub(super) model: Option<String>,
}

impl Said {
    /// Reads the options, and stdin if they say so. A terminal is not read: whoever sits there is asked.
    pub(super) fn of(onboard: &Onboard, global: &Global) -> Result<Self, Failure> {
        if !onboard.stray.is_empty() {
            return Err(Failure::usage_with_hint(
                "onboard takes options only, and there is a word that belongs to none",
                "a key is given by --api-key-stdin or --api-key",
            ));
        }
        let choice = onboard.auth_choice.as_deref().and_then(AuthChoice::named);
        if let Some(choice) = choice {
            refuse_contradiction(choice, global)?;
        }
        let key = match &onboard.api_key {
            Some(typed) => Some(key::clean(&typed.0, "--api-key")?),
            None if onboard.api_key_stdin && !prompt::is_typed() => {
                Some(key::clean(&prompt::secret()?, "stdin")?)
            }
            None => None,
        };
        Ok(Self {
            plan: choice.map(|choice| choice.plan).or(global.plan),
            region: choice.map(|choice| choice.region).or(global.region),
            key,
            model: onboard.model.clone(),
        })
    }

    /// Whether nothing needs to be asked.
    pub(super) fn is_all(&self) -> bool {
        self.gaps().is_empty()
    }

    /// What is needed when nobody can be asked.
    pub(super) fn refuse_gaps(&self) -> Result<(), Failure> {
        let gaps = self.gaps();
        if gaps.is_empty() {
            return Ok(());
        }
        Err(Failure::usage_with_hint(
            format!(
                "nobody can be asked here, and these are missing: {}",
                gaps.join("; ")
            ),
            "for example: qwenbox onboard --auth-choice qwen-standard-api-key --api-key-stdin < key.txt",
        ))
    }

    fn gaps(&self) -> Vec<&'static str> {
        let choice = match (self.plan, self.region) {
            (Some(_), Some(_)) => None,
            (None, Some(_)) => Some("the plan, by --auth-choice or --plan"),
            (Some(_), None) => Some("the region, by --auth-choice or --region"),
            (None, None) => Some("plan and region, by --auth-choice or by --plan and --region"),
        };
        let key = self
            .key
            .is_none()
            .then_some("the key, by --api-key-stdin or --api-key");
        choice.into_iter().chain(key).collect()
    }
}

fn refuse_contradiction(choice: &AuthChoice, global: &Global) -> Result<(), Failure> {
    let is_other_plan = global.plan.is_some_and(|plan| plan != choice.plan);
    let is_other_region = global.region.is_some_and(|region| region != choice.region);
    let flag = match (is_other_plan, is_other_region) {
        (true, _) => "--plan",
        (false, true) => "--region",
        (false, false) => return Ok(()),
    };
    Err(Failure::usage_with_hint(
        format!(
            "--auth-choice {} and {flag} contradict each other",
            choice.id
        ),
        format!("leave {flag} out"),
    ))
}

#[cfg(test)]
mod tests;
