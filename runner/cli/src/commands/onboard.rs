//! `onboard`: from a key to a configuration that works. What nobody said is asked for, if somebody is there.

mod ask;
mod check;
mod key;
mod keyboard;
mod left;
mod model;
mod report;
mod said;
mod writing;

use crate::args::{AuthChoice, Global, Onboard};
use crate::config::locate;
use crate::config::origin::Told;
use crate::environment::{self, Environment};
use crate::failure::Failure;
use crate::output::Output;
use crate::prompt;
use crate::sources::{Purpose, Sources};
use check::{Access, Address};
use keyboard::Keyboard;
use model::Model;
use qwenbox::Secret;
use said::Said;
use writing::Target;

/// How often a key is asked for that the service or the plan does not take.
const ATTEMPTS: usize = 3;

/// What is to be written.
struct Settled {
    choice: &'static AuthChoice,
    base_url: String,
    key: Secret,
    model: Model,
    checked: bool,
}

/// Asks for what is missing, checks the key, and writes what came of it.
pub(super) fn run(
    onboard: &Onboard,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    if global.simulate {
        return Err(Failure::usage_with_hint(
            "onboarding is for a key of yours, and a simulated service takes none",
            "leave --simulate out; qwenbox --simulate chat \"hello\" works without onboarding",
        ));
    }
    let (place, other) = locate::place_to_write(global.config.as_deref(), environment)?;
    let target = Target::new(place, other, environment);
    let sources = Sources::at(Some(target.read_place()), global, environment)?;
    for warning in &sources.config.warnings {
        output.warning(warning);
    }
    let said = Said::of(onboard, global)?;
    let is_asked = prompt::is_typed() && output.is_for_people() && !said.is_all();
    let keyboard = if is_asked {
        Some(Keyboard::new(environment))
    } else {
        said.refuse_gaps()?;
        None
    };
    let settled = settle(&said, keyboard, !onboard.no_check, &sources, output)?;
    let store = onboard.key_store;
    let before = &sources.config;
    let written = writing::write(&settled, &target, store, before, environment, output)?;
    left::tidy(&target, before, &written.kept, output);
    tell_overruled(&settled, global, environment, output)?;
    report::tell(&settled, &written, output)
}

/// Asks, until plan, region, key and model are there and fit each other.
fn settle(
    said: &Said,
    mut keyboard: Option<Keyboard>,
    checks: bool,
    sources: &Sources<'_>,
    output: &mut Output,
) -> Result<Settled, Failure> {
    let choice = ask::choice(said, keyboard.as_mut(), output)?;
    let address = Address::new(choice, sources)?;
    let configured = model::configured(sources, said.model.as_deref())?;
    let mut attempts = 0;
    let (access, offer) = loop {
        let typed = match keyboard.as_mut() {
            Some(keyboard) if said.key.is_none() => Some(keyboard.hidden("Key (not shown): ")?),
            _ => None,
        };
        let failure = match fitting(said, typed.as_deref(), &address) {
            Ok(access) => match access.offer(&configured, checks, sources, output) {
                Ok(offer) => break (access, offer),
                // No other key would do better.
                Err(failure) if !key::is_refused(&failure) => return Err(failure),
                Err(failure) => failure,
            },
            Err(failure) => failure,
        };
        attempts += 1;
        if typed.is_none() || attempts == ATTEMPTS {
            return Err(failure);
        }
        output.failure(&failure);
    };
    let model = match keyboard.as_mut() {
        Some(keyboard) if said.model.is_none() => ask::model(offer, keyboard, output)?,
        _ => offer.model,
    };
    Ok(Settled {
        choice,
        base_url: address.written,
        key: access.key,
        model,
        checked: checks,
    })
}

/// The key that was typed or given, if it fits the plan of the address.
fn fitting(said: &Said, typed: Option<&str>, address: &Address) -> Result<Access, Failure> {
    let key = match (typed, &said.key) {
        (Some(typed), _) => key::clean(typed, "what was typed")?,
        (None, Some(key)) => key.clone(),
        // It was asked for before.
        (None, None) => return Err(key::none("the options")),
    };
    let address = address.clone();
    let access = Access { key, address };
    key::refuse_misfit(&access)?;
    Ok(access)
}

/// Says what goes over that which was written.
fn tell_overruled(
    settled: &Settled,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = Sources::gather(global, environment)?;
    let settings = sources.settings(None, Purpose::Any)?;
    if let Some(entry) = sources.variables.find(environment::ENTRY)? {
        let origin = entry.origin;
        output.warning(&format!(
            "{origin} takes the place of the entry that was written"
        ));
    }
    let (key, url) = (&settings.key, &settings.given.base_url);
    if let Some(told) = &key.value {
        let is_same = key::clean(&told.value, "").is_ok_and(|key| key == settled.key);
        if !is_same {
            let origin = &told.origin;
            output.warning(&format!("{origin} goes over the key that was written"));
        }
    } else if let Some(why) = &key.why {
        output.warning(&format!("the key that was written cannot be read: {why}"));
    }
    let is_other = |told: &&Told<String>| !check::is_same_address(&told.value, &settled.base_url);
    if let Some(told) = url.as_ref().filter(is_other) {
        let origin = &told.origin;
        output.warning(&format!("{origin} goes over the address that was written"));
    }
    Ok(())
}
