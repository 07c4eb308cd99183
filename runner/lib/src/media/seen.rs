//! What a URL says that it leads to: an image or a video.
//! Asks nobody: the ending of its path tells, or the type in a data URL.

use super::{Error, Kind};

/// The endings of images and videos that the provider takes, in small letters.
/// Source: DashScope visual understanding reference, formats, November 2026.
const ENDINGS: [(&str, Kind); 21] = [
    ("bmp", Kind::Image),
    ("dib", Kind::Image),
    ("gif", Kind::Image),
    ("heic", Kind::Image),
    ("icns", Kind::Image),
    ("ico", Kind::Image),
    ("jfif", Kind::Image),
    ("jpe", Kind::Image),
    ("jpeg", Kind::Image),
    ("jpg", Kind::Image),
    ("png", Kind::Image),
    ("tif", Kind::Image),
    ("tiff", Kind::Image),
    ("webp", Kind::Image),
    ("avi", Kind::Video),
    ("flv", Kind::Video),
    ("mkv", Kind::Video),
    ("mov", Kind::Video),
    ("mp4", Kind::Video),
    ("webm", Kind::Video),
    ("wmv", Kind::Video),
];

/// The most of a path's end that a message shows, in characters.
const MOST_SHOWN: usize = 40;

/// What a URL leads to.
pub(super) fn told_by_url(url: &str) -> Result<Kind, Error> {
    let (scheme, rest) = url.split_once(':').unwrap_or(("", url));
    let (told, ending) = if scheme.eq_ignore_ascii_case("data") {
        let family = rest.split('/').next().unwrap_or_default();
        (of_family(family), "data")
    } else {
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        (of_name(name), name)
    };
    told.ok_or_else(|| Error::Untold {
        ending: ending.chars().take(MOST_SHOWN).collect(),
    })
}

fn of_family(family: &str) -> Option<Kind> {
    match family.to_ascii_lowercase().as_str() {
        "image" => Some(Kind::Image),
        "video" => Some(Kind::Video),
        _ => None,
    }
}

fn of_name(name: &str) -> Option<Kind> {
    let (_, ending) = name.rsplit_once('.')?;
    let known = ENDINGS
        .iter()
        .find(|(known, _)| ending.eq_ignore_ascii_case(known));
    known.map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::told_by_url;
    use crate::media::Kind;

    #[test]
    fn the_ending_of_the_path_tells() {
        for (url, kind) in [
            ("https://x.test/a.png", Kind::Image),
            ("https://x.test/a.b.JPEG?size=1.mp4#v.mov", Kind::Image),
            ("oss://dashscope-instant/v.mp4", Kind::Video),
            ("HTTP://x.test/v.WebM#t=5", Kind::Video),
            ("data:image/png;base64,AAAA", Kind::Image),
            ("DATA:Video/mp4;base64,AAAA", Kind::Video),
        ] {
            assert_eq!(told_by_url(url).unwrap(), kind, "{url}");
        }
    }

    #[test]
    fn what_does_not_tell_is_named_by_its_end_alone() {
        for (url, ending) in [
            ("https://user:secret@x.test/watch?key=secret", "watch"),
            ("https://x.test/png", "png"),
            ("https://x.test/a.txt", "a.txt"),
            ("https://x.test/", ""),
            ("data:;base64,AAAA", "data"),
            ("data:audio/wav;base64,AAAA", "data"),
        ] {
            let message = told_by_url(url).unwrap_err().to_string();
            let named = format!("ends with `{ending}`");
            assert!(message.contains(&named), "{message}");
            assert!(!message.contains("secret"), "{message}");
        }
    }
}
