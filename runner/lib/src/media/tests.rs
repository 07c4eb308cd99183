//! Files and URLs as people name them.

use super::{Error, Kind, LONGEST_DATA_URL, Media, largest, scheme};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::Write;
use std::path::PathBuf;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0";
const WEBP: &[u8] = b"RIFF\x24\0\0\0WEBPVP8 ";
const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";
const WAV: &[u8] = b"RIFF\x24\0\0\0WAVEfmt ";
const MP3: &[u8] = b"ID3\x04\0\0\0\0\0\0";

/// A file of this name and content. Its folder goes with it.
struct Sample(tempfile::TempDir, PathBuf);

fn sample(name: &str, content: &[u8]) -> Sample {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    Sample(folder, path)
}

impl Sample {
    fn read(&self, kind: Kind) -> Result<Media, Error> {
        Media::of(kind, self.1.to_str().unwrap())
    }

    /// A message without the folder's name, which is new each time.
    fn refusal(&self, kind: Kind) -> String {
        let folder = format!("{}/", self.0.path().display());
        let message = self.read(kind).unwrap_err().to_string();
        assert!(message.contains(&folder), "{message}");
        message.replace(&folder, "")
    }
}

#[test]
fn a_file_is_known_by_its_content() {
    for (content, kind, mime, format) in [
        (PNG, Kind::Image, "image/png", "png"),
        (JPEG, Kind::Image, "image/jpeg", "jpg"),
        (WEBP, Kind::Image, "image/webp", "webp"),
        (MP4, Kind::Video, "video/mp4", "mp4"),
        (WAV, Kind::Audio, "audio/wav", "wav"),
        (MP3, Kind::Audio, "audio/mpeg", "mp3"),
    ] {
        // A wrong ending changes nothing.
        let media = sample("notes.txt", content).read(kind).unwrap();
        let url = format!("data:{mime};base64,{}", STANDARD.encode(content));
        assert_eq!(media.url, url);
        assert_eq!(media.format, Some(format));
    }
}

#[test]
fn urls_are_left_as_they_are() {
    for url in [
        "https://x.test/a.png?b=c",
        "http://x.test",
        "HTTPS://X.TEST/a",
        "oss://bucket/key",
        "data:image/png;base64,AAAA",
    ] {
        let media = Media::of(Kind::Image, url).unwrap();
        assert_eq!((media.url.as_str(), media.format), (url, None));
    }
}

#[test]
fn other_urls_are_refused_by_their_scheme_alone() {
    for url in ["file:///secret/a.png", "ftp://secret@x.test/a.png"] {
        let message = Media::of(Kind::Image, url).unwrap_err().to_string();
        assert!(message.contains(" URLs are not taken"), "{message}");
        assert!(!message.contains("secret"), "{message}");
    }
}

#[test]
fn paths_are_no_urls() {
    for path in [
        "a.png",
        "./data:a",
        "C:\\a.png",
        "c:/a.png",
        "a b://c",
        ":",
        "notes:1.png",
    ] {
        assert_eq!(scheme(path), None, "{path}");
    }
}

#[test]
fn what_is_something_else_is_refused_by_name() {
    let png = sample("a.mp4", PNG);
    assert_eq!(
        png.refusal(Kind::Video),
        "a.mp4 is not a video: its content is image/png"
    );
    let text = sample("a.png", b"just words");
    assert_eq!(
        text.refusal(Kind::Image),
        "a.png is not an image: its content is of no known type"
    );
    let empty = sample("a.wav", b"");
    assert_eq!(
        empty.refusal(Kind::Audio),
        "a.wav is not a sound recording: its content is of no known type"
    );
}

#[test]
fn what_is_to_be_looked_at_tells_which_of_the_two_it_is() {
    for (content, kind) in [(PNG, Kind::Image), (MP4, Kind::Video)] {
        let file = sample("notes.txt", content);
        let path = file.1.to_str().unwrap();
        let told = Media::image_or_video(path).unwrap();
        assert_eq!(told, (kind, Media::of(kind, path).unwrap()));
    }
    let url = "https://x.test/v.mp4";
    let told = Media::image_or_video(url).unwrap();
    assert_eq!(told, (Kind::Video, Media::of(Kind::Video, url).unwrap()));

    for (content, what) in [
        (
            WAV,
            "a.png is neither an image nor a video: its content is audio/x-wav",
        ),
        (
            b"words",
            "a.png is neither an image nor a video: its content is of no known type",
        ),
    ] {
        let file = sample("a.png", content);
        let error = Media::image_or_video(file.1.to_str().unwrap()).unwrap_err();
        assert!(error.to_string().ends_with(what), "{error}");
    }
    let error = Media::image_or_video("ftp://x.test/a.png").unwrap_err();
    assert!(matches!(error, Error::Scheme { .. }), "{error}");
}

#[test]
fn what_is_not_there_or_no_file_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("absent.png");
    let error = Media::read(Kind::Image, &path).unwrap_err();
    assert!(matches!(error, Error::Unreadable { .. }), "{error}");
    assert!(error.to_string().contains("absent.png"), "{error}");
    let error = Media::read(Kind::Image, folder.path()).unwrap_err();
    assert!(matches!(error, Error::NotAFile { .. }), "{error}");
}

#[test]
fn the_largest_file_just_fits() {
    let most = largest("data:image/png;base64,");
    let mut content = PNG.to_vec();
    content.resize(usize::try_from(most).unwrap(), 7);
    let fits = sample("a.png", &content).read(Kind::Image).unwrap();
    assert!(fits.url.len() <= LONGEST_DATA_URL);
    assert!(fits.url.len() > LONGEST_DATA_URL - 4);
    let coded = fits.url.strip_prefix("data:image/png;base64,").unwrap();
    assert!(STANDARD.decode(coded).unwrap() == content);

    content.push(7);
    let refusal = sample("a.png", &content).refusal(Kind::Image);
    let expected = format!(
        "a.png has {} bytes, and at most {most} can be sent",
        most + 1
    );
    assert!(refusal.starts_with(&expected), "{refusal}");
}

#[test]
fn a_file_that_is_far_too_large_is_not_read() {
    let large = sample("a.mp4", MP4);
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(&large.1)
        .unwrap();
    file.write_all(&[0]).unwrap();
    // Sparse: it takes no room, and reading it would take for ever.
    file.set_len(1 << 40).unwrap();
    let error = large.read(Kind::Video).unwrap_err();
    assert!(
        matches!(error, Error::TooLarge { bytes, .. } if bytes == 1 << 40),
        "{error}"
    );
}
