//! The table `outbox`.

use rapport_wire::{AccountId, AppointmentId, Timestamp};
use sea_orm::entity::prelude::*;

use super::{Listed, OutboxId, OutboxKind, Taken, What};
use crate::StoreError;

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Vec<u8>,
    pub kind: String,
    pub account: Vec<u8>,
    pub appointment: Option<Vec<u8>>,
    pub due_at: i64,
    pub not_after: i64,
    pub state: String,
    pub lease_until: Option<i64>,
    pub attempts: i64,
    pub last_error: Option<String>,
    pub payload: Vec<u8>,
    pub created_at: i64,
    pub done_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// How states are written.
pub(crate) mod state {
    pub(crate) const WAITING: &str = "waiting";
    pub(crate) const LEASED: &str = "leased";
    pub(crate) const SENT: &str = "sent";
    pub(crate) const DEAD: &str = "dead";
    pub(crate) const CANCELLED: &str = "cancelled";
}

impl Model {
    /// A change of this row that happens only if nobody has changed it since it was read.
    pub(super) fn update_as_read(&self) -> sea_orm::UpdateMany<Entity> {
        let update = Entity::update_many()
            .filter(Column::Id.eq(self.id.clone()))
            .filter(Column::State.eq(self.state.clone()))
            .filter(Column::DueAt.eq(self.due_at));
        match self.lease_until {
            Some(until) => update.filter(Column::LeaseUntil.eq(until)),
            None => update.filter(Column::LeaseUntil.is_null()),
        }
    }

    /// As whoever took it until `lease_until` sees it.
    pub(super) fn taken(&self, lease_until: i64) -> Result<Taken, StoreError> {
        Ok(Taken {
            id: OutboxId::from_slice(&self.id)?,
            what: What::from_bytes(&self.payload)?,
            account: AccountId::from_slice(&self.account)?,
            appointment: self.appointment.as_deref().map(AppointmentId::from_slice).transpose()?,
            not_after: Timestamp::from_micros(self.not_after),
            attempt: count(self.attempts.saturating_add(1)),
            lease_until,
        })
    }

    /// As an operator sees it.
    pub(super) fn listed(self) -> Result<Listed, StoreError> {
        Ok(Listed {
            id: OutboxId::from_slice(&self.id)?,
            kind: OutboxKind::from_name(&self.kind)?,
            state: self.state,
            due_at: Timestamp::from_micros(self.due_at),
            not_after: Timestamp::from_micros(self.not_after),
            attempts: count(self.attempts),
            last_error: self.last_error,
        })
    }
}

fn count(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or(u32::MAX)
}
