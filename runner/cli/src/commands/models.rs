//! `models list` and `models show`.

mod facts;
mod filter;
mod list;
mod table;
mod tags;

use crate::args::{Global, Models, ModelsAction};
use crate::connection::{COMPILING, Connection};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::settings::Settings;
use crate::sources::{Purpose, Sources};
use crate::{json, runtime};

pub(super) use table::kilo;

/// Shows what was asked for.
pub(super) fn run(
    models: &Models,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = Sources::gather(global, environment)?;
    match &models.action {
        ModelsAction::List(list) => list::run(list, &sources, output),
        ModelsAction::Show { reference } => show(reference, &sources, output),
    }
}

/// Warns of what was configured and has no effect.
pub(super) fn tell_warnings(settings: &Settings, output: &mut Output) {
    for warning in &settings.warnings {
        output.warning(warning);
    }
    settings.tell_place(output);
}

fn show(reference: &str, sources: &Sources<'_>, output: &mut Output) -> Result<(), Failure> {
    let settings = sources.settings(Some(reference), Purpose::Listing)?;
    tell_warnings(&settings, output);
    runtime::run(async {
        let opened = output.patiently(COMPILING, Connection::open(&settings));
        let connection = opened.await?;
        let reference = settings.model.as_deref().unwrap_or(reference);
        let mut model = connection.provider.resolve(reference).await?;
        if settings.given.is_other {
            // The catalog knows what this service takes for models of such ids, and nobody else.
            model.ref_ = settings.reference.clone().unwrap_or(model.ref_);
            model.prices.clear();
            model.plans.clear();
        }
        if output.is_json() {
            output.document(&json::model(&model))
        } else {
            output.text(&facts::of(&model))
        }
    })
}
