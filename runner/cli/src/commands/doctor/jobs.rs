//! The store of video jobs.

use super::check::Check;
use super::state::State;
use crate::failure::Failure;
use qwenbox::jobs::{self, Health, StoreError};

const NAME: &str = "jobs";

/// Looks into the store; `None` when its folder cannot be used.
pub(super) fn look(state: &State) -> Option<Result<Option<Health>, StoreError>> {
    let folder = state.folder.as_ref().filter(|_| state.is_usable());
    folder.map(|folder| jobs::inspect(folder))
}

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
