//! Reads the members of a JSON object by type, and names the path of a member of another type.
//! Knows no field of the API. `null` counts as absent, as the real service has it.

use serde_json::{Map, Value};

use crate::error::ApiError;

/// An object of the request and where it is.
pub(super) struct Fields<'a> {
    values: &'a Map<String, Value>,
    /// Like `messages.[0]`; empty at the top.
    path: String,
}

impl<'a> Fields<'a> {
    /// The request itself.
    pub(super) const fn root(values: &'a Map<String, Value>) -> Self {
        let path = String::new();
        Self { values, path }
    }

    /// A value that has to be an object, found at `path`.
    pub(super) fn of(value: &'a Value, path: String) -> Result<Self, ApiError> {
        match value.as_object() {
            Some(values) => Ok(Self { values, path }),
            None => Err(wrong_type(value, "object", &path)),
        }
    }

    /// The path of a member.
    pub(super) fn path_of(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    /// The refusal for a member that has to be there.
    pub(super) fn required(&self, name: &str) -> ApiError {
        ApiError::schema(match self.path.as_str() {
            "" => format!("'{name}' is a required property"),
            path => format!("'{name}' is a required property - '{path}'"),
        })
    }

    pub(super) fn present(&self, name: &str) -> Option<&'a Value> {
        self.values.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn array(&self, name: &str) -> Result<Option<&'a [Value]>, ApiError> {
        self.typed(name, "array", |value| value.as_array().map(Vec::as_slice))
    }

    pub(super) fn boolean(&self, name: &str) -> Result<Option<bool>, ApiError> {
        self.typed(name, "boolean", Value::as_bool)
    }

    pub(super) fn integer(&self, name: &str) -> Result<Option<i64>, ApiError> {
        self.typed(name, "integer", |value| {
            // An integer past the end of i64 is past the end of every range as well.
            value.as_i64().or_else(|| value.as_u64().map(|_| i64::MAX))
        })
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<f64>, ApiError> {
        self.typed(name, "number", Value::as_f64)
    }

    pub(super) fn object(&self, name: &str) -> Result<Option<Self>, ApiError> {
        let object = |value| Self::of(value, self.path_of(name));
        self.present(name).map(object).transpose()
    }

    pub(super) fn string(&self, name: &str) -> Result<Option<&'a str>, ApiError> {
        self.typed(name, "string", Value::as_str)
    }

    fn typed<T>(
        &self,
        name: &str,
        kind: &str,
        convert: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, ApiError> {
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
pub(super) fn too_short(path: &str) -> ApiError {
    ApiError::schema(format!("[] is too short - '{path}'"))
}

fn wrong_type(value: &Value, kind: &str, path: &str) -> ApiError {
    let shown = value
        .as_str()
        .map_or_else(|| value.to_string(), ToOwned::to_owned);
    ApiError::schema(format!("{shown} is not of type '{kind}' - '{path}'"))
}
