//! The tables of the store, and the version of their form.
//!
//! | table | one row is |
//! |---|---|
//! | `jobs` | a job: whose it is, how far it is, its task |
//! | `requests`, `inputs` | what was asked for |
//! | `warnings`, `errors` | what the provider said of it |
//! | `results`, `urls` | the video at the provider |
//! | `parts`, `files` | the video on this machine |
//!
//! Times are whole numbers since 1970 UTC: `…_ms` in milliseconds, `…_at` in seconds. Truth values are 0 and 1.

/// The version of the form: `PRAGMA user_version`. A change of the tables raises it.
pub(super) const VERSION: u32 = 1;

/// Marks the file as a store of jobs: `PRAGMA application_id`, "qwbj".
pub(super) const APPLICATION: u32 = 0x7177_626a;

/// Makes version 1.
pub(super) const TABLES: &str = "
CREATE TABLE jobs (
  id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  base_url TEXT NOT NULL,
  account TEXT,
  estimate_currency TEXT,
  estimate_micros INTEGER,
  estimate_as_of TEXT,
  output BLOB,
  overwrite INTEGER NOT NULL,
  submitting_ms INTEGER,
  owner TEXT,
  task TEXT,
  task_model TEXT,
  request_id TEXT,
  submitted_at INTEGER,
  ended_at INTEGER,
  next_poll_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX jobs_by_task ON jobs (task) WHERE task IS NOT NULL;

CREATE TABLE requests (
  job TEXT NOT NULL PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
  model TEXT,
  prompt TEXT,
  negative_prompt TEXT,
  size TEXT,
  aspect_ratio TEXT,
  resolution TEXT,
  duration_seconds INTEGER,
  audio INTEGER,
  watermark INTEGER,
  prompt_extend INTEGER,
  shot_type TEXT,
  seed INTEGER,
  extra_json TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE inputs (
  job TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
  place INTEGER NOT NULL,
  role TEXT NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (job, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE warnings (
  job TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
  place INTEGER NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (job, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE errors (
  job TEXT NOT NULL PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
  kind TEXT NOT NULL,
  message TEXT NOT NULL,
  hint TEXT,
  status INTEGER,
  code TEXT,
  request_id TEXT,
  retry_after_ms INTEGER,
  request_sent INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE results (
  job TEXT NOT NULL PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
  expires_at INTEGER,
  duration_seconds REAL,
  billed_seconds REAL,
  size TEXT,
  resolution TEXT,
  aspect_ratio TEXT,
  cost_currency TEXT,
  cost_micros INTEGER,
  cost_as_of TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE urls (
  job TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
  place INTEGER NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (job, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE parts (
  job TEXT NOT NULL PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
  etag TEXT,
  total INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE files (
  job TEXT NOT NULL PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
  path BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";
