//! What a key leaves behind that has moved: its old file is removed if it is ours, and what else is left is named.

use super::writing::{Kept, Target, absolute};
use crate::config::Config;
use crate::config::secret::Secret;
use crate::output::Output;

/// Tidies up after the key that the configuration referred to `before`.
pub(super) fn tidy(target: &Target, before: &Config, kept: &Kept, output: &mut Output) {
    let Some(secret) = target.secret(before) else {
        return;
    };
    if let (Secret::Keyring(old), Kept::Keyring(id)) = (secret, kept)
        && old == id
    {
        return;
    }
    if let Secret::Keyring(old) = secret {
        output.note(&format!(
            "the keyring still holds the key named {old}; secret-tool clear application qwenbox key \"{old}\" removes it"
        ));
    }
    let Some(old) = target.referred(before).filter(|old| old.exists()) else {
        return;
    };
    match kept {
        Kept::File(file) if absolute(file) == absolute(&old) => {}
        Kept::Keyring(_) if absolute(&old) == absolute(target.key_file()) => {
            match std::fs::remove_file(&old) {
                Ok(()) => output.note(&format!(
                    "{} was removed: the key is in the keyring now",
                    old.display()
                )),
                Err(error) => output.warning(&format!(
                    "{} still holds a key, and cannot be removed: {error}",
                    old.display()
                )),
            }
        }
        _ => output.note(&format!(
            "{} still holds a key; delete it if nothing else needs it",
            old.display()
        )),
    }
}
