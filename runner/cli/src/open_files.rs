//! How many files and connections the system lets this process have.

/// Asks for so many, within what the system allows at most. Where it gives fewer, connections wait their turn.
#[cfg(unix)]
pub(crate) fn allow(wanted: usize) {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let Ok((now, most)) = getrlimit(Resource::RLIMIT_NOFILE) else {
        return;
    };
    let wanted = u64::try_from(wanted).unwrap_or(u64::MAX).min(most);
    if wanted > now && setrlimit(Resource::RLIMIT_NOFILE, wanted, most).is_err() {
        tracing::debug!("the limit on open files stays at {now}");
    }
}

/// Elsewhere there is no such limit to raise.
#[cfg(not(unix))]
pub(crate) fn allow(_wanted: usize) {}
