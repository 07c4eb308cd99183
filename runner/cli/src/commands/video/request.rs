//! The options of `video generate` → the request. Files among the inputs are lent to the provider, if that was asked for.

use crate::args::{Generate, Inputs, Shots};
use crate::failure::Failure;
use crate::output::Output;
use crate::prompt;
use qwenbox::Provider;
use qwenbox::jobs::upload_file;
use qwenbox::video::{Input, InputRole, Request, ShotType};
use std::path::Path;

/// The request, with its inputs as they were named.
pub(super) fn request(generate: &Generate, model: Option<String>) -> Result<Request, Failure> {
    let look = &generate.look;
    Ok(Request {
        model,
        prompt: match generate.prompt.as_deref() {
            Some("-") => prompt::read(Some("-"))?,
            text => text.map(str::to_owned),
        },
        negative_prompt: look.negative_prompt.clone(),
        inputs: inputs(&generate.inputs)?,
        size: look.size.clone(),
        aspect_ratio: look.aspect_ratio.clone(),
        resolution: look.resolution.clone(),
        duration_seconds: look.duration,
        audio: either(look.audio, look.no_audio),
        watermark: either(look.watermark, look.no_watermark),
        prompt_extend: look.no_prompt_extend.then_some(false),
        shot_type: look.shots.map(|shots| match shots {
            Shots::Single => ShotType::Single,
            Shots::Multi => ShotType::Multi,
        }),
        seed: look.seed,
        extra_json: look.extra.clone(),
    })
}

/// Lends the files among the inputs to the provider, and puts what stands for them in their place.
pub(super) async fn lend_files(
    request: &mut Request,
    provider: &Provider,
    output: &mut Output,
) -> Result<(), Failure> {
    let model = request.model.clone().unwrap_or_default();
    for input in &mut request.inputs {
        if !is_file(&input.url) {
            continue;
        }
        output.note(&format!("lending {} to the service", input.url));
        let lent = upload_file(provider, Path::new(&input.url), &model, |_| {}).await;
        input.url = lent.map_err(Failure::Upload)?;
    }
    Ok(())
}

/// The request as it would be with its files lent.
pub(super) fn as_if_lent(request: &Request) -> Request {
    let mut request = request.clone();
    for input in &mut request.inputs {
        if is_file(&input.url) {
            "oss://lent/file".clone_into(&mut input.url);
        }
    }
    request
}

/// Whether the service bills more than the seconds that are asked for: those of input videos too.
pub(super) fn bills_inputs(request: &Request) -> bool {
    request.inputs.iter().any(|input| {
        matches!(
            input.role,
            InputRole::Video | InputRole::ReferenceVideo | InputRole::FirstClip
        )
    })
}

/// Refuses files that nobody asked to be lent.
pub(super) fn refuse_files(request: &Request) -> Result<(), Failure> {
    match request.inputs.iter().find(|input| is_file(&input.url)) {
        Some(input) => Err(Failure::usage_with_hint(
            format!("{} is a file, and the service takes URLs", input.url),
            "put it on the web, or lend it to the service for 48 hours: --upload, with the model by -m",
        )),
        None => Ok(()),
    }
}

/// Pictures first, then videos, then sound, then the inputs with a role of their own.
fn inputs(inputs: &Inputs) -> Result<Vec<Input>, Failure> {
    let of = |role: InputRole, named: &[String]| -> Vec<Input> {
        let input = |url: &String| Input {
            role: role.clone(),
            url: url.clone(),
        };
        named.iter().map(input).collect()
    };
    let mut all = of(InputRole::Image, &inputs.image);
    all.extend(of(InputRole::Video, &inputs.video));
    all.extend(of(InputRole::Audio, &inputs.sound));
    for text in &inputs.input {
        let Some((role, url)) = text.split_once('=') else {
            return Err(Failure::usage(format!(
                "--input is {text}: write it as ROLE=URL, such as first-frame=https://example.com/a.png"
            )));
        };
        all.push(Input {
            role: role_of(role),
            url: url.to_owned(),
        });
    }
    Ok(all)
}

fn role_of(word: &str) -> InputRole {
    match word {
        "image" => InputRole::Image,
        "video" => InputRole::Video,
        "audio" => InputRole::Audio,
        "first-frame" => InputRole::FirstFrame,
        "last-frame" => InputRole::LastFrame,
        "first-clip" => InputRole::FirstClip,
        "reference-image" => InputRole::ReferenceImage,
        "reference-video" => InputRole::ReferenceVideo,
        "reference-audio" => InputRole::ReferenceAudio,
        other => InputRole::Other(other.to_owned()),
    }
}

/// Whether what was named is a path and not a URL; `file:` URLs are paths that nobody but this machine knows.
fn is_file(named: &str) -> bool {
    let is_url = named.contains("://") || named.starts_with("data:");
    !is_url || named.starts_with("file:")
}

fn either(yes: bool, no: bool) -> Option<bool> {
    match (yes, no) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Arguments;
    use clap::Parser;

    fn generate(arguments: &[&str]) -> Generate {
        let line = ["qwenbox", "video", "generate"].iter().chain(arguments);
        let parsed = Arguments::try_parse_from(line).unwrap();
        match parsed.command {
            crate::args::Command::Video(crate::args::Video {
                action: crate::args::VideoAction::Generate(generate),
            }) => *generate,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn inputs_keep_their_order_and_their_roles() {
        let generate = generate(&[
            "--input",
            "first-frame=https://h/f.png",
            "--video",
            "https://h/v.mp4",
            "--image",
            "https://h/a.png",
            "--input",
            "link=https://h/page?x=1",
            "a boat",
        ]);
        let request = request(&generate, None).unwrap();
        let told: Vec<_> = request
            .inputs
            .iter()
            .map(|input| (input.role.clone(), input.url.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (InputRole::Image, "https://h/a.png"),
                (InputRole::Video, "https://h/v.mp4"),
                (InputRole::FirstFrame, "https://h/f.png"),
                (InputRole::Other("link".to_owned()), "https://h/page?x=1"),
            ]
        );
        assert_eq!(request.prompt.as_deref(), Some("a boat"));
        assert_eq!(request.audio, None);
    }

    #[test]
    fn the_last_of_two_opposites_counts() {
        for (arguments, audio, watermark) in [
            (&["--no-audio"][..], Some(false), None),
            (&["--audio", "--watermark"], Some(true), Some(true)),
            (&["--no-audio", "--audio"], Some(true), None),
            (&["--no-watermark"], None, Some(false)),
        ] {
            let request = request(&generate(arguments), None).unwrap();
            assert_eq!(
                (request.audio, request.watermark),
                (audio, watermark),
                "{arguments:?}"
            );
        }
    }

    #[test]
    fn files_are_refused_unless_they_are_to_be_lent() {
        for (named, is_refused) in [
            ("cat.png", true),
            ("/home/me/cat.png", true),
            ("C:\\cat.png", true),
            ("https://h/cat.png", false),
            ("file:///home/me/cat.png", true),
            ("oss://d/cat.png", false),
            ("data:image/png;base64,AAAA", false),
        ] {
            let request = request(&generate(&["--image", named]), None).unwrap();
            let refused = refuse_files(&request);
            assert_eq!(refused.is_err(), is_refused, "{named}");
        }
    }
}
