//! What one upload may be: written for the client, and checked when the form comes.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::form::Form;
use crate::calendar;
use crate::storage::StorageError;

/// What the signature is said to be made with.
const SIGNER: &str = "LTAIsimulator";

/// Bytes of a megabyte.
const MEGABYTE: usize = 1_048_576;

/// A permission to put files in one folder.
#[derive(Debug)]
pub(super) struct Policy {
    pub(super) folder: String,
    /// The API key of whoever asked.
    pub(super) owner: String,
    pub(super) model: String,
    /// Since 1970.
    pub(super) expires: Duration,
    /// The most that a file may have.
    pub(super) megabytes: u32,
}

impl Policy {
    /// For the client. `host`: where the form goes.
    pub(super) fn describe(&self, secret: &RandomState, host: &str, life: Duration) -> Value {
        json!({
            "policy": self.text(),
            "signature": self.signature(secret),
            "upload_dir": self.folder,
            "upload_host": host,
            "expire_in_seconds": life.as_secs(),
            "max_file_size_mb": self.megabytes,
            "capacity_limit_mb": 999_999_999,
            "oss_access_key_id": SIGNER,
            "x_oss_object_acl": "private",
            "x_oss_forbid_overwrite": "true",
        })
    }

    /// Whether an object of this name would lie in the folder.
    pub(super) fn covers(&self, key: &str) -> bool {
        let rest = key.strip_prefix(&self.folder);
        rest.and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|name| !name.is_empty())
    }

    /// Whether a form has everything that was told to the client, as it was told.
    pub(super) fn check(
        &self,
        form: &Form<'_>,
        secret: &RandomState,
        now: Duration,
    ) -> Result<(), StorageError> {
        let is_signed = form.text("policy")? == self.text()
            && form.text("Signature")? == self.signature(secret)
            && form.text("OSSAccessKeyId")? == SIGNER;
        if !is_signed {
            return Err(StorageError::signature());
        }
        if now >= self.expires {
            return Err(StorageError::policy("Policy expired."));
        }
        for (field, value) in [
            ("x-oss-object-acl", "private"),
            ("x-oss-forbid-overwrite", "true"),
        ] {
            if form.text(field).ok() != Some(value) {
                let why = format!("Policy Condition failed: [\"eq\", \"${field}\", \"{value}\"]");
                return Err(StorageError::policy(&why));
            }
        }
        if form.file.len() > self.largest() {
            return Err(StorageError::too_large());
        }
        Ok(())
    }

    fn text(&self) -> String {
        let policy = json!({
            "expiration": calendar::utc(self.expires),
            "conditions": [
                ["content-length-range", 0, self.largest()],
                ["starts-with", "$key", self.folder],
                { "x-oss-object-acl": "private" },
                { "x-oss-forbid-overwrite": "true" },
            ],
        });
        STANDARD.encode(policy.to_string())
    }

    fn signature(&self, secret: &RandomState) -> String {
        STANDARD.encode(secret.hash_one(self.text()).to_be_bytes())
    }

    const fn largest(&self) -> usize {
        (self.megabytes as usize).saturating_mul(MEGABYTE)
    }
}
