//! The outbox: everything that must happen later or outside, one row each.
//!
//! A row's id is made of what the row is about, so that asking twice for the same thing is one row; the same id
//! goes to whoever carries it on, as the name of the message. Whoever works takes one row at a time, for as long
//! as a lease holds: a worker that dies leaves one row behind, and that one is taken up again when its lease is
//! over. So everything happens at least once, and only what was in somebody's hands can happen twice
//! (`docs/adr/0010`).
//!
//! ```text
//! waiting ──take──▶ leased ──▶ sent
//!    ▲  ▲             │ │
//!    │  └──put off────┘ └────▶ dead ──requeue──▶ waiting      cancelled: no longer wanted
//! ```

mod row;
mod what;

use rapport_wire::{AccountId, AppointmentId, Timestamp, limits};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
};

pub use what::{ForCalendar, OutboxId, OutboxKind, What};

use crate::{Store, StoreError, dialect};
use row::Column;
pub(crate) use row::state;

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOut {
    /// What.
    pub what: What,
    /// For whom.
    pub account: AccountId,
    /// The appointment it is about.
    pub appointment: Option<AppointmentId>,
    /// Not before.
    pub due_at: Timestamp,
    /// Better never than later than this.
    pub not_after: Timestamp,
}

impl NewOut {
    /// The id that says what it is about.
    pub fn id(&self) -> OutboxId {
        OutboxId::of(&self.what, self.account, self.appointment)
    }
}

/// Something that somebody has taken on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its id, and the name of the message it becomes.
    pub id: OutboxId,
    /// What.
    pub what: What,
    /// For whom.
    pub account: AccountId,
    /// The appointment it is about.
    pub appointment: Option<AppointmentId>,
    /// Better never than later than this.
    pub not_after: Timestamp,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// Until when nobody else takes it; names this taking.
    lease_until: i64,
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It is done.
    Sent,
    /// Not yet: again then. The text is a short stable code, never an address.
    Again {
        /// When.
        at: Timestamp,
        /// Why.
        error: &'static str,
    },
    /// It will not be done, unless somebody puts it back.
    Dead {
        /// Why.
        error: &'static str,
    },
    /// It is no longer wanted.
    Cancelled,
}

/// What an operator sees of a row: no address and nobody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: OutboxId,
    /// Its kind.
    pub kind: OutboxKind,
    /// `waiting`, `leased`, `dead`.
    pub state: String,
    /// When it is due.
    pub due_at: Timestamp,
    /// When it is too late.
    pub not_after: Timestamp,
    /// Attempts so far.
    pub attempts: u32,
    /// Why the last one failed.
    pub last_error: Option<String>,
}

/// What became of a wish to put a dead row back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requeued {
    /// It waits again.
    Waits,
    /// There is no dead row of that id.
    NotDead,
    /// Its time is over.
    TooLate,
}

