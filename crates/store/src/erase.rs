//! The end of an account: what lets its person in, and what reaches them, is destroyed; and what becomes of the
//! spaces they were in is decided, in the same commit.
//!
//! The row itself stays, without a name and without keys: membership records and entries of others point to it,
//! and they are not this person's to destroy. What is sealed to its keys stays shut from then on.

use rapport_wire::appointment::AppointmentState;
use rapport_wire::{AccountId, DeviceId, Role, SpaceId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Value,
};

use crate::account::row;
use crate::appointment::{attendee, row as appointment};
use crate::retention::{self, Fate, fate};
use crate::{Store, StoreError, account, convert, device, dialect, space, waiting};

/// No sign-in name holds a control character, so this is nobody's.
const ERASED: char = '\u{1}';

/// What belongs to an account and goes with it: each table before those it points to.
const OF_ACCOUNT: [(&str, &str); 7] = [
    ("outbox", "account"),
    ("reminder", "account"),
    ("address", "account"),
    ("feed", "account"),
    ("busy", "source IN (SELECT id FROM source WHERE account"),
    ("source", "account"),
    ("offer", "account"),
];

/// What was done when an account ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountGone {
    /// Devices signed out; their sockets are to be closed.
    pub devices: Vec<DeviceId>,
    /// Spaces of which nobody is left: their time is over, and they are to be destroyed.
    pub alone: Vec<SpaceId>,
    /// Spaces whose clients have left, kept until the date that was given.
    pub kept: Vec<SpaceId>,
    /// Spaces that go on with other clients in them.
    pub go_on: Vec<SpaceId>,
}

/// Why an account was not erased. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// There is no such account, or it has ended already.
    #[error("there is no such account")]
    NoAccount,
    /// It is in an appointment ahead, or on a waiting list.
    #[error("somebody would wait for this account in vain")]
    Awaited,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for EraseError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// What [`Store::erase_account`] would decide about the account's spaces. No device is named.
    pub async fn spaces_without(&self, id: AccountId) -> Result<AccountGone, StoreError> {
        let tx = self.snapshot().await?;
        let gone = spaces_without(&tx, id).await?;
        tx.commit().await?;
        Ok(gone)
    }

    /// Whether somebody would wait for this account in vain: in an appointment ahead, or with a place on a list.
    pub async fn is_awaited(&self, id: AccountId, now: Timestamp) -> Result<bool, StoreError> {
        let tx = self.snapshot().await?;
        let awaited = is_awaited(&tx, id, now).await?;
        tx.commit().await?;
        Ok(awaited)
    }

    /// Members of a space, present by its log, whose accounts have ended.
    pub async fn left_for_good(&self, space: SpaceId) -> Result<Vec<AccountId>, StoreError> {
        let members = space::current(space).select_only().column(space::member::Column::Account).into_query();
        let rows = row::Entity::find()
            .filter(row::Column::ErasedAt.is_not_null())
            .filter(row::Column::Id.in_subquery(members))
            .all(self.reader())
            .await?;
        rows.iter().map(|row| Ok(AccountId::from_slice(&row.id)?)).collect()
    }

    /// Destroys what OPAQUE keeps, both sealed keyrings, the sign-in name, every sign-in, the address, the calendar
    /// links and what waits to be sent. Spaces of which nobody is left are over at once; care spaces without a
    /// client are kept until `kept_until`. [`Store::fold_log`] is for afterwards.
    pub async fn erase_account(
        &self,
        id: AccountId,
        kept_until: Timestamp,
        now: Timestamp,
    ) -> Result<AccountGone, EraseError> {
        let tx = self.begin().await?;
        // Held still, as whoever books holds it: nobody can make an appointment with it meanwhile.
        if !account::lock(&tx, id).await? {
            return Err(EraseError::NoAccount);
        }
        if is_awaited(&tx, id, now).await? {
            return Err(EraseError::Awaited);
        }
        hold_spaces(&tx, id).await?;
        dialect::overwrite_deleted(&tx, true).await?;
        retention::delete(&tx, &OF_ACCOUNT, id.as_bytes()).await?;
        let nothing = || Expr::value(Vec::<u8>::new());
        row::Entity::update_many()
            .col_expr(row::Column::Handle, Expr::value(format!("{ERASED}{id}")))
            .col_expr(row::Column::OpaqueRecord, nothing())
            .col_expr(row::Column::Keyring, nothing())
            .col_expr(row::Column::RecoveryVerifyKey, nothing())
            .col_expr(row::Column::RecoveryKeyring, nothing())
            .col_expr(row::Column::ErasedAt, Expr::value(now.as_micros()))
            .filter(row::Column::Id.eq(id.as_bytes().to_vec()))
            .exec(&tx)
            .await?;
        let devices = device::delete_others(&tx, id, None).await?;
        let gone = AccountGone { devices, ..spaces_without(&tx, id).await? };
        for space in &gone.alone {
            retention::keep_until(&tx, *space, now).await?;
        }
        for space in &gone.kept {
            retention::keep_until(&tx, *space, kept_until).await?;
        }
        dialect::overwrite_deleted(&tx, false).await?;
        tx.commit().await?;
        Ok(gone)
    }
}

