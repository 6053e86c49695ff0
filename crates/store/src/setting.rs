//! Single values of the whole server: its OPAQUE set-up, the practice's space.

use rapport_wire::{Bytes, SpaceId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::{Store, StoreError};

/// The id of the practice space: its fingerprint.
const PRACTICE_SPACE: &str = "practice_space";

impl Store {
    /// The value under a name.
    pub async fn setting(&self, name: &str) -> Result<Option<Bytes>, StoreError> {
        let row = row::Entity::find_by_id(name.to_owned()).one(self.reader()).await?;
        Ok(row.map(|row| row.value.into()))
    }

    /// The value under a name, which becomes `value` if there is none: whoever comes first decides for all.
    pub async fn setting_or(&self, name: &str, value: &Bytes) -> Result<Bytes, StoreError> {
        if let Some(known) = self.setting(name).await? {
            return Ok(known);
        }
        let tx = self.begin().await?;
        insert_if_absent(&tx, name, value).await?;
        let row = row::Entity::find_by_id(name.to_owned()).one(&tx).await?;
        tx.commit().await?;
        row.map(|row| row.value.into()).ok_or(StoreError::Row("a setting that vanished"))
    }

    /// Puts a value under a name, whatever was there.
    pub async fn put_setting(&self, name: &str, value: &Bytes) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        let row = row::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_vec()) };
        let replace = OnConflict::column(row::Column::Name).update_column(row::Column::Value).to_owned();
        row::Entity::insert(row).on_conflict(replace).exec_without_returning(&tx).await?;
        Ok(tx.commit().await?)
    }

    /// The practice's space, once the owner has begun it.
    pub async fn practice_space(&self) -> Result<Option<SpaceId>, StoreError> {
        let value = self.setting(PRACTICE_SPACE).await?;
        Ok(value.map(|bytes| SpaceId::from_slice(&bytes)).transpose()?)
    }
}

/// Makes this the practice's space, inside somebody's transaction. False when there is one already.
pub(crate) async fn set_practice_space(
    db: &impl ConnectionTrait,
    space: SpaceId,
) -> Result<bool, StoreError> {
    insert_if_absent(db, PRACTICE_SPACE, space.as_bytes()).await
}

async fn insert_if_absent(db: &impl ConnectionTrait, name: &str, value: &[u8]) -> Result<bool, StoreError> {
    let row = row::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_vec()) };
    let done = row::Entity::insert(row)
        .on_conflict_do_nothing_on([row::Column::Name])
        .exec_without_returning(db)
        .await?;
    Ok(matches!(done, sea_orm::TryInsertResult::Inserted(1)))
}

/// The table `setting`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "setting")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub value: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
