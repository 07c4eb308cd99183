//! Media as messages take them: a URL as it is, or a local file as a data URL. The component never sees a path.
//! Knows one limit of the provider, and leaves to the component what a model takes.

mod seen;
#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use infer::MatcherType;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The longest data URL of one item, in bytes. Larger media are for URLs that the provider can fetch.
/// Source: DashScope chat reference, November 2026: 10,485,760 bytes of base64.
pub const LONGEST_DATA_URL: usize = 10_485_760;

/// How much of a file tells what it is, in bytes.
const HEAD: u64 = 4_096;

/// What begins a URL that the provider takes.
const SCHEMES: [&str; 4] = ["http", "https", "oss", "data"];

/// MIME types by the names that they have today.
const PLAIN_NAMES: [(&str, &str); 3] = [
    ("audio/x-aiff", "audio/aiff"),
    ("audio/x-flac", "audio/flac"),
    ("audio/x-wav", "audio/wav"),
];

/// What a file is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A still image.
    Image,
    /// A video.
    Video,
    /// A sound recording.
    Audio,
}

/// Something that a message can refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// An `http`, `https`, `oss` or base64 `data` URL.
    pub url: String,
    /// The format by its usual file ending, such as `wav`; `None` for a URL, which tells it itself.
    pub format: Option<&'static str>,
}

/// Why something cannot be sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is not there, or may not be read.
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

    /// The content is something else, or nothing that is known.
    #[error(
        "{} is not {}: {}",
        path.display(),
        wanted.article_and_name(),
        content(*found)
    )]
    OtherKind {
        /// The file.
        path: PathBuf,
        /// What it should be.
        wanted: Kind,
        /// What it is, as a MIME type; `None` when that is not known.
        found: Option<&'static str>,
    },

    /// The content is neither of the two that can be looked at, or nothing that is known.
    #[error("{} is neither an image nor a video: {}", path.display(), content(*found))]
    NotSeen {
        /// The file.
        path: PathBuf,
        /// What it is, as a MIME type; `None` when that is not known.
        found: Option<&'static str>,
    },

    /// It is a URL whose ending does not tell what it is.
    #[error("the URL that ends with `{ending}` does not tell whether it is an image or a video")]
    Untold {
        /// The end of its path; the rest may be secret.
        ending: String,
    },

    /// It is larger than what may be sent inside a request.
    #[error(
        "{} has {bytes} bytes, and at most {most} can be sent inside a request; larger media are sent by URL",
        path.display()
    )]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size, in bytes.
        bytes: u64,
        /// The largest size, in bytes.
        most: u64,
    },

    /// It is a URL that the provider does not fetch.
    #[error(
        "{scheme} URLs are not taken: give a file, or a URL that begins with http, https, oss or data"
    )]
    Scheme {
        /// What the URL begins with.
        scheme: String,
    },
}

impl Media {
    /// What a person names: a URL as it is, or a file by its path.
    ///
    /// # Errors
    /// [`Error::Scheme`] for a URL that is none of the provider's, and those of [`Media::read`].
    pub fn of(kind: Kind, named: &str) -> Result<Self, Error> {
        match Self::by_url(named)? {
            Some(media) => Ok(media),
            None => Self::read(kind, Path::new(named)),
        }
    }

    /// What a person names to be looked at: a file by its path, told by its content, or a URL, told by its ending.
    ///
    /// # Errors
    /// [`Error::NotSeen`] for a file that is something else, [`Error::Untold`] for a URL that does not tell, and else
    /// those of [`Media::of`].
    pub fn image_or_video(named: &str) -> Result<(Kind, Self), Error> {
        match Self::by_url(named)? {
            Some(media) => Ok((seen::told_by_url(named)?, media)),
            None => Self::read_as(&[Kind::Image, Kind::Video], Path::new(named)),
        }
    }

    /// A file as a data URL. What it is, is told by its content and not by its name. It is read whole only when it is
    /// what it should be, and small enough.
    ///
    /// # Errors
    /// What is wrong with the file, by its name.
    pub fn read(kind: Kind, path: &Path) -> Result<Self, Error> {
        Self::read_as(&[kind], path).map(|(_, media)| media)
    }

