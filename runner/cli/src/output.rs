//! The one writer: people or programs, stdout or stderr, colour or none, quiet or verbose. Nobody else prints.

mod bar;
mod log;
mod style;

use crate::args::{self, Color, Global};
use crate::environment::Environment;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json;
use crate::language::Language;
use crate::messages;
use bar::Bar;
use qwenbox::types;
use serde_json::Value;
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::pin::pin;
use std::time::{Duration, Instant};
use style::Style;

/// How long something takes before anybody wonders.
const PATIENCE: Duration = Duration::from_secs(1);

/// Writes what a command has to say. The answer goes to stdout, everything else to stderr.
pub(crate) struct Output {
    json: bool,
    quiet: bool,
    verbose: bool,
    language: Language,
    stdout: Channel,
    stderr: Channel,
    /// How far something is, while nothing else is said.
    bar: Option<Bar>,
    entry: Option<String>,
    /// The warnings that were given.
    given: Vec<String>,
    /// Those that are not given again.
    known: Vec<String>,
}

/// How a word stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Good,
    Doubtful,
    Bad,
    Quiet,
}

/// One of the two standard streams.
struct Channel {
    to: Box<dyn Write>,
    is_terminal: bool,
    style: Style,
    /// Whether the last line written lacks its end.
    is_open: bool,
}

impl Output {
    /// As the options and the environment say. With `--verbose`, the log goes to stderr from now on.
    pub(crate) fn new(global: &Global, environment: &Environment) -> Self {
        let style = |is_terminal| Style::choose(global.color, is_terminal, environment);
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let (out_terminal, err_terminal) = (stdout.is_terminal(), stderr.is_terminal());
        if global.verbose {
            log::start();
        }
        Self {
            json: global.json,
            quiet: global.quiet,
            verbose: global.verbose,
            language: Language::of(environment),
            stdout: Channel::new(Box::new(stdout), out_terminal, style(out_terminal)),
            stderr: Channel::new(Box::new(stderr), err_terminal, style(err_terminal)),
            bar: None,
            entry: None,
            given: Vec::new(),
            known: Vec::new(),
        }
    }

    /// The component knows the provider entry as `QWEN_CONFIG`. Where it stands in a file, people are told that place.
    pub(crate) fn entry_is_at(&mut self, path: &str) {
        self.entry = Some(path.to_owned());
    }

    /// Begins to log what a server does, on stderr.
    pub(crate) fn log_requests(&self, wanted: bool) {
        log::start_for_server(wanted && !self.quiet);
    }

    /// Whether somebody sits before both streams.
    pub(crate) fn is_for_people(&self) -> bool {
        !self.json && self.stdout.is_terminal && self.stderr.is_terminal
    }

    /// Whether a program reads stdout.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// One JSON document on stdout.
    pub(crate) fn document(&mut self, value: &Value) -> Result<(), Failure> {
        self.line(&format!("{value:#}"))
    }

    /// One JSON object of many, on a line of its own.
    pub(crate) fn object(&mut self, value: &Value) -> Result<(), Failure> {
        self.line(&value.to_string())
    }

