//! `models list`: the rows, and what is shown of them.

use super::filter::Filter;
use super::tags::{self, Tag};
use super::{table, tell_warnings};
use crate::args::List;
use crate::config::Entry;
use crate::config::owner::OURS;
use crate::connection::{COMPILING, Connection};
use crate::failure::Failure;
use crate::listed::Row;
use crate::output::Output;
use crate::sources::{Purpose, Sources};
use crate::{json, runtime};
use qwenbox::{Choice, Class, Endpoint, Provider};

/// Lists.
pub(super) fn run(list: &List, sources: &Sources<'_>, output: &mut Output) -> Result<(), Failure> {
    let config = &sources.config;
    let filter = Filter::of(list.provider.as_deref(), config)?;
    let settings = sources.settings(None, Purpose::Listing)?;
    tell_warnings(&settings, output);
    let tags = tags::of(config)?;
    runtime::run(async {
        let mut rows = Vec::new();
        let mut endpoint = None;
        if filter.admits(OURS) {
            let opened = output.patiently(COMPILING, Connection::open(&settings));
            let connection = opened.await?;
            let has_key = connection.provider.has_key() || settings.key.untold;
            rows = own(&connection.provider, has_key, &tags, output).await?;
            endpoint = Some(connection.provider.endpoint().clone());
        }
        if list.all || !filter.is_any() {
            for entry in sources.others().filter(|entry| filter.admits(&entry.key)) {
                rows.extend(entry.models.iter().map(|id| other(sources, entry, id)));
            }
        }
        for tag in tags.iter().filter(|tag| filter.admits(&tag.provider())) {
            if let Some(row) = row_of(tag, &mut rows, sources) {
                row.tags.push(tag.word.clone());
            }
        }
        for row in rows.iter_mut().filter(|row| row.missing) {
            row.tags.push("missing".to_owned());
        }
        rows.retain(|row| !list.local || row.local == Some(true));
        if rows.is_empty()
            && let Some(meant) = filter.meant(config)
        {
            output.note(&format!("did you mean --provider {meant}?"));
        }
        show(&rows, endpoint.as_ref(), list.plain, output)
    })
}

/// The catalog of this service. Without a configured default, its own has that tag.
async fn own(
    provider: &Provider,
    has_key: bool,
    tags: &[Tag],
    output: &mut Output,
) -> Result<Vec<Row>, Failure> {
    let is_local = provider.endpoint().class() == Class::Local;
    let models = provider.models().await?.into_iter();
    let mut rows: Vec<Row> = models
        .map(|model| Row::of_catalog(model, is_local, has_key))
        .collect();
    if !tags.iter().any(|tag| tag.word == "default") {
        match provider.default_model().await {
            Ok(model) => {
                let mut rows = rows.iter_mut();
                if let Some(row) = rows.find(|row| row.key == model.ref_) {
                    row.tags.push("default".to_owned());
                }
            }
            Err(error) => output.warning(&format!("there is no default model: {error}")),
        }
    }
    Ok(rows)
}

/// A model of another provider that is configured.
fn other(sources: &Sources<'_>, entry: &Entry, id: &str) -> Row {
    // What is wrong with a provider that nobody asks for now is told when it is asked.
    let reference = format!("{}/{id}", tags::key(entry));
    let settings = sources.settings(Some(&reference), Purpose::Listing);
    let settings = settings.ok();
    let url = settings
        .as_ref()
        .and_then(|settings| settings.given.base_url.as_ref());
    let endpoint = url.and_then(|url| {
        let choice = Choice {
            base_url: Some(&url.value),
            ..Choice::default()
        };
        Endpoint::choose(&choice).ok()
    });
    let local = endpoint.map(|endpoint| endpoint.class() == Class::Local);
    let available = settings.map(|settings| settings.key.value.is_some() || settings.key.untold);
    Row::of_entry(entry, id, local, available)
}

/// The row of a model that the configuration names. One that is to be used has a row from now on.
fn row_of<'a>(tag: &Tag, rows: &'a mut Vec<Row>, sources: &Sources<'_>) -> Option<&'a mut Row> {
    let reference = &tag.reference;
    let key = tag.key();
    let place = place_of(&key, rows);
    if place.is_none() && tag.is_used {
        let is_of = |entry: &&Entry| tags::key(entry).eq_ignore_ascii_case(&reference.provider);
        rows.push(match sources.others().find(is_of) {
            Some(entry) => other(sources, entry, &reference.id),
            None => Row::missing(key),
        });
        return rows.last_mut();
    }
    rows.get_mut(place?)
}

/// Case matters in ids, and not in providers. Of this service, as in a chat, a model in another case is taken where there is
/// none as it was written.
fn place_of(key: &str, rows: &[Row]) -> Option<usize> {
    let parts = |key: &str| {
        let (provider, id) = key.split_once('/').unwrap_or(("", key));
        (provider.to_ascii_lowercase(), id.to_owned())
    };
    let asked = parts(key);
    let exact = rows.iter().position(|row| parts(&row.key) == asked);
    exact.or_else(|| {
        rows.iter()
            .position(|row| row.model.is_some() && row.key.eq_ignore_ascii_case(key))
    })
}

fn show(
    rows: &[Row],
    endpoint: Option<&Endpoint>,
    plain: bool,
    output: &mut Output,
) -> Result<(), Failure> {
    if output.is_json() {
        return output.document(&json::models(rows, endpoint));
    }
    if plain {
        for row in rows {
            output.line(&row.key)?;
        }
        return Ok(());
    }
    output.text(&table::of(rows))
}
