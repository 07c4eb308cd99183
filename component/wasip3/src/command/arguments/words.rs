//! The words of a command line, one after the other: options with their values, and what stands alone.
//! As much of the usual rules as the door needs.

use super::Wrong;
use qwen_core::prelude::*;

/// What comes next.
pub(super) enum Word {
    /// An option, which [`Words::name`] names.
    Option,
    /// A word that stands alone.
    Value(String),
}

/// The words that are left.
pub(super) struct Words {
    rest: vec::IntoIter<String>,
    /// The option that came last.
    last: String,
    /// What stood in the same word behind it.
    attached: Option<String>,
    /// Whether no options come any more.
    ended: bool,
}

/// The options that have a letter.
const LETTERS: [(char, &str); 3] = [('h', "help"), ('m', "model"), ('V', "version")];

impl Words {
    /// The words behind the first.
    pub(super) fn of(words: Vec<String>) -> Self {
        let mut rest = words.into_iter();
        rest.next();
        Self {
            rest,
            last: String::new(),
            attached: None,
            ended: false,
        }
    }

    /// The next word; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Word>, Wrong> {
        if self.attached.is_some() {
            return Err(Wrong(["--", &self.last, " takes no value"].concat()));
        }
        let Some(word) = self.rest.next() else {
            return Ok(None);
        };
        let Some(option) = word
            .strip_prefix('-')
            .filter(|rest| !self.ended && !rest.is_empty())
        else {
            return Ok(Some(Word::Value(word)));
        };
        if option == "-" {
            self.ended = true;
            return self.next();
        }
        let known = match option.strip_prefix('-') {
            Some(long) => Some(match long.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (long, None),
            }),
            None => LETTERS.iter().find_map(|(letter, name)| {
                let value = option.strip_prefix(*letter)?;
                Some((*name, Some(value).filter(|value| !value.is_empty())))
            }),
        };
        let Some((name, value)) = known else {
            return Err(Wrong(["there is no option ", &word].concat()));
        };
        self.attached = value.map(str::to_owned);
        name.clone_into(&mut self.last);
        Ok(Some(Word::Option))
    }

    /// The long name of the option that came last.
    pub(super) fn name(&self) -> &str {
        &self.last
    }

    /// The value of the option that came last.
    pub(super) fn value(&mut self) -> Result<String, Wrong> {
        let value = self.attached.take().or_else(|| self.rest.next());
        value.ok_or_else(|| Wrong(["--", &self.last, " needs a value"].concat()))
    }

    /// The option that came last takes something else than this value.
    pub(super) fn takes(&self, what: &str, value: &str) -> Wrong {
        Wrong(["--", &self.last, " takes ", what, ", and not ", value].concat())
    }

    /// The option that came last is none.
    pub(super) fn unknown(&self) -> Wrong {
        Wrong(["there is no option --", &self.last].concat())
    }
}
