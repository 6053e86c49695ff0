//! What people chose about reminders. What follows from it is in `schedule`.

use rapport_wire::reminder::{Quiet, Reminders};
use rapport_wire::{AccountId, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::{Store, StoreError, account, schedule};

impl Store {
    /// What somebody chose, if they ever did.
    pub async fn reminders(&self, account: AccountId) -> Result<Option<Reminders>, StoreError> {
        of(self.reader(), account).await
    }

    /// Replaces a choice, which must be a valid one, and makes what waits anew.
    pub async fn put_reminders(
        &self,
        account: AccountId,
        chosen: &Reminders,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        account::lock(&tx, account).await?;
        let minutes: Vec<String> = chosen.before_minutes.iter().map(u32::to_string).collect();
        let row = row::ActiveModel {
            account: Set(account.as_bytes().to_vec()),
            before_minutes: Set(minutes.join(",")),
            zone: Set(chosen.zone.clone()),
            quiet_from: Set(chosen.quiet.map(|quiet| i64::from(quiet.from_minute))),
            quiet_to: Set(chosen.quiet.map(|quiet| i64::from(quiet.to_minute))),
            invitations: Set(i64::from(chosen.invitations)),
            due: Set(i64::from(chosen.due)),
        };
        let replace = OnConflict::column(row::Column::Account)
            .update_columns([
                row::Column::BeforeMinutes,
                row::Column::Zone,
                row::Column::QuietFrom,
                row::Column::QuietTo,
                row::Column::Invitations,
                row::Column::Due,
            ])
            .to_owned();
        row::Entity::insert(row).on_conflict(replace).exec_without_returning(&tx).await?;
        schedule::account_changed(&tx, account, now).await?;
        Ok(tx.commit().await?)
    }

    /// Replaces the times at which something falls due for somebody.
    pub async fn put_due_times(
        &self,
        account: AccountId,
        at: &[Timestamp],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        account::lock(&tx, account).await?;
        schedule::falls_due(&tx, account, at, now).await?;
        Ok(tx.commit().await?)
    }
}

/// What somebody chose, inside somebody's transaction.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<Reminders>, StoreError> {
    let row = row::Entity::find_by_id(account.as_bytes().to_vec()).one(db).await?;
    row.map(Reminders::try_from).transpose()
}

impl TryFrom<row::Model> for Reminders {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let wrong = || StoreError::Row("a choice of reminders that is none");
        let minutes = row.before_minutes.split(',').filter(|text| !text.is_empty());
        let minute = |stored: i64| u16::try_from(stored).map_err(|_| wrong());
        let quiet = match (row.quiet_from, row.quiet_to) {
            (Some(from), Some(to)) => Some(Quiet { from_minute: minute(from)?, to_minute: minute(to)? }),
            _ => None,
        };
        Ok(Self {
            before_minutes: minutes
                .map(|text| text.parse().map_err(|_| wrong()))
                .collect::<Result<_, _>>()?,
            zone: row.zone,
            quiet,
            invitations: row.invitations != 0,
            due: row.due != 0,
        })
    }
}

/// The table `reminder`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "reminder")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: Vec<u8>,
        pub before_minutes: String,
        pub zone: String,
        pub quiet_from: Option<i64>,
        pub quiet_to: Option<i64>,
        pub invitations: i64,
        pub due: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
