//! What people are told of the ten errors that are seen most, in their language. What the service itself says is passed
//! on as it is.

mod advice;
mod table;

use crate::failure::Failure;
use crate::language::Language;
pub(crate) use advice::Advice;
use qwenbox::types::{self, ErrorKind};
use table::{Row, TABLE, Text};

/// Which of the ten an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Situation {
    NoKey,
    WrongKey,
    Billing,
    RateLimited,
    Quota,
    UnknownModel,
    Filtered,
    Network,
    TimedOut,
    Configuration,
}

/// What stands for the error's own words in a text.
const DETAIL: &str = "{detail}";

/// What begins the words of a missing key, which the texts say themselves.
const NO_KEY: &str = "there is no API key: ";

/// An error in words for people.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// What goes before it.
    pub(crate) title: &'static str,
    pub(crate) message: String,
    /// What goes before each hint.
    pub(crate) hint_title: &'static str,
    pub(crate) hints: Vec<String>,
}

/// The error in a language.
pub(crate) fn told(failure: &Failure, record: &types::Error, language: Language) -> Told {
    let situation = situation(failure, record);
    let row = TABLE.iter().find(|row| Some(row.situation) == situation);
    let translated = row.and_then(|row| Some((row, row.text(language)?)));
    let Some((row, text)) = translated else {
        // English is what the error is written in.
        let general = row.and_then(|row| row.english).map(str::to_owned);
        return Told {
            title: "error:",
            message: record.message.clone(),
            hint_title: "hint:",
            hints: record.hint.clone().or(general).into_iter().collect(),
        };
    };
    let detail = record.message.strip_prefix(NO_KEY);
    let detail = detail.filter(|_| row.situation == Situation::NoKey);
    let detail = detail.unwrap_or(&record.message);
    // Advice for where it happened goes beyond what is always so.
    let own = match failure {
        Failure::Advised { hint, .. } => Some(hint.text(language)),
        _ => record.hint.clone().filter(|_| row.keeps_hint),
    };
    let (title, hint_title) = match language {
        Language::Traditional => ("錯誤：", "提示："),
        Language::Simplified => ("错误：", "提示："),
        Language::English => ("error:", "hint:"),
    };
    Told {
        title,
        message: text.message.replace(DETAIL, detail),
        hint_title,
        hints: std::iter::once(text.hint.to_owned()).chain(own).collect(),
    }
}

impl Row {
    /// The translation, for a language that needs one.
    fn text(&self, language: Language) -> Option<&Text> {
        match language {
            Language::English => None,
            Language::Traditional => Some(&self.traditional),
            Language::Simplified => Some(&self.simplified),
        }
    }
}

fn situation(failure: &Failure, record: &types::Error) -> Option<Situation> {
    let failure = match failure {
        Failure::Advised { failure, .. } => failure.as_ref(),
        failure => failure,
    };
    Some(match (failure, &record.kind) {
        (Failure::NoKey { .. }, _) => Situation::NoKey,
        (_, ErrorKind::Unauthorized) => Situation::WrongKey,
        (_, ErrorKind::Billing) => Situation::Billing,
        (_, ErrorKind::RateLimited) => Situation::RateLimited,
        (_, ErrorKind::QuotaExhausted) => Situation::Quota,
        // Of a job, something else is not found.
        (Failure::Library(_), ErrorKind::NotFound) => Situation::UnknownModel,
        (_, ErrorKind::ContentFiltered) => Situation::Filtered,
        (_, ErrorKind::Network) => Situation::Network,
        // A job goes on, whoever waits for it.
        (Failure::Job(_), ErrorKind::Timeout) => return None,
        (_, ErrorKind::Timeout) => Situation::TimedOut,
        (Failure::Usage { .. } | Failure::Library(_), ErrorKind::InvalidRequest)
            if !record.request_sent =>
        {
            Situation::Configuration
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
