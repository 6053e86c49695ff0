//! Feeds: calendars that other programs read by a secret address, of which only a hash is known here.

use rapport_wire::calendar_link::Feed;
use rapport_wire::{AccountId, FeedId, Timestamp, limits};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::{Hash, Store, StoreError, account};

/// A feed that is made.
#[derive(Debug, Clone)]
pub struct NewFeed {
    /// Chosen at random.
    pub id: FeedId,
    /// Whose appointments it shows.
    pub account: AccountId,
    /// SHA-256 of its secret.
    pub secret_hash: Hash,
    /// For its owner's list.
    pub label: String,
    /// IANA name.
    pub zone: String,
    /// Now.
    pub now: Timestamp,
}

/// What a secret opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFeed {
    /// The feed.
    pub id: FeedId,
    /// Whose appointments it shows.
    pub account: AccountId,
    /// IANA name.
    pub zone: String,
}

impl Store {
    /// Makes a feed. False when the account has [`limits::ACCOUNT_FEEDS_MAX`] already.
    pub async fn create_feed(&self, new: NewFeed) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        account::lock(&tx, new.account).await?;
        if of_account(new.account).count(&tx).await? >= limits::ACCOUNT_FEEDS_MAX as u64 {
            return Ok(false);
        }
        let row = row::ActiveModel {
            id: Set(new.id.as_bytes().to_vec()),
            account: Set(new.account.as_bytes().to_vec()),
            secret_hash: Set(new.secret_hash.to_vec()),
            label: Set(new.label),
            zone: Set(new.zone),
            created_at: Set(new.now.as_micros()),
            read_at: Set(None),
        };
        row::Entity::insert(row).exec_without_returning(&tx).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// An account's feeds, newest first.
    pub async fn feeds(&self, account: AccountId) -> Result<Vec<Feed>, StoreError> {
        let newest = of_account(account).order_by_desc(row::Column::CreatedAt).order_by_desc(row::Column::Id);
        let shown = |row: row::Model| {
            Ok(Feed {
                id: FeedId::from_slice(&row.id)?,
                label: row.label,
                created_at: Timestamp::from_micros(row.created_at),
                read_at: row.read_at.map(Timestamp::from_micros),
            })
        };
        newest.all(self.reader()).await?.into_iter().map(shown).collect()
    }

    /// Ends a feed of this account. False when it has no such feed.
    pub async fn revoke_feed(&self, account: AccountId, feed: FeedId) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        let gone = row::Entity::delete_by_id(feed.as_bytes().to_vec())
            .filter(row::Column::Account.eq(account.as_bytes().to_vec()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(gone.rows_affected == 1)
    }

    /// The feed whose secret has this SHA-256.
    pub async fn open_feed(&self, secret_hash: &Hash) -> Result<Option<OpenFeed>, StoreError> {
        let found = row::Entity::find()
            .filter(row::Column::SecretHash.eq(secret_hash.to_vec()))
            .one(self.reader())
            .await?;
        let open = |row: row::Model| {
            Ok(OpenFeed {
                id: FeedId::from_slice(&row.id)?,
                account: AccountId::from_slice(&row.account)?,
                zone: row.zone,
            })
        };
        found.map(open).transpose()
    }

    /// Notes that a feed was read, to the hour; writes nothing when that hour is noted already.
    pub async fn touch_feed(&self, feed: FeedId, now: Timestamp) -> Result<(), StoreError> {
        const HOUR: i64 = 3_600_000_000;
        let hour = now.as_micros().div_euclid(HOUR).saturating_mul(HOUR);
        let id = feed.as_bytes().to_vec();
        let known = row::Entity::find_by_id(id.clone()).one(self.reader()).await?;
        if known.is_none_or(|row| row.read_at >= Some(hour)) {
            return Ok(());
        }
        let tx = self.begin().await?;
        row::Entity::update_many()
            .col_expr(row::Column::ReadAt, Expr::value(hour))
            .filter(row::Column::Id.eq(id))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

fn of_account(account: AccountId) -> sea_orm::Select<row::Entity> {
    row::Entity::find().filter(row::Column::Account.eq(account.as_bytes().to_vec()))
}

/// The table `feed`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "feed")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub account: Vec<u8>,
        pub secret_hash: Vec<u8>,
        pub label: String,
        pub zone: String,
        pub created_at: i64,
        pub read_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
