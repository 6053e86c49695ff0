//! The membership log: signed records, one after the other, and who is a member because of them.
//!
//! The server verifies a record and says what follows from it; here the log's head moves by
//! compare-and-swap alone, and with it the members, in the same commit.

use rapport_wire::space::StoredRecord;
use rapport_wire::{AccountId, Bytes, Role, SpaceId, Timestamp, limits};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::space::member;
use crate::{Hash, Store, StoreError, convert, dialect, erase, retention, space};

/// A verified record on its way into a log.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Where it goes: one more than the newest record's index; 0 for a genesis.
    pub index: u64,
    /// SHA-256 of the record's canonical bytes: the log's new head.
    pub hash: Hash,
    /// Canonical bytes, signature included.
    pub record: Bytes,
    /// The signed set of wraps, if it has one.
    pub wraps: Option<Bytes>,
    /// Who comes and goes by it.
    pub changes: Vec<MemberChange>,
    /// When the server took it.
    pub received_at: Timestamp,
}

/// What a record does to the members of its space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    /// Somebody comes in, or has another role from now on.
    Enter {
        /// Who.
        account: AccountId,
        /// As what.
        role: Role,
    },
    /// Somebody is no longer a member.
    Leave {
        /// Who.
        account: AccountId,
    },
}

/// A part of a membership log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPage {
    /// In order of index.
    pub records: Vec<StoredRecord>,
    /// Whether more follow.
    pub more: bool,
}

/// Why a record was not appended. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The log's newest record is not the one just before this.
    #[error("the membership log has moved on")]
    LogMoved,
    /// There is no such space.
    #[error("there is no such space")]
    NoSpace,
    /// Somebody named by the record has no account.
    #[error("the record names somebody without an account")]
    NoAccount,
    /// Too many members in the space, or spaces for one of them.
    #[error("more members, or more spaces, than there may be")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for AppendError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Appends a verified record to a space's log, if the log still ends just before it.
    pub async fn append_record(&self, space: SpaceId, record: NewRecord) -> Result<(), AppendError> {
        let tx = self.begin().await?;
        append(self, &tx, space, &record).await?;
        Ok(tx.commit().await?)
    }

    /// A space's records from an index on, at most `count_max` of them.
    pub async fn records(
        &self,
        space: SpaceId,
        from: u64,
        count_max: usize,
    ) -> Result<RecordPage, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::Space.eq(space.as_bytes().to_vec()))
            .filter(row::Column::RecordIndex.gte(from as i64))
            .order_by_asc(row::Column::RecordIndex)
            .limit(count_max as u64 + 1)
            .all(self.reader())
            .await?;
        let more = rows.len() > count_max;
        let records = rows.into_iter().take(count_max).map(StoredRecord::from).collect();
        Ok(RecordPage { records, more })
    }
}

/// Appends inside somebody's transaction, and makes the entry writer forget the old head.
pub(crate) async fn append(
    store: &Store,
    db: &impl ConnectionTrait,
    space: SpaceId,
    record: &NewRecord,
) -> Result<(), AppendError> {
    if record.index == 0 {
        // A genesis begins a log; it never follows one.
        return Err(AppendError::LogMoved);
    }
    let moved = space::row::Entity::update_many()
        .col_expr(space::row::Column::LogIndex, Expr::value(record.index as i64))
        .col_expr(space::row::Column::LogHead, Expr::value(record.hash.to_vec()))
        .filter(space::row::Column::Id.eq(space.as_bytes().to_vec()))
        .filter(space::row::Column::LogIndex.eq(record.index as i64 - 1))
        .exec(db)
        .await?;
    if moved.rows_affected != 1 {
        let known = space::row::Entity::find_by_id(space.as_bytes().to_vec()).one(db).await?;
        return Err(if known.is_some() { AppendError::LogMoved } else { AppendError::NoSpace });
    }
    insert(db, space, record).await?;
    // Before the commit: on SQLite no entry can be written in between, and afterwards the head is read anew.
    store.heads().forget(space);
    Ok(())
}

/// Writes the record and its changes; the primary key ends every race.
pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    space: SpaceId,
    record: &NewRecord,
) -> Result<(), AppendError> {
    let row = row::ActiveModel {
        space: Set(space.as_bytes().to_vec()),
        record_index: Set(record.index as i64),
        hash: Set(record.hash.to_vec()),
        record: Set(record.record.to_vec()),
        wraps: Set(record.wraps.as_ref().map(Bytes::to_vec)),
        received_at: Set(record.received_at.as_micros()),
    };
    row::Entity::insert(row)
        .exec_without_returning(db)
        .await
        .map_err(|error| if dialect::is_taken(&error) { AppendError::LogMoved } else { error.into() })?;
    for change in &record.changes {
        match *change {
            MemberChange::Enter { account, role } => enter(db, space, account, role, record.index).await?,
            MemberChange::Leave { account } => leave(db, space, account, record.index).await?,
        }
    }
    Ok(())
}

async fn enter(
    db: &impl ConnectionTrait,
    space: SpaceId,
    account: AccountId,
    role: Role,
    index: u64,
) -> Result<(), AppendError> {
    let row = member::ActiveModel {
        space: Set(space.as_bytes().to_vec()),
        account: Set(account.as_bytes().to_vec()),
        role: Set(convert::role_text(role).to_owned()),
        since_index: Set(index as i64),
        left_index: Set(None),
    };
    let again = OnConflict::columns([member::Column::Space, member::Column::Account])
        .update_columns([member::Column::Role, member::Column::SinceIndex, member::Column::LeftIndex])
        .to_owned();
    member::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(db)
        .await
        .map_err(|error| if dialect::is_dangling(&error) { AppendError::NoAccount } else { error.into() })?;
    // The row points to theirs, so that an ending under way was waited for: nobody comes in after they left.
    if erase::is_erased(db, account.as_bytes()).await? {
        return Err(AppendError::NoAccount);
    }
    if role == Role::Client {
        retention::goes_on(db, space).await?;
    }
    let members = space::current(space).count(db).await?;
    let spaces = space::current_of(account).count(db).await?;
    if members > limits::SPACE_MEMBERS_MAX as u64 || spaces > limits::ACCOUNT_SPACES_MAX as u64 {
        return Err(AppendError::TooMany);
    }
    Ok(())
}

async fn leave(
    db: &impl ConnectionTrait,
    space: SpaceId,
    account: AccountId,
    index: u64,
) -> Result<(), AppendError> {
    member::Entity::update_many()
        .col_expr(member::Column::LeftIndex, Expr::value(index as i64))
        .filter(member::Column::Space.eq(space.as_bytes().to_vec()))
        .filter(member::Column::Account.eq(account.as_bytes().to_vec()))
        .filter(member::Column::LeftIndex.is_null())
        .exec(db)
        .await?;
    Ok(())
}

impl From<row::Model> for StoredRecord {
    fn from(row: row::Model) -> Self {
        Self {
            index: row.record_index as u64,
            received_at: Timestamp::from_micros(row.received_at),
            record: row.record.into(),
            wraps: convert::optional(row.wraps),
        }
    }
}

/// The table `record`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "record")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub space: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_index: i64,
        pub hash: Vec<u8>,
        pub record: Vec<u8>,
        pub wraps: Option<Vec<u8>>,
        pub received_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
