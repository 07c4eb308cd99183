//! Opens a store. What is not a store of this version is refused before anything is written.
//! Knows the file's form, and nothing of what is in it.

use super::error::StoreError;
use super::schema::{APPLICATION, TABLES, VERSION};
use crate::jobs::folder;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, TransactionBehavior};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long another process may hold the store. Each holds it for the milliseconds of one change.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long whoever only looks waits for it: a person sits before it.
const GLANCE: Duration = Duration::from_secs(2);

/// What begins every file of SQLite's, whole (SQLite file format, §1.3).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A store of jobs that is sound.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Health {
    /// The store.
    pub path: PathBuf,
    /// The version of its form; 0 before the first job.
    pub version: u32,
    /// How many jobs it holds.
    pub jobs: u32,
}

/// How much of the file says what it is, in bytes.
const HEAD: u64 = 100;

/// Where the head holds the version and the application, as big-endian numbers of four bytes.
const VERSION_AT: usize = 60;
const APPLICATION_AT: usize = 68;

/// The store at `path`, which is made together with its folder when it is not there.
pub(super) fn open(folder: &Path, path: &Path) -> Result<Connection, StoreError> {
    let unusable = |error| StoreError::Unusable {
        path: path.to_owned(),
        error,
    };
    folder::make_private(folder).map_err(unusable)?;
    make(path, folder).map_err(unusable)?;
    let mut connection = existing(path, PATIENCE)?;
    let sqlite = |error| StoreError::of(error, path);
    prepare(&mut connection).map_err(sqlite)?;
    keep_log(&connection, false).map_err(sqlite)?;
    Ok(connection)
}

/// A file that is there and is a store of this version, or empty. It is read and checked, and left as it is.
fn existing(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    look(path)?;
    // A log that is there already may hold what nobody has looked at yet. One that is made now is SQLite's to take away.
    let has_log = beside(path, "-wal").exists();
    // No creating: what `make` made has the right mode.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sqlite = |error| StoreError::of(error, path);
    let connection = Connection::open_with_flags(path, flags).map_err(sqlite)?;
    connection.busy_timeout(patience).map_err(sqlite)?;
    keep_log(&connection, has_log).map_err(sqlite)?;
    refuse_readonly(&connection, path)?;
    check(&connection, path)?;
    Ok(connection)
}

/// SQLite opens what cannot be written to as well, for reading.
fn refuse_readonly(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let is_readonly = connection.is_readonly(MAIN_DB);
    if !is_readonly.map_err(|error| StoreError::of(error, path))? {
        return Ok(());
    }
    Err(StoreError::Unusable {
        path: path.to_owned(),
        error: io::ErrorKind::PermissionDenied.into(),
    })
}

/// The file that SQLite keeps beside another one.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Checks a store, and counts its jobs; `None` when there is no file.
pub(super) fn inspect(path: &Path) -> Result<Option<Health>, StoreError> {
    // A link that leads nowhere is there: no store can be made in its place.
    if fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(None);
    }
    let connection = existing(path, GLANCE)?;
    let sqlite = |error| StoreError::of(error, path);
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0));
    let version: u32 = version.map_err(sqlite)?;
    let jobs = match version {
        // It was made a moment ago, and has no tables yet.
        0 => 0,
        _ => connection
            .query_row("SELECT count(*) FROM jobs", [], |row| row.get(0))
            .map_err(sqlite)?,
    };
    let path = path.to_owned();
    Ok(Some(Health {
        path,
        version,
        jobs,
    }))
}

/// Makes an empty file that only its user can read. SQLite gives the files beside it the same mode, and has the folder
/// know them for good; the first it leaves to us.
fn make(path: &Path, folder: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => folder::sync(folder),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Looks at the file without SQLite, which would make files beside it.
fn look(path: &Path) -> Result<(), StoreError> {
    let head = head(path).map_err(|error| StoreError::Unusable {
        path: path.to_owned(),
        error,
    })?;
    if head.is_empty() {
        return Ok(());
    }
    let number = |at: usize| {
        let bytes = head.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let (Some(version), Some(application)) = (number(VERSION_AT), number(APPLICATION_AT)) else {
        return Err(not_a_store(path));
    };
    if !head.starts_with(MAGIC) {
        return Err(not_a_store(path));
    }
    accept(application, version, path)
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Asks SQLite the same, which counts in what is in the files beside it.
fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let sqlite = |error| StoreError::of(error, path);
    // All of it at one moment: another process may be making the tables.
    let moment = connection.unchecked_transaction().map_err(sqlite)?;
    let number = |name| moment.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    let version = number("user_version").map_err(sqlite)?;
    let application = number("application_id").map_err(sqlite)?;
    if (application, version) == (0, 0) {
        let tables = "SELECT count(*) FROM sqlite_schema";
        let count: u32 = moment
            .query_row(tables, [], |row| row.get(0))
            .map_err(sqlite)?;
        return if count == 0 {
            Ok(())
        } else {
            Err(not_a_store(path))
        };
    }
    accept(application, version, path)?;
    let state: String = moment
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(sqlite)?;
    if state == "ok" {
        return Ok(());
    }
    Err(StoreError::Damaged {
        path: path.to_owned(),
        detail: state,
    })
}

/// Whether closing the connection leaves the log beside the file as it is.
fn keep_log(connection: &Connection, keep: bool) -> rusqlite::Result<()> {
    let option = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    connection.set_db_config(option, keep).map(|_| ())
}

fn accept(application: u32, version: u32, path: &Path) -> Result<(), StoreError> {
    if application != APPLICATION {
        return Err(not_a_store(path));
    }
    if version > VERSION {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found: version,
            known: VERSION,
        });
    }
    Ok(())
}

fn not_a_store(path: &Path) -> StoreError {
    let path = path.to_owned();
    StoreError::NotAStore { path }
}

/// Makes the tables, if they are not there, and sets how the store is written.
fn prepare(connection: &mut Connection) -> rusqlite::Result<()> {
    // The tables come before the log: whoever looks at the file alone finds its version in it.
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version == 0 {
        tx.execute_batch(TABLES)?;
        tx.pragma_update(None, "application_id", APPLICATION)?;
        tx.pragma_update(None, "user_version", VERSION)?;
    }
    tx.commit()?;
    log_ahead(connection)?;
    // With the log, only `FULL` waits for the disk at every change.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)
}

/// Has changes written to a log first: who reads does not wait for who writes. SQLite does not wait for other processes
/// when it changes this, so we do.
fn log_ahead(connection: &Connection) -> rusqlite::Result<()> {
    const PAUSE: Duration = Duration::from_millis(10);
    let mut left = PATIENCE.as_millis() / PAUSE.as_millis();
    loop {
        let set = connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()));
        match set {
            Err(error) if is_busy(&error) && left > 0 => {
                left -= 1;
                std::thread::sleep(PAUSE);
            }
            set => return set,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(
        code,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

#[cfg(test)]
mod tests;
