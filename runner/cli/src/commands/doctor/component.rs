//! The component: what it is, what it may do, and whether its code is ready.

use super::check::{Check, failure};
use qwenbox::types::ErrorKind;
use qwenbox::{Code, Error, Runtime};
use sha2::{Digest, Sha256};

const NAME: &str = "component";

/// How much of the hash people are shown, in hexadecimal digits.
const SHORT: usize = 12;

/// What was found out.
struct Found {
    bytes: usize,
    sha256: String,
    imports: Vec<String>,
    code: Code,
    /// Where compiled code is kept.
    folder: Option<String>,
}

pub(super) fn of(runtime: Option<&Result<Runtime, Error>>) -> Check {
    let runtime = match runtime {
        Some(Ok(runtime)) => runtime,
        Some(Err(error)) => {
            let hint = "this build of qwenbox cannot work: install it anew";
            let kind = error.record().kind;
            return Check::problem(NAME, failure(kind, error.to_string(), hint));
        }
        None => {
            let kind = ErrorKind::Other("load".to_owned());
            let (what, hint) = ("loading the component was stopped", "try again");
            return Check::problem(NAME, failure(kind, what, hint));
        }
    };
    let bytes = qwenbox::component();
    let folder = qwenbox::code_folder();
    verdict(Found {
        bytes: bytes.len(),
        sha256: format!("{:x}", Sha256::digest(bytes)),
        imports: runtime.imports(),
        code: runtime.code(),
        folder: folder.map(|folder| folder.display().to_string()),
    })
}

fn verdict(found: Found) -> Check {
    let Found {
        bytes,
        sha256,
        imports,
        code,
        folder,
    } = found;
    let short = sha256.get(..SHORT).unwrap_or(&sha256);
    let of_it = format!(
        "{} KB, sha256 {short}…; {} imports, all of them allowed",
        bytes.div_ceil(1_000),
        imports.len()
    );
    let check = match (code, &folder) {
        (Code::Found, _) => Check::ok(NAME, format!("{of_it}; its compiled code was ready")),
        (Code::Kept, _) => Check::ok(
            NAME,
            format!("{of_it}; it was compiled just now, and its code is kept"),
        ),
        (_, Some(folder)) => Check::warning(
            NAME,
            format!(
                "{of_it}; its compiled code cannot be kept in {folder}, so every start compiles it"
            ),
            "let that folder be written to, or set XDG_CACHE_HOME to another",
        ),
        (_, None) => Check::warning(
            NAME,
            format!("{of_it}; there is no cache folder, so every start compiles it"),
            "set XDG_CACHE_HOME or HOME to an absolute path",
        ),
    };
    check
        .with("bytes", bytes)
        .with("sha256", sha256)
        .with("imports", imports)
        .with("cached", code == Code::Found)
        .with("cacheFolder", folder)
}

#[cfg(test)]
mod tests {
    use super::super::check::Level;
    use super::{Found, verdict};
    use qwenbox::Code;

    #[test]
    fn code_that_is_compiled_at_every_start_is_a_warning() {
        for (code, folder, level) in [
            (Code::Found, Some("/c"), Level::Ok),
            (Code::Kept, Some("/c"), Level::Ok),
            (Code::NotKept, Some("/c"), Level::Warning),
            (Code::NotKept, None, Level::Warning),
        ] {
            let check = verdict(Found {
                bytes: 1_001,
                sha256: "0123456789abcdef".to_owned(),
                imports: vec!["wasi:http/types@0.3.0".to_owned()],
                code,
                folder: folder.map(str::to_owned),
            });
            assert_eq!(check.level, level, "{check:?}");
            let json = check.json();
            assert_eq!(json["facts"]["sha256"], "0123456789abcdef");
            let message = json["message"].as_str().unwrap();
            assert!(
                message.starts_with("2 KB, sha256 0123456789ab…; "),
                "{message}"
            );
        }
    }
}
