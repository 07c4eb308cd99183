//! `input.media`: which kinds of items, how many of each, and which of them together.

use super::input::Input;
use crate::fields::Fields;
use crate::native::NativeError;
use crate::video::families::{Media, MediaKind, MediaRules};

/// Reads the items into the input.
pub(super) fn read(
    fields: &Fields<'_>,
    rules: &MediaRules,
    input: &mut Input,
) -> Result<(), NativeError> {
    let path = fields.path_of("media");
    let items = match fields.array("media")? {
        Some([]) | None if rules.required => return Err(fields.required("media").into()),
        items => items.unwrap_or_default(),
    };
    let mut found = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let item = Fields::of(item, format!("{path}.[{index}]"))?;
        found.push(read_item(&item, rules, input)?);
    }
    check_counts(&found, rules, &path)?;
    check_company(&found, rules, &path)?;
    if let Some([one, other]) = rules.modes {
        let uses = |mode: &[&str]| found.iter().any(|name| mode.contains(name));
        input.mixes_modes = uses(one) && uses(other);
    }
    Ok(())
}

/// Gives the item's kind.
fn read_item(
    item: &Fields<'_>,
    rules: &MediaRules,
    input: &mut Input,
) -> Result<&'static str, NativeError> {
    let name = item.string("type")?.ok_or_else(|| item.required("type"))?;
    let kind = find(name, rules).ok_or_else(|| {
        let allowed: Vec<&str> = rules.kinds.iter().map(|kind| kind.name).collect();
        NativeError::parameter(format!(
            "'{name}' is not one of [{}] - '{}'",
            allowed.join(", "),
            item.path_of("type")
        ))
    })?;
    let url = item.string("url")?.ok_or_else(|| item.required("url"))?;
    input.push(url, kind.media, item.path_of("url"))?;
    if let Some(voice) = item.string("reference_voice")? {
        let path = item.path_of("reference_voice");
        if !kind.has_voice {
            return Err(NativeError::parameter(format!(
                "'{path}' is not supported by this model"
            )));
        }
        input.push(voice, Media::Audio, path)?;
    }
    Ok(kind.name)
}

fn check_counts(found: &[&str], rules: &MediaRules, path: &str) -> Result<(), NativeError> {
    let check = |what: &str, count: usize, least: usize, most: usize| {
        if (least..=most).contains(&count) {
            return Ok(());
        }
        Err(NativeError::parameter(format!(
            "'{path}' has {count} of type {what}, allowed are {least} to {most}"
        )))
    };
    for kind in rules.kinds {
        let count = found.iter().filter(|name| **name == kind.name).count();
        check(kind.name, count, kind.least, kind.most)?;
    }
    if let Some((names, least, most)) = rules.together {
        let count = found.iter().filter(|name| names.contains(name)).count();
        check(&names.join(" and "), count, least, most)?;
    }
    Ok(())
}

fn check_company(found: &[&str], rules: &MediaRules, path: &str) -> Result<(), NativeError> {
    let mut set = found.to_vec();
    set.sort_unstable();
    if !rules.sets.is_empty() && !rules.sets.contains(&set.as_slice()) {
        return Err(NativeError::parameter(format!(
            "'{path}' has an unsupported combination of types: {}",
            set.join(", ")
        )));
    }
    match rules.apart {
        Some(pair) if pair.iter().all(|name| found.contains(name)) => Err(NativeError::parameter(
            format!("'{path}' can not have both {}", pair.join(" and ")),
        )),
        _ => Ok(()),
    }
}

fn find(name: &str, rules: &MediaRules) -> Option<&'static MediaKind> {
    rules.kinds.iter().find(|kind| kind.name == name)
}