    /// What is named by a URL, as it is; `None` for what is no URL.
    fn by_url(named: &str) -> Result<Option<Self>, Error> {
        match scheme(named) {
            None => Ok(None),
            Some(scheme) if SCHEMES.contains(&scheme.as_str()) => Ok(Some(Self {
                url: named.to_owned(),
                format: None,
            })),
            Some(scheme) => Err(Error::Scheme { scheme }),
        }
    }

    /// A file as a data URL, and which of the wanted kinds it is.
    fn read_as(wanted: &[Kind], path: &Path) -> Result<(Kind, Self), Error> {
        let unreadable = |error| Error::Unreadable {
            path: path.to_owned(),
            error,
        };
        let (mut file, size) = open(path)?;
        let mut content = Vec::new();
        more(&mut file, HEAD, &mut content).map_err(unreadable)?;
        let (kind, found) = told_by(&content, wanted, path)?;

        let mut url = format!("data:{};base64,", plain_name(found.mime_type()));
        let most = largest(&url);
        if size <= most {
            // One byte too many tells a file that has grown in the meantime.
            more(&mut file, most + 1 - HEAD, &mut content).map_err(unreadable)?;
        }
        let bytes = size.max(content.len() as u64);
        if bytes > most {
            let path = path.to_owned();
            return Err(Error::TooLarge { path, bytes, most });
        }
        STANDARD.encode_string(&content, &mut url);
        let format = Some(found.extension());
        Ok((kind, Self { url, format }))
    }
}

impl Kind {
    fn article_and_name(self) -> &'static str {
        match self {
            Self::Image => "an image",
            Self::Video => "a video",
            Self::Audio => "a sound recording",
        }
    }

    fn holds(self, found: MatcherType) -> bool {
        match self {
            Self::Image => found == MatcherType::Image,
            Self::Video => found == MatcherType::Video,
            Self::Audio => found == MatcherType::Audio,
        }
    }
}

/// What a URL begins with, in lower case; `None` for what is no URL. A single letter before a colon is a drive.
fn scheme(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let is_scheme = scheme.len() > 1 && scheme.chars().all(is_of_scheme);
    let scheme = scheme.to_ascii_lowercase();
    (is_scheme && (rest.starts_with("//") || scheme == "data")).then_some(scheme)
}

/// A file and its size in bytes.
fn open(path: &Path) -> Result<(File, u64), Error> {
    let unreadable = |error| Error::Unreadable {
        path: path.to_owned(),
        error,
    };
    // Looked at before it is opened: opening a pipe may wait for ever.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        let path = path.to_owned();
        return Err(Error::NotAFile { path });
    }
    let file = File::open(path).map_err(unreadable)?;
    Ok((file, metadata.len()))
}

/// Reads up to so many bytes more.
fn more(file: &mut File, bytes: u64, content: &mut Vec<u8>) -> io::Result<()> {
    file.take(bytes).read_to_end(content).map(|_| ())
}

/// The type that the beginning of a file tells, and its kind, if it is of a wanted one.
fn told_by(head: &[u8], wanted: &[Kind], path: &Path) -> Result<(Kind, infer::Type), Error> {
    let found = infer::get(head);
    let known = found.and_then(|found| {
        let kind = wanted.iter().find(|kind| kind.holds(found.matcher_type()));
        kind.map(|kind| (*kind, found))
    });
    known.ok_or_else(|| {
        let path = path.to_owned();
        let found = found.map(|found| found.mime_type());
        match *wanted {
            [wanted] => Error::OtherKind {
                path,
                wanted,
                found,
            },
            _ => Error::NotSeen { path, found },
        }
    })
}

/// What a file holds, in words.
fn content(found: Option<&str>) -> String {
    match found {
        Some(mime) => format!("its content is {mime}"),
        None => "its content is of no known type".to_owned(),
    }
}

fn plain_name(mime: &'static str) -> &'static str {
    let known = PLAIN_NAMES.iter().find(|(name, _)| *name == mime);
    known.map_or(mime, |(_, plain)| plain)
}

/// How many bytes fit a data URL that begins like this. Four characters of base64 hold three bytes.
fn largest(beginning: &str) -> u64 {
    (LONGEST_DATA_URL.saturating_sub(beginning.len()) / 4 * 3) as u64
}
