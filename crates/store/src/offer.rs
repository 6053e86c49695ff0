//! What therapists offer: kept as text that its readers understand, one version after the other.

use rapport_wire::AccountId;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, Value};

use crate::{Store, StoreError, dialect};

/// Somebody's offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredOffer {
    /// Counts changes, from 1.
    pub version: u32,
    /// The offer as text.
    pub offer: String,
}

impl Store {
    /// Somebody's offer, once they made one.
    pub async fn offer(&self, account: AccountId) -> Result<Option<StoredOffer>, StoreError> {
        let row = row::Entity::find_by_id(account.as_bytes().to_vec()).one(self.reader()).await?;
        Ok(row.map(|row| StoredOffer { version: row.version as u32, offer: row.offer }))
    }

    /// Replaces an offer if it still has `version`, 0 for none. False when it has another.
    pub async fn put_offer(
        &self,
        account: AccountId,
        version: u32,
        offer: String,
    ) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        let id = account.as_bytes().to_vec();
        let done = if version == 0 {
            let row = row::ActiveModel { account: Set(id), version: Set(1), offer: Set(offer) };
            let fresh = OnConflict::column(row::Column::Account).do_nothing().to_owned();
            let inserted = row::Entity::insert(row).on_conflict(fresh).exec_without_returning(&tx).await;
            match inserted {
                Ok(rows) => rows == 1,
                Err(sea_orm::DbErr::RecordNotInserted) => false,
                Err(error) => return Err(error.into()),
            }
        } else {
            let updated = row::Entity::update_many()
                .col_expr(row::Column::Version, Expr::value(i64::from(version) + 1))
                .col_expr(row::Column::Offer, Expr::value(offer))
                .filter(row::Column::Account.eq(id))
                .filter(row::Column::Version.eq(i64::from(version)))
                .exec(&tx)
                .await?;
            updated.rows_affected == 1
        };
        tx.commit().await?;
        Ok(done)
    }

    /// Whether two accounts are members of one space now.
    pub async fn share_a_space(&self, one: AccountId, other: AccountId) -> Result<bool, StoreError> {
        let backend = self.reader().get_database_backend();
        let sql = format!(
            "SELECT 1 FROM member a JOIN member b ON b.space = a.space \
             WHERE a.account = {} AND a.left_index IS NULL AND b.account = {} AND b.left_index IS NULL LIMIT 1",
            dialect::places(backend, 1, 1),
            dialect::places(backend, 2, 1)
        );
        let values: [Value; 2] = [one.as_bytes().to_vec().into(), other.as_bytes().to_vec().into()];
        let found = self.reader().query_one_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        Ok(found.is_some())
    }
}

/// The table `offer`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "offer")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: Vec<u8>,
        pub version: i64,
        pub offer: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
