//! Temporary storage for inputs: a policy for one folder, then a form that brings a file, then `oss://` addresses.
//! Of a file only its length is kept. Bounded: a simulator may run for days.

mod form;
mod policy;

use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use serde_json::{Map, Value};

use crate::native::{NativeCall, NativeError, member};
use crate::storage::StorageError;
use crate::{calendar, identity, models, video};
use form::Form;
use policy::Policy;

/// How long a policy is good for.
const POLICY_LIFE: Duration = Duration::from_mins(5);

/// How long a file is kept.
const FILE_LIFE: Duration = Duration::from_hours(48);

/// How many policies and how many files are kept; the oldest are forgotten first.
const KEPT: usize = 5_000;

/// What a form may have beside its file, in bytes.
pub(crate) const FORM_BYTES: usize = 64 * 1024;

/// A file as a test sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadedFile {
    /// What comes after `oss://` in its address.
    pub key: String,
    /// The model whose requests may use it.
    pub model: String,
    /// In bytes.
    pub length: usize,
}

/// All policies and files, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Uploads {
    secret: RandomState,
    policies: VecDeque<Policy>,
    files: VecDeque<Stored>,
}

#[derive(Debug)]
struct Stored {
    file: UploadedFile,
    /// The API key of whoever asked for the policy.
    owner: String,
    /// Since 1970.
    expires: Duration,
}

impl Uploads {
    /// Gives a policy for a folder of its own.
    pub(crate) fn grant(
        &mut self,
        call: &NativeCall<'_>,
    ) -> Result<Map<String, Value>, NativeError> {
        let owner = call.caller(&Method::GET)?;
        let query = call.query();
        if query.value("action") != Some("getPolicy") {
            return Err(NativeError::parameter("'action' should be getPolicy"));
        }
        let model = query
            .value("model")
            .ok_or_else(NativeError::missing_model)?;
        if !video::is_model(model) && models::find(model).is_none() {
            return Err(NativeError::unknown_model(model));
        }
        let (day, id) = (calendar::local_day(call.now), identity::request_id());
        let account = self.secret.hash_one(owner);
        let policy = Policy {
            folder: format!("dashscope-instant/{account:016x}/{day}/{id}"),
            owner: owner.to_owned(),
            model: model.to_owned(),
            expires: call.now + POLICY_LIFE,
            megabytes: call.options.video.upload_megabytes,
        };
        let data = policy.describe(&self.secret, call.origin, POLICY_LIFE);
        push(&mut self.policies, policy);
        Ok(member("data", data))
    }

    /// Takes the file of a form.
    pub(crate) fn accept(
        &mut self,
        parts: &Parts,
        body: &[u8],
        now: Duration,
    ) -> Result<StatusCode, StorageError> {
        if parts.headers.contains_key(header::AUTHORIZATION) {
            return Err(StorageError::signed_twice());
        }
        let content_type = parts.headers.get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let form = Form::parse(content_type.unwrap_or_default(), body)?;
        let key = form.text("key")?;
        let policy = self
            .policies
            .iter()
            .find(|policy| policy.covers(key))
            .ok_or_else(StorageError::signature)?;
        policy.check(&form, &self.secret, now)?;
        if self.files.iter().any(|stored| stored.file.key == key) {
            return Err(StorageError::exists());
        }
        let stored = Stored {
            file: UploadedFile {
                key: key.to_owned(),
                model: policy.model.clone(),
                length: form.file.len(),
            },
            owner: policy.owner.clone(),
            expires: now + FILE_LIFE,
        };
        let status = form.text("success_action_status").ok();
        push(&mut self.files, stored);
        Ok(match status {
            Some("200") => StatusCode::OK,
            Some("201") => StatusCode::CREATED,
            _ => StatusCode::NO_CONTENT,
        })
    }

    /// Whether a file is there for a key and a model.
    pub(crate) fn has(&self, key: &str, owner: &str, model: &str, now: Duration) -> bool {
        self.files.iter().any(|stored| {
            stored.file.key == key
                && stored.owner == owner
                && stored.file.model == model
                && now < stored.expires
        })
    }

    /// All files, oldest first.
    pub(crate) fn files(&self) -> Vec<UploadedFile> {
        self.files
            .iter()
            .map(|stored| stored.file.clone())
            .collect()
    }
}

fn push<T>(kept: &mut VecDeque<T>, new: T) {
    kept.push_back(new);
    if kept.len() > KEPT {
        kept.pop_front();
    }
}
