//! Invitations: single use, dated, taken back at any time. Only the hash of a token is known here.
//!
//! That one is used once is a primary key: `redemption` has one row an invitation.

use rapport_wire::invitation::InvitationState;
use rapport_wire::{AccountId, InvitationId, Role, SpaceId, Timestamp, limits};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::record::{self, AppendError, NewRecord};
use crate::{Hash, Store, StoreError, convert, dialect};

/// An invitation that is made.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// Chosen at random.
    pub id: InvitationId,
    /// The space it leads into.
    pub space: SpaceId,
    /// The role it gives.
    pub role: Role,
    /// Who makes it.
    pub created_by: AccountId,
    /// SHA-256 of the token that whoever holds the link will present.
    pub token_hash: Hash,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// The verified Invite record.
    pub record: NewRecord,
}

/// An invitation as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// The space it leads into; none for the owner's, who begins the practice.
    pub space: Option<SpaceId>,
    /// The role it gives.
    pub role: Role,
    /// Who made it; none for the owner's, which the server made.
    pub created_by: Option<AccountId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// Who used it.
    pub used_by: Option<AccountId>,
}

impl Invitation {
    /// What became of it by `now`.
    pub fn state(&self, now: Timestamp) -> InvitationState {
        if self.used_by.is_some() {
            InvitationState::Used
        } else if self.revoked_at.is_some() {
            InvitationState::Revoked
        } else if self.expires_at <= now {
            InvitationState::Expired
        } else {
            InvitationState::Open
        }
    }
}

/// An existing account enters a further space.
#[derive(Debug, Clone)]
pub struct AcceptInvitation {
    /// SHA-256 of the token.
    pub token_hash: Hash,
    /// Who enters.
    pub account: AccountId,
    /// The space the record is for: must be the invitation's.
    pub space: SpaceId,
    /// The verified Join record, entering the account.
    pub record: NewRecord,
    /// Now.
    pub now: Timestamp,
}

/// Why an invitation was not made. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The space has [`limits::SPACE_INVITATIONS_MAX`] open ones.
    #[error("the space has as many open invitations as it may")]
    TooMany,
    /// Its record could not be appended.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an invitation did not let anybody in. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// There is none with this token, or it leads elsewhere.
    #[error("there is no such invitation")]
    NotFound,
    /// It was used already.
    #[error("the invitation was used already")]
    Used,
    /// It is too old, or was taken back.
    #[error("the invitation is too old, or was taken back")]
    Expired,
    /// Its record could not be appended.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

macro_rules! from_db {
    ($($error:ty),*) => {$(
        impl From<sea_orm::DbErr> for $error {
            fn from(error: sea_orm::DbErr) -> Self {
                Self::Store(error.into())
            }
        }
    )*};
}
from_db!(InviteError, AcceptError);

impl Store {
    /// Makes the link by which the practice's first owner comes in, in place of any unused earlier one.
    pub async fn create_owner_invitation(
        &self,
        id: InvitationId,
        token_hash: &Hash,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        row::Entity::update_many()
            .col_expr(row::Column::RevokedAt, Expr::value(now.as_micros()))
            .filter(row::Column::Space.is_null())
            .filter(row::Column::RevokedAt.is_null())
            .exec(&tx)
            .await?;
        let row = row::ActiveModel {
            id: Set(id.as_bytes().to_vec()),
            token_hash: Set(token_hash.to_vec()),
            space: Set(None),
            role: Set(convert::role_text(Role::Owner).to_owned()),
            created_by: Set(None),
            created_at: Set(now.as_micros()),
            expires_at: Set(expires_at.as_micros()),
            revoked_at: Set(None),
        };
        row::Entity::insert(row).exec_without_returning(&tx).await?;
        Ok(tx.commit().await?)
    }

    /// Appends the Invite record and keeps the token's hash, in one commit.
    pub async fn create_invitation(&self, new: NewInvitation) -> Result<(), InviteError> {
        let tx = self.begin().await?;
        record::append(self, &tx, new.space, &new.record).await?;
        let open = row::Entity::find()
            .filter(row::Column::Space.eq(new.space.as_bytes().to_vec()))
            .filter(row::Column::RevokedAt.is_null())
            .filter(row::Column::ExpiresAt.gt(new.record.received_at.as_micros()))
            .left_join(redemption::Entity)
            .filter(redemption::Column::Invitation.is_null())
            .count(&tx)
            .await?;
        if open >= limits::SPACE_INVITATIONS_MAX as u64 {
            return Err(InviteError::TooMany);
        }
        let row = row::ActiveModel {
            id: Set(new.id.as_bytes().to_vec()),
            token_hash: Set(new.token_hash.to_vec()),
            space: Set(Some(new.space.as_bytes().to_vec())),
            role: Set(convert::role_text(new.role).to_owned()),
            created_by: Set(Some(new.created_by.as_bytes().to_vec())),
            created_at: Set(new.record.received_at.as_micros()),
            expires_at: Set(new.expires_at.as_micros()),
            revoked_at: Set(None),
        };
        row::Entity::insert(row).exec_without_returning(&tx).await?;
        Ok(tx.commit().await?)
    }

