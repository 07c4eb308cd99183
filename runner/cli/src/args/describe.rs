//! The options of `describe`.

use clap::{Args, ValueEnum};

/// Say what images and videos show, or answer a question about them.
///
/// Several are looked at together. The words go to stdout, and nothing else does. It needs a key of the Standard plan.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox describe photo.jpg
  qwenbox describe before.png after.png --prompt \"What has changed?\"
  qwenbox describe https://example.com/clip.mp4 --max-characters 200
  qwenbox describe https://example.com/watch/42 --as video
  qwenbox --json describe photo.jpg | jq -r .text
  qwenbox --simulate describe photo.jpg")]
pub(crate) struct Describe {
    /// Images and videos, at least one. A file is told by its content and may have 7.8 MB; by URL an image may have 10
    /// MB, and a video is larger.
    #[arg(required = true, value_name = "FILE|URL")]
    pub(crate) media: Vec<String>,
    /// What to tell; default: a detailed description.
    #[arg(long, value_name = "TEXT")]
    pub(crate) prompt: Option<String>,
    /// Which model: qwen/ID, an alias of it, or its bare id; default: qwen/qwen-vl-max-latest.
    #[arg(short, long, value_name = "REF")]
    pub(crate) model: Option<String>,
    /// The most characters that the model is asked for, from 1; default: 500, or any number with --prompt. What is
    /// longer is not cut.
    #[arg(long, value_name = "N")]
    pub(crate) max_characters: Option<u32>,
    /// What URLs lead to whose ending does not tell.
    #[arg(long = "as", value_name = "KIND")]
    pub(crate) seen: Option<Seen>,
    /// Say on stderr what it took: tokens, time.
    #[arg(long)]
    pub(crate) usage: bool,
}

/// What can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Seen {
    Image,
    Video,
}
