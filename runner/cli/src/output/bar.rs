//! The one line that shows how far something is, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// How often the line moves by itself.
const TICK: Duration = Duration::from_millis(120);

/// A line on the screen. Dropping it clears it.
pub(super) struct Bar {
    bar: ProgressBar,
    has_length: bool,
}

impl Bar {
    /// What happens now, and how long it has lasted.
    pub(super) fn spinner(message: String, elapsed: Duration) -> Self {
        let bar = ProgressBar::new_spinner().with_elapsed(elapsed);
        bar.set_style(style("{spinner} {msg}  {elapsed}"));
        bar.set_message(message);
        bar.enable_steady_tick(TICK);
        Self {
            bar,
            has_length: false,
        }
    }

    /// How much of something is there.
    pub(super) fn bytes(message: String, total: u64) -> Self {
        let bar = ProgressBar::new(total);
        bar.set_style(style("{msg}  [{bar:30}] {bytes} of {total_bytes}"));
        bar.set_message(message);
        Self {
            bar,
            has_length: true,
        }
    }

    pub(super) fn has_length(&self) -> bool {
        self.has_length
    }

    pub(super) fn say(&self, message: String) {
        self.bar.set_message(message);
    }

    pub(super) fn at(&self, bytes: u64) {
        self.bar.set_position(bytes);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// A template that is not one leaves the library's own look, which a test would show.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
