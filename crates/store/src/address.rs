//! The address somebody gave for mail, and the code that shows it is theirs.
//!
//! Nothing but a code goes to an address that is not confirmed: [`Store::confirmed_address`] is the only way to
//! learn one for anything else.

use rapport_wire::{AccountId, Timestamp, limits};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, ConnectionTrait, EntityTrait};

use crate::outbox::{self, NewOut, OutboxKind, What};
use crate::{Hash, Store, StoreError, account, schedule};

/// Microseconds in a day.
const DAY: i64 = 24 * 3_600_000_000;

/// Where somebody's mail goes.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress {
    /// As it was typed.
    pub mail: String,
    /// When the code came back; nothing else is sent before.
    pub confirmed_at: Option<Timestamp>,
}

/// An address that was given, and the code that goes there.
#[derive(Clone)]
pub struct NewAddress {
    /// Whose.
    pub account: AccountId,
    /// As it was typed.
    pub mail: String,
    /// The code that goes there: six digits.
    pub digits: String,
    /// Its hash, which stays.
    pub code_hash: Hash,
    /// Now.
    pub now: Timestamp,
}

/// Why an address was not taken, or not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// The account had [`limits::ADDRESS_CODES_PER_DAY`] codes today.
    #[error("as many codes were sent today as may be")]
    TooMany,
    /// No code is open: none was sent, it is too old, or it was missed too often.
    #[error("there is no open code")]
    NoCode,
    /// Another code was sent.
    #[error("this is not the code")]
    Wrong,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for AddressError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// The address somebody gave, confirmed or not.
    pub async fn mail_address(&self, account: AccountId) -> Result<Option<MailAddress>, StoreError> {
        Ok(find(self.reader(), account).await?.and_then(row::Model::address))
    }

    /// The address mail may go to.
    pub async fn confirmed_address(&self, account: AccountId) -> Result<Option<String>, StoreError> {
        confirmed(self.reader(), account).await
    }

    /// Takes an address in place of any earlier one, and puts its code into the outbox.
    pub async fn give_address(&self, new: NewAddress) -> Result<(), AddressError> {
        let tx = self.begin().await?;
        account::lock(&tx, new.account).await?;
        let known = find(&tx, new.account).await?;
        let day = new.now.as_micros().div_euclid(DAY);
        let today = known.as_ref().filter(|row| row.day == day).map_or(0, |row| row.codes_in_day);
        if today >= i64::from(limits::ADDRESS_CODES_PER_DAY) {
            return Err(AddressError::TooMany);
        }
        let row = row::ActiveModel {
            account: Set(new.account.as_bytes().to_vec()),
            mail: Set(Some(new.mail)),
            confirmed_at: Set(None),
            code_hash: Set(Some(new.code_hash.to_vec())),
            code_at: Set(Some(new.now.as_micros())),
            code_attempts: Set(0),
            day: Set(day),
            codes_in_day: Set(today + 1),
        };
        save(&tx, row, known.is_some()).await?;
        outbox::cancel(&tx, outbox::of_account(new.account, OutboxKind::Code), new.now).await?;
        let code = NewOut {
            what: What::Code { digits: new.digits, at: new.now },
            account: new.account,
            appointment: None,
            due_at: new.now,
            not_after: new.now.plus_seconds(limits::ADDRESS_CODE_SECONDS),
        };
        outbox::put(&tx, &code, new.now).await?;
        schedule::account_changed(&tx, new.account, new.now).await?;
        Ok(tx.commit().await?)
    }

    /// Takes the code back that was sent to an address; what waits for the address begins to count.
    pub async fn confirm_address(
        &self,
        account: AccountId,
        code_hash: &Hash,
        now: Timestamp,
    ) -> Result<(), AddressError> {
        let tx = self.begin().await?;
        account::lock(&tx, account).await?;
        let Some(row) = find(&tx, account).await? else { return Err(AddressError::NoCode) };
        let (Some(hash), Some(at)) = (&row.code_hash, row.code_at) else { return Err(AddressError::NoCode) };
        let old = now.seconds_since(Timestamp::from_micros(at)) > limits::ADDRESS_CODE_SECONDS;
        if old || row.code_attempts >= i64::from(limits::ADDRESS_CODE_ATTEMPTS_MAX) {
            return Err(AddressError::NoCode);
        }
        let right = hash.as_slice() == code_hash;
        let attempts = row.code_attempts + 1;
        let mut row: row::ActiveModel = row.into();
        if right {
            row.confirmed_at = Set(Some(now.as_micros()));
            row.code_hash = Set(None);
            row.code_at = Set(None);
        }
        row.code_attempts = Set(attempts);
        save(&tx, row.reset_all(), true).await?;
        if right {
            schedule::account_changed(&tx, account, now).await?;
        }
        tx.commit().await?;
        if right { Ok(()) } else { Err(AddressError::Wrong) }
    }

    /// Forgets an address and whatever waits to go there. How many codes were sent today is remembered.
    pub async fn forget_address(&self, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        account::lock(&tx, account).await?;
        if let Some(row) = find(&tx, account).await? {
            let row = row::ActiveModel {
                mail: Set(None),
                confirmed_at: Set(None),
                code_hash: Set(None),
                code_at: Set(None),
                ..row.into()
            };
            save(&tx, row.reset_all(), true).await?;
            outbox::cancel(&tx, outbox::of_account(account, OutboxKind::Code), now).await?;
            schedule::account_changed(&tx, account, now).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// The address mail may go to, inside somebody's transaction.
pub(crate) async fn confirmed(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<String>, StoreError> {
    let address = find(db, account).await?.and_then(row::Model::address);
    Ok(address.filter(|address| address.confirmed_at.is_some()).map(|address| address.mail))
}

async fn find(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<row::Model>, StoreError> {
    Ok(row::Entity::find_by_id(account.as_bytes().to_vec()).one(db).await?)
}

async fn save(db: &impl ConnectionTrait, row: row::ActiveModel, known: bool) -> Result<(), StoreError> {
    if known {
        row::Entity::update(row).exec(db).await?;
    } else {
        row::Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The table `address`.
pub(crate) mod row {
    use rapport_wire::Timestamp;
    use sea_orm::entity::prelude::*;

    use super::MailAddress;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "address")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: Vec<u8>,
        pub mail: Option<String>,
        pub confirmed_at: Option<i64>,
        pub code_hash: Option<Vec<u8>>,
        pub code_at: Option<i64>,
        pub code_attempts: i64,
        pub day: i64,
        pub codes_in_day: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        pub(super) fn address(self) -> Option<MailAddress> {
            let confirmed_at = self.confirmed_at.map(Timestamp::from_micros);
            self.mail.map(|mail| MailAddress { mail, confirmed_at })
        }
    }
}
