//! Reads the members of a JSON object by type, and names the path of a member of another type.
//! Knows no field of the API and no shape of a refusal. `null` counts as absent, as the real service has it.

use serde_json::{Map, Value};

/// What is wrong with the form of a request. The message names the place.
#[derive(Debug)]
pub(crate) struct Malformed(pub(crate) String);

/// An object of the request and where it is.
pub(crate) struct Fields<'a> {
    values: &'a Map<String, Value>,
    /// Like `messages.[0]`; empty at the top.
    path: String,
}

impl<'a> Fields<'a> {
    /// The request itself.
    pub(crate) const fn root(values: &'a Map<String, Value>) -> Self {
        let path = String::new();
        Self { values, path }
    }

    /// A value that has to be an object, found at `path`.
    pub(crate) fn of(value: &'a Value, path: String) -> Result<Self, Malformed> {
        match value.as_object() {
            Some(values) => Ok(Self { values, path }),
            None => Err(wrong_type(value, "object", &path)),
        }
    }

    /// The path of a member.
    pub(crate) fn path_of(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    /// The refusal for a member that has to be there.
    pub(crate) fn required(&self, name: &str) -> Malformed {
        Malformed(match self.path.as_str() {
            "" => format!("'{name}' is a required property"),
            path => format!("'{name}' is a required property - '{path}'"),
        })
    }

    pub(crate) fn present(&self, name: &str) -> Option<&'a Value> {
        self.values.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn array(&self, name: &str) -> Result<Option<&'a [Value]>, Malformed> {
        self.typed(name, "array", |value| value.as_array().map(Vec::as_slice))
    }

    pub(crate) fn boolean(&self, name: &str) -> Result<Option<bool>, Malformed> {
        self.typed(name, "boolean", Value::as_bool)
    }

    pub(crate) fn integer(&self, name: &str) -> Result<Option<i64>, Malformed> {
        self.typed(name, "integer", |value| {
            // An integer past the end of i64 is past the end of every range as well.
            value.as_i64().or_else(|| value.as_u64().map(|_| i64::MAX))
        })
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<f64>, Malformed> {
        self.typed(name, "number", Value::as_f64)
    }

    pub(crate) fn object(&self, name: &str) -> Result<Option<Self>, Malformed> {
        let object = |value| Self::of(value, self.path_of(name));
        self.present(name).map(object).transpose()
    }

    pub(crate) fn string(&self, name: &str) -> Result<Option<&'a str>, Malformed> {
        self.typed(name, "string", Value::as_str)
    }

    fn typed<T>(
        &self,
        name: &str,
        kind: &str,
        convert: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Malformed> {
        let Some(value) = self.present(name) else {
            return Ok(None);
        };
        match convert(value) {
            Some(converted) => Ok(Some(converted)),
            None => Err(wrong_type(value, kind, &self.path_of(name))),
        }
    }
}

/// The refusal for an empty array.
pub(crate) fn too_short(path: &str) -> Malformed {
    Malformed(format!("[] is too short - '{path}'"))
}

fn wrong_type(value: &Value, kind: &str, path: &str) -> Malformed {
    let shown = value
        .as_str()
        .map_or_else(|| value.to_string(), ToOwned::to_owned);
    Malformed(format!("{shown} is not of type '{kind}' - '{path}'"))
}
