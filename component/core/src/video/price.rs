//! What a video costs by list price.

use super::families::{self, Family};
use crate::cost::Cost;
use crate::model::Region;
use crate::prelude::*;

/// What is billed of a video.
#[derive(Clone, Debug, PartialEq)]
pub struct Billed {
    /// Its resolution, such as `720P`.
    pub resolution: String,
    /// The seconds, those of input videos included where they are billed.
    pub seconds: f64,
    /// Whether it has sound.
    pub sound: bool,
}

/// The cost of a model's video in a region; `None` when its price is not known.
#[must_use]
pub fn cost(model: &str, billed: &Billed, region: &Region) -> Option<Cost> {
    let (family, _) = Family::find(model).ok()?;
    let price = family.prices.iter().find(|price| price.region == *region)?;
    let (_, with_sound, without) = price
        .seconds
        .iter()
        .find(|(resolution, ..)| *resolution == billed.resolution)?;
    let second = if billed.sound { *with_sound } else { *without };
    let milliseconds = milliseconds(billed.seconds)?;
    Some(Cost {
        currency: price.currency.to_owned(),
        micros: second.saturating_mul(milliseconds) / 1_000,
        prices_as_of: families::AS_OF.to_owned(),
    })
}

/// Longer than any video, in seconds.
const LONGEST: f64 = 1e6;

fn milliseconds(seconds: f64) -> Option<u64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number is from 0 to a billion"
    )]
    (0.0..=LONGEST)
        .contains(&seconds)
        .then_some((seconds * 1_000.0 + 0.5) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_costs_what_the_list_says() {
        use Region::{China, Global};
        for (model, resolution, seconds, sound, region, micros) in [
            ("wan2.6-t2v", "1080P", 5.0, true, Global, Some(750_000)),
            ("wan2.6-t2v", "720P", 5.0, true, China, Some(3_000_000)),
            ("wan2.6-i2v-flash", "720P", 5.0, true, Global, Some(250_000)),
            (
                "wan2.6-i2v-flash",
                "1080P",
                2.0,
                false,
                Global,
                Some(75_000),
            ),
            ("wan2.6-r2v-flash", "720P", 4.5, false, China, Some(675_000)),
            (
                "WAN2.7-t2v-2026-04-25",
                "720P",
                10.0,
                true,
                Global,
                Some(1_000_000),
            ),
            ("wan3.0-video", "480P", 30.0, false, Global, Some(1_500_000)),
            (
                "wan3.0-video-prime",
                "1080P",
                5.0,
                true,
                Global,
                Some(1_400_000),
            ),
            ("wan3.0-video", "1080P", 5.0, true, China, None),
            ("wan2.6-t2v", "480P", 5.0, true, Global, None),
            ("wan2.6-t2v", "720P", -1.0, true, Global, None),
            ("wan2.6-t2v", "720P", f64::NAN, true, Global, None),
            ("qwen-plus", "720P", 5.0, true, Global, None),
            (
                "wan2.6-t2v",
                "720P",
                5.0,
                true,
                Region::Other("us-east-1".to_owned()),
                None,
            ),
        ] {
            let billed = Billed {
                resolution: resolution.to_owned(),
                seconds,
                sound,
            };
            let cost = cost(model, &billed, &region);
            assert_eq!(cost.map(|cost| cost.micros), micros, "{model} {billed:?}");
        }
    }
}
