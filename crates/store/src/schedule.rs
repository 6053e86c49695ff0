//! What must change in the same commit as an appointment: reminders, and what else waits to be sent about it.
//!
//! Every transaction that books, moves or calls off an appointment calls [`appointment_changed`] once for
//! each, after the appointment's own rows say what is true now. Holds are not told: nothing is sent about
//! what is not agreed.

use rapport_wire::{AppointmentId, Timestamp};
use sea_orm::DatabaseTransaction;

use crate::StoreError;

/// An appointment was booked, moved or called off, inside somebody's transaction.
///
/// Nothing hangs on appointments yet; reminders will.
#[expect(clippy::unused_async, reason = "what will hang on it reads and writes")]
pub(crate) async fn appointment_changed(
    _tx: &DatabaseTransaction,
    _appointment: AppointmentId,
    _now: Timestamp,
) -> Result<(), StoreError> {
    Ok(())
}
