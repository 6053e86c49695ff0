//! Making an archive.

use std::io::Write;

use rapport_wire::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult, Statement, Value};

use super::archive::{Block, Cell, Writer};
use super::{BackupError, Summary};
use crate::tables::{Kind, TABLES, Table};
use crate::{Store, StoreError, dialect, migrations};

/// Rows read at once. The largest rows are entries, an eighth of a megabyte each.
const PAGE_ROWS: usize = 64;

impl Store {
    /// Writes an archive of everything as it is at this moment. Others read and write on meanwhile.
    ///
    /// The rows of blobs are in it, their chunks are not: copy the object store *after* this is done, and
    /// every chunk that the archive names is there.
    pub async fn dump<W: Write + Send>(&self, made_at: Timestamp, out: W) -> Result<Summary, BackupError> {
        let tx = self.snapshot().await?;
        let schema = migrations::newest();
        let mut archive = Writer::begin(out)?;
        archive.block(&Block::Begin { schema: schema.clone(), made_at: made_at.as_micros() })?;
        let mut rows = 0;
        for table in TABLES {
            rows += dump_table(&tx, table, &mut archive).await?;
        }
        archive.block(&Block::End { rows })?;
        archive.finish()?;
        tx.rollback().await?;
        Ok(Summary { made_at, schema, rows })
    }
}

/// All rows of a table, page by page in the order of its key.
async fn dump_table<W: Write>(
    tx: &DatabaseTransaction,
    table: &Table,
    archive: &mut Writer<W>,
) -> Result<u64, BackupError> {
    let columns = table.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    archive.block(&Block::Table { name: table.name.to_owned(), columns })?;
    let mut rows = 0;
    let mut last: Option<Vec<Cell>> = None;
    loop {
        let page = tx.query_all_raw(page(tx, table, last.as_deref())).await?;
        let full = page.len() == PAGE_ROWS;
        rows += page.len() as u64;
        for row in &page {
            let block = Block::Row(cells(table, row)?);
            archive.block(&block)?;
            if let Block::Row(cells) = block {
                last = Some(cells);
            }
        }
        if !full {
            return Ok(rows);
        }
        // Reading and writing here never waits for anything else; others want their turn.
        tokio::task::yield_now().await;
    }
}

fn page(tx: &DatabaseTransaction, table: &Table, after: Option<&[Cell]>) -> Statement {
    let names: Vec<String> = table.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let (all, key) = (names.join(", "), names[..table.key].join(", "));
    let from = match after {
        None => String::new(),
        Some(_) => format!("WHERE ({key}) > ({}) ", dialect::places(tx.get_database_backend(), 1, table.key)),
    };
    let sql = format!("SELECT {all} FROM \"{}\" {from}ORDER BY {key} LIMIT {PAGE_ROWS}", table.name);
    let values = after.into_iter().flatten().take(table.key).map(value);
    Statement::from_sql_and_values(tx.get_database_backend(), sql, values.collect::<Vec<_>>())
}

/// A key's cell; keys are never null.
fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::BigInt(None),
        Cell::Int(number) => (*number).into(),
        Cell::Text(text) => text.clone().into(),
        Cell::Bytes(bytes) => bytes.to_vec().into(),
    }
}

fn cells(table: &Table, row: &QueryResult) -> Result<Vec<Cell>, StoreError> {
    let cell = |(at, (_, kind)): (usize, &(&str, Kind))| {
        Ok(match kind {
            Kind::Int => row.try_get_by_index::<Option<i64>>(at)?.map_or(Cell::Null, Cell::Int),
            Kind::Text => row.try_get_by_index::<Option<String>>(at)?.map_or(Cell::Null, Cell::Text),
            Kind::Bytes => row
                .try_get_by_index::<Option<Vec<u8>>>(at)?
                .map_or(Cell::Null, |bytes| Cell::Bytes(bytes.into())),
        })
    };
    table.columns.iter().enumerate().map(cell).collect()
}