    /// A line on stdout.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.text(text)?;
        self.text("\n")
    }

    /// A piece of the answer on stdout, seen at once.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.end_progress();
        self.stderr.end_line();
        self.stdout.write(text).map_err(Failure::writing)
    }

    /// A piece that stands back behind the answer, on stdout.
    pub(crate) fn dim_text(&mut self, text: &str) -> Result<(), Failure> {
        self.stderr.end_line();
        let written = self.stdout.write_styled(text, Style::dim);
        written.map_err(Failure::writing)
    }

    /// A word that stands out, on stdout.
    pub(crate) fn marked(&mut self, mark: Mark, word: &str) -> Result<(), Failure> {
        self.end_progress();
        self.stderr.end_line();
        let style = match mark {
            Mark::Good => Style::green,
            Mark::Doubtful => Style::yellow,
            Mark::Bad => Style::red,
            Mark::Quiet => Style::dim,
        };
        let written = self.stdout.write_styled(word, style);
        written.map_err(Failure::writing)
    }

    /// Begins a new line on stdout unless it stands at the beginning of one.
    pub(crate) fn end_line(&mut self) -> Result<(), Failure> {
        if self.stdout.is_open {
            self.text("\n")
        } else {
            Ok(())
        }
    }

    /// A piece that stands back behind the answer, on stderr.
    pub(crate) fn aside(&mut self, text: &str) {
        // Without a stderr, there is no place to complain.
        let _ = self.stderr.write_styled(text, Style::dim);
    }

    /// A line on stderr that was asked for.
    pub(crate) fn report(&mut self, text: &str) {
        self.begin_report();
        let _ = self.stderr.write(&format!("{text}\n"));
    }

    /// A line on stderr that helps, and that was not asked for.
    pub(crate) fn note(&mut self, text: &str) {
        if !self.quiet {
            self.report(text);
        }
    }

    /// Whether there is a line that shows how far something is.
    pub(crate) fn has_bar(&self) -> bool {
        // The log would write into it.
        !self.json && !self.quiet && !self.verbose && self.stderr.is_terminal
    }

    /// What happens now, and how long all of it has lasted; only where somebody looks.
    pub(crate) fn progress(&mut self, message: &str, elapsed: Duration) {
        if !self.has_bar() {
            return;
        }
        let message = style::without_controls(message).into_owned();
        match &self.bar {
            Some(bar) if !bar.has_length() => bar.say(message),
            _ => self.bar = Some(Bar::spinner(message, elapsed)),
        }
    }

    /// The same, once it has lasted longer than a second.
    pub(crate) fn progress_after_a_while(&mut self, message: &str, elapsed: Duration) {
        if elapsed >= PATIENCE {
            self.progress(message, elapsed);
        }
    }

    /// Waits for work. When it takes longer than a second, says what happens, where somebody looks.
    pub(crate) async fn patiently<T>(&mut self, message: &str, work: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let mut work = pin!(work);
        if let Ok(early) = tokio::time::timeout(PATIENCE, &mut work).await {
            return early;
        }
        self.progress(message, begun.elapsed());
        let late = work.await;
        self.end_progress();
        late
    }

    /// How much of something is there, in bytes; only where somebody looks.
    pub(crate) fn progress_of(&mut self, message: &str, bytes: u64, total: Option<u64>) {
        let Some(total) = total.filter(|_| self.has_bar()) else {
            return;
        };
        if !self.bar.as_ref().is_some_and(Bar::has_length) {
            self.bar = Some(Bar::bytes(message.to_owned(), total));
        }
        if let Some(bar) = &self.bar {
            bar.at(bytes);
        }
    }

    /// Takes the line away.
    pub(crate) fn end_progress(&mut self) {
        self.bar = None;
    }

    /// Something that was adjusted, left out or not read.
    pub(crate) fn warning(&mut self, message: &str) {
        if self.quiet || self.known.iter().any(|known| known == message) {
            return;
        }
        self.begin_report();
        let worded = self.worded(message).into_owned();
        let _ = self.stderr.write_titled(Style::yellow, "warning:", &worded);
        self.given.push(message.to_owned());
    }

    /// Whoever was warned so far need not be warned of the same again.
    pub(crate) fn warnings_are_known(&mut self) {
        self.known.append(&mut self.given);
    }

    /// Ends the output: the error, if there is one, and the exit code.
    pub(crate) fn end(mut self, result: Result<(), Failure>) -> Exit {
        let Err(failure) = result else {
            return Exit::Done;
        };
        if !matches!(failure, Failure::ReaderLeft | Failure::Told(_)) {
            self.failure(&failure);
        }
        Exit::of(&failure)
    }

    /// Tells what went wrong.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        // Text that was printed stays; the error does not stick to its last line.
        let _ = self.end_line();
        let mut record = failure.record();
        record.message = self.worded(&record.message).into_owned();
        if self.json {
            let _ = self.object(&json::error(&record));
        } else if !matches!(failure, Failure::Interrupted) || self.verbose {
            let told = messages::told(failure, &record, self.language);
            self.error(&told, &record);
        }
    }

    fn error(&mut self, told: &messages::Told, error: &types::Error) {
        self.begin_report();
        let stderr = &mut self.stderr;
        // Without a stderr, there is no place to complain.
        let _ = stderr.write_titled(Style::red, told.title, &told.message);
        for hint in &told.hints {
            let _ = stderr.write("  ");
            let _ = stderr.write_titled(Style::bold, told.hint_title, hint);
        }
        if self.verbose {
            for (name, value) in json::details(error) {
                let _ = stderr.write(&format!("  {name}: {value}\n"));
            }
        }
    }

    /// Begins a line on stderr. When both streams are the same screen, a line of stdout that is not at its end counts.
    fn begin_report(&mut self) {
        self.end_progress();
        if self.stdout.is_open && self.stdout.is_terminal && self.stderr.is_terminal {
            let _ = self.end_line();
        }
        self.stderr.end_line();
    }

    fn worded<'a>(&self, message: &'a str) -> Cow<'a, str> {
        match &self.entry {
            Some(path) => Cow::Owned(message.replace(crate::environment::ENTRY, path)),
            None => Cow::Borrowed(message),
        }
    }
}

