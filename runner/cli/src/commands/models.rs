//! `models list` and `models show`.

mod facts;
mod table;

use crate::args::{Global, Models, ModelsAction};
use crate::connection::Connection;
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::settings::Settings;
use crate::{json, runtime};
use qwenbox::Provider;
use qwenbox::catalog::Model;

pub(super) use table::{input, kilo};

/// Shows what was asked for.
pub(super) fn run(
    models: &Models,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let settings = Settings::gather(global, environment)?;
    tell_unread(&settings, output);
    runtime::run(async {
        let connection = Connection::open(&settings).await?;
        let provider = &connection.provider;
        match &models.action {
            ModelsAction::List { plain } => list(provider, &settings, *plain, output).await,
            ModelsAction::Show { reference } => show(provider, reference, output).await,
        }
    })
}

/// Warns of what was configured and is not read yet.
pub(super) fn tell_unread(settings: &Settings, output: &mut Output) {
    for path in &settings.unread {
        output.warning(&format!("{path} is not read yet"));
    }
    // From here on, what is wrong in the entry is told by the place where it stands.
    if let Some(entry) = &settings.entry {
        output.entry_is_at(entry.path);
    }
}

async fn list(
    provider: &Provider,
    settings: &Settings,
    plain: bool,
    output: &mut Output,
) -> Result<(), Failure> {
    let models = provider.models().await?;
    let default = default_id(provider, settings, output).await;
    let configured = settings.entry.as_ref().map(|entry| entry.models.as_slice());
    let configured = configured.unwrap_or_default();
    let rows: Vec<(Model, Vec<&'static str>)> = models
        .into_iter()
        .map(|model| {
            let is_default = default.as_ref() == Some(&model.id);
            let is_configured = configured.contains(&model.id);
            let tags = [(is_default, "default"), (is_configured, "configured")];
            let tags = tags.into_iter().filter(|(has, _)| *has);
            (model, tags.map(|(_, tag)| tag).collect())
        })
        .collect();
    if output.is_json() {
        return output.document(&json::models(
            &rows,
            provider.endpoint(),
            provider.has_key(),
        ));
    }
    if plain {
        for (model, _) in &rows {
            output.line(&model.ref_)?;
        }
        return Ok(());
    }
    output.text(&table::of(&rows, provider.has_key()))
}

/// The id of the model that a chat would use.
async fn default_id(
    provider: &Provider,
    settings: &Settings,
    output: &mut Output,
) -> Option<String> {
    let default = match &settings.model {
        Some(reference) => provider.resolve(reference).await,
        None => provider.default_model().await,
    };
    match default {
        Ok(model) => Some(model.id),
        Err(error) => {
            output.warning(&format!("there is no default model: {error}"));
            None
        }
    }
}

async fn show(provider: &Provider, reference: &str, output: &mut Output) -> Result<(), Failure> {
    let model = provider.resolve(reference).await?;
    if output.is_json() {
        output.document(&json::model(&model))
    } else {
        output.text(&facts::of(&model))
    }
}