impl Store {
    /// Puts something in. One that waits already takes the new times; one that was sent stays sent.
    pub async fn put_out(&self, new: &NewOut, now: Timestamp) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        put(&tx, new, now).await?;
        Ok(tx.commit().await?)
    }

    /// Takes what has been due the longest, for [`limits::OUTBOX_LEASE_SECONDS`]. What is too late to be done
    /// is buried on the way, as `too-late`.
    pub async fn take_out(&self, now: Timestamp) -> Result<Option<Taken>, StoreError> {
        loop {
            let Some(found) = ready(now).one(self.reader()).await? else { return Ok(None) };
            let lease_until = now.plus_seconds(limits::OUTBOX_LEASE_SECONDS).as_micros();
            let update = found.update_as_read();
            let (update, taken) = match found.taken(lease_until) {
                Ok(taken) if found.not_after >= now.as_micros() => {
                    let update = update
                        .col_expr(Column::State, Expr::value(state::LEASED))
                        .col_expr(Column::LeaseUntil, Expr::value(lease_until))
                        .col_expr(Column::Attempts, Expr::value(found.attempts.saturating_add(1)));
                    (update, Some(taken))
                }
                // One row that cannot be read must not stand in the way of all others.
                other => {
                    let why = if other.is_ok() { "too-late" } else { "unreadable" };
                    (end(update, state::DEAD, now).col_expr(Column::LastError, Expr::value(why)), None)
                }
            };
            let tx = self.begin().await?;
            let mine = update.exec(&tx).await?.rows_affected == 1;
            tx.commit().await?;
            // Somebody else was quicker, or it is buried: look again.
            if let Some(taken) = taken.filter(|_| mine) {
                return Ok(Some(taken));
            }
        }
    }

    /// Says how it went. False when the lease was over and somebody else has it by now.
    pub async fn settle_out(&self, taken: &Taken, how: Settled, now: Timestamp) -> Result<bool, StoreError> {
        let mine = row::Entity::update_many()
            .filter(Column::Id.eq(taken.id.as_bytes().to_vec()))
            .filter(Column::LeaseUntil.eq(taken.lease_until));
        // What was cancelled while it went out has gone out all the same, and that is what is noted.
        let update = match how {
            Settled::Sent => {
                end(mine.filter(Column::State.is_in([state::LEASED, state::CANCELLED])), state::SENT, now)
            }
            Settled::Again { at, error } => mine
                .filter(Column::State.eq(state::LEASED))
                .col_expr(Column::State, Expr::value(state::WAITING))
                .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
                .col_expr(Column::DueAt, Expr::value(at.as_micros()))
                .col_expr(Column::LastError, Expr::value(error)),
            Settled::Dead { error } => end(mine.filter(Column::State.eq(state::LEASED)), state::DEAD, now)
                .col_expr(Column::LastError, Expr::value(error)),
            Settled::Cancelled => end(mine.filter(Column::State.eq(state::LEASED)), state::CANCELLED, now),
        };
        let tx = self.begin().await?;
        let done = update.exec(&tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected == 1)
    }

    /// When there is something to do next: now, later, or not at all.
    pub async fn next_out(&self) -> Result<Option<Timestamp>, StoreError> {
        let first = |state: &'static str, column: Column| {
            row::Entity::find()
                .select_only()
                .column_as(column.min(), "first")
                .filter(Column::State.eq(state))
                .into_tuple::<Option<i64>>()
        };
        let waiting = first(state::WAITING, Column::DueAt).one(self.reader()).await?.flatten();
        let leased = first(state::LEASED, Column::LeaseUntil).one(self.reader()).await?.flatten();
        Ok([waiting, leased].into_iter().flatten().min().map(Timestamp::from_micros))
    }

    /// Lets go of what the server had in its hands when it died, without waiting for leases to end. Only where
    /// one process alone works on this database (SQLite); elsewhere another node may be at it, and this does
    /// nothing.
    pub async fn release_outs(&self) -> Result<u64, StoreError> {
        let tx = self.begin().await?;
        if dialect::others_write(&tx) {
            return Ok(0);
        }
        let done = row::Entity::update_many()
            .col_expr(Column::State, Expr::value(state::WAITING))
            .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
            .filter(Column::State.eq(state::LEASED))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected)
    }

    /// What waits, is in somebody's hands, or is dead: by when it is due.
    pub async fn list_out(&self) -> Result<Vec<Listed>, StoreError> {
        let rows = row::Entity::find()
            .filter(Column::State.is_in([state::WAITING, state::LEASED, state::DEAD]))
            .order_by_asc(Column::DueAt)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?;
        rows.into_iter().map(row::Model::listed).collect()
    }

    /// Puts a dead row back, due now, as if it had never been tried.
    pub async fn requeue_out(&self, id: OutboxId, now: Timestamp) -> Result<Requeued, StoreError> {
        let tx = self.begin().await?;
        let found = row::Entity::find_by_id(id.as_bytes().to_vec()).lock_exclusive().one(&tx).await?;
        let Some(found) = found.filter(|row| row.state == state::DEAD) else { return Ok(Requeued::NotDead) };
        if found.not_after < now.as_micros() {
            return Ok(Requeued::TooLate);
        }
        wait_again(row::Entity::update_many().filter(Column::Id.eq(found.id)), now, found.not_after)
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(Requeued::Waits)
    }
}

/// Puts something in, inside somebody's transaction.
pub(crate) async fn put(db: &impl ConnectionTrait, new: &NewOut, now: Timestamp) -> Result<(), StoreError> {
    let id = new.id();
    let payload = new.what.to_bytes()?;
    let row = row::ActiveModel {
        id: Set(id.as_bytes().to_vec()),
        kind: Set(new.what.kind().as_str().to_owned()),
        account: Set(new.account.as_bytes().to_vec()),
        appointment: Set(new.appointment.map(|id| id.as_bytes().to_vec())),
        due_at: Set(new.due_at.as_micros()),
        not_after: Set(new.not_after.as_micros()),
        state: Set(state::WAITING.to_owned()),
        lease_until: Set(None),
        attempts: Set(0),
        last_error: Set(None),
        payload: Set(payload.clone()),
        created_at: Set(now.as_micros()),
        done_at: Set(None),
    };
    row::Entity::insert(row).on_conflict_do_nothing_on([Column::Id]).exec_without_returning(db).await?;
    // The same thing, wanted again or at another time. What was sent, is being sent, or has died stays so; what
    // was cancelled while somebody had it in their hands is given back to them.
    let known = || {
        row::Entity::update_many()
            .filter(Column::Id.eq(id.as_bytes().to_vec()))
            .col_expr(Column::Payload, Expr::value(payload.clone()))
    };
    known()
        .filter(Column::State.eq(state::CANCELLED))
        .filter(Column::LeaseUntil.gt(now.as_micros()))
        .col_expr(Column::State, Expr::value(state::LEASED))
        .col_expr(Column::DoneAt, Expr::value(None::<i64>))
        .exec(db)
        .await?;
    let resting = known().filter(Column::State.is_in([state::WAITING, state::CANCELLED]));
    wait_again(resting, new.due_at, new.not_after.as_micros()).exec(db).await?;
    Ok(())
}

