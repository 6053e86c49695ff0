//! Marks: how far somebody has received and read, sealed; only the newest of each member is kept.

use rapport_wire::{AccountId, Bytes, SpaceId, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{Store, StoreError};

impl Store {
    /// Replaces somebody's mark in a space they are a member of.
    pub async fn put_mark(
        &self,
        space: SpaceId,
        account: AccountId,
        mark: &Bytes,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.put_marks(&[(space, account, mark.clone())], now).await
    }

    /// Replaces many marks in one commit; where one occurs twice, the later counts.
    pub async fn put_marks(
        &self,
        marks: &[(SpaceId, AccountId, Bytes)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        for (space, account, mark) in marks {
            let row = row::ActiveModel {
                space: Set(space.as_bytes().to_vec()),
                account: Set(account.as_bytes().to_vec()),
                mark: Set(mark.to_vec()),
                received_at: Set(now.as_micros()),
            };
            let replace = OnConflict::columns([row::Column::Space, row::Column::Account])
                .update_columns([row::Column::Mark, row::Column::ReceivedAt])
                .to_owned();
            row::Entity::insert(row).on_conflict(replace).exec_without_returning(&tx).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// Everybody's newest mark in a space.
pub(crate) async fn of_space(
    db: &impl ConnectionTrait,
    space: SpaceId,
) -> Result<Vec<(AccountId, Bytes)>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Space.eq(space.as_bytes().to_vec()))
        .order_by_asc(row::Column::Account)
        .all(db)
        .await?;
    rows.into_iter().map(|row| Ok((AccountId::from_slice(&row.account)?, row.mark.into()))).collect()
}

/// The table `mark`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "mark")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub space: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: Vec<u8>,
        pub mark: Vec<u8>,
        pub received_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
