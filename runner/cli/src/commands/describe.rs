//! `describe`: what images and videos show.

use super::chat::taken;
use crate::args::{Describe, Global, Seen};
use crate::config::Looking;
use crate::config::origin::Told;
use crate::connection::{COMPILING, Connection};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::sources::{Purpose, Sources};
use crate::speed::Stopwatch;
use crate::{json, runtime};
use qwenbox::media::{Error, Kind, Media};
use qwenbox::understanding::{self, Request};

/// Asks, and prints the description.
pub(super) fn run(
    describe: &Describe,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = Sources::gather(global, environment)?;
    let mut request = request(describe)?;
    let looking = looking(&sources, &request);
    let model = describe.model.as_deref();
    let configured = looking.model.as_ref().map(|model| model.value.as_str());
    let mut settings = sources.settings(model.or(configured), Purpose::Understanding)?;
    settings.look(looking, global.base_url.is_some());
    super::models::tell_warnings(&settings, output);
    settings.require_key()?;
    refuse_large(describe, looking)?;
    let text = |told: &Told<String>| told.value.clone();
    request.model.clone_from(&settings.model);
    request.prompt = request.prompt.or_else(|| looking.prompt.as_ref().map(text));
    let characters = looking.max_characters.as_ref().map(|told| told.value);
    request.max_characters = request.max_characters.or(characters);
    runtime::run(async {
        let opened = output.patiently(COMPILING, Connection::open(&settings));
        let connection = opened.await?;
        let provider = connection.with_key()?;
        let stopwatch = Stopwatch::start();
        let described = output.patiently("looking at it", provider.describe(request));
        let description = described.await?;
        let speed = stopwatch.stop();
        if output.is_json() {
            output.document(&json::description(&description))?;
        } else {
            for warning in &description.warnings {
                output.warning(&warning.message);
            }
            output.text(&description.text)?;
            output.end_line()?;
        }
        if describe.usage {
            output.report(&taken(description.usage.as_ref(), None, speed));
        }
        Ok(())
    })
}

/// Reads the files that are named. Ranges are checked where the models are known: in the component.
fn request(describe: &Describe) -> Result<Request, Failure> {
    let media = describe
        .media
        .iter()
        .map(|named| look(named, describe.seen));
    Ok(Request {
        model: describe.model.clone(),
        prompt: describe.prompt.clone(),
        max_characters: describe.max_characters,
        ..Request::new(media.collect::<Result<_, _>>()?)
    })
}

/// What is configured for videos holds when there is one among them.
fn looking<'a>(sources: &'a Sources<'_>, request: &Request) -> &'a Looking {
    let is_video = |media: &understanding::Media| matches!(media, understanding::Media::Video(_));
    if request.media.iter().any(is_video) {
        &sources.config.video_understanding
    } else {
        &sources.config.image_understanding
    }
}

/// Refuses files that are larger than the configuration allows.
fn refuse_large(describe: &Describe, looking: &Looking) -> Result<(), Failure> {
    let Some(most) = &looking.max_bytes else {
        return Ok(());
    };
    for named in &describe.media {
        let size = std::fs::metadata(named).map_or(0, |found| found.len());
        if size > most.value {
            return Err(Failure::usage(format!(
                "{named} has {size} bytes, and {} allows {}",
                most.origin, most.value
            )));
        }
    }
    Ok(())
}

fn look(named: &str, seen: Option<Seen>) -> Result<understanding::Media, Failure> {
    let told = match (Media::image_or_video(named), seen) {
        (Err(Error::Untold { .. }), Some(seen)) => {
            let kind = match seen {
                Seen::Image => Kind::Image,
                Seen::Video => Kind::Video,
            };
            Media::of(kind, named).map(|media| (kind, media))
        }
        (told, _) => told,
    };
    match told {
        Ok((Kind::Video, media)) => Ok(understanding::Media::Video(media.url)),
        Ok((_, media)) => Ok(understanding::Media::Image(media.url)),
        Err(error @ Error::Untold { .. }) => Err(Failure::usage_with_hint(
            error.to_string(),
            "say which with --as image or --as video",
        )),
        Err(error) => Err(Failure::usage(error.to_string())),
    }
}
