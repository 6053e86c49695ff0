//! Sources: calendars elsewhere, and the stretches of time that are taken there. No title is ever kept.
//!
//! Address and login are one sealed blob: the key is not in the database.

use rapport_wire::appointment::Busy;
use rapport_wire::calendar_link::SourceKind;
use rapport_wire::{AccountId, Bytes, Code, SourceId, Timestamp, limits};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::rows::{Rows, WriteRows};
use crate::{Store, StoreError, account};

/// A source that is added.
#[derive(Debug, Clone)]
pub struct NewSource {
    /// Chosen at random.
    pub id: SourceId,
    /// Whose time is taken there.
    pub account: AccountId,
    /// For its owner's list.
    pub label: String,
    /// Host of its address.
    pub host: String,
    /// What stands there.
    pub kind: SourceKind,
    /// Address and login, sealed.
    pub sealed: Bytes,
    /// Now.
    pub now: Timestamp,
    /// When it is to be read next.
    pub next_at: Timestamp,
}

/// A source as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSource {
    /// Its id.
    pub id: SourceId,
    /// Whose time is taken there.
    pub account: AccountId,
    /// Its label.
    pub label: String,
    /// Host of its address.
    pub host: String,
    /// What stands there.
    pub kind: SourceKind,
    /// Address and login, sealed.
    pub sealed: Bytes,
    /// When it was last read well.
    pub read_at: Option<Timestamp>,
    /// What went wrong the last time.
    pub trouble: Option<Code>,
    /// How many stretches are taken.
    pub busy: u32,
}

impl Store {
    /// Adds a source. False when the account has [`limits::ACCOUNT_SOURCES_MAX`] already.
    pub async fn add_source(&self, new: NewSource) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        account::lock(&tx, new.account).await?;
        if of_account(new.account).count(&tx).await? >= limits::ACCOUNT_SOURCES_MAX as u64 {
            return Ok(false);
        }
        let row = row::ActiveModel {
            id: Set(new.id.as_bytes().to_vec()),
            account: Set(new.account.as_bytes().to_vec()),
            label: Set(new.label),
            host: Set(new.host),
            kind: Set(kind_text(new.kind).to_owned()),
            sealed: Set(new.sealed.to_vec()),
            created_at: Set(new.now.as_micros()),
            next_at: Set(new.next_at.as_micros()),
            read_at: Set(None),
            trouble: Set(None),
        };
        row::Entity::insert(row).exec_without_returning(&tx).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// An account's sources, in the order in which they were added.
    pub async fn sources(&self, account: AccountId) -> Result<Vec<StoredSource>, StoreError> {
        let rows = of_account(account)
            .order_by_asc(row::Column::CreatedAt)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        let mut sources = Vec::with_capacity(rows.len());
        for row in rows {
            sources.push(self.with_busy(row).await?);
        }
        Ok(sources)
    }

    /// Every source there is, as it is sealed: whether it opens is for whoever holds the key to say.
    pub async fn sealed_sources(&self) -> Result<Vec<(SourceId, Bytes)>, StoreError> {
        let rows = row::Entity::find().order_by_asc(row::Column::Id).all(self.reader()).await?;
        rows.into_iter().map(|row| Ok((SourceId::from_slice(&row.id)?, row.sealed.into()))).collect()
    }

