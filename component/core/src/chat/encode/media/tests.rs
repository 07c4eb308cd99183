//! What media must be like: each refusal with its words, and what is taken at the edge.

mod sides;

use proptest::prelude::*;

use super::*;
use crate::chat::encode::tests::{
    answer, asking, audio, image, model, result, system, text, video,
};
use crate::chat::encode::{Options, body};
use crate::chat::types::{Request, TurnStatus};
use crate::error::ErrorKind;

const URL: &str = "https://h/x";
const IMAGE: &str = "data:image/png;base64,AAAA";

fn shown(part: Part) -> Vec<Message> {
    vec![Message::User(vec![part])]
}

fn picture(url: &str) -> Part {
    Part::Image(image(url))
}

fn sound(url: &str) -> Part {
    Part::Audio(audio(url))
}

fn film(url: &str) -> Part {
    Part::Video(video(VideoSource::File(String::from(url))))
}

fn frames(urls: &[&str]) -> Part {
    let urls = urls.iter().map(|url| String::from(*url));
    Part::Video(video(VideoSource::Frames(urls.collect())))
}

#[track_caller]
fn taken(part: Part) {
    let words = format!("{part:?}");
    let words: String = words.chars().take(200).collect();
    let checked = check(&shown(part));
    assert!(checked.is_ok_and(|media| media.any), "{words}");
}

#[track_caller]
fn refused(part: Part, what: &str, allowed: &str) {
    let error = check(&shown(part)).expect_err(what);
    assert_eq!(error.kind, ErrorKind::InvalidRequest);
    assert_eq!(error.message, format!("messages[0].content[0]: {what}"));
    assert_eq!(error.hint, Some(format!("allowed is {allowed}")));
    assert!(!error.request_sent);
}

const URLS: &str = "an http, https, oss or base64 data URL; the component reads no files, so a host makes a data URL of one";
const FORM: &str = "data:TYPE;base64,DATA, where TYPE is such as image/png, video/mp4 or audio/wav";

#[test]
fn urls_begin_as_the_provider_takes_them() {
    for make in [picture, film, sound] {
        for url in ["http://h", "https://h/a b", "oss://bucket/key"] {
            taken(make(url));
        }
        for url in [
            "",
            "a.png",
            "/etc/passwd",
            "C:\\a.png",
            "file:///a.png",
            "ftp://h/a",
            "HTTPS://h/a",
            " https://h/a",
            "http:h",
            "https:/h",
            "http://",
            "oss:",
            "DATA:image/png;base64,AAAA",
        ] {
            refused(
                make(url),
                &format!("`{url}` is not a URL that the provider takes"),
                URLS,
            );
        }
    }
}

#[test]
fn a_long_url_is_cut_in_the_message() {
    let url = "é".repeat(61);
    let cut = "é".repeat(60);
    refused(
        picture(&url),
        &format!("`{cut}…` is not a URL that the provider takes"),
        URLS,
    );
    let sixty = "é".repeat(60);
    refused(
        picture(&sixty),
        &format!("`{sixty}` is not a URL that the provider takes"),
        URLS,
    );
}

#[test]
fn data_urls_have_a_type_of_the_kind_or_none() {
    type Make = fn(&str) -> Part;
    for (make, types, kind) in [
        (
            picture as Make,
            ["image/png", "IMAGE/x", "image/svg+xml;charset=utf-8"],
            "image",
        ),
        (film, ["video/mp4", "Video/x", "video/webm"], "video"),
        (
            sound,
            ["audio/wav", "audio/mpeg", "audio/ogg;codecs=opus"],
            "audio",
        ),
    ] {
        for media_type in types {
            taken(make(&format!("data:{media_type};base64,AAAA")));
        }
        taken(make("data:;base64,AAAA"));
        for media_type in [
            "text/plain",
            "application/octet-stream",
            "png",
            kind,
            ";charset=x",
        ] {
            refused(
                make(&format!("data:{media_type};base64,AAAA")),
                &format!("its data are of type `{media_type}` and not {kind}"),
                FORM,
            );
        }
    }
    let long = "x".repeat(80);
    refused(
        picture(&format!("data:{long};base64,AAAA")),
        &format!("its data are of type `{}…` and not image", "x".repeat(60)),
        FORM,
    );
}

#[test]
fn data_urls_hold_base64() {
    for data in ["AA==", "AAA=", "AAAA", "AA", "+/09azAZ"] {
        taken(sound(&format!("data:audio/wav;base64,{data}")));
    }
    for data in [
        "", "=", "====", "A=A=", "AA AA", "AA\nAA", "A-_A", "AA,A", "AA%3D", "é",
    ] {
        refused(
            sound(&format!("data:audio/wav;base64,{data}")),
            "its data are not base64",
            FORM,
        );
    }
    for url in [
        "data:",
        "data:,",
        "data:image/png",
        "data:image/png,AAAA",
        "data:image/png;base64",
        "data:image/png;BASE64,AAAA",
        "data:image/png;base64;x,AAAA",
    ] {
        refused(
            picture(url),
            &format!("`{url}` is no base64 data URL"),
            FORM,
        );
    }
}

#[test]
fn data_urls_hold_ten_mebibytes() {
    let url = |bytes: usize| format!("data:video/mp4;base64,{}", "A".repeat(bytes));
    taken(film(&url(10_485_760)));
    refused(
        film(&url(10_485_761)),
        "its base64 text has 10485761 bytes",
        "10,485,760 bytes of base64, which is about 7.8 MB of data; larger media go by URL",
    );
}

