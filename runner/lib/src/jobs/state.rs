//! How far a job is, and which state may follow which: the one table of it.
//! Knows nothing of the store and of the provider.

use std::fmt;

/// How far a job is. `ARCHITECTURE.md` shows what leads where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum State {
    /// It is written down; nothing was sent.
    Created,
    /// A process is sending it, or died while it did.
    Submitting,
    /// Whether the provider has it is not known: the process that sent it died, or got no definite answer. It may cost
    /// money, and is never sent again by itself.
    Unknown,
    /// The provider has it, and has not begun.
    Pending,
    /// The provider works on it.
    Running,
    /// The video is at the provider, for 24 hours.
    Succeeded,
    /// The video is in its file.
    Saved,
    /// There will be no video.
    Failed,
    /// It was cancelled before the provider began, or given up while it was not known whether the provider has it: then
    /// a warning says that it may cost money.
    Cancelled,
    /// The provider no longer knows it.
    Expired,
    /// The provider refused it, or this machine did before anything was sent. It costs nothing.
    Refused,
}

/// What may follow each state. Writing a state again is not a move.
const MOVES: [(State, &[State]); 11] = {
    use State::{
        Cancelled, Created, Expired, Failed, Pending, Refused, Running, Saved, Submitting,
        Succeeded, Unknown,
    };
    [
        (Created, &[Submitting, Cancelled]),
        // Back to `Created` only when it provably was not sent.
        (
            Submitting,
            &[
                Created, Pending, Running, Succeeded, Failed, Cancelled, Expired, Refused, Unknown,
            ],
        ),
        // Adopted; or sent again, or given up, because a person said so.
        (
            Unknown,
            &[
                Created, Pending, Running, Succeeded, Failed, Cancelled, Expired,
            ],
        ),
        (Pending, &[Running, Succeeded, Failed, Cancelled, Expired]),
        // A task that is suspended waits again.
        (Running, &[Pending, Succeeded, Failed, Cancelled, Expired]),
        (Succeeded, &[Saved, Expired]),
        // Fetched again, when its file is gone.
        (Saved, &[Succeeded]),
        (Failed, &[]),
        (Cancelled, &[]),
        (Expired, &[]),
        (Refused, &[Created]),
    ]
};

impl State {
    /// The state as one word, for programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Submitting => "submitting",
            Self::Unknown => "unknown",
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Saved => "saved",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Refused => "refused",
        }
    }

    /// The state that a word names.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let states = MOVES.iter().map(|(state, _)| *state);
        states.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether a job in this state may become `next`.
    pub(crate) fn may_become(self, next: Self) -> bool {
        let mut moves = MOVES.iter().filter(|(state, _)| *state == self);
        self == next || moves.any(|(_, after)| after.contains(&next))
    }

    /// Whether the provider has a task of this job that has not ended.
    #[must_use]
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Pending | Self::Running)
    }

    /// Whether nothing is left to be done.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(
            self,
            Self::Saved | Self::Failed | Self::Cancelled | Self::Expired | Self::Refused
        )
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_word_of_its_own() {
        for (state, _) in MOVES {
            assert_eq!(State::of_word(state.as_str()), Some(state));
        }
        assert_eq!(State::of_word("done"), None);
    }

    #[test]
    fn nothing_is_sent_twice_without_a_word() {
        let leads_to_sending = |state: State| state.may_become(State::Submitting);
        let sent = MOVES.iter().filter(|(state, _)| leads_to_sending(*state));
        let states: Vec<_> = sent.map(|(state, _)| *state).collect();
        assert_eq!(states, [State::Created, State::Submitting]);
        for state in [
            State::Pending,
            State::Running,
            State::Succeeded,
            State::Failed,
        ] {
            assert!(!state.may_become(State::Created), "{state}");
        }
    }

    #[test]
    fn what_is_over_stays_so() {
        for (state, after) in MOVES {
            let may_go_on = matches!(state, State::Refused | State::Saved);
            assert_eq!(state.is_over() && !may_go_on, after.is_empty(), "{state}");
        }
    }
}
