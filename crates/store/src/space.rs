//! Spaces: where each stands, and who is in it.

use rapport_wire::space::{SpaceHead, SpaceKind};
use rapport_wire::{AccountId, Bytes, Role, SpaceId, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::record::{self, AppendError, NewRecord};
use crate::{Hash, Store, StoreError, convert, entry, mark, setting};

/// A space that begins.
#[derive(Debug, Clone)]
pub struct NewSpace {
    /// SHA-256 of its genesis record.
    pub id: SpaceId,
    /// What it is for.
    pub kind: SpaceKind,
    /// The genesis: index 0, entering its author.
    pub genesis: NewRecord,
}

/// Where a space's log and entries stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceState {
    /// The space.
    pub id: SpaceId,
    /// What it is for.
    pub kind: SpaceKind,
    /// Index of the newest membership record.
    pub log_index: u64,
    /// SHA-256 of the newest membership record.
    pub log_head: Hash,
    /// Position of the newest entry; 0 when there is none.
    pub position: u64,
    /// Until when it is kept: set once its clients have left for good (see [`crate::retention`]).
    pub kept_until: Option<Timestamp>,
}

/// Somebody who is or was in a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub account: AccountId,
    /// As what.
    pub role: Role,
    /// The record by which they came, or got this role.
    pub since_index: u64,
    /// The record by which they left; none while they are in.
    pub left_index: Option<u64>,
}

impl Store {
    /// Begins a space. False when it exists already, which changes nothing.
    ///
    /// # Errors
    /// [`AppendError::LogMoved`] when a second practice space is asked for.
    pub async fn create_space(&self, new: NewSpace) -> Result<bool, AppendError> {
        let tx = self.begin().await?;
        let created = create(&tx, &new).await?;
        tx.commit().await?;
        Ok(created)
    }

    /// Where a space stands.
    pub async fn space(&self, space: SpaceId) -> Result<Option<SpaceState>, StoreError> {
        let Some(row) = row::Entity::find_by_id(space.as_bytes().to_vec()).one(self.reader()).await? else {
            return Ok(None);
        };
        let position = entry::last_position(self.reader(), space).await?;
        Ok(Some(SpaceState {
            id: space,
            kind: convert::kind(&row.kind)?,
            log_index: row.log_index as u64,
            log_head: convert::hash(&row.log_head)?,
            position,
            kept_until: row.kept_until.map(Timestamp::from_micros),
        }))
    }

    /// Every space this account is a member of, as a socket is told when it opens.
    pub async fn spaces_of(&self, account: AccountId) -> Result<Vec<SpaceHead>, StoreError> {
        let ids = current_of(account).order_by_asc(member::Column::Space).all(self.reader()).await?;
        let mut heads = Vec::with_capacity(ids.len());
        for row in ids {
            if let Some(head) = self.space_head(SpaceId::from_slice(&row.space)?).await? {
                heads.push(head);
            }
        }
        Ok(heads)
    }

    /// Where a space stands, with everybody's newest mark.
    pub async fn space_head(&self, space: SpaceId) -> Result<Option<SpaceHead>, StoreError> {
        let Some(state) = self.space(space).await? else { return Ok(None) };
        let marks: Vec<(AccountId, Bytes)> = mark::of_space(self.reader(), space).await?;
        Ok(Some(SpaceHead {
            space,
            kind: state.kind,
            log_index: state.log_index,
            position: state.position,
            marks,
        }))
    }

    /// Who is or was in a space; [`Member::left_index`] tells which.
    pub async fn members(&self, space: SpaceId) -> Result<Vec<Member>, StoreError> {
        let rows = member::Entity::find()
            .filter(member::Column::Space.eq(space.as_bytes().to_vec()))
            .order_by_asc(member::Column::SinceIndex)
            .order_by_asc(member::Column::Account)
            .all(self.reader())
            .await?;
        rows.into_iter().map(Member::try_from).collect()
    }

    /// This account as a current member of a space; none if it is not, or not any more.
    pub async fn member(&self, space: SpaceId, account: AccountId) -> Result<Option<Member>, StoreError> {
        let row = current(space)
            .filter(member::Column::Account.eq(account.as_bytes().to_vec()))
            .one(self.reader())
            .await?;
        row.map(Member::try_from).transpose()
    }
}

/// Begins a space inside somebody's transaction.
pub(crate) async fn create(db: &impl ConnectionTrait, new: &NewSpace) -> Result<bool, AppendError> {
    let row = row::ActiveModel {
        id: Set(new.id.as_bytes().to_vec()),
        kind: Set(convert::kind_text(new.kind).to_owned()),
        log_index: Set(0),
        log_head: Set(new.genesis.hash.to_vec()),
        created_at: Set(new.genesis.received_at.as_micros()),
        kept_until: Set(None),
    };
    let inserted = row::Entity::insert(row)
        .on_conflict_do_nothing_on([row::Column::Id])
        .exec_without_returning(db)
        .await?;
    if !matches!(inserted, sea_orm::TryInsertResult::Inserted(1)) {
        return Ok(false);
    }
    // One practice for one server: the setting's primary key sees to it.
    if new.kind == SpaceKind::Practice && !setting::set_practice_space(db, new.id).await? {
        return Err(AppendError::LogMoved);
    }
    record::insert(db, new.id, &new.genesis).await?;
    Ok(true)
}

/// The members who are in a space now.
pub(crate) fn current(space: SpaceId) -> sea_orm::Select<member::Entity> {
    member::Entity::find()
        .filter(member::Column::Space.eq(space.as_bytes().to_vec()))
        .filter(member::Column::LeftIndex.is_null())
}

/// The memberships an account has now.
pub(crate) fn current_of(account: AccountId) -> sea_orm::Select<member::Entity> {
    member::Entity::find()
        .filter(member::Column::Account.eq(account.as_bytes().to_vec()))
        .filter(member::Column::LeftIndex.is_null())
}

impl TryFrom<member::Model> for Member {
    type Error = StoreError;

    fn try_from(row: member::Model) -> Result<Self, StoreError> {
        Ok(Self {
            account: AccountId::from_slice(&row.account)?,
            role: convert::role(&row.role)?,
            since_index: row.since_index as u64,
            left_index: row.left_index.map(|index| index as u64),
        })
    }
}

/// The table `space`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "space")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub kind: String,
        pub log_index: i64,
        pub log_head: Vec<u8>,
        pub created_at: i64,
        pub kept_until: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `member`.
pub(crate) mod member {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "member")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub space: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: Vec<u8>,
        pub role: String,
        pub since_index: i64,
        pub left_index: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