#[test]
fn pixels_have_a_range() {
    let scaled = |min_pixels, max_pixels| {
        Part::Image(ImagePart {
            min_pixels,
            max_pixels,
            ..image(URL)
        })
    };
    for (min, max) in [
        (Some(1), Some(1)),
        (Some(16_777_216), None),
        (None, Some(16_777_216)),
        (Some(4_096), Some(65_536)),
    ] {
        taken(scaled(min, max));
    }
    let allowed = "from 1 to 16777216 pixels";
    for pixels in [0, 16_777_217, u32::MAX] {
        refused(
            scaled(Some(pixels), None),
            &format!("min-pixels is {pixels}"),
            allowed,
        );
        refused(
            scaled(None, Some(pixels)),
            &format!("max-pixels is {pixels}"),
            allowed,
        );
    }
    refused(
        scaled(Some(6), Some(5)),
        "min-pixels is 6 and max-pixels 5",
        "min-pixels is at most max-pixels",
    );
    let film = |total_pixels| {
        Part::Video(VideoPart {
            total_pixels: Some(total_pixels),
            ..video(VideoSource::File(String::from(URL)))
        })
    };
    taken(film(1));
    taken(film(819_200_000));
    for pixels in [0, 819_200_001] {
        let allowed = "from 1 to 819200000 pixels";
        refused(film(pixels), &format!("total-pixels is {pixels}"), allowed);
    }
}

#[test]
fn frames_a_second_have_a_range() {
    let film = |fps| {
        Part::Video(VideoPart {
            fps: Some(fps),
            ..video(VideoSource::File(String::from(URL)))
        })
    };
    for fps in [0.1, 2.0, 10.0] {
        taken(film(fps));
    }
    for fps in [0.0, -0.0, 0.099, 10.01, -1.0, f64::NAN, f64::INFINITY] {
        refused(
            film(fps),
            &format!("fps is {fps}"),
            "from 0.1 to 10 frames a second",
        );
    }
}

#[test]
fn a_video_has_a_number_of_frames_that_are_images() {
    for count in [4, 512] {
        taken(frames(&vec![URL; count]));
    }
    for count in [0, 1, 3, 513] {
        let what = format!("it has {count} frames");
        refused(frames(&vec![URL; count]), &what, "4 to 512 frames");
    }
    taken(frames(&[IMAGE, URL, IMAGE, URL]));
    refused(
        frames(&[URL, URL, URL, "data:video/mp4;base64,AAAA"]),
        "its data are of type `video/mp4` and not image",
        FORM,
    );
    refused(
        frames(&[URL, "", URL, URL]),
        "`` is not a URL that the provider takes",
        URLS,
    );
}

#[test]
fn a_refusal_names_the_message_and_the_part() {
    let bad = || vec![text("a"), picture(URL), picture("x")];
    for (messages, place) in [
        (
            vec![system("s"), Message::User(bad())],
            "messages[1].content[2]: ",
        ),
        (
            vec![Message::user("a"), result("1", bad())],
            "messages[1].content[2]: ",
        ),
    ] {
        let error = check(&messages).expect_err("a refusal");
        assert!(error.message.starts_with(place), "{error}");
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let said = Message::Assistant(answer("a", TurnStatus::Complete));
    let messages = vec![
        system("s"),
        Message::user("a"),
        said,
        result("1", vec![text("b")]),
    ];
    assert_eq!(check(&messages), Ok(Media::default()));
    assert_eq!(kinds(&messages), []);
}

#[test]
fn each_kind_is_found_once() {
    let (image, video, audio) = (InputKind::Image, InputKind::Video, InputKind::Audio);
    for (parts, expected) in [
        (
            vec![picture(URL), text("a"), picture(URL)],
            vec![image.clone()],
        ),
        (vec![frames(&[]), film(URL)], vec![video.clone()]),
        (
            vec![sound(URL), picture(URL), film(URL)],
            vec![audio, image, video],
        ),
    ] {
        let split = parts.len() / 2;
        let messages = [
            Message::User(parts[..split].to_vec()),
            result("1", parts[split..].to_vec()),
        ];
        assert_eq!(kinds(&messages), expected);
    }
}

#[test]
fn files_of_the_providers_store_need_a_header() {
    let headers = |parts: Vec<Part>| {
        let mut request = asking("a");
        request.messages.push(Message::User(parts));
        let encoded = body(request, &model("qwen3.5-plus"), &Options::default());
        encoded.expect("a body").headers
    };
    let header = [("x-dashscope-ossresourceresolve", "enable")];
    let stored = "oss://b/k";
    for parts in [
        vec![picture(stored)],
        vec![film(stored)],
        vec![sound(stored)],
        vec![frames(&[URL, URL, URL, stored])],
        vec![picture(stored), picture(URL)],
    ] {
        assert_eq!(headers(parts), header);
    }
    assert_eq!(
        headers(vec![text(stored), picture("https://oss://"), sound(URL)]),
        []
    );
    let messages = vec![result("1", vec![picture(stored)])];
    let request = Request {
        messages,
        ..Request::default()
    };
    assert_eq!(check(&request.messages).map(|media| media.stored), Ok(true));
}

proptest! {
    #[test]
    fn any_url_is_taken_or_refused_in_few_words(
        beginning in prop::sample::select(vec!["", "data:", "data:image/png;base64,", "data:image", "https://", "oss:"]),
        rest in ".{0,200}",
    ) {
        let url = [beginning, &rest].concat();
        for part in [picture(&url), film(&url), sound(&url), frames(&[url.as_str(); 4])] {
            if let Err(error) = check(&shown(part)) {
                prop_assert!(error.message.chars().count() < 200, "{error}");
            }
        }
    }
}
