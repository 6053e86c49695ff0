//! Accounts: a name to sign in with, what OPAQUE keeps, public keys, and the keyring in its two seals.

use rapport_wire::account::Recovery;
use rapport_wire::{AccountId, Bytes, DeviceId, Role, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use sha2::{Digest, Sha256};

use crate::device::{self, NewDevice};
use crate::{Hash, Store, StoreError, convert};

/// A person's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The sign-in name, normalised.
    pub handle: String,
    /// Its role in the practice.
    pub role: Role,
    /// OPAQUE RegistrationRecord.
    pub opaque_record: Bytes,
    /// Public identity (`envelope::Identity`).
    pub identity: Bytes,
    /// The keyring sealed under the passphrase's export key.
    pub keyring: Bytes,
    /// What the recovery words are checked against, and the keyring sealed under them.
    pub recovery: Recovery,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A new passphrase, chosen by somebody signed in.
#[derive(Debug, Clone)]
pub struct PassphraseChange {
    /// Whose.
    pub account: AccountId,
    /// OPAQUE RegistrationRecord for the new passphrase.
    pub opaque_record: Bytes,
    /// The keyring under the new export key.
    pub keyring: Bytes,
    /// The recovery half, when it changes too.
    pub recovery: Option<Recovery>,
    /// The device that stays signed in; all others go.
    pub keep: DeviceId,
}

/// A new passphrase, chosen by somebody who proved the recovery words.
#[derive(Debug, Clone)]
pub struct Recovered {
    /// Whose.
    pub account: AccountId,
    /// The verify key of the words that were proven.
    pub verify_key: Bytes,
    /// OPAQUE RegistrationRecord for the new passphrase.
    pub opaque_record: Bytes,
    /// The keyring under the new export key.
    pub keyring: Bytes,
    /// The keyring under the same words.
    pub recovery_keyring: Bytes,
    /// The device that is signed in; all others go.
    pub device: NewDevice,
}

impl Store {
    /// The account with this id.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        by_id(self.reader(), id).await
    }

    /// The account with this sign-in name, which must be normalised already.
    pub async fn account_by_handle(&self, handle: &str) -> Result<Option<Account>, StoreError> {
        let row = row::Entity::find().filter(row::Column::Handle.eq(handle)).one(self.reader()).await?;
        row.map(Account::try_from).transpose()
    }

    /// How many accounts there are; one that ended is none.
    pub async fn account_count(&self) -> Result<u64, StoreError> {
        Ok(row::Entity::find().filter(row::Column::ErasedAt.is_null()).count(self.reader()).await?)
    }

    /// Replaces passphrase and keyring together, and signs every other device out.
    ///
    /// Returns the devices signed out; none changed anything when the account does not exist.
    pub async fn set_passphrase(&self, change: PassphraseChange) -> Result<Vec<DeviceId>, StoreError> {
        let tx = self.begin().await?;
        let recovery = change.recovery.as_ref();
        let mut update = set_secrets(change.account, &change.opaque_record, &change.keyring);
        if let Some(recovery) = recovery {
            update = update
                .col_expr(row::Column::RecoveryVerifyKey, Expr::value(recovery.verify_key.to_vec()))
                .col_expr(row::Column::RecoveryKeyring, Expr::value(recovery.keyring.to_vec()));
        }
        update.exec(&tx).await?;
        let gone = device::delete_others(&tx, change.account, Some(change.keep)).await?;
        tx.commit().await?;
        Ok(gone)
    }

    /// Replaces the sealed keyring if the one stored has the SHA-256 `replaces`. False if it has another.
    pub async fn put_keyring(
        &self,
        account: AccountId,
        replaces: &Hash,
        keyring: &Bytes,
        recovery_keyring: &Bytes,
    ) -> Result<bool, StoreError> {
        self.swap_keyring(account, replaces, keyring, recovery_keyring, None).await
    }

    /// [`Self::put_keyring`] under new recovery words: from this commit on only they are accepted.
    pub async fn put_recovery(
        &self,
        account: AccountId,
        replaces: &Hash,
        keyring: &Bytes,
        recovery: &Recovery,
    ) -> Result<bool, StoreError> {
        self.swap_keyring(account, replaces, keyring, &recovery.keyring, Some(&recovery.verify_key)).await
    }

    async fn swap_keyring(
        &self,
        account: AccountId,
        replaces: &Hash,
        keyring: &Bytes,
        recovery_keyring: &Bytes,
        verify_key: Option<&Bytes>,
    ) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        let Some(stored) = by_id(&tx, account).await? else { return Ok(false) };
        if <Hash>::from(Sha256::digest(&stored.keyring)) != *replaces {
            return Ok(false);
        }
        // The old bytes stand in the condition, so that two who read them cannot both replace them.
        let verify_key = verify_key.unwrap_or(&stored.recovery.verify_key);
        let done = row::Entity::update_many()
            .col_expr(row::Column::RecoveryVerifyKey, Expr::value(verify_key.to_vec()))
            .col_expr(row::Column::Keyring, Expr::value(keyring.to_vec()))
            .col_expr(row::Column::RecoveryKeyring, Expr::value(recovery_keyring.to_vec()))
            .filter(row::Column::Id.eq(account.as_bytes().to_vec()))
            .filter(row::Column::Keyring.eq(stored.keyring.to_vec()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected == 1)
    }

    /// Lets somebody back in who proved the recovery words: a new passphrase, one device, no other.
    ///
    /// Returns the devices signed out; none, and nothing has changed, when other words count meanwhile.
    pub async fn recover(&self, recovered: Recovered) -> Result<Option<Vec<DeviceId>>, StoreError> {
        let tx = self.begin().await?;
        let done = set_secrets(recovered.account, &recovered.opaque_record, &recovered.keyring)
            .col_expr(row::Column::RecoveryKeyring, Expr::value(recovered.recovery_keyring.to_vec()))
            .filter(row::Column::RecoveryVerifyKey.eq(recovered.verify_key.to_vec()))
            .exec(&tx)
            .await?;
        if done.rows_affected == 0 {
            return Ok(None);
        }
        let gone = device::delete_others(&tx, recovered.account, None).await?;
        device::insert(&tx, recovered.account, &recovered.device).await?;
        tx.commit().await?;
        Ok(Some(gone))
    }
}

