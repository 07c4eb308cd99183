//! What `--help` says. The words are those of `qwenbox`; what needs files or a clock is left out.

pub(super) const VERSION: &str = concat!("qwen.wasm ", env!("CARGO_PKG_VERSION"), "\n");

pub(super) const TOP: &str = "\
Qwen Cloud as one WebAssembly component.

Usage: qwen.wasm <COMMAND>

Commands:
  chat    Ask a model, and print its answer while it is written
  models  List the models that the endpoint serves
  video   Begin a video, look at it, cancel it

Each says more with --help. -V prints the version.

Settings come from the environment: QWEN_API_KEY, QWEN_BASE_URL, QWEN_REGION, and QWEN_CONFIG with a
provider's entry of a configuration as JSON.

The answer goes to stdout, and nothing else does. The exit code is 0, or 1 when stderr says why not.
";

pub(super) const CHAT: &str = "\
Ask a model, and print its answer while it is written.

Usage: qwen.wasm chat [OPTIONS] [PROMPT]

  [PROMPT]               The prompt; without one, or with -, stdin is read

  -m, --model REF        Which model: qwen/ID, an alias of it, or its bare id
      --system TEXT      What the model is told to be and do
      --show-thinking    Show the model's reasoning, on stderr
      --usage            Say on stderr how many tokens the answer took
      --image URL        Show an image with the prompt; may be given several times
      --video URL        Show a video with the prompt; may be given several times
      --audio URL        Play a sound recording; may be given several times
      --json-object      Answer with a JSON object
      --max-tokens N     The most tokens to answer with
      --temperature X    How freely to choose words
      --top-p X          Choose among the likeliest words up to this share
      --seed N           Makes answers repeatable as far as the service can
      --stop TEXT        End the answer before this text; may be given several times
      --thinking LEVEL   off, minimal, low, medium, high, xhigh, adaptive or max
      --thinking-budget N
                         The most tokens to think with
      --extra JSON       A JSON object of more fields for the request
      --timeout S        Give up when the answer is not whole after so many seconds
      --retry-budget S   Ask again after passing failures for so many seconds; 0 asks once
";

pub(super) const MODELS: &str = "\
List the models that the endpoint serves. Asks nobody.

Usage: qwen.wasm models [list] [--plain]

      --plain            Print the references only, one a line
";

pub(super) const VIDEO: &str = "\
Begin a video, look at it, cancel it. Whoever calls waits between the looks.

Usage: qwen.wasm video submit [OPTIONS] [PROMPT]
       qwen.wasm video poll ID [-m REF]
       qwen.wasm video cancel ID
       qwen.wasm video list

submit prints the task's id. It costs money, and is sent once.
poll prints the video's address once there is one, and nothing before.

  [PROMPT]               What to show; - reads it from stdin

  -m, --model REF        Which model
      --image URL        A picture to work from; may be given several times
      --video URL        A video to work from; may be given several times
      --sound URL        Sound to go with the video
      --input ROLE=URL   An input in a role of its own; may be given several times
      --size WxH         The size in pixels
      --aspect-ratio W:H
                         The shape
      --resolution CLASS
                         The height class
      --duration S       The length in seconds
      --audio, --no-audio
                         With sound, or without
      --watermark, --no-watermark
                         With the service's mark, or without
      --negative-prompt TEXT
                         What not to show
      --no-prompt-extend
                         Do not let the service reword the prompt
      --shots TYPE       single or multi
      --seed N           Makes videos repeatable as far as the service can
      --extra JSON       A JSON object of more parameters
";
