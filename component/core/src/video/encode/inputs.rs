//! The inputs of a request, each in the slot that its role leads to.

use core::fmt::Write;

use serde_json::{Map, Value};

use super::refusal::Refusal;
use super::set;
use crate::error::Error;
use crate::error::body::words;
use crate::joined::joined;
use crate::prelude::*;
use crate::search;
use crate::video::families::{Family, Medium, Place, Slot};
use crate::video::types::Input;

/// Inputs that their model takes together.
pub(super) struct Inputs<'a>(Vec<(&'static Slot, &'a str)>);

/// How URLs begin that the provider fetches, in small letters as it takes them.
const FETCHED: [&str; 2] = ["http://", "https://"];

/// How URLs begin of files in the provider's own store.
const STORED: &str = "oss://";

/// How images begin that are in the request itself.
const DATA: &str = "data:image/";

/// The most bytes of an image in the request itself: 20 MB, in base64.
const MOST_DATA: usize = 20 * 1024 * 1024 / 3 * 4;

/// How much of a wrong URL is repeated, in characters.
const LONGEST_URL: usize = 80;

impl<'a> Inputs<'a> {
    /// The inputs in their slots.
    ///
    /// # Errors
    /// `invalid-request` names the input that is of no use to the model, and what it takes.
    pub(super) fn of(inputs: &'a [Input], family: &Family, refuse: Refusal) -> Result<Self, Error> {
        let mut filled = Vec::new();
        for (index, input) in inputs.iter().enumerate() {
            let field = format!("inputs[{index}]");
            let role = input.role.word();
            let slot = family
                .slot(role)
                .ok_or_else(|| refuse.outside(&format!("{field}.role"), role, &taken(family)))?;
            check_url(&format!("{field}.url"), &input.url, slot, refuse)?;
            filled.push((slot, input.url.as_str()));
        }
        let inputs = Self(filled);
        inputs.check_counts(family, refuse)?;
        inputs.check_company(family, refuse)?;
        inputs.check_voices(refuse)?;
        Ok(inputs)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an input is in the provider's own store.
    pub(super) fn is_stored(&self) -> bool {
        self.0.iter().any(|(_, url)| url.starts_with(STORED))
    }

    pub(super) fn has_reference_video(&self) -> bool {
        self.count("reference_video") > 0
    }

    /// Writes the inputs to where they stand in the body's `input`.
    pub(super) fn write(&self, input: &mut Map<String, Value>) {
        let mut media: Vec<Value> = Vec::new();
        for (slot, url) in &self.0 {
            match slot.place {
                Place::Field => {
                    set(input, slot.name, (*url).into());
                }
                Place::List(field) => {
                    if let Some(Value::Array(list)) = input.get_mut(field) {
                        list.push((*url).into());
                    } else {
                        set(input, field, Value::Array(vec![(*url).into()]));
                    }
                }
                Place::Media => {
                    let mut entry = Map::new();
                    set(&mut entry, "type", slot.name.into());
                    set(&mut entry, "url", (*url).into());
                    media.push(entry.into());
                }
                Place::Voice => {
                    if let Some(Value::Object(spoken)) = media.last_mut() {
                        set(spoken, slot.name, (*url).into());
                    }
                }
            }
        }
        if !media.is_empty() {
            set(input, "media", media.into());
        }
    }

    fn count(&self, name: &str) -> usize {
        self.0.iter().filter(|(slot, _)| slot.name == name).count()
    }

    fn check_counts(&self, family: &Family, refuse: Refusal) -> Result<(), Error> {
        for slot in family.slots {
            let count = self.count(slot.name);
            if count > slot.most {
                let allowed = format!("at most {} as {}", slot.most, slot.name);
                return Err(refuse.outside("inputs", &count_as(count, slot.name), &allowed));
            }
        }
        if let Some((most, names)) = family.most_of {
            let count = names.iter().map(|name| self.count(name)).sum::<usize>();
            if count > most {
                let allowed = format!("at most {most} references");
                return Err(refuse.outside("inputs", &count_as(count, "reference"), &allowed));
            }
        }
        let is_there = |name: &&str| self.count(name) > 0;
        if !family.needs.is_empty() && !family.needs.iter().any(is_there) {
            return Err(refuse.missing("inputs", &family.needs.join(" or ")));
        }
        Ok(())
    }

    /// Refuses inputs that do not go together.
    fn check_company(&self, family: &Family, refuse: Refusal) -> Result<(), Error> {
        let all_in = |set: &&[&str]| self.0.iter().all(|(slot, _)| set.contains(&slot.name));
        if self.is_empty() || family.together.iter().any(all_in) {
            return Ok(());
        }
        let mut names: Vec<_> = self.0.iter().map(|(slot, _)| slot.name).collect();
        names.dedup();
        let sets: Vec<_> = family.together.iter().map(|set| set.join(", ")).collect();
        let allowed = format!("together only {}", joined(&sets, "; or "));
        Err(refuse.outside("inputs", &names.join(" with "), &allowed))
    }

    /// Refuses voices that follow no reference, or another voice.
    fn check_voices(&self, refuse: Refusal) -> Result<(), Error> {
        let mut speaker = false;
        for (slot, _) in &self.0 {
            if slot.place == Place::Voice && !speaker {
                return Err(refuse.missing("inputs", "a reference before each reference-audio"));
            }
            speaker = matches!(slot.name, "reference_image" | "reference_video");
        }
        Ok(())
    }
}

/// The roles that a model takes.
fn taken(family: &Family) -> String {
    let mut text = String::new();
    for slot in family.slots {
        let separator = if text.is_empty() { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{separator}{}", slot.roles.join(" or "));
    }
    match (text.is_empty(), family.from_image) {
        (true, _) => "no inputs".to_owned(),
        (false, Some(sibling)) => format!("{text}; {sibling} works from a picture"),
        (false, None) => text,
    }
}

fn count_as(count: usize, name: &str) -> String {
    format!("{count} {name}s")
}

fn check_url(field: &str, url: &str, slot: &Slot, refuse: Refusal) -> Result<(), Error> {
    let names_place = |beginning: &&str| {
        let place = url.strip_prefix(beginning);
        place.is_some_and(|place| !place.is_empty() && !place.starts_with('/'))
    };
    let may_be_stored = slot.medium != Medium::Page;
    let is_whole = !url.contains(|c: char| c.is_whitespace() || c.is_control());
    let is_address = FETCHED.iter().any(names_place) || may_be_stored && names_place(&STORED);
    if is_whole && is_address {
        return Ok(());
    }
    let takes_data = slot.medium == Medium::Image;
    if takes_data && is_whole && url.starts_with(DATA) && search::holds(url, ";base64,") {
        if url.len() <= MOST_DATA {
            return Ok(());
        }
        let allowed = format!("at most {MOST_DATA} bytes of base64 (20 MB)");
        return Err(refuse.outside(field, &format!("{} bytes long", url.len()), &allowed));
    }
    let allowed = if takes_data {
        "an http, https or oss URL, or a base64 data URL of an image"
    } else if may_be_stored {
        "an http, https or oss URL"
    } else {
        "an http or https URL"
    };
    // A data URL or a path is cut short, and a query is left out: it may hold a signature.
    let shown = url.split_once('?').map_or(url, |(path, _)| path);
    Err(refuse
        .outside(field, &words(shown, LONGEST_URL), allowed)
        .with_hint("put the file on the web, or lend it to the provider as an upload"))
}