    /// The invitation whose token has this SHA-256, whatever became of it.
    pub async fn invitation_by_token(&self, token_hash: &Hash) -> Result<Option<Invitation>, StoreError> {
        by_token(self.reader(), token_hash).await
    }

    /// A space's invitations, newest first.
    pub async fn invitations(&self, space: SpaceId) -> Result<Vec<Invitation>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::Space.eq(space.as_bytes().to_vec()))
            .order_by_desc(row::Column::CreatedAt)
            .order_by_desc(row::Column::Id)
            .find_also_related(redemption::Entity)
            .all(self.reader())
            .await?;
        rows.iter().map(|(row, used)| invitation(row, used.as_ref())).collect()
    }

    /// Takes an invitation back. False when the space has no such invitation, or it was used already.
    pub async fn revoke_invitation(
        &self,
        space: SpaceId,
        id: InvitationId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        let id = id.as_bytes().to_vec();
        let found = row::Entity::find_by_id(id.clone())
            .filter(row::Column::Space.eq(space.as_bytes().to_vec()))
            .lock_exclusive()
            .one(&tx)
            .await?;
        let used = redemption::Entity::find_by_id(id.clone()).one(&tx).await?;
        if found.is_none() || used.is_some() {
            return Ok(false);
        }
        row::Entity::update_many()
            .col_expr(row::Column::RevokedAt, Expr::value(now.as_micros()))
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::RevokedAt.is_null())
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Lets an existing account into the invitation's space: the Join record, the membership and the use
    /// of the invitation in one commit.
    pub async fn accept_invitation(&self, accept: AcceptInvitation) -> Result<Invitation, AcceptError> {
        let tx = self.begin().await?;
        let invitation = redeem(&tx, &accept.token_hash, accept.account, accept.now).await?;
        if invitation.space != Some(accept.space) {
            return Err(AcceptError::NotFound);
        }
        record::append(self, &tx, accept.space, &accept.record).await?;
        tx.commit().await?;
        Ok(invitation)
    }
}

/// Uses an invitation up for an account that exists, inside somebody's transaction.
pub(crate) async fn redeem(
    db: &impl ConnectionTrait,
    token_hash: &Hash,
    account: AccountId,
    now: Timestamp,
) -> Result<Invitation, AcceptError> {
    let invitation = open(db, token_hash, now).await?;
    let row = redemption::ActiveModel {
        invitation: Set(invitation.id.as_bytes().to_vec()),
        account: Set(account.as_bytes().to_vec()),
        redeemed_at: Set(now.as_micros()),
    };
    redemption::Entity::insert(row)
        .exec_without_returning(db)
        .await
        .map_err(|error| if dialect::is_taken(&error) { AcceptError::Used } else { error.into() })?;
    Ok(invitation)
}

/// The invitation with this token if it may still be used, held still until the transaction ends.
pub(crate) async fn open(
    db: &impl ConnectionTrait,
    token_hash: &Hash,
    now: Timestamp,
) -> Result<Invitation, AcceptError> {
    row::Entity::find()
        .filter(row::Column::TokenHash.eq(token_hash.to_vec()))
        .lock_exclusive()
        .one(db)
        .await?
        .ok_or(AcceptError::NotFound)?;
    let invitation = by_token(db, token_hash).await?.ok_or(AcceptError::NotFound)?;
    match invitation.state(now) {
        InvitationState::Open => Ok(invitation),
        InvitationState::Used => Err(AcceptError::Used),
        InvitationState::Revoked | InvitationState::Expired => Err(AcceptError::Expired),
    }
}

async fn by_token(db: &impl ConnectionTrait, hash: &Hash) -> Result<Option<Invitation>, StoreError> {
    let found = row::Entity::find()
        .filter(row::Column::TokenHash.eq(hash.to_vec()))
        .find_also_related(redemption::Entity)
        .one(db)
        .await?;
    found.map(|(row, used)| invitation(&row, used.as_ref())).transpose()
}

fn invitation(row: &row::Model, used: Option<&redemption::Model>) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        id: InvitationId::from_slice(&row.id)?,
        space: row.space.as_deref().map(SpaceId::from_slice).transpose()?,
        role: convert::role(&row.role)?,
        created_by: row.created_by.as_deref().map(AccountId::from_slice).transpose()?,
        created_at: Timestamp::from_micros(row.created_at),
        expires_at: Timestamp::from_micros(row.expires_at),
        revoked_at: row.revoked_at.map(Timestamp::from_micros),
        used_by: used.map(|used| AccountId::from_slice(&used.account)).transpose()?,
    })
}

/// The table `invitation`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "invitation")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub token_hash: Vec<u8>,
        pub space: Option<Vec<u8>>,
        pub role: String,
        pub created_by: Option<Vec<u8>>,
        pub created_at: i64,
        pub expires_at: i64,
        pub revoked_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(has_one = "super::redemption::Entity")]
        Redemption,
    }

    impl Related<super::redemption::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Redemption.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `redemption`: the use of an invitation.
pub(crate) mod redemption {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "redemption")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub invitation: Vec<u8>,
        pub account: Vec<u8>,
        pub redeemed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(
            belongs_to = "super::row::Entity",
            from = "Column::Invitation",
            to = "super::row::Column::Id"
        )]
        Invitation,
    }

    impl Related<super::row::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Invitation.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}
