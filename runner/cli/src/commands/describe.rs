//! `describe`: what images and videos show.

use super::chat::taken;
use crate::args::{Describe, Global, Seen};
use crate::connection::Connection;
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;
use crate::settings::Settings;
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
    let settings = Settings::gather(global, environment)?;
    super::models::tell_unread(&settings, output);
    settings.require_key()?;
    let request = request(describe)?;
    runtime::run(async {
        let connection = Connection::open(&settings).await?;
        let provider = connection.with_key()?;
        let stopwatch = Stopwatch::start();
        let description = provider.describe(request).await?;
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
