//! Signed-in devices: a token only as its hash, and the half of a key that reopens the keyring there.

use rapport_wire::{AccountId, DeviceId, Role, Timestamp, limits};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::{Hash, Store, StoreError, account, convert};

/// A device that is let in.
#[derive(Debug, Clone)]
pub struct NewDevice {
    /// Chosen at random.
    pub id: DeviceId,
    /// SHA-256 of the token in its cookie.
    pub token_hash: Hash,
    /// The server's half of what reopens the keyring after a reload.
    pub device_key: Hash,
    /// What its person (or browser) calls it.
    pub label: String,
    /// When it signed in, which is also its newest proof of the passphrase.
    pub at: Timestamp,
}

/// A device that is signed in, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedInDevice {
    /// Its id.
    pub id: DeviceId,
    /// The account.
    pub account: AccountId,
    /// The account's sign-in name.
    pub handle: String,
    /// The account's role in the practice.
    pub role: Role,
    /// The server's half of what reopens the keyring after a reload.
    pub device_key: Hash,
    /// What its person (or browser) calls it.
    pub label: String,
    /// When it signed in.
    pub signed_in_at: Timestamp,
    /// When it was last heard of, to the hour.
    pub last_seen_at: Timestamp,
    /// When the passphrase was last proven on it.
    pub proven_at: Timestamp,
}

/// Why a device was not let in.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// The account has [`limits::ACCOUNT_DEVICES_MAX`] devices: one must be signed out first.
    #[error("the account has as many devices as it may")]
    TooMany,
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for DeviceError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Lets a further device of an account in.
    pub async fn insert_device(&self, account: AccountId, device: NewDevice) -> Result<(), DeviceError> {
        let tx = self.begin().await?;
        if !account::lock(&tx, account).await? {
            return Err(DeviceError::NoAccount);
        }
        let devices = of_account(account).count(&tx).await?;
        if devices >= limits::ACCOUNT_DEVICES_MAX as u64 {
            return Err(DeviceError::TooMany);
        }
        insert(&tx, account, &device).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The device whose token has this SHA-256. Ask [`SignedInDevice::last_seen_at`] whether it is too old.
    pub async fn device_by_token_hash(&self, hash: &Hash) -> Result<Option<SignedInDevice>, StoreError> {
        let found = row::Entity::find()
            .filter(row::Column::TokenHash.eq(hash.to_vec()))
            .find_also_related(account::row::Entity)
            .one(self.reader())
            .await?;
        let Some((device, Some(account))) = found else { return Ok(None) };
        signed_in(device, &account).map(Some)
    }

    /// An account's devices, newest sign-in first.
    pub async fn devices(&self, account: AccountId) -> Result<Vec<SignedInDevice>, StoreError> {
        let found = of_account(account)
            .order_by_desc(row::Column::SignedInAt)
            .find_also_related(account::row::Entity)
            .all(self.reader())
            .await?;
        found.into_iter().filter_map(|(device, of)| of.map(|of| signed_in(device, &of))).collect()
    }

    /// Notes that a device was heard of, to the hour: more would be a diary of somebody's nights.
    /// Writes nothing when that hour is noted already.
    pub async fn touch_device(&self, device: DeviceId, now: Timestamp) -> Result<(), StoreError> {
        let hour = hour(now);
        let id = device.as_bytes().to_vec();
        let known = row::Entity::find_by_id(id.clone()).one(self.reader()).await?;
        if known.is_none_or(|row| row.last_seen_at >= hour) {
            return Ok(());
        }
        self.set_instant(id, row::Column::LastSeenAt, hour).await
    }

    /// Notes that the passphrase was proven again on a device.
    pub async fn prove_device(&self, device: DeviceId, now: Timestamp) -> Result<(), StoreError> {
        self.set_instant(device.as_bytes().to_vec(), row::Column::ProvenAt, now.as_micros()).await
    }

    async fn set_instant(&self, id: Vec<u8>, column: row::Column, micros: i64) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        row::Entity::update_many()
            .col_expr(column, Expr::value(micros))
            .filter(row::Column::Id.eq(id))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Signs a device of this account out. False when it has no such device.
    pub async fn delete_device(&self, account: AccountId, device: DeviceId) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        let gone = row::Entity::delete_by_id(device.as_bytes().to_vec())
            .filter(row::Column::Account.eq(account.as_bytes().to_vec()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(gone.rows_affected == 1)
    }

    /// Signs out every device not heard of since `before`; returns them with their accounts.
    pub async fn expire_devices(&self, before: Timestamp) -> Result<Vec<(AccountId, DeviceId)>, StoreError> {
        let tx = self.begin().await?;
        let old = row::Entity::find().filter(row::Column::LastSeenAt.lt(before.as_micros())).all(&tx).await?;
        for device in &old {
            row::Entity::delete_by_id(device.id.clone()).exec(&tx).await?;
        }
        tx.commit().await?;
        old.iter()
            .map(|row| Ok((AccountId::from_slice(&row.account)?, DeviceId::from_slice(&row.id)?)))
            .collect()
    }
}

/// The start of the hour of an instant, in microseconds.
fn hour(now: Timestamp) -> i64 {
    const HOUR: i64 = 3_600_000_000;
    now.as_micros().div_euclid(HOUR).saturating_mul(HOUR)
}

fn of_account(account: AccountId) -> sea_orm::Select<row::Entity> {
    row::Entity::find().filter(row::Column::Account.eq(account.as_bytes().to_vec()))
}

/// Adds a device, inside somebody's transaction.
pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    account: AccountId,
    device: &NewDevice,
) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        id: Set(device.id.as_bytes().to_vec()),
        account: Set(account.as_bytes().to_vec()),
        token_hash: Set(device.token_hash.to_vec()),
        device_key: Set(device.device_key.to_vec()),
        label: Set(device.label.clone()),
        signed_in_at: Set(device.at.as_micros()),
        last_seen_at: Set(hour(device.at)),
        proven_at: Set(device.at.as_micros()),
    };
    row::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Signs out all devices of an account but one, inside somebody's transaction; returns them.
pub(crate) async fn delete_others(
    db: &impl ConnectionTrait,
    account: AccountId,
    keep: Option<DeviceId>,
) -> Result<Vec<DeviceId>, StoreError> {
    let mut gone = Vec::new();
    for device in of_account(account).all(db).await? {
        let id = DeviceId::from_slice(&device.id)?;
        if Some(id) != keep {
            row::Entity::delete_by_id(device.id).exec(db).await?;
            gone.push(id);
        }
    }
    Ok(gone)
}

fn signed_in(device: row::Model, account: &account::row::Model) -> Result<SignedInDevice, StoreError> {
    Ok(SignedInDevice {
        id: DeviceId::from_slice(&device.id)?,
        account: AccountId::from_slice(&device.account)?,
        handle: account.handle.clone(),
        role: convert::role(&account.role)?,
        device_key: convert::hash(&device.device_key)?,
        label: device.label,
        signed_in_at: Timestamp::from_micros(device.signed_in_at),
        last_seen_at: Timestamp::from_micros(device.last_seen_at),
        proven_at: Timestamp::from_micros(device.proven_at),
    })
}

/// The table `device`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "device")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub account: Vec<u8>,
        pub token_hash: Vec<u8>,
        pub device_key: Vec<u8>,
        pub label: String,
        pub signed_in_at: i64,
        pub last_seen_at: i64,
        pub proven_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(
            belongs_to = "crate::account::row::Entity",
            from = "Column::Account",
            to = "crate::account::row::Column::Id"
        )]
        Account,
    }

    impl Related<crate::account::row::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Account.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}
