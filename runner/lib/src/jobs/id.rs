//! The name of a job: short enough to type, sorted by time, and never given twice.
//! Knows nothing of jobs.

use std::fmt;
use std::str::FromStr;

/// Crockford's base 32 in lower case: no letter of it is taken for another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters that say the time: 45 bits of milliseconds, which last until the year 3084.
const TIME: usize = 9;

/// Characters of chance: one in 33 million that two ids of the same millisecond are equal. The store refuses the second.
const CHANCE: usize = 5;

/// The id of a job: 14 characters, older ids before newer ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(String);

/// A text that is no id of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a job's id has {} letters and digits, such as `01kb0zv8e5x3q7`", TIME + CHANCE)]
pub struct InvalidJobId;

impl JobId {
    /// An id made of a time, in milliseconds since 1970, and of chance.
    pub(crate) fn new(now_ms: u64, chance: u64) -> Self {
        let time = digits(now_ms, TIME);
        Self(time.chain(digits(chance, CHANCE)).collect())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The last `count` digits of a number.
fn digits(number: u64, count: usize) -> impl Iterator<Item = char> {
    (0..count).rev().map(move |place| {
        let index = usize::try_from((number >> (5 * place)) & 31).unwrap_or(0);
        ALPHABET.get(index).map_or('0', |digit| char::from(*digit))
    })
}

impl FromStr for JobId {
    type Err = InvalidJobId;

    /// Reads an id as people type it: in any case, with dashes anywhere, `o` for 0, and `i` or `l` for 1.
    fn from_str(text: &str) -> Result<Self, InvalidJobId> {
        let typed = text.trim().chars().filter(|character| *character != '-');
        let id: String = typed
            .map(|character| match character.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                character => character,
            })
            .collect();
        let is_id = id.len() == TIME + CHANCE && id.bytes().all(|byte| ALPHABET.contains(&byte));
        is_id.then_some(Self(id)).ok_or(InvalidJobId)
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time() {
        let ids = [
            (0, 7),
            (1, 0),
            (1, 1),
            (31, 0),
            (32, 0),
            (1_764_000_000_000, 0),
        ]
        .map(|(time, chance)| JobId::new(time, chance));
        assert!(ids.is_sorted(), "{ids:?}");
        assert_eq!(ids[0].as_str(), "00000000000007");
        assert!(ids.iter().all(|id| id.as_str().len() == TIME + CHANCE));
    }

    #[test]
    fn an_id_is_read_as_people_type_it() {
        let id = JobId::new(1_764_000_000_000, 0x155_5555);
        let typed = [
            id.to_string(),
            id.to_string().to_uppercase(),
            format!(" {}-{} ", &id.as_str()[..4], &id.as_str()[4..]),
            id.to_string().replace('0', "O").replace('1', "l"),
        ];
        for text in typed {
            assert_eq!(text.parse(), Ok(id.clone()), "{text}");
        }
        for text in [
            "",
            "0000000000000",
            "000000000000000",
            "0000000000000u",
            "0000000000000é",
        ] {
            assert_eq!(text.parse::<JobId>(), Err(InvalidJobId), "{text}");
        }
    }
}
