//! A short film of plain colours as a playable MP4: what the video models of the simulator "make".
//! Knows nothing of tasks and HTTP. The same film is the same bytes every time, so that a part of it can be asked for.

mod bits;
mod boxes;
mod pictures;

/// Pictures in each second of film, which is what Wan makes.
pub(crate) const PICTURES_PER_SECOND: u32 = 30;

/// The longest film, in seconds: longer than any model makes.
const LONGEST: u32 = 60;

/// What a film shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Movie {
    /// In pixels. An odd number is rounded down, because the coding has one colour for two pixels.
    pub(crate) width: u32,
    /// In pixels, like the width.
    pub(crate) height: u32,
    /// From 1 to 60; what is outside is moved to the nearest.
    pub(crate) seconds: u32,
    /// Decides the colours.
    pub(crate) seed: u64,
}

impl Movie {
    /// The whole file: H.264 in MP4, without sound, its index before its pictures so that it plays while it loads.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let seconds = self.seconds.clamp(1, LONGEST);
        let screen = pictures::Screen::new(self.width, self.height);
        let mut samples = Vec::new();
        for second in 0..seconds {
            samples.push(screen.colour(pictures::Colour::of(self.seed, second), second));
            for number in 1..PICTURES_PER_SECOND {
                samples.push(screen.repeat(number));
            }
        }
        boxes::file(screen, &samples)
    }
}

#[cfg(test)]
mod tests;
