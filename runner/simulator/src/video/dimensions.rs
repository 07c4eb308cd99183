//! How many pixels a film has, by what was asked for.

/// Ratio, resolution, width and height. Source: Model Studio, output of Wan 2.7, November 2026; the rows under the line
/// are not documented and have about as many pixels as the others of their resolution.
#[rustfmt::skip]
const OUTPUTS: [(&str, &str, u32, u32); 27] = [
    ("16:9", "480P", 832, 480), ("16:9", "720P", 1280, 720), ("16:9", "1080P", 1920, 1080),
    ("9:16", "480P", 480, 832), ("9:16", "720P", 720, 1280), ("9:16", "1080P", 1080, 1920),
    ("1:1", "480P", 624, 624), ("1:1", "720P", 960, 960), ("1:1", "1080P", 1440, 1440),
    ("4:3", "720P", 1104, 832), ("4:3", "1080P", 1648, 1248),
    ("3:4", "720P", 832, 1104), ("3:4", "1080P", 1248, 1648),
    // ----
    ("4:3", "480P", 720, 544), ("3:4", "480P", 544, 720),
    ("5:4", "480P", 704, 560), ("5:4", "720P", 1072, 864), ("5:4", "1080P", 1616, 1280),
    ("4:5", "480P", 560, 704), ("4:5", "720P", 864, 1072), ("4:5", "1080P", 1280, 1616),
    ("21:9", "480P", 960, 416), ("21:9", "720P", 1472, 624), ("21:9", "1080P", 2208, 944),
    ("9:21", "480P", 416, 960), ("9:21", "720P", 624, 1472), ("9:21", "1080P", 944, 2208),
];

/// The picture of a film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dimensions {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Lines of the resolution that is paid for: 480, 720 or 1080.
    pub(crate) tier: u32,
}

impl Dimensions {
    /// By width and height, like `1280*720`.
    pub(crate) fn of_size(size: &str) -> Self {
        let pixels = |text: &str| text.parse().unwrap_or(0);
        let (width, height) = size.split_once('*').unwrap_or_default();
        let (width, height) = (pixels(width), pixels(height));
        // The sizes of 720P have up to 0.93 million pixels, those of 1080P 2.04 million and more.
        let tier = if width * height > 1_000_000 {
            1_080
        } else {
            720
        };
        Self {
            width,
            height,
            tier,
        }
    }

    /// By ratio and resolution. An unknown ratio is 16:9: what the picture of an image has is not looked at.
    pub(crate) fn of_ratio(ratio: &str, resolution: &str) -> Self {
        let find = |ratio: &str| {
            OUTPUTS
                .iter()
                .find(|(name, tier, ..)| *name == ratio && *tier == resolution)
        };
        let (width, height) = find(ratio)
            .or_else(|| find("16:9"))
            .map_or((1_920, 1_080), |(_, _, width, height)| (*width, *height));
        let tier = resolution.trim_end_matches('P').parse().unwrap_or(1_080);
        Self {
            width,
            height,
            tier,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dimensions, OUTPUTS};

    #[test]
    fn sizes_are_read() {
        let cases = [
            ("1280*720", 720),
            ("1088*832", 720),
            ("960*960", 720),
            ("1248*1632", 1_080),
            ("1440*1440", 1_080),
        ];
        for (size, tier) in cases {
            let read = Dimensions::of_size(size);
            assert_eq!(format!("{}*{}", read.width, read.height), size);
            assert_eq!(read.tier, tier, "{size}");
        }
    }

    #[test]
    fn ratios_have_their_pixels() {
        let made = Dimensions::of_ratio("4:3", "720P");
        assert_eq!((made.width, made.height, made.tier), (1_104, 832, 720));
        let made = Dimensions::of_ratio("adaptive", "480P");
        assert_eq!((made.width, made.height, made.tier), (832, 480, 480));
    }

    #[test]
    fn rows_have_the_shape_they_say() {
        for (ratio, resolution, width, height) in OUTPUTS {
            let (across, down) = ratio.split_once(':').unwrap();
            let asked = across.parse::<f64>().unwrap() / down.parse::<f64>().unwrap();
            let is = f64::from(width) / f64::from(height);
            assert!(
                (is / asked - 1.0).abs() < 0.03,
                "{ratio} {resolution}: {is}"
            );
        }
    }
}