fn set_secrets(account: AccountId, record: &Bytes, keyring: &Bytes) -> sea_orm::UpdateMany<row::Entity> {
    row::Entity::update_many()
        .col_expr(row::Column::OpaqueRecord, Expr::value(record.to_vec()))
        .col_expr(row::Column::Keyring, Expr::value(keyring.to_vec()))
        .filter(row::Column::Id.eq(account.as_bytes().to_vec()))
        // A change that was under way while the account ended must not bring its keys back.
        .filter(row::Column::ErasedAt.is_null())
}

/// Holds an account still until the transaction ends; false when there is none, or none any more.
pub(crate) async fn lock(db: &impl ConnectionTrait, id: AccountId) -> Result<bool, StoreError> {
    let found = row::Entity::find_by_id(id.as_bytes().to_vec()).lock_exclusive().one(db).await?;
    Ok(found.is_some_and(|row| row.erased_at.is_none()))
}

async fn by_id(db: &impl ConnectionTrait, id: AccountId) -> Result<Option<Account>, StoreError> {
    let here = row::Entity::find_by_id(id.as_bytes().to_vec()).filter(row::Column::ErasedAt.is_null());
    let row = here.one(db).await?;
    row.map(Account::try_from).transpose()
}

impl TryFrom<row::Model> for Account {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: AccountId::from_slice(&row.id)?,
            handle: row.handle,
            role: convert::role(&row.role)?,
            opaque_record: row.opaque_record.into(),
            identity: row.identity.into(),
            keyring: row.keyring.into(),
            recovery: Recovery {
                verify_key: row.recovery_verify_key.into(),
                keyring: row.recovery_keyring.into(),
            },
            created_at: Timestamp::from_micros(row.created_at),
        })
    }
}

/// The table `account`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub handle: String,
        pub role: String,
        pub opaque_record: Vec<u8>,
        pub identity: Vec<u8>,
        pub keyring: Vec<u8>,
        pub recovery_verify_key: Vec<u8>,
        pub recovery_keyring: Vec<u8>,
        pub created_at: i64,
        pub erased_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