impl Channel {
    fn new(to: Box<dyn Write>, is_terminal: bool, style: Style) -> Self {
        Self {
            to,
            is_terminal,
            style,
            is_open: false,
        }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.write_styled(text, |_, text| text.to_owned())
    }

    /// Writes and flushes. Nobody else's words may steer the terminal; this program's colours are added after.
    fn write_styled(&mut self, text: &str, style: fn(Style, &str) -> String) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let text = if self.is_terminal {
            style::without_controls(text)
        } else {
            Cow::Borrowed(text)
        };
        self.is_open = !text.ends_with('\n');
        self.to.write_all(style(self.style, &text).as_bytes())?;
        self.to.flush()
    }

    /// A line that begins with a coloured word.
    fn write_titled(
        &mut self,
        style: fn(Style, &str) -> String,
        title: &str,
        text: &str,
    ) -> io::Result<()> {
        self.write_styled(title, style)?;
        // A colon of Chinese has its blank in it.
        let gap = if title.is_ascii() { " " } else { "" };
        self.write(&format!("{gap}{text}\n"))
    }

    fn end_line(&mut self) {
        if self.is_open {
            let _ = self.write("\n");
        }
    }
}

/// Says what this is to somebody who typed the name alone. That is no error.
pub(crate) fn welcome() -> Exit {
    // Without a stdout, there is nobody to welcome.
    let _ = io::stdout().write_all(crate::welcome::TEXT.as_bytes());
    Exit::Done
}

/// Answers a command line that is no command: help and version as asked, or what is wrong with it.
pub(crate) fn usage(error: &clap::Error, color: Color, environment: &Environment) -> Exit {
    let is_error = error.use_stderr();
    let wants_json = std::env::args_os().any(|argument| argument == "--json");
    let style = |is_terminal| Style::choose(color, is_terminal, environment);
    let text = error.render();
    // Without a stdout or a stderr, nobody can be told.
    let _ = if is_error && wants_json {
        writeln!(io::stdout(), "{}", json::error(&usage_record(error)))
    } else if is_error {
        let mut stderr = io::stderr();
        let style = style(stderr.is_terminal());
        let text = args::without_keys(&style.rendered(&text));
        stderr.write_all(text.as_bytes())
    } else {
        let mut stdout = io::stdout();
        let style = style(stdout.is_terminal());
        stdout.write_all(style.rendered(&text).as_bytes())
    };
    if is_error { Exit::Usage } else { Exit::Done }
}

fn usage_record(error: &clap::Error) -> types::Error {
    let text = args::without_keys(&error.render().to_string());
    let message = text.split("\n\n").next().unwrap_or_default();
    let message = message.trim().trim_start_matches("error: ");
    Failure::usage_with_hint(message, "qwenbox --help lists what there is").record()
}
