//! The options of `video`.

use super::seconds;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// Make videos, and keep track of them.
///
/// Each video is a job, written down before anything is sent: whatever happens to this machine, nothing is paid for
/// twice, and `video wait` goes on where it was. Videos stay at the service for 24 hours.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox --simulate video generate \"a paper boat on a river\" -o boat.mp4
  qwenbox video generate --detach --resolution 720P \"a paper boat on a river\"
  qwenbox video list
  qwenbox video wait")]
pub(crate) struct Video {
    #[command(subcommand)]
    pub(crate) action: VideoAction,
}

/// What to do about videos.
#[derive(Debug, Subcommand)]
pub(crate) enum VideoAction {
    Generate(Box<Generate>),
    Wait(Wait),
    /// Look at a job once.
    #[command(after_help = "Example:
  qwenbox --json video status JOB | jq .job.state")]
    Status {
        /// The job, as `video list` names it.
        #[arg(value_name = "JOB")]
        job: String,
    },
    /// List the jobs on this machine, the newest first. Asks nobody.
    #[command(after_help = "Examples:
  qwenbox video list
  qwenbox --json video list | jq -r '.jobs[] | select(.state == \"saved\") | .file.path'")]
    List {},
    /// Cancel a job that the service has not begun.
    #[command(after_help = "Example:
  qwenbox video cancel JOB")]
    Cancel {
        /// The job, as `video list` names it.
        #[arg(value_name = "JOB")]
        job: String,
    },
    Recover(Recover),
}

/// Make a video, wait for it, and fetch it.
///
/// The file's path goes to stdout when it is there. Ctrl-C leaves the job where it is: the service goes on, and
/// `video wait` fetches the video.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox video generate \"a paper boat on a river\" -o boat.mp4
  qwenbox video generate -m wan2.6-i2v-flash --image https://example.com/cat.png --no-audio \"slow push-in\"
  qwenbox video generate -m wan2.6-i2v --upload --image cat.png \"it wakes up\"
  qwenbox video generate -m wan2.7-r2v --input reference-image=https://example.com/a.png \\
      --input reference-audio=https://example.com/voice.wav \"Image 1 says hello\"
  qwenbox --json video generate --detach \"a paper boat\" | jq -r .id")]
pub(crate) struct Generate {
    /// What to show; - reads it from stdin. Some models can do without when they are given a picture.
    pub(crate) prompt: Option<String>,
    /// Which model, such as wan2.7-t2v; default: wan2.6-t2v, or wan2.6-i2v with one picture.
    #[arg(short, long, value_name = "REF")]
    pub(crate) model: Option<String>,
    /// The file to write, or a folder for it; default: this folder, where the job's id names it.
    #[arg(short, long, value_name = "FILE", conflicts_with = "detach")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file if it is there.
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// Submit the job and do not wait for it.
    #[arg(long)]
    pub(crate) detach: bool,
    /// Stop waiting after this time, in seconds; default: 900. The job goes on at the service.
    #[arg(long, value_name = "SECONDS", value_parser = seconds::above_zero, conflicts_with = "detach")]
    pub(crate) timeout: Option<Duration>,
    /// Say what it would cost by list price, and send nothing.
    #[arg(long, conflicts_with_all = ["output", "detach", "timeout", "upload"])]
    pub(crate) estimate: bool,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) look: Look,
}

/// What the video is made from.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Inputs")]
pub(crate) struct Inputs {
    /// A picture to work from, in the role that fits the model; may be given several times.
    #[arg(long, value_name = "URL|FILE")]
    pub(crate) image: Vec<String>,
    /// A video to work from, in the role that fits the model; may be given several times.
    #[arg(long, value_name = "URL|FILE")]
    pub(crate) video: Vec<String>,
    /// Sound to go with the video.
    #[arg(long, value_name = "URL|FILE")]
    pub(crate) sound: Vec<String>,
    /// An input in a role of its own: first-frame, last-frame, first-clip, reference-image, reference-video,
    /// reference-audio, file or link; may be given several times, and the order counts.
    #[arg(long, value_name = "ROLE=URL|FILE")]
    pub(crate) input: Vec<String>,
    /// Lend the files among the inputs to the service, for 48 hours and for this model. Without it they are refused: the
    /// service takes URLs.
    #[arg(long, requires = "model")]
    pub(crate) upload: bool,
}