/// Cancels what fits and is not done. What is in somebody's hands may still go out, once, but not again.
pub(crate) async fn cancel(
    db: &impl ConnectionTrait,
    which: Condition,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let open =
        row::Entity::update_many().filter(Column::State.is_in([state::WAITING, state::LEASED])).filter(which);
    Ok(end(open, state::CANCELLED, now).exec(db).await?.rows_affected)
}

/// All of an account's rows, of one kind.
pub(crate) fn of_account(account: AccountId, kind: OutboxKind) -> Condition {
    Condition::all().add(Column::Account.eq(account.as_bytes().to_vec())).add(Column::Kind.eq(kind.as_str()))
}

/// An account's rows about one appointment, of one kind.
pub(crate) fn about(account: AccountId, kind: OutboxKind, appointment: AppointmentId) -> Condition {
    of_account(account, kind).add(Column::Appointment.eq(appointment.as_bytes().to_vec()))
}

/// Without these.
pub(crate) fn but(which: Condition, ids: &[OutboxId]) -> Condition {
    let ids: Vec<Vec<u8>> = ids.iter().map(|id| id.as_bytes().to_vec()).collect();
    // "Not in nothing" would be all of them, too, but is no SQL everywhere.
    if ids.is_empty() { which } else { which.add(Column::Id.is_not_in(ids)) }
}

/// Whether any of these went out, or is on its way.
pub(crate) async fn any_out(db: &impl ConnectionTrait, which: Condition) -> Result<bool, StoreError> {
    let out = row::Entity::find().filter(which).filter(Column::State.is_in([state::SENT, state::LEASED]));
    Ok(out.one(db).await?.is_some())
}

/// Forgets what was done and over before an instant: whoever was told of an hour that is still to come must be
/// told when it is called off. Returns how many rows went.
pub(crate) async fn forget(db: &impl ConnectionTrait, before: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(Column::State.is_in([state::SENT, state::DEAD, state::CANCELLED]))
        .filter(Column::DoneAt.lt(before.as_micros()))
        .filter(Column::NotAfter.lt(before.as_micros()))
        .exec(db)
        .await?;
    Ok(gone.rows_affected)
}

/// What may be taken: due, or left behind by a worker whose lease is over.
fn ready(now: Timestamp) -> sea_orm::Select<row::Entity> {
    let now = now.as_micros();
    let due = Column::State.eq(state::WAITING).and(Column::DueAt.lte(now));
    let left = Column::State.eq(state::LEASED).and(Column::LeaseUntil.lte(now));
    row::Entity::find().filter(due.or(left)).order_by_asc(Column::DueAt).order_by_asc(Column::Id)
}

/// A last state. What it carried is wiped: a code, the time of an appointment.
fn end(update: UpdateMany<row::Entity>, state: &'static str, now: Timestamp) -> UpdateMany<row::Entity> {
    let update = update
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::DoneAt, Expr::value(now.as_micros()));
    // A dead one may be put back.
    if state == state::DEAD {
        update
    } else {
        update.col_expr(Column::Payload, Expr::value(Vec::<u8>::new()))
    }
}

fn wait_again(update: UpdateMany<row::Entity>, due_at: Timestamp, not_after: i64) -> UpdateMany<row::Entity> {
    update
        .col_expr(Column::State, Expr::value(state::WAITING))
        .col_expr(Column::DueAt, Expr::value(due_at.as_micros()))
        .col_expr(Column::NotAfter, Expr::value(not_after))
        .col_expr(Column::Attempts, Expr::value(0_i64))
        .col_expr(Column::LastError, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
        .col_expr(Column::DoneAt, Expr::value(None::<i64>))
}