    /// A source of this account.
    pub async fn source(&self, account: AccountId, id: SourceId) -> Result<Option<StoredSource>, StoreError> {
        let row = of_account(account).filter(row::Column::Id.eq(id.as_bytes().to_vec()));
        match row.one(self.reader()).await? {
            Some(row) => self.with_busy(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Forgets a source and its times. False when the account has no such source.
    pub async fn remove_source(&self, account: AccountId, id: SourceId) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        let key = id.as_bytes().to_vec();
        let row = of_account(account).filter(row::Column::Id.eq(key.clone())).lock_exclusive();
        if row.one(&tx).await?.is_none() {
            return Ok(false);
        }
        clear(&tx, id).await?;
        row::Entity::delete_by_id(key).exec(&tx).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes a source that is due to be read, and sets when it is due again; so that of several nodes one reads it.
    pub async fn take_source(
        &self,
        now: Timestamp,
        next_at: Timestamp,
    ) -> Result<Option<StoredSource>, StoreError> {
        loop {
            let due = row::Entity::find()
                .filter(row::Column::NextAt.lte(now.as_micros()))
                .order_by_asc(row::Column::NextAt)
                .one(self.reader())
                .await?;
            let Some(due) = due else { return Ok(None) };
            let tx = self.begin().await?;
            let mine = row::Entity::update_many()
                .col_expr(row::Column::NextAt, Expr::value(next_at.as_micros()))
                .filter(row::Column::Id.eq(due.id.clone()))
                .filter(row::Column::NextAt.eq(due.next_at))
                .exec(&tx)
                .await?;
            tx.commit().await?;
            if mine.rows_affected == 1 {
                return self.with_busy(due).await.map(Some);
            }
        }
    }

    /// Replaces a source's times by what was read. They must not overlap. Nothing when it was removed meanwhile.
    pub async fn source_read(&self, id: SourceId, busy: &[Busy], now: Timestamp) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        let key = id.as_bytes().to_vec();
        if row::Entity::find_by_id(key.clone()).lock_exclusive().one(&tx).await?.is_none() {
            return Ok(());
        }
        clear(&tx, id).await?;
        let mut rows = Rows::new("busy", &["source", "starts_at", "ends_at"]);
        for span in busy.iter().take(limits::SOURCE_SPANS_MAX) {
            rows.push([
                key.clone().into(),
                span.starts_at.as_micros().into(),
                span.ends_at.as_micros().into(),
            ]);
        }
        rows.write(&tx).await.map_err(|refused| match refused {
            WriteRows::Taken => StoreError::Row("the same time twice"),
            WriteRows::Store(error) => error,
        })?;
        row::Entity::update_many()
            .col_expr(row::Column::ReadAt, Expr::value(now.as_micros()))
            .col_expr(row::Column::Trouble, Expr::value(None::<String>))
            .filter(row::Column::Id.eq(key))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Notes that a source could not be read. Its times stand until [`limits::SOURCE_KEEP_SECONDS`] have
    /// passed since they were read.
    pub async fn source_failed(&self, id: SourceId, trouble: Code, now: Timestamp) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        let key = id.as_bytes().to_vec();
        let Some(row) = row::Entity::find_by_id(key.clone()).lock_exclusive().one(&tx).await? else {
            return Ok(());
        };
        let old = now.plus_seconds(-limits::SOURCE_KEEP_SECONDS).as_micros();
        if row.read_at.is_none_or(|read_at| read_at < old) {
            clear(&tx, id).await?;
        }
        row::Entity::update_many()
            .col_expr(row::Column::Trouble, Expr::value(trouble.as_str()))
            .filter(row::Column::Id.eq(key))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// What calendars elsewhere take of somebody's time between two instants: by beginning, none overlapping.
    pub async fn busy_elsewhere(
        &self,
        account: AccountId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Busy>, StoreError> {
        busy(self.reader(), account, from, until).await
    }

    async fn with_busy(&self, row: row::Model) -> Result<StoredSource, StoreError> {
        let busy = span::Entity::find().filter(span::Column::Source.eq(row.id.clone()));
        let busy = busy.count(self.reader()).await?;
        Ok(StoredSource {
            id: SourceId::from_slice(&row.id)?,
            account: AccountId::from_slice(&row.account)?,
            label: row.label,
            host: row.host,
            kind: kind(&row.kind)?,
            sealed: row.sealed.into(),
            read_at: row.read_at.map(Timestamp::from_micros),
            trouble: row
                .trouble
                .and_then(|text| Code::ALL.iter().copied().find(|code| code.as_str() == text)),
            busy: u32::try_from(busy).unwrap_or(u32::MAX),
        })
    }
}

/// [`Store::busy_elsewhere`], inside somebody's transaction.
pub(crate) async fn busy(
    db: &impl ConnectionTrait,
    account: AccountId,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<Busy>, StoreError> {
    let rows = span::Entity::find()
        .inner_join(row::Entity)
        .filter(row::Column::Account.eq(account.as_bytes().to_vec()))
        .filter(span::Column::StartsAt.lt(until.as_micros()))
        .filter(span::Column::EndsAt.gt(from.as_micros()))
        .order_by_asc(span::Column::StartsAt)
        .all(db)
        .await?;
    Ok(joined(rows.into_iter().map(|row| (row.starts_at, row.ends_at))))
}

/// Stretches by their beginning, those that touch made one.
fn joined(spans: impl Iterator<Item = (i64, i64)>) -> Vec<Busy> {
    let mut all: Vec<Busy> = Vec::new();
    for (starts_at, ends_at) in spans {
        let (starts_at, ends_at) = (Timestamp::from_micros(starts_at), Timestamp::from_micros(ends_at));
        match all.last_mut() {
            Some(last) if last.ends_at >= starts_at => last.ends_at = last.ends_at.max(ends_at),
            _ => all.push(Busy { starts_at, ends_at }),
        }
    }
    all
}

async fn clear(db: &impl ConnectionTrait, id: SourceId) -> Result<(), StoreError> {
    span::Entity::delete_many().filter(span::Column::Source.eq(id.as_bytes().to_vec())).exec(db).await?;
    Ok(())
}

fn of_account(account: AccountId) -> sea_orm::Select<row::Entity> {
    row::Entity::find().filter(row::Column::Account.eq(account.as_bytes().to_vec()))
}

const fn kind_text(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Ics => "ics",
        SourceKind::CalDav => "caldav",
    }
}

fn kind(text: &str) -> Result<SourceKind, StoreError> {
    [SourceKind::Ics, SourceKind::CalDav]
        .into_iter()
        .find(|kind| kind_text(*kind) == text)
        .ok_or(StoreError::Row("an unknown kind of source"))
}

/// The table `source`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "source")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub account: Vec<u8>,
        pub label: String,
        pub host: String,
        pub kind: String,
        pub sealed: Vec<u8>,
        pub created_at: i64,
        pub next_at: i64,
        pub read_at: Option<i64>,
        pub trouble: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `busy`.
pub(crate) mod span {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "busy")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub source: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub starts_at: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub ends_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(belongs_to = "super::row::Entity", from = "Column::Source", to = "super::row::Column::Id")]
        Source,
    }

    impl Related<super::row::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Source.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}
