//! One address of an image, a video or another input: what kind of address may be given for what.

use crate::native::NativeError;
use crate::video::families::Media;

/// An input that was uploaded to this service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    /// Where in the request, like `input.img_url`.
    pub(crate) path: String,
    /// The object's key: what comes after `oss://`.
    pub(crate) key: String,
}

/// Accepts an address for the media. `Some`: it is one of an upload.
pub(super) fn read(url: &str, media: Media, path: String) -> Result<Option<Upload>, NativeError> {
    let after = |scheme: &str| url.strip_prefix(scheme).filter(|rest| !rest.is_empty());
    let is_web = after("http://").or_else(|| after("https://"));
    if is_web.is_some_and(|rest| !rest.starts_with('/') && !rest.contains(char::is_whitespace)) {
        return Ok(None);
    }
    if let Some(key) = after("oss://").filter(|_| media != Media::Web) {
        let key = key.to_owned();
        return Ok(Some(Upload { path, key }));
    }
    if media == Media::Image && is_image_data(url) {
        return Ok(None);
    }
    let allowed = match media {
        Media::Image => "http://, https://, oss:// and data:image/…;base64,",
        Media::Web => "http:// and https://",
        Media::Audio | Media::Document | Media::Reference | Media::Video => {
            "http://, https:// and oss://"
        }
    };
    Err(NativeError::parameter(format!(
        "The provided URL does not appear to be valid - '{path}': allowed are {allowed}"
    )))
}

/// Whether an address names a video, by its end.
pub(super) fn is_video(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.to_ascii_lowercase();
    [".mp4", ".mov"].iter().any(|end| path.ends_with(end))
}

fn is_image_data(url: &str) -> bool {
    let rest = url.strip_prefix("data:image/");
    let parts = rest.and_then(|rest| rest.split_once(";base64,"));
    parts.is_some_and(|(kind, data)| !kind.is_empty() && !data.is_empty())
}
