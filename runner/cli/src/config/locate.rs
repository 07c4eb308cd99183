//! Which configuration file is read.

use super::Config;
use super::variables::{self, Layer, Variables};
use crate::environment::{self, Environment};
use crate::failure::Failure;
use std::path::{Path, PathBuf};

/// A configuration file, or the place where one would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    /// Whether there is a file, as far as can be seen; one that was named is taken for there.
    pub(crate) exists: bool,
    /// Whether it is another program's, which is read as it is and never written.
    pub(crate) foreign: bool,
    /// Which rule chose it.
    pub(crate) rule: &'static str,
}

/// The first of: the one that was typed, `QWENBOX_CONFIG`, the user's own, and an existing one of `OpenClaw`.
pub(crate) fn place(typed: Option<&Path>, environment: &Environment) -> Option<Place> {
    let named = |path: PathBuf, rule| Place {
        path,
        exists: true,
        foreign: false,
        rule,
    };
    if let Some(path) = typed {
        return Some(named(path.to_owned(), "--config"));
    }
    if let Some(path) = environment.raw(environment::FILE) {
        return Some(named(PathBuf::from(path), "QWENBOX_CONFIG"));
    }
    let own = environment.config_folder()?.join("config.json5");
    if !own.is_file() {
        let other = environment
            .openclaw_folder()
            .map(|folder| folder.join("openclaw.json"));
        if let Some(path) = other.filter(|path| path.is_file()) {
            return Some(Place {
                path,
                exists: true,
                foreign: true,
                rule: "OpenClaw's own file, as there is no other",
            });
        }
    }
    Some(Place {
        exists: own.is_file(),
        path: own,
        foreign: false,
        rule: "the user's configuration folder",
    })
}

/// What was read, and every variable in its order.
pub(crate) fn read<'a>(
    typed: Option<&Path>,
    environment: &'a Environment,
) -> Result<(Config, Variables<'a>), Failure> {
    let place = place(typed, environment);
    let mut warnings = Vec::new();
    let mut layers: Vec<Layer> = Vec::new();
    layers.extend(variables::beside(Path::new("."), &mut warnings)?);
    let folder = place.as_ref().and_then(|place| place.path.parent());
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        layers.extend(variables::layer(&folder.join(".env"), &mut warnings)?);
    }
    let mut config = match &place {
        Some(place) if place.exists => Config::read(&place.path, place.foreign)?,
        _ => Config::default(),
    };
    if let Some(path) = &config.path {
        layers.push(Layer {
            path: path.clone(),
            variables: std::mem::take(&mut config.env),
        });
    }
    warnings.append(&mut config.warnings);
    config.warnings = warnings;
    Ok((config, Variables::new(environment, layers)))
}
