//! The component as bytes: what it imports and exports, and how to make it misbehave.

use std::ops::Range;
use wasmparser::{ComponentExternalKind, Encoding, ExternalKind, FunctionBody, Parser, Payload};

/// What a component asks of its host, and what it gives to it, in alphabetical order.
#[derive(Debug, Default)]
pub struct Face {
    /// The names of its imports.
    pub imports: Vec<String>,
    /// The names of its exports.
    pub exports: Vec<String>,
}

/// The imports and exports of a component, without those of the modules and components inside it.
///
/// # Panics
/// When the bytes are not a component.
#[must_use]
pub fn face(component: &[u8]) -> Face {
    let mut face = Face::default();
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(component) {
        match payload.unwrap() {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(section) if depth == 1 => {
                let names = section.into_iter().map(|import| import.unwrap().name.name);
                face.imports.extend(names.map(str::to_owned));
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                let exports = section.into_iter().map(Result::unwrap);
                let instances =
                    exports.filter(|export| export.kind == ComponentExternalKind::Instance);
                face.exports
                    .extend(instances.map(|export| export.name.name.to_owned()));
            }
            _ => {}
        }
    }
    face.imports.sort();
    face.exports.sort();
    face
}

/// A component in which one text stands in the place of another that is as long, wherever that stood.
///
/// # Panics
/// When the text is not there, or the other is longer or shorter.
#[must_use]
pub fn with_text(component: &[u8], old: &str, new: &str) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let places: Vec<usize> = component
        .windows(old.len())
        .enumerate()
        .filter(|(_, bytes)| *bytes == old.as_bytes())
        .map(|(place, _)| place)
        .collect();
    assert!(!places.is_empty(), "{old} is not there");
    let mut altered = component.to_vec();
    for place in places {
        altered[place..place + new.len()].copy_from_slice(new.as_bytes());
    }
    altered
}

/// Instructions that never end: `loop br 0 end`.
pub const SPIN: &[u8] = &[0x03, 0x40, 0x0c, 0x00, 0x0b];

/// Instructions that take memory until there is none: `loop i32.const 16 memory.grow drop br 0 end`.
pub const GROW: &[u8] = &[0x03, 0x40, 0x41, 0x10, 0x40, 0x00, 0x1a, 0x0c, 0x00, 0x0b];

/// Instructions that trap: `unreachable`.
pub const TRAP: &[u8] = &[0x00];

/// A component in which an exported core function does something else, and then traps.
///
/// # Panics
/// When no function is exported by this name, or it is too short to hold the instructions.
#[must_use]
pub fn with_body(component: &[u8], export: &str, instructions: &[u8]) -> Vec<u8> {
    const NO_LOCALS: u8 = 0x00;
    const UNREACHABLE: u8 = 0x00;
    const NOP: u8 = 0x01;
    const END: u8 = 0x0b;
    let range = body_of(component, export);
    let mut altered = component.to_vec();
    let body = &mut altered[range];
    body.fill(NOP);
    body[0] = NO_LOCALS;
    body[1..=instructions.len()].copy_from_slice(instructions);
    body[instructions.len() + 1] = UNREACHABLE;
    *body.last_mut().unwrap() = END;
    altered
}

/// Where the body of an exported core function stands.
fn body_of(component: &[u8], export: &str) -> Range<usize> {
    let mut module = Module::default();
    for payload in Parser::new(0).parse_all(component) {
        match payload.unwrap() {
            Payload::Version {
                encoding: Encoding::Module,
                ..
            } => module = Module::default(),
            Payload::ImportSection(section) => {
                let imports = section.into_imports().map(Result::unwrap);
                module.imported += imports
                    .filter(|import| matches!(import.ty, wasmparser::TypeRef::Func(_)))
                    .count();
            }
            Payload::ExportSection(section) => {
                let mut exports = section.into_iter().map(Result::unwrap);
                module.wanted = exports
                    .find(|own| own.kind == ExternalKind::Func && own.name == export)
                    .map(|own| own.index as usize);
            }
            Payload::CodeSectionEntry(body) => {
                if let Some(range) = module.is_wanted(&body) {
                    return range;
                }
            }
            _ => {}
        }
    }
    panic!("no function is exported as {export}")
}

/// What is known of a core module while it is read.
#[derive(Default)]
struct Module {
    imported: usize,
    bodies: usize,
    wanted: Option<usize>,
}

impl Module {
    /// The range of a body, when it is the wanted function's.
    fn is_wanted(&mut self, body: &FunctionBody<'_>) -> Option<Range<usize>> {
        let index = self.imported + self.bodies;
        self.bodies += 1;
        (self.wanted == Some(index)).then(|| body.range())
    }
}
