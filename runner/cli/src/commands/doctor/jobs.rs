//! The store of video jobs.

use super::check::{Check, failure};
use crate::failure::Failure;
use qwenbox::jobs::{self, Health, StoreError};
use qwenbox::types::ErrorKind;
use std::path::Path;
use std::time::Duration;

const NAME: &str = "jobs";

/// Looks into the store of a folder.
pub(super) fn look(folder: &Path) -> Result<Option<Health>, StoreError> {
    jobs::inspect(folder)
}

/// A store that does not answer.
pub(super) fn silent(patience: Duration) -> Check {
    let message = format!(
        "the store did not answer within {} seconds",
        patience.as_secs()
    );
    let hint = "see whether another process holds it, or its disk is a network's";
    Check::problem(NAME, failure(ErrorKind::Timeout, message, hint))
}

/// `None` when its folder cannot be used.
pub(super) fn verdict(store: Option<Result<Option<Health>, StoreError>>) -> Check {
    match store {
        None => Check::skipped(NAME, "not looked at: the folder must be right first"),
        Some(Ok(None)) => Check::ok(NAME, "none yet"),
        Some(Ok(Some(health))) => {
            let told = match health.jobs {
                1 => "1 job".to_owned(),
                count => format!("{count} jobs"),
            };
            let message = format!("the store is sound: {told}, format {}", health.version);
            Check::ok(NAME, message)
                .with("path", health.path.display().to_string())
                .with("jobs", health.jobs)
                .with("format", health.version)
        }
        Some(Err(error)) => Check::problem(NAME, Failure::Job(error.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::Level;
    use super::verdict;
    use crate::exit::Exit;
    use qwenbox::jobs::StoreError;
    use std::path::PathBuf;

    #[test]
    fn a_store_that_is_not_sound_is_a_problem_with_a_way_out() {
        assert_eq!(verdict(None).level, Level::Skipped);
        assert_eq!(verdict(Some(Ok(None))).level, Level::Ok);
        let path = || PathBuf::from("/s/jobs.sqlite3");
        for error in [
            StoreError::NotAStore { path: path() },
            StoreError::Newer {
                path: path(),
                found: 2,
                known: 1,
            },
            StoreError::Damaged {
                path: path(),
                detail: "a page".to_owned(),
            },
        ] {
            let check = verdict(Some(Err(error)));
            assert_eq!(check.level, Level::Problem);
            assert!(check.json()["hint"].is_string());
            assert_eq!(Exit::of(&check.into_failure().unwrap()), Exit::Failed);
        }
    }
}
