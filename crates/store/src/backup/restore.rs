//! Filling an empty database from an archive.

use std::io::Read;

use rapport_wire::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value};

use super::archive::{Block, Cell, Reader};
use super::{BackupError, Summary};
use crate::rows::{Rows, WriteRows};
use crate::tables::{Kind, TABLES, Table};
use crate::{Store, StoreError, migrations};

/// Rows gathered before they are written.
const WRITE_ROWS: usize = 64;

/// Restores an archive into the empty database at `url`, of either kind. All of it, or nothing.
///
/// # Errors
/// [`BackupError::NotEmpty`] leaves the database as it is; every other error leaves it empty.
pub async fn restore<R: Read + Send>(url: &str, input: R, now: Timestamp) -> Result<Summary, BackupError> {
    let store = Store::open(url, now).await?;
    let result = restore_into(&store, input).await;
    store.close().await?;
    result
}

async fn restore_into<R: Read + Send>(store: &Store, input: R) -> Result<Summary, BackupError> {
    let tx = store.begin().await?;
    refuse_full(&tx).await?;
    let mut archive = Reader::begin(input)?;
    let Block::Begin { schema, made_at } = archive.block()? else {
        return Err(BackupError::Altered("it has no beginning"));
    };
    if !migrations::names().contains(&schema) {
        return Err(BackupError::Newer(schema));
    }
    let rows = fill(&tx, &mut archive).await?;
    archive.finish()?;
    tx.commit().await?;
    Ok(Summary { made_at: Timestamp::from_micros(made_at), schema, rows })
}

async fn refuse_full(tx: &DatabaseTransaction) -> Result<(), BackupError> {
    for table in TABLES {
        let sql = format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name);
        if tx.query_one_raw(Statement::from_string(tx.get_database_backend(), sql)).await?.is_some() {
            return Err(BackupError::NotEmpty);
        }
    }
    Ok(())
}

/// Writes rows until the archive says that it ends, and returns how many.
async fn fill<R: Read>(tx: &DatabaseTransaction, archive: &mut Reader<R>) -> Result<u64, BackupError> {
    let mut target: Option<Target> = None;
    let mut count = 0;
    loop {
        match archive.block()? {
            Block::Begin { .. } => return Err(BackupError::Altered("it begins twice")),
            Block::Table { name, columns } => {
                if let Some(mut target) = target.replace(Target::new(&name, &columns)?) {
                    target.write(tx).await?;
                }
            }
            Block::Row(cells) => {
                let target = target.as_mut().ok_or(BackupError::Altered("a row without a table"))?;
                target.push(cells)?;
                count += 1;
                if target.rows.len() >= WRITE_ROWS {
                    target.write(tx).await?;
                }
            }
            Block::End { rows } => {
                if let Some(mut target) = target {
                    target.write(tx).await?;
                }
                return if rows == count { Ok(rows) } else { Err(BackupError::Altered("rows are missing")) };
            }
        }
    }
}

/// The table that rows are written to.
struct Target {
    kinds: Vec<Kind>,
    rows: Rows,
}

impl Target {
    /// Names come from outside: only those that this version knows are used.
    fn new(name: &str, columns: &[String]) -> Result<Self, BackupError> {
        let unknown = BackupError::Altered("an unknown table or column");
        let Some(table) = TABLES.iter().find(|table| table.name == name) else { return Err(unknown) };
        let known: Option<Vec<(&str, Kind)>> = columns.iter().map(|column| find(table, column)).collect();
        let Some(known) = known.filter(|known| !known.is_empty()) else { return Err(unknown) };
        let (names, kinds): (Vec<&str>, Vec<Kind>) = known.into_iter().unzip();
        Ok(Self { kinds, rows: Rows::new(table.name, &names) })
    }

    fn push(&mut self, cells: Vec<Cell>) -> Result<(), BackupError> {
        let unfit = BackupError::Altered("a row that does not fit its table");
        if cells.len() != self.kinds.len() {
            return Err(unfit);
        }
        let values: Option<Vec<Value>> =
            cells.into_iter().zip(&self.kinds).map(|(cell, kind)| value(cell, *kind)).collect();
        self.rows.push(values.ok_or(unfit)?);
        Ok(())
    }

    async fn write(&mut self, tx: &DatabaseTransaction) -> Result<(), BackupError> {
        self.rows.write(tx).await.map_err(|error| match error {
            WriteRows::Taken | WriteRows::Store(StoreError::Database(_)) => {
                BackupError::Altered("rows that do not fit together")
            }
            WriteRows::Store(error) => BackupError::Store(error),
        })
    }
}

fn find(table: &Table, column: &str) -> Option<(&'static str, Kind)> {
    table.columns.iter().find(|(name, _)| *name == column).copied()
}

/// A cell as a value of the column's kind; none when it is of another.
fn value(cell: Cell, kind: Kind) -> Option<Value> {
    Some(match (cell, kind) {
        (Cell::Null, Kind::Int) => Value::BigInt(None),
        (Cell::Null, Kind::Text) => Value::String(None),
        (Cell::Null, Kind::Bytes) => Value::Bytes(None),
        (Cell::Int(number), Kind::Int) => number.into(),
        (Cell::Text(text), Kind::Text) => text.into(),
        (Cell::Bytes(bytes), Kind::Bytes) => bytes.to_vec().into(),
        _ => return None,
    })
}
