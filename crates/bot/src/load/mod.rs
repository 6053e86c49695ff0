//! Writers: how much a server takes, and whether it keeps what it said it took.

pub mod bench;
pub mod caseload;
pub mod seal;
pub mod verify;
pub mod write;

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::person::Name;

/// A line of the record: who writes where, or what was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noted {
    /// A writer of this run.
    Writer {
        /// To sign in again and verify.
        handle: String,
        /// Its passphrase.
        passphrase: String,
        /// The space it writes to.
        space: rapport_wire::SpaceId,
    },
    /// The server said that it has this on disk.
    Acknowledged {
        /// Which writer, by its handle.
        handle: String,
        /// The entry.
        entry: rapport_wire::EntryId,
        /// The words in it.
        text: String,
    },
}

/// Every line of a record.
pub fn read(file: &Path) -> Result<Vec<Noted>> {
    let lines = BufReader::new(File::open(file)?).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// A writer's name; strong enough, and the same each time.
pub(crate) fn writer_name(run: &str, number: usize) -> Name {
    let handle = format!("writer-{run}-{number}");
    let passphrase = format!("quiet load {run} harbour {number} lantern");
    Name::new(&handle, &format!("Writer {number}"), &passphrase)
}
