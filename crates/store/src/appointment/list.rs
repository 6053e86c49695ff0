//! One's own appointments, and when people are busy.

use rapport_wire::appointment::AppointmentState;
use rapport_wire::{AccountId, AppointmentId, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    Value,
};

use super::rules::{Holder, may_take};
use super::{Appointment, attendee, load, row};
use crate::{Store, StoreError, convert, dialect};

/// Longer than any appointment with its buffers, in seconds: who begins earlier than this is over.
const LONGEST_SECONDS: i64 = 24 * 3600;

/// Some of somebody's appointments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// By their beginning.
    pub appointments: Vec<Appointment>,
    /// There are more.
    pub more: bool,
}

/// A stretch of somebody's time that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BusySpan {
    /// Whose.
    pub account: AccountId,
    /// By what.
    pub appointment: AppointmentId,
    /// From when, the room before it included.
    pub from: Timestamp,
    /// Until when, the room after it included.
    pub until: Timestamp,
}

impl Store {
    /// Somebody's appointments that touch a time, called off or not; holds as long as they last.
    pub async fn appointments(
        &self,
        account: AccountId,
        from: Timestamp,
        until: Timestamp,
        count_max: usize,
        now: Timestamp,
    ) -> Result<Page, StoreError> {
        let earliest = from.plus_seconds(-LONGEST_SECONDS);
        let found = attendee::Entity::find()
            .filter(attendee::Column::Account.eq(account.as_bytes().to_vec()))
            .filter(attendee::Column::StartsAt.gte(earliest.as_micros()))
            .filter(attendee::Column::StartsAt.lt(until.as_micros()))
            .find_also_related(row::Entity)
            .filter(row::Column::EndsAt.gt(from.as_micros()))
            .filter(row::Column::HeldUntil.is_null().or(row::Column::HeldUntil.gt(now.as_micros())))
            .order_by_asc(attendee::Column::StartsAt)
            .order_by_asc(attendee::Column::Appointment)
            .limit(count_max as u64 + 1)
            .all(self.reader())
            .await?;
        let more = found.len() > count_max;
        let rows = found.into_iter().take(count_max).filter_map(|(_, row)| row).collect();
        Ok(Page { appointments: load::whole(self.reader(), rows).await?, more })
    }

    /// When these people are busy, between two instants: with appointments, and with holds that nobody else
    /// may take yet.
    pub async fn busy(
        &self,
        accounts: &[AccountId],
        from: Timestamp,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<BusySpan>, StoreError> {
        let backend = self.reader().get_database_backend();
        let mut spans = Vec::new();
        for account in accounts {
            let place = |number| dialect::places(backend, number, 1);
            let sql = format!(
                "SELECT t.appointment, t.busy_from, t.busy_until, a.held_until, a.held_by \
                 FROM attendee t JOIN appointment a ON a.id = t.appointment \
                 WHERE t.account = {} AND t.starts_at >= {} AND t.starts_at < {} AND a.state <> {} \
                 ORDER BY t.starts_at",
                place(1),
                place(2),
                place(3),
                place(4)
            );
            let values: [Value; 4] = [
                account.as_bytes().to_vec().into(),
                from.plus_seconds(-LONGEST_SECONDS).as_micros().into(),
                until.plus_seconds(LONGEST_SECONDS).as_micros().into(),
                convert::state_text(AppointmentState::Cancelled).into(),
            ];
            let statement = Statement::from_sql_and_values(backend, sql, values);
            for row in self.reader().query_all_raw(statement).await? {
                let held_until: Option<i64> = row.try_get_by_index(3)?;
                let held_by: Option<Vec<u8>> = row.try_get_by_index(4)?;
                let holder = held_by.as_deref().map(AccountId::from_slice).transpose()?;
                let holder = holder.map_or(Holder::Waiting, Holder::Person);
                let free = held_until.is_some_and(|end| may_take(holder, Timestamp::from_micros(end), now));
                let instant = |at| row.try_get_by_index::<i64>(at).map(Timestamp::from_micros);
                let span = BusySpan {
                    account: *account,
                    appointment: AppointmentId::from_slice(&row.try_get_by_index::<Vec<u8>>(0)?)?,
                    from: instant(1)?,
                    until: instant(2)?,
                };
                if !free && span.until > from && span.from < until {
                    spans.push(span);
                }
            }
        }
        Ok(spans)
    }
}
