//! Which configuration file is read.

use super::Config;
use super::variables::{self, Layer, Variables};
use super::whole;
use crate::environment::{self, Environment};
use crate::failure::Failure;
use std::path::{Path, PathBuf};

/// What the user's own file is called.
const NAME: &str = "config.json5";

/// What `OpenClaw`'s is called.
const OPENCLAW: &str = "openclaw.json";

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
    let own = own(environment)?;
    if !own.is_file() {
        let other = environment
            .openclaw_folder()
            .map(|folder| folder.join(OPENCLAW));
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

/// The user's own file, or the place where it would be.
pub(crate) fn own(environment: &Environment) -> Option<PathBuf> {
    Some(environment.config_folder()?.join(NAME))
}

/// Where the user's own file is when no variable moves it.
pub(crate) fn default(environment: &Environment) -> Option<PathBuf> {
    Some(environment.default_config_folder()?.join(NAME))
}

/// The file that is written, and another program's that it takes the place of.
pub(crate) fn place_to_write(
    typed: Option<&Path>,
    environment: &Environment,
) -> Result<(Place, Option<Place>), Failure> {
    let mut place = place(typed, environment).ok_or_else(nowhere)?;
    let mut other = None;
    if place.foreign {
        other = Some(place.clone());
        place.path = own(environment).ok_or_else(nowhere)?;
        place.foreign = false;
    }
    if is_openclaws(&place.path, environment) {
        return Err(Failure::usage_with_hint(
            format!(
                "{} is OpenClaw's own file, which is never written",
                place.path.display()
            ),
            "leave --config and QWENBOX_CONFIG out, and a file of your own is made from it; if a link leads to it, \
             remove the link first",
        ));
    }
    place.exists = place.path.exists();
    Ok((place, other))
}

/// Whether a path leads to `OpenClaw`'s own file, by whatever name.
fn is_openclaws(path: &Path, environment: &Environment) -> bool {
    let default = environment.home().map(|home| home.join(".openclaw"));
    let folders = environment.openclaw_folder().into_iter().chain(default);
    let mut files = folders.map(|folder| real(&folder.join(OPENCLAW)));
    let path = real(path);
    files.any(|file| file == path)
}

/// The path without links, whether there is a file or not.
fn real(path: &Path) -> PathBuf {
    let path = whole::followed(path);
    let path = std::path::absolute(&path).unwrap_or(path);
    let canonical = path.canonicalize().or_else(|error| {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(error);
        };
        folder.canonicalize().map(|folder| folder.join(name))
    });
    canonical.unwrap_or(path)
}

/// Neither a file was named nor has the user a folder for one.
pub(crate) fn nowhere() -> Failure {
    Failure::usage_with_hint(
        "there is no folder for a configuration: neither XDG_CONFIG_HOME nor HOME names one",
        "set XDG_CONFIG_HOME to an absolute path, or name a file with --config",
    )
}

/// What was read of a file, and every variable in its order.
pub(crate) fn read<'a>(
    place: Option<&Place>,
    environment: &'a Environment,
) -> Result<(Config, Variables<'a>), Failure> {
    let mut warnings = Vec::new();
    let mut layers: Vec<Layer> = Vec::new();
    layers.extend(variables::beside(Path::new("."), &mut warnings)?);
    let folder = place.and_then(|place| place.path.parent());
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        layers.extend(variables::layer(&folder.join(".env"), &mut warnings)?);
    }
    let mut config = match place {
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
