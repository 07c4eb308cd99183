//! Lends the provider a local file: asks where to send it, sends it there without a key, and gives the URL that stands
//! for it.
//! Knows nothing of jobs, and does not say what the form holds: its fields are as good as a key.

mod multipart;

use crate::provider::Provider;
use crate::storage::{Failure, Storage};
use crate::types::ErrorKind;
use crate::{types, upload};
use multipart::{Multipart, Plan};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long the storage may take to answer, the sending included: 100 MB at 1 Mbit/s take a quarter of an hour.
const PATIENCE: Duration = Duration::from_mins(30);

/// The largest answer, in bytes. A good one is empty.
const MOST_ANSWER: u64 = 64 * 1024;

/// Why a file was not lent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UploadError {
    /// The provider gave no leave to send it. Nothing was sent.
    #[error(transparent)]
    Call(#[from] crate::Error),

    /// It cannot be read.
    #[error("{} cannot be read: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },

    /// It is a folder, a pipe or a device.
    #[error("{} is not a file", path.display())]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },

    /// It is larger than the provider takes. Nothing was sent.
    #[error("{} has {bytes} bytes, and the provider takes at most {most}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size, in bytes.
        bytes: u64,
        /// The largest size, in bytes.
        most: u64,
    },

    /// The rules for the storage forbid its address: not `https`, not public, or a server that is not trusted.
    #[error("the file is not sent: {why}")]
    Denied {
        /// Which rule.
        why: String,
    },

    /// The storage did not take it.
    #[error("the storage answers with status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },

    /// The connection failed, or the file changed while it was sent.
    #[error("the file was not sent: {why}")]
    Broken {
        /// What happened.
        why: String,
    },
}

impl UploadError {
    /// The error as the contract's record, so that programs read one shape whatever failed.
    #[must_use]
    pub fn record(&self) -> types::Error {
        let (kind, request_sent) = match self {
            Self::Call(error) => return error.record(),
            Self::Unreadable { .. } | Self::NotAFile { .. } | Self::TooLarge { .. } => {
                (ErrorKind::InvalidRequest, false)
            }
            Self::Denied { .. } => (ErrorKind::DeniedByHost, false),
            Self::Status { .. } => (ErrorKind::BadResponse, true),
            Self::Broken { .. } => (ErrorKind::Network, true),
        };
        types::Error {
            kind,
            message: self.to_string(),
            hint: None,
            status: match self {
                Self::Status { status } => Some(*status),
                _ => None,
            },
            code: None,
            request_id: None,
            retry_after_ms: None,
            request_sent,
        }
    }
}

/// Lends the provider a file, for 48 hours and for one model: the `oss` URL that stands for it. `sent` is told how many
/// bytes of it were sent, as they are. The file is read while it is sent, and never held in memory.
///
/// # Errors
/// [`UploadError`]; what it says never holds anything of the form.
pub async fn upload_file(
    provider: &Provider,
    file: &Path,
    model: &str,
    sent: impl Fn(u64) + Send + 'static,
) -> Result<String, UploadError> {
    let (bytes, name) = look(file).await?;
    let request = upload::Request {
        model: model.to_owned(),
        file_name: name.clone(),
    };
    let form = provider.prepare_upload(request).await?;
    let local = Local { file, bytes, name };
    send(provider.storage(), form, local, sent).await
}

/// A file that is to be sent.
struct Local<'a> {
    file: &'a Path,
    bytes: u64,
    name: String,
}

/// Size and name of a file. Nothing is asked of the provider for one that cannot be sent.
async fn look(file: &Path) -> Result<(u64, String), UploadError> {
    let unreadable = |error| UploadError::Unreadable {
        path: file.to_owned(),
        error,
    };
    let metadata = tokio::fs::metadata(file).await.map_err(unreadable)?;
    let path = || file.to_owned();
    let name = file.file_name().filter(|_| metadata.is_file());
    let name = name.ok_or_else(|| UploadError::NotAFile { path: path() })?;
    Ok((metadata.len(), plain(&name.to_string_lossy())))
}

/// A name that the contract takes, made from that of a file: 1 to 200 letters, digits, dots, hyphens and underscores,
/// with no dot in front. The ending stays, since the provider goes by it.
fn plain(name: &str) -> String {
    const LONGEST: usize = 200;
    /// A longer one, its dot included, is none.
    const LONGEST_ENDING: usize = 16;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let mut name: String = name
        .chars()
        .map(|c| if is_plain(c) { c } else { '_' })
        .collect();
    if name.starts_with('.') || name.is_empty() {
        name.insert(0, '_');
    }
    // All of it is ASCII by now, so that bytes are characters.
    let dot = name.rfind('.').unwrap_or(name.len());
    let ending = name.split_off(dot);
    let ending = ending.get(..ending.len().min(LONGEST_ENDING));
    let ending = ending.unwrap_or_default();
    name.truncate(LONGEST - ending.len());
    name + ending
}

async fn send(
    storage: &Storage,
    form: upload::Form,
    local: Local<'_>,
    sent: impl Fn(u64) + Send + 'static,
) -> Result<String, UploadError> {
    let path = local.file.to_owned();
    if let Some(most) = form.max_bytes.filter(|most| local.bytes > *most) {
        let bytes = local.bytes;
        return Err(UploadError::TooLarge { path, bytes, most });
    }
    let place = storage
        .place(&form.url, PATIENCE, MOST_ANSWER)
        .map_err(|error| UploadError::Denied {
            why: error.to_string(),
        })?;
    let fields = form.fields.iter();
    let fields: Vec<_> = fields
        .map(|field| (field.name.as_str(), field.value.as_str()))
        .collect();
    let plan = Plan::new(&fields, &local.name);
    let content_type = plan.content_type();
    let body = Multipart::open(plan, &path, local.bytes, sent)
        .await
        .map_err(|error| UploadError::Unreadable { path, error })?;
    let response = place
        .post(content_type, http_body_util::BodyExt::boxed_unsync(body))
        .await
        .map_err(failed)?;
    let status = response.status().as_u16();
    if status == http::StatusCode::OK {
        return Ok(form.reference);
    }
    Err(UploadError::Status { status })
}

fn failed(failure: Failure) -> UploadError {
    match failure {
        Failure::Refused(why) => UploadError::Denied { why },
        failure => UploadError::Broken {
            why: failure.to_string(),
        },
    }
}

#[cfg(test)]
mod tests;
