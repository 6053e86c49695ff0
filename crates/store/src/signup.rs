//! Signing up: account, first device, first space and the end of the invitation, in one commit or not at all.

use rapport_wire::account::Recovery;
use rapport_wire::{AccountId, Bytes, Role, SpaceId, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::device::{self, NewDevice};
use crate::invitation::{self, AcceptError};
use crate::record::{self, AppendError, NewRecord};
use crate::space::{self, NewSpace};
use crate::{Hash, Store, StoreError, account, convert, dialect};

/// Somebody who signs up.
#[derive(Debug, Clone)]
pub struct SignUp {
    /// The account's id, as reserved.
    pub account: AccountId,
    /// The sign-in name, normalised.
    pub handle: String,
    /// OPAQUE RegistrationRecord.
    pub opaque_record: Bytes,
    /// Public identity.
    pub identity: Bytes,
    /// The keyring sealed under the export key.
    pub keyring: Bytes,
    /// The recovery half.
    pub recovery: Recovery,
    /// The device that is signed in by it.
    pub device: NewDevice,
    /// SHA-256 of the invitation's token; the invitation gives the role.
    pub token_hash: Hash,
    /// The space that is entered.
    pub entrance: Entrance,
    /// Now.
    pub now: Timestamp,
}

/// How a new account enters its first space.
#[derive(Debug, Clone)]
pub enum Entrance {
    /// The owner begins the practice.
    Genesis(NewSpace),
    /// Everybody else joins the space they were invited to.
    Join {
        /// The space: must be the invitation's.
        space: SpaceId,
        /// The verified Join record, entering the account.
        record: NewRecord,
    },
}

/// Why nobody signed up. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// The sign-in name is in use.
    #[error("the sign-in name is in use")]
    HandleTaken,
    /// There is no invitation with this token, or it leads elsewhere.
    #[error("there is no such invitation")]
    InvitationUnknown,
    /// The invitation was used already.
    #[error("the invitation was used already")]
    InvitationUsed,
    /// The invitation is too old, or was taken back.
    #[error("the invitation is too old, or was taken back")]
    InvitationExpired,
    /// The space could not be entered: its log has moved on, or it is full.
    #[error(transparent)]
    Append(AppendError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AcceptError> for SignUpError {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::NotFound => Self::InvitationUnknown,
            AcceptError::Used => Self::InvitationUsed,
            AcceptError::Expired => Self::InvitationExpired,
            AcceptError::Append(error) => error.into(),
            AcceptError::Store(error) => Self::Store(error),
        }
    }
}

impl From<AppendError> for SignUpError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Store(error) => Self::Store(error),
            other => Self::Append(other),
        }
    }
}

impl From<sea_orm::DbErr> for SignUpError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Signs somebody up; returns the role the invitation gave.
    pub async fn sign_up(&self, new: SignUp) -> Result<Role, SignUpError> {
        let tx = self.begin().await?;
        let role = invitation::open(&tx, &new.token_hash, new.now).await?.role;
        insert_account(&tx, &new, role).await?;
        let invitation = invitation::redeem(&tx, &new.token_hash, new.account, new.now).await?;
        match &new.entrance {
            Entrance::Genesis(first) if invitation.space.is_none() => {
                if !space::create(&tx, first).await? {
                    return Err(SignUpError::Append(AppendError::LogMoved));
                }
            }
            Entrance::Join { space, record } if invitation.space == Some(*space) => {
                record::append(self, &tx, *space, record).await?;
            }
            _ => return Err(SignUpError::InvitationUnknown),
        }
        device::insert(&tx, new.account, &new.device).await?;
        tx.commit().await?;
        Ok(role)
    }
}

async fn insert_account(db: &impl ConnectionTrait, new: &SignUp, role: Role) -> Result<(), SignUpError> {
    let row = account::row::ActiveModel {
        id: Set(new.account.as_bytes().to_vec()),
        handle: Set(new.handle.clone()),
        role: Set(convert::role_text(role).to_owned()),
        opaque_record: Set(new.opaque_record.to_vec()),
        identity: Set(new.identity.to_vec()),
        keyring: Set(new.keyring.to_vec()),
        recovery_verify_key: Set(new.recovery.verify_key.to_vec()),
        recovery_keyring: Set(new.recovery.keyring.to_vec()),
        created_at: Set(new.now.as_micros()),
        erased_at: Set(None),
    };
    account::row::Entity::insert(row)
        .exec_without_returning(db)
        .await
        .map_err(|error| if dialect::is_taken(&error) { SignUpError::HandleTaken } else { error.into() })?;
    Ok(())
}
