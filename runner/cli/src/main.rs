//! The command line of qwenbox: a chat with Qwen through a component in a sandbox.
//!
//! | file | its one job |
//! |---|---|
//! | `args` | what may be typed; knows nothing of the runner |
//! | `environment` | every environment variable, in one table |
//! | `config` | a configuration file in typed values, and which file it is |
//! | `sources` | flags, environment and file, and which of them counts |
//! | `settings` | what counts → what the library needs |
//! | `connection` | a provider, and a simulator behind it if asked |
//! | `commands` | one file a command; they know neither Wasmtime nor hyper |
//! | `prompt`, `speed` | what is asked; how fast the answer came |
//! | `open_files` | how many connections the system lets a server have |
//! | `runtime` | the event loop, and Ctrl-C |
//! | `failure`, `exit` | why a command ends without a result, and with which code |
//! | `messages`, `language` | errors in the words of people |
//! | `listed` | a model in a list |
//! | `welcome` | what somebody sees who types the name alone |
//! | `nearest` | did you mean …? |
//! | `output`, `json`, `money`, `table` | the one writer, and the shapes that it writes |

mod args;
mod commands;
mod config;
mod connection;
mod environment;
mod exit;
mod failure;
mod json;
mod language;
mod listed;
mod messages;
mod money;
mod nearest;
mod open_files;
mod output;
mod prompt;
mod runtime;
mod settings;
mod sources;
mod speed;
mod table;
mod welcome;

use args::{Arguments, Color};
use clap::Parser;
use environment::Environment;
use output::Output;
use std::process::ExitCode;

fn main() -> ExitCode {
    let environment = Environment::of_process();
    if std::env::args_os().len() <= 1 {
        return output::welcome().into();
    }
    let exit = match Arguments::try_parse() {
        Ok(arguments) => {
            let mut output = Output::new(&arguments.global, &environment);
            let result = commands::run(arguments, &environment, &mut output);
            output.end(result)
        }
        Err(error) => {
            let color = Color::typed(std::env::args_os()).unwrap_or(Color::Auto);
            output::usage(&error, color, &environment)
        }
    };
    exit.into()
}
