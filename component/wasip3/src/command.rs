//! The command door: `wasi:cli/run`, the words of `qwenbox` for whoever has a WASI command line and nothing else.
//! Calls the core, as the other exports do: a component cannot read a stream that it exports itself.

mod arguments;
mod chat;
mod help;
mod models;
mod screen;
mod video;

use crate::{Component, provider};
use arguments::{Command, Line};
use qwen_core::Error;
use screen::Screen;
use wasip3::cli::environment::get_arguments;
use wasip3::exports::cli::run::Guest;

wasip3::cli::command::export!(Component);

impl Guest for Component {
    /// The exit code is 1 where this fails: the host knows no other. Why, stands on stderr.
    async fn run() -> Result<(), ()> {
        let mut screen = Screen::open();
        let followed = follow(&mut screen).await;
        if let Err(failure) = &followed {
            screen.failure(failure);
        }
        let written = screen.close().await;
        followed.and(written).map_err(drop)
    }
}

/// Why a command did not do what it was to do.
enum Failure {
    /// The provider's error, or one of the command line.
    Error(Error),
    /// A standard stream does not go on. Whoever closed it knows, and is told nothing.
    Stream,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

async fn follow(screen: &mut Screen) -> Result<(), Failure> {
    let (command, mut options) = match arguments::parse(get_arguments())? {
        Line::Help(text) => {
            screen.answer(text);
            return Ok(());
        }
        Line::Command(command, options) => (command, options),
    };
    let provider = provider()?;
    if matches!(command, Command::Chat | Command::Submit)
        && let Some(prompt) = options.word.take()
    {
        options.word = Some(chat::text(prompt).await?);
    }
    match command {
        Command::Chat => chat::run(provider, options, screen).await,
        Command::Models => {
            models::list(provider, options.plain, screen);
            Ok(())
        }
        Command::Submit => video::submit(provider, options, screen).await,
        Command::Poll => video::poll(provider, &options, screen).await,
        Command::Cancel => video::cancel(provider, &options, screen).await,
        Command::List => video::list(provider, screen).await,
    }
}
