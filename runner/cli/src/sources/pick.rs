//! Which of several values counts.

use crate::config::origin::Told;

/// What was typed, then what variables say, then what the configuration says. Variables have an order of their own: the
/// process, `./.env`, the configuration folder's `.env`, the configuration's `env` block.
pub(super) fn first<T>(
    flag: Option<Told<T>>,
    variable: Option<Told<T>>,
    configured: Option<Told<T>>,
) -> Option<Told<T>> {
    flag.or(variable).or(configured)
}
