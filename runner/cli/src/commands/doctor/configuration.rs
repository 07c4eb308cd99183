//! The configuration: which file it is, and what is wrong in it.

use super::check::{Check, failure};
use crate::args::Global;
use crate::config::locate::{self, Place};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::settings::Settings;
use crate::sources::Sources;
use qwenbox::types::ErrorKind;
use std::time::Duration;

const NAME: &str = "configuration";

pub(super) fn of(
    sources: &Result<Sources<'_>, Failure>,
    settings: &Result<Option<Settings>, Failure>,
    global: &Global,
    environment: &Environment,
) -> Check {
    let place = locate::place(global.config.as_deref(), environment);
    let wrong = sources.as_ref().err().or(settings.as_ref().err());
    let warnings = match settings {
        Ok(Some(settings)) => settings.warnings.as_slice(),
        _ => &[],
    };
    verdict(place.as_ref(), wrong, warnings)
}

pub(super) fn verdict(
    place: Option<&Place>,
    wrong: Option<&Failure>,
    warnings: &[String],
) -> Check {
    let path = place.map(|place| place.path.display().to_string());
    let check = if let Some(failure) = wrong {
        let record = failure.record();
        let hint =
            || "mend the place that is shown; docs/configuration.md has every key".to_owned();
        let hint = record.hint.unwrap_or_else(hint);
        Check::problem(NAME, Failure::usage_with_hint(record.message, hint))
    } else if warnings.is_empty() {
        Check::ok(NAME, found(place))
    } else {
        let told = std::iter::once(found(place)).chain(warnings.iter().cloned());
        let told: Vec<String> = told.collect();
        let hint = "what is warned of has no effect: mend it, or take it out";
        Check::warning(NAME, told.join("\n"), hint)
    };
    check
        .with("path", path)
        .with("exists", place.is_some_and(|place| place.exists))
        .with("rule", place.map(|place| place.rule))
        .with("warnings", warnings.to_vec())
}

/// A file that does not answer.
pub(super) fn silent(place: Option<&Place>, patience: Duration) -> Check {
    let path = place.map_or_else(
        || ".env".to_owned(),
        |place| place.path.display().to_string(),
    );
    let message = format!("{path} was not read within {} seconds", patience.as_secs());
    let hint = "see whether it, and the .env beside it and in this folder, are files, and whether their disk answers";
    Check::problem(NAME, failure(ErrorKind::Timeout, message, hint)).with("path", path)
}

fn found(place: Option<&Place>) -> String {
    match place {
        Some(place) if place.exists => format!("{} ({})", place.path.display(), place.rule),
        Some(place) => format!("none; it would be {}", place.path.display()),
        None => "none; neither XDG_CONFIG_HOME nor HOME names a folder for it".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::Level;
    use super::verdict;
    use crate::config::locate::Place;
    use crate::exit::Exit;
    use crate::failure::Failure;
    use std::path::PathBuf;

    #[test]
    fn what_is_wrong_comes_before_what_is_odd() {
        let place = |exists| Place {
            path: PathBuf::from("/c.json5"),
            exists,
            foreign: false,
            rule: "--config",
        };
        let odd = ["/c.json5:2: x is not known".to_owned()];
        let wrong = Failure::usage("/c.json5:1:1: no");
        for (place, wrong, warnings, level, told) in [
            (None, None, &[][..], Level::Ok, "none; neither"),
            (
                Some(place(false)),
                None,
                &[],
                Level::Ok,
                "none; it would be /c.json5",
            ),
            (
                Some(place(true)),
                None,
                &[],
                Level::Ok,
                "/c.json5 (--config)",
            ),
            (
                Some(place(true)),
                None,
                &odd,
                Level::Warning,
                "/c.json5 (--config)\n/c.json5:2: x",
            ),
            (
                Some(place(true)),
                Some(&wrong),
                &odd,
                Level::Problem,
                "/c.json5:1:1: no",
            ),
        ] {
            let check = verdict(place.as_ref(), wrong, warnings);
            assert_eq!(check.level, level, "{check:?}");
            let json = check.json();
            assert!(
                json["message"].as_str().unwrap().starts_with(told),
                "{json}"
            );
            if let Some(failure) = check.into_failure() {
                assert_eq!(Exit::of(&failure), Exit::Usage);
            }
        }
    }
}
