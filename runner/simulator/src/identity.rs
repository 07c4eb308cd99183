//! Ids and times, as the gateway makes them.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

/// A fresh request id, shaped like a version 4 UUID. Unique, not secret.
pub(crate) fn request_id() -> String {
    let (high, low) = (random(), random());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0x0fff,
        ((low >> 48) & 0x3fff) | 0x8000,
        low & 0xffff_ffff_ffff,
    )
}

/// The id of the completion that answers a request.
pub(crate) fn completion_id(request_id: &str) -> String {
    format!("chatcmpl-{request_id}")
}

/// A fresh id of a tool call.
pub(crate) fn call_id() -> String {
    format!("call_{:016x}{:08x}", random(), random() >> 32)
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The standard library seeds every `RandomState` anew: enough for an id, without a dependency.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::{call_id, completion_id, request_id};

    #[test]
    fn ids_have_their_shape_and_differ() {
        let id = request_id();
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
        assert!(id.chars().all(|c| c == '-' || c.is_ascii_hexdigit()));
        assert_ne!(id, request_id());
        assert_eq!(completion_id("a"), "chatcmpl-a");
        assert_eq!(call_id().len(), "call_".len() + 24);
        assert_ne!(call_id(), call_id());
    }
}