/// What the video is to look and sound like. What a model takes differs; it says so before anything is sent.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "The video")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub(crate) struct Look {
    /// The size in pixels, such as 1280x720.
    #[arg(long, value_name = "WxH")]
    pub(crate) size: Option<String>,
    /// The shape, such as 16:9.
    #[arg(long, value_name = "W:H")]
    pub(crate) aspect_ratio: Option<String>,
    /// The height class: 480P, 720P or 1080P; default: 1080P, which costs most.
    #[arg(long, value_name = "CLASS")]
    pub(crate) resolution: Option<String>,
    /// The length in seconds; default: 5.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) duration: Option<u32>,
    /// With sound; the default where there is a choice.
    #[arg(long, overrides_with = "no_audio")]
    pub(crate) audio: bool,
    /// Without sound, which costs less with some models.
    #[arg(long)]
    pub(crate) no_audio: bool,
    /// With the service's mark.
    #[arg(long, overrides_with = "no_watermark")]
    pub(crate) watermark: bool,
    /// Without the service's mark.
    #[arg(long)]
    pub(crate) no_watermark: bool,
    /// What not to show.
    #[arg(long, value_name = "TEXT")]
    pub(crate) negative_prompt: Option<String>,
    /// Do not let the service reword the prompt.
    #[arg(long)]
    pub(crate) no_prompt_extend: bool,
    /// One shot or several.
    #[arg(long, value_name = "TYPE")]
    pub(crate) shots: Option<Shots>,
    /// Makes videos repeatable as far as the service can, from 0 to 2147483647.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u32>,
    /// A JSON object of more parameters.
    #[arg(long, value_name = "JSON")]
    pub(crate) extra: Option<String>,
}

/// How a video is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shots {
    /// One shot.
    Single,
    /// Several shots.
    Multi,
}

/// Wait for jobs, and fetch their videos.
///
/// Goes on wherever a job is: one that was never sent is sent, one that may have been sent is looked for at the service,
/// and a download continues.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox video wait
  qwenbox video wait JOB -o boat.mp4")]
pub(crate) struct Wait {
    /// The jobs, as `video list` names them; default: all that are not over.
    #[arg(value_name = "JOB")]
    pub(crate) jobs: Vec<String>,
    /// The file to write, for one job, or a folder for it; default: the one that was named, or this folder.
    #[arg(short, long, value_name = "FILE", requires = "jobs")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file if it is there.
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// Stop waiting after this time, in seconds; default: 900. The jobs go on at the service.
    #[arg(long, value_name = "SECONDS", value_parser = seconds::above_zero)]
    pub(crate) timeout: Option<Duration>,
}

/// Find out whether a job was submitted, when its process died or the connection broke.
///
/// Looks among the tasks that the service lists for one of the same time, model and prompt. Nothing is submitted unless
/// --submit-again says so.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  qwenbox video recover JOB
  qwenbox video recover JOB --task 0385dc79-5ff8-4d82-bcb6-3f1d0a2b9c11
  qwenbox video recover JOB --submit-again   costs money twice if the service has it after all")]
pub(crate) struct Recover {
    /// The job, as `video list` names it.
    #[arg(value_name = "JOB")]
    pub(crate) job: String,
    /// This task of the service is the job's.
    #[arg(long, value_name = "ID", conflicts_with = "submit_again")]
    pub(crate) task: Option<String>,
    /// Submit the job again, and do not wait for it.
    #[arg(long)]
    pub(crate) submit_again: bool,
}
