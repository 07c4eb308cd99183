//! What becomes of each field of a request's body: a table, and its reader.

use super::error::Refusal;
use super::value::Value;
use super::write;
use crate::prelude::*;
use crate::warning::Warnings;

/// Where the value of a field goes, and so of which type it must be.
pub(super) enum Field<A> {
    Text(fn(&mut A) -> &mut Option<String>),
    Flag(fn(&mut A) -> &mut Option<bool>),
    Number(fn(&mut A) -> &mut Option<f64>),
    Whole(fn(&mut A) -> &mut Option<u32>),
    /// Onto the end of an object that its reader ends, as it is: a field of the provider's that is no option here.
    Passed(fn(&mut A) -> &mut Option<String>),
    /// To somewhere else, or nowhere.
    Other(fn(&mut A, &Value<'_>) -> Result<(), Refusal>),
}

/// What gathers warnings.
pub(super) trait Warned {
    fn warnings(&mut self) -> &mut Warnings;
}

impl<A: Warned> Field<A> {
    fn take(&self, asked: &mut A, value: &Value<'_>) -> Result<(), Refusal> {
        match self {
            Self::Text(place) => *place(asked) = Some(value.owned()?),
            Self::Flag(place) => *place(asked) = Some(value.flag()?),
            Self::Number(place) => *place(asked) = Some(value.number()?),
            Self::Whole(place) => *place(asked) = Some(value.whole()?),
            Self::Passed(place) => {
                let object = place(asked).get_or_insert_default();
                object.push(if object.is_empty() { '{' } else { ',' });
                write::text(object, &value.path());
                object.push(':');
                value.json().write(object);
            }
            Self::Other(take) => return take(asked, value),
        }
        Ok(())
    }
}

/// Takes all fields of a body that a table has. The others are left out with a warning.
///
/// # Errors
/// The first field that is not as its row says.
pub(super) fn take<A: Warned>(
    asked: &mut A,
    table: &[(&str, Field<A>)],
    body: &Value<'_>,
) -> Result<(), Refusal> {
    for (name, value) in body.fields()? {
        match table.iter().find(|(known, _)| *known == name) {
            Some((_, field)) => field.take(asked, &value)?,
            None => asked.warnings().push(value.unknown()),
        }
    }
    Ok(())
}
