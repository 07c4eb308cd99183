//! What each family of video models takes, as a table: its inputs, its lengths, its shapes, its prices.
//! Knows no request: [`super::encode`] holds one against a row.

mod table;
#[cfg(test)]
mod tests;

use core::ops::RangeInclusive;

use crate::error::{Error, ErrorKind};
use crate::model::Region;
use crate::prelude::*;

pub use table::{AS_OF, DEFAULT, FAMILIES};

/// What one model takes. Lengths of texts are in characters, lengths of videos in seconds.
#[derive(Debug)]
pub struct Family {
    /// The id that the provider's API takes.
    pub id: &'static str,
    /// Ids of dated versions that take the same.
    pub snapshots: &'static [&'static str],
    /// The longest prompt.
    pub prompt: usize,
    /// When the prompt may be left out.
    pub prompt_is_optional: Optional,
    /// The longest negative prompt; `None` when it takes none.
    pub negative_prompt: Option<usize>,
    /// The inputs that it takes.
    pub slots: &'static [Slot],
    /// At least one of these slots is filled; empty when it needs no input.
    pub needs: &'static [&'static str],
    /// Which slots may be filled together: all filled ones are in one of these sets.
    pub together: &'static [&'static [&'static str]],
    /// The most inputs over some slots.
    pub most_of: Option<(usize, &'static [&'static str])>,
    /// How the shape of the video is chosen.
    pub shape: Shape,
    /// The lengths of a video.
    pub duration: RangeInclusive<u32>,
    /// The longest video when a reference video is among the inputs, where that differs.
    pub longest_with_video: Option<u32>,
    /// Whether sound can be left out.
    pub audio: Audio,
    /// Whether it takes `prompt_extend`.
    pub prompt_extend: bool,
    /// Whether it takes `shot_type`.
    pub shot_type: ShotTypes,
    /// The model that works from one picture, where this one takes none.
    pub from_image: Option<&'static str>,
    /// List prices, one entry a region.
    pub prices: &'static [Price],
}

/// When something may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optional {
    /// Never.
    Never,
    /// When there is an input.
    WithInput,
}

/// A place for inputs.
#[derive(Debug)]
pub struct Slot {
    /// Its name in the API: a field of `input`, or the type of an entry of `input.media`.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What it holds.
    pub medium: Medium,
    /// The roles of the contract that lead here, the usual one first.
    pub roles: &'static [&'static str],
    /// The most inputs.
    pub most: usize,
}

/// Where an input stands in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// `input.<name>`, one URL.
    Field,
    /// `input.<field>`, a list of URLs that several slots share.
    List(&'static str),
    /// An entry of `input.media`.
    Media,
    /// `reference_voice` of the entry of `input.media` before it.
    Voice,
}

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// A still image.
    Image,
    /// A video.
    Video,
    /// A sound recording.
    Audio,
    /// A document.
    Document,
    /// A web page, which is nowhere but on the web.
    Page,
}

/// How the shape of a video is chosen.
#[derive(Debug)]
pub enum Shape {
    /// By its size in pixels.
    Size(&'static [&'static str]),
    /// By its resolution alone; a picture gives the aspect ratio.
    Resolution(&'static [&'static str]),
    /// By resolution and aspect ratio.
    ResolutionAndRatio(&'static [&'static str], &'static [&'static str]),
}

impl Shape {
    /// The resolutions.
    #[must_use]
    pub fn resolutions(&self) -> &'static [&'static str] {
        match self {
            Self::Size(resolutions)
            | Self::Resolution(resolutions)
            | Self::ResolutionAndRatio(resolutions, _) => resolutions,
        }
    }

    /// The size with these pixels, among those that may be asked for.
    #[must_use]
    pub fn size(&self, pixels: &str) -> Option<&'static Size> {
        let mut sizes = self.sizes().into_iter();
        sizes.find(|size| size.pixels == pixels)
    }

    /// The sizes that may be asked for: those of the table, and where a size is only another word for resolution and
    /// aspect ratio, those that the model gives as well.
    pub fn sizes(&self) -> Vec<&'static Size> {
        let others: &[Size] = match self {
            Self::Size(_) => &[],
            Self::Resolution(_) | Self::ResolutionAndRatio(..) => table::OUTPUT_SIZES,
        };
        let resolutions = self.resolutions();
        let mut sizes = Vec::new();
        for all in [table::SIZES, others] {
            sizes.extend(
                all.iter()
                    .filter(|size| resolutions.contains(&size.resolution)),
            );
        }
        sizes
    }
}

/// The resolution that the provider takes when none is asked for, in every family of the table.
pub const DEFAULT_RESOLUTION: &str = "1080P";

/// The length that is asked for when the caller does not say, in seconds.
pub const DEFAULT_DURATION: u32 = 5;

/// Whether a video has sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audio {
    /// It has.
    Always,
    /// It has unless told otherwise.
    Switch,
}

/// Whether `shot_type` is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShotTypes {
    /// No.
    None,
    /// Yes.
    Any,
    /// Yes, as long as the provider may extend the prompt.
    WithPromptExtend,
}

/// The list prices of one region, in millionths of the currency unit for a second of video.
#[derive(Debug)]
pub struct Price {
    /// The region whose list this is.
    pub region: Region,
    /// ISO 4217 code.
    pub currency: &'static str,
    /// By resolution: with sound, and without.
    pub seconds: &'static [(&'static str, u64, u64)],
}

impl Family {
    /// The row of a model, whatever the case of its id, and the id as the provider writes it.
    ///
    /// # Errors
    /// `not-found`, naming the models that are known.
    pub fn find(id: &str) -> Result<(&'static Self, &'static str), Error> {
        for family in FAMILIES {
            let mut ids = family.ids();
            if let Some(known) = ids.find(|known| known.eq_ignore_ascii_case(id)) {
                return Ok((family, known));
            }
        }
        let known: Vec<_> = FAMILIES.iter().map(|family| family.id).collect();
        let id = crate::error::body::words(id, LONGEST_ID);
        Err(Error::new(
            ErrorKind::NotFound,
            format!("no video model is called `{id}`"),
        )
        .with_hint(&format!("the video models are {}", known.join(", "))))
    }

    /// The ids that the row is for.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> + use<> {
        core::iter::once(self.id).chain(self.snapshots.iter().copied())
    }

    /// The slot that a role leads to.
    #[must_use]
    pub fn slot(&self, role: &str) -> Option<&'static Slot> {
        let slots = self.slots;
        slots.iter().find(|slot| slot.roles.contains(&role))
    }
}

/// How much of a wrong id is repeated, in characters.
const LONGEST_ID: usize = 80;

/// A size in pixels, with its resolution and aspect ratio.
#[derive(Debug)]
pub struct Size {
    /// As the API writes it.
    pub pixels: &'static str,
    /// Its resolution.
    pub resolution: &'static str,
    /// Its aspect ratio.
    pub ratio: &'static str,
}

impl Size {
    /// The size of a resolution and an aspect ratio, for models that take sizes.
    #[must_use]
    pub fn of(resolution: &str, ratio: &str) -> Option<&'static Self> {
        let fits = |size: &&Self| size.resolution == resolution && size.ratio == ratio;
        table::SIZES.iter().find(fits)
    }
}
