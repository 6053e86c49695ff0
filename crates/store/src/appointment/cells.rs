//! Cells: five minutes of somebody's time, each given once.

use std::ops::Range;

use rapport_wire::{AccountId, AppointmentId, Timestamp, limits};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value};

use crate::rows::Rows;
use crate::{Store, StoreError, dialect};

/// Microseconds in a cell.
const CELL_MICROS: i64 = limits::GRANULE_MINUTES as i64 * 60_000_000;

/// Somebody's time.
pub(crate) type Span = (AccountId, Timestamp, Timestamp);

/// The cells that a stretch touches.
pub(super) fn cells(from: Timestamp, until: Timestamp) -> Range<i64> {
    let end = until.as_micros().saturating_add(CELL_MICROS - 1);
    from.as_micros().div_euclid(CELL_MICROS)..end.div_euclid(CELL_MICROS)
}

/// Takes all cells of the spans for an appointment. False when any was taken: what then was written is for
/// the caller to give back or roll back.
pub(super) async fn take(
    tx: &DatabaseTransaction,
    appointment: AppointmentId,
    spans: &[Span],
) -> Result<bool, StoreError> {
    let mut rows = Rows::new("taken", &["account", "cell", "appointment"]);
    for (account, from, until) in spans {
        for cell in cells(*from, *until) {
            rows.push([
                Value::from(account.as_bytes().to_vec()),
                cell.into(),
                appointment.as_bytes().to_vec().into(),
            ]);
        }
    }
    let wanted = rows.len() as u64;
    Ok(rows.write_new(tx).await? == wanted)
}

/// Gives back what an appointment took of the spans.
pub(super) async fn give_back(
    tx: &DatabaseTransaction,
    appointment: AppointmentId,
    spans: &[Span],
) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    for (account, from, until) in spans {
        let range = cells(*from, *until);
        let places: Vec<String> = (1..=4).map(|number| dialect::places(backend, number, 1)).collect();
        let sql = format!(
            "DELETE FROM taken WHERE account = {} AND cell >= {} AND cell < {} AND appointment = {}",
            places[0], places[1], places[2], places[3]
        );
        let values: [Value; 4] = [
            account.as_bytes().to_vec().into(),
            range.start.into(),
            range.end.into(),
            appointment.as_bytes().to_vec().into(),
        ];
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(())
}

/// The appointments that have any cell of the spans.
pub(super) async fn holders(
    tx: &DatabaseTransaction,
    spans: &[Span],
) -> Result<Vec<AppointmentId>, StoreError> {
    let backend = tx.get_database_backend();
    let mut found = Vec::new();
    for (account, from, until) in spans {
        let range = cells(*from, *until);
        let places: Vec<String> = (1..=3).map(|number| dialect::places(backend, number, 1)).collect();
        let sql = format!(
            "SELECT DISTINCT appointment FROM taken WHERE account = {} AND cell >= {} AND cell < {}",
            places[0], places[1], places[2]
        );
        let values: [Value; 3] = [account.as_bytes().to_vec().into(), range.start.into(), range.end.into()];
        for row in tx.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await? {
            let id = AppointmentId::from_slice(&row.try_get_by_index::<Vec<u8>>(0)?)?;
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    Ok(found)
}

impl Store {
    /// Forgets whose time was taken in the past: nothing can be booked there any more.
    pub(crate) async fn forget_cells(&self, now: Timestamp) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        let backend = tx.get_database_backend();
        // By account, so that the primary key finds them: no index on the cell alone has to be kept for this.
        let sql = format!(
            "DELETE FROM taken WHERE account IN (SELECT id FROM account) AND cell < {}",
            dialect::places(backend, 1, 1)
        );
        let values = [Value::from(now.as_micros().div_euclid(CELL_MICROS))];
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        Ok(tx.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(minutes: i64) -> Timestamp {
        Timestamp::from_micros(minutes * 60_000_000)
    }

    #[test]
    fn a_stretch_has_every_cell_it_touches() {
        assert_eq!(cells(minute(0), minute(50)), 0..10);
        assert_eq!(cells(minute(-5), minute(5)), -1..1);
        assert_eq!(cells(minute(10), minute(10)), 2..2);
        // What is off the grid, by a rule we got wrong one day, takes more and never less.
        assert_eq!(cells(minute(4), minute(6)), 0..2);
    }
}