/// What becomes of somebody's spaces without them.
async fn spaces_without(tx: &DatabaseTransaction, id: AccountId) -> Result<AccountGone, StoreError> {
    let mut gone = AccountGone::default();
    for space in spaces_of(tx, id).await? {
        let Some(known) = space::row::Entity::find_by_id(space.clone()).one(tx).await? else { continue };
        let mut remaining = Vec::new();
        for member in space::current(SpaceId::from_slice(&space)?).all(tx).await? {
            let here = member.account != id.as_bytes() && !is_erased(tx, &member.account).await?;
            if here {
                remaining.push(convert::role(&member.role)?);
            }
        }
        let of = match fate(convert::kind(&known.kind)?, &remaining) {
            Fate::Destroyed => &mut gone.alone,
            Fate::Kept => &mut gone.kept,
            Fate::GoesOn => &mut gone.go_on,
        };
        of.push(SpaceId::from_slice(&space)?);
    }
    Ok(gone)
}

/// Holds somebody's spaces still: two who leave one at once must not each take the other for somebody who stays.
async fn hold_spaces(tx: &DatabaseTransaction, id: AccountId) -> Result<(), StoreError> {
    let mine: Vec<Value> = spaces_of(tx, id).await?.into_iter().map(Value::from).collect();
    if dialect::others_write(tx) && !mine.is_empty() {
        dialect::lock_spaces(tx, &mine).await?;
    }
    Ok(())
}

async fn spaces_of(tx: &DatabaseTransaction, id: AccountId) -> Result<Vec<Vec<u8>>, StoreError> {
    let members = space::current_of(id).order_by_asc(space::member::Column::Space).all(tx).await?;
    Ok(members.into_iter().map(|member| member.space).collect())
}

/// Whether an account has ended, or never was.
pub(crate) async fn is_erased(tx: &impl ConnectionTrait, account: &[u8]) -> Result<bool, StoreError> {
    let found = row::Entity::find_by_id(account.to_vec()).one(tx).await?;
    Ok(found.is_none_or(|row| row.erased_at.is_some()))
}

async fn is_awaited(tx: &DatabaseTransaction, id: AccountId, now: Timestamp) -> Result<bool, StoreError> {
    let booked = appointment::Column::State.eq(convert::state_text(AppointmentState::Booked));
    let held = appointment::Column::State
        .eq(convert::state_text(AppointmentState::Held))
        .and(appointment::Column::HeldUntil.gt(now.as_micros()));
    let ahead = attendee::Entity::find()
        .filter(attendee::Column::Account.eq(id.as_bytes().to_vec()))
        .find_also_related(appointment::Entity)
        .filter(appointment::Column::EndsAt.gt(now.as_micros()))
        .filter(booked.or(held));
    if ahead.count(tx).await? > 0 {
        return Ok(true);
    }
    let as_client = space::current_of(id)
        .filter(space::member::Column::Role.eq(convert::role_text(Role::Client)))
        .all(tx)
        .await?;
    let spaces = as_client.into_iter().map(|member| member.space);
    let waits = waiting::row::Entity::find().filter(waiting::row::Column::Space.is_in(spaces));
    Ok(waits.count(tx).await? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TABLES;

    /// What names an account and stays: it belongs to the spaces people were in, and goes with those.
    const STAYS: [&str; 5] = ["redemption", "member", "mark", "attendee", "taken"];

    #[test]
    fn no_table_of_an_account_is_forgotten() {
        for table in TABLES.iter().filter(|table| table.columns.iter().any(|(name, _)| *name == "account")) {
            let goes = OF_ACCOUNT.iter().any(|(name, _)| *name == table.name) || table.name == "device";
            assert_ne!(goes, STAYS.contains(&table.name), "{}", table.name);
        }
    }
}
