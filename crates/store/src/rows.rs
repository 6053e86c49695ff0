//! Many rows in few statements, by hand: the one place where the ORM would cost more than the database.
//!
//! Rows are written in chunks whose sizes are powers of two, so that a handful of prepared statements,
//! kept by the connection, serve batches of every size.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Value};

use crate::{StoreError, dialect};

/// Rows in the largest statement. Both databases are past the bend of the curve here.
const CHUNK_ROWS: usize = 64;

/// Rows for one table.
pub(crate) struct Rows {
    table: String,
    columns: Vec<String>,
    values: Vec<Value>,
}

/// Why rows were not written.
pub(crate) enum WriteRows {
    /// A unique key refused one of them.
    Taken,
    /// Anything else.
    Store(StoreError),
}

impl Rows {
    /// None yet, for these columns. Names come from this crate, never from outside.
    pub(crate) fn new(table: &str, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|name| (*name).to_owned()).collect();
        Self { table: table.to_owned(), columns, values: Vec::new() }
    }

    /// Adds a row: one value a column.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = Value>) {
        self.values.extend(row);
        debug_assert_eq!(self.values.len() % self.columns.len(), 0);
    }

    /// How many rows wait.
    pub(crate) fn len(&self) -> usize {
        self.values.len() / self.columns.len()
    }

    /// Writes all rows that wait.
    pub(crate) async fn write(&mut self, tx: &DatabaseTransaction) -> Result<(), WriteRows> {
        let mut left = self.len();
        let mut values = std::mem::take(&mut self.values).into_iter();
        while left > 0 {
            // The largest power of two that is not more than what is left.
            let rows = (1 << left.ilog2()).min(CHUNK_ROWS);
            let chunk: Vec<Value> = values.by_ref().take(rows * self.columns.len()).collect();
            let statement = self.statement(tx.get_database_backend(), rows, chunk);
            tx.execute_raw(statement).await.map_err(|error| {
                if dialect::is_taken(&error) { WriteRows::Taken } else { WriteRows::Store(error.into()) }
            })?;
            left -= rows;
        }
        Ok(())
    }

    /// Writes the rows that wait, but for those whose key is there already. Returns how many were new.
    pub(crate) async fn write_new(&mut self, tx: &DatabaseTransaction) -> Result<u64, StoreError> {
        let mut left = self.len();
        let mut values = std::mem::take(&mut self.values).into_iter();
        let mut new = 0;
        while left > 0 {
            let rows = (1 << left.ilog2()).min(CHUNK_ROWS);
            let chunk: Vec<Value> = values.by_ref().take(rows * self.columns.len()).collect();
            let mut statement = self.statement(tx.get_database_backend(), rows, chunk);
            statement.sql.push_str(" ON CONFLICT DO NOTHING");
            new += tx.execute_raw(statement).await?.rows_affected();
            left -= rows;
        }
        Ok(new)
    }

    fn statement(&self, backend: DbBackend, rows: usize, values: Vec<Value>) -> Statement {
        let width = self.columns.len();
        let mut sql = format!("INSERT INTO \"{}\" (\"{}\") VALUES ", self.table, self.columns.join("\", \""));
        for row in 0..rows {
            let first = row * width + 1;
            sql.push_str(if row == 0 { "(" } else { ", (" });
            sql.push_str(&dialect::places(backend, first, width));
            sql.push(')');
        }
        Statement::from_sql_and_values(backend, sql, values)
    }
}
