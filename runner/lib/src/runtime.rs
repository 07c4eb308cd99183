//! The compiled component, ready to be instantiated: made once, shared by every provider of a process.

use crate::bindings::ExportsPre;
use crate::cache::{self, Code};
use crate::error::Error;
use crate::limits::Limits;
use crate::state::State;
use crate::{engine, linker};
use std::fmt;
use std::path::PathBuf;
use wasmtime::Engine;
use wasmtime::component::Component;
use wasmtime_wasi_http::p3::bindings::ServicePre;

/// The component that this library was built with: the bytes of `qwen.wasm`.
#[must_use]
pub fn component() -> &'static [u8] {
    include_bytes!(env!("QWENBOX_COMPONENT"))
}

/// The version of Wasmtime that this library was built with.
pub const WASMTIME: &str = env!("QWENBOX_WASMTIME");

/// An engine with the component compiled for this machine. Cheap to clone; share one among all providers.
#[derive(Clone)]
pub struct Runtime {
    pub(crate) pre: ExportsPre<State>,
    /// The server door; `None` in a component that has none.
    pub(crate) door: Option<ServicePre<State>>,
    pub(crate) limits: Limits,
    code: Code,
}

impl Runtime {
    /// The built-in component under the given limits, its compiled code kept in the user's cache folder.
    ///
    /// Compiling takes about a second, once a machine and version; loading compiled code takes about a millisecond.
    ///
    /// # Errors
    /// [`Error::Load`] when the component cannot be used.
    pub fn new(limits: Limits) -> Result<Self, Error> {
        let cache = cache::code_folder();
        Self::with_component(component(), limits, cache)
    }

    /// Another build of the component. `cache` is the folder of compiled code; `None` compiles at every start. Code in it
    /// is trusted: it must be a folder that nobody else can write to.
    ///
    /// # Errors
    /// [`Error::Load`] when the bytes are not a component of this contract, or when it imports more than the sandbox has.
    pub fn with_component(
        bytes: &[u8],
        limits: Limits,
        cache: Option<PathBuf>,
    ) -> Result<Self, Error> {
        let engine = engine::engine(&limits)?;
        match cache {
            Some(folder) => cache::compiled(&engine, bytes, &folder),
            None => Component::new(&engine, bytes).map(|component| (component, Code::NotKept)),
        }
        .and_then(|(component, code)| Self::assemble(&engine, &component, code, limits))
        .map_err(Error::Load)
    }

    fn assemble(
        engine: &Engine,
        component: &Component,
        code: Code,
        limits: Limits,
    ) -> wasmtime::Result<Self> {
        let pre = linker::linker(engine)?.instantiate_pre(component)?;
        Ok(Self {
            door: ServicePre::new(pre.clone()).ok(),
            pre: ExportsPre::new(pre)?,
            limits,
            code,
        })
    }

    /// Where the compiled code came from.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// What the component imports, such as `wasi:http/types@0.3.0`. The sandbox offers all of it: a component that
    /// imports more makes no runtime.
    #[must_use]
    pub fn imports(&self) -> Vec<String> {
        let component = self.pre.instance_pre().component();
        let face = component.component_type();
        let imports = face.imports(self.engine());
        imports.map(|(name, _)| name.to_owned()).collect()
    }

    /// What it exports, such as `qwen:provider/chat@0.1.0`.
    #[must_use]
    pub fn exports(&self) -> Vec<String> {
        let component = self.pre.instance_pre().component();
        let face = component.component_type();
        let exports = face.exports(self.engine());
        exports.map(|(name, _)| name.to_owned()).collect()
    }

    pub(crate) fn engine(&self) -> &Engine {
        self.pre.engine()
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
