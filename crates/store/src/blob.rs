//! Attachments: which there are and which of their chunks have come. The chunks themselves lie elsewhere.

use rapport_wire::blob::BlobState;
use rapport_wire::{AccountId, BlobId, SpaceId, Timestamp, limits};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::{Hash, Store, StoreError, account, convert};

/// An attachment as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// The space whose members may read it.
    pub space: SpaceId,
    /// Its id, within the space.
    pub id: BlobId,
    /// Who sends it.
    pub owner: AccountId,
    /// How many chunks it has when whole.
    pub chunks: u32,
    /// When it was begun.
    pub opened_at: Timestamp,
    /// When its last chunk came.
    pub finished_at: Option<Timestamp>,
}

/// What a chunk that came was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkStored {
    /// The first of its number.
    New {
        /// Whether the attachment is whole now.
        finished: bool,
    },
    /// The same bytes once more.
    Same,
}

/// Why an attachment or a chunk was refused. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is no such attachment, or it is somebody else's.
    #[error("there is no such attachment")]
    NotFound,
    /// It was begun with another number of chunks, has no chunk of that number, or the chunk has other bytes.
    #[error("the chunk is not as announced")]
    Differs,
    /// The account has [`limits::ACCOUNT_BLOBS_OPEN_MAX`] begun and not finished.
    #[error("too many attachments are under way")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for BlobError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Begins an attachment, or tells how far it has come.
    pub async fn open_blob(
        &self,
        space: SpaceId,
        blob: BlobId,
        owner: AccountId,
        chunks: u32,
        now: Timestamp,
    ) -> Result<BlobState, BlobError> {
        if chunks == 0 || chunks > limits::BLOB_CHUNKS_MAX {
            return Err(BlobError::Differs);
        }
        let tx = self.begin().await?;
        if let Some(known) = find(&tx, space, blob).await? {
            return match () {
                () if known.owner != owner => Err(BlobError::NotFound),
                () if known.chunks != chunks => Err(BlobError::Differs),
                () => Ok(state(&tx, &known).await?),
            };
        }
        // Held still, so that the count below stays true on several connections.
        account::lock(&tx, owner).await?;
        if open_count(&tx, owner).await? >= limits::ACCOUNT_BLOBS_OPEN_MAX as u64 {
            return Err(BlobError::TooMany);
        }
        let row = row::ActiveModel {
            space: Set(space.as_bytes().to_vec()),
            blob: Set(blob.as_bytes().to_vec()),
            owner: Set(owner.as_bytes().to_vec()),
            chunks: Set(i64::from(chunks)),
            opened_at: Set(now.as_micros()),
            finished_at: Set(None),
        };
        row::Entity::insert(row).exec_without_returning(&tx).await?;
        tx.commit().await?;
        Ok(BlobState { chunks, missing: (0..chunks).collect() })
    }

    /// The attachment, whole or not.
    pub async fn blob(&self, space: SpaceId, blob: BlobId) -> Result<Option<Blob>, StoreError> {
        find(self.reader(), space, blob).await
    }

    /// How many attachments an account has begun and not finished.
    pub async fn open_blob_count(&self, owner: AccountId) -> Result<u64, StoreError> {
        open_count(self.reader(), owner).await
    }

    /// SHA-256 of a chunk that has come; none if it has not.
    pub async fn chunk(&self, space: SpaceId, blob: BlobId, chunk: u32) -> Result<Option<Hash>, StoreError> {
        let found = chunk_row(self.reader(), space, blob, chunk).await?;
        found.map(|row| convert::hash(&row.hash)).transpose()
    }

    /// Notes that a chunk lies in the object store. Call it once the bytes are there.
    pub async fn chunk_received(
        &self,
        space: SpaceId,
        blob: BlobId,
        chunk: u32,
        hash: &Hash,
        now: Timestamp,
    ) -> Result<ChunkStored, BlobError> {
        let tx = self.begin().await?;
        let known = lock(&tx, space, blob).await?.ok_or(BlobError::NotFound)?;
        if chunk >= known.chunks {
            return Err(BlobError::Differs);
        }
        if let Some(stored) = chunk_row(&tx, space, blob, chunk).await? {
            return if stored.hash == hash { Ok(ChunkStored::Same) } else { Err(BlobError::Differs) };
        }
        let row = chunk::ActiveModel {
            space: Set(space.as_bytes().to_vec()),
            blob: Set(blob.as_bytes().to_vec()),
            chunk: Set(i64::from(chunk)),
            hash: Set(hash.to_vec()),
        };
        chunk::Entity::insert(row).exec_without_returning(&tx).await?;
        let finished = state(&tx, &known).await?.missing.is_empty();
        if finished {
            row::Entity::update_many()
                .col_expr(row::Column::FinishedAt, Expr::value(now.as_micros()))
                .filter(row::Column::Space.eq(space.as_bytes().to_vec()))
                .filter(row::Column::Blob.eq(blob.as_bytes().to_vec()))
                .exec(&tx)
                .await?;
        }
        tx.commit().await?;
        Ok(ChunkStored::New { finished })
    }

    /// Unfinished attachments begun before an instant: remove their chunks, then [`Store::delete_blob`].
    pub async fn expired_blobs(&self, before: Timestamp, count_max: usize) -> Result<Vec<Blob>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::FinishedAt.is_null())
            .filter(row::Column::OpenedAt.lt(before.as_micros()))
            .order_by_asc(row::Column::OpenedAt)
            .limit(count_max as u64)
            .all(self.reader())
            .await?;
        rows.into_iter().map(Blob::try_from).collect()
    }

    /// Forgets an attachment that is not finished. False when there is none, or it is whole by now.
    pub async fn delete_blob(&self, space: SpaceId, blob: BlobId) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        if lock(&tx, space, blob).await?.is_none_or(|known| known.finished_at.is_some()) {
            return Ok(false);
        }
        let (space, blob) = (space.as_bytes().to_vec(), blob.as_bytes().to_vec());
        chunk::Entity::delete_many()
            .filter(chunk::Column::Space.eq(space.clone()))
            .filter(chunk::Column::Blob.eq(blob.clone()))
            .exec(&tx)
            .await?;
        row::Entity::delete_by_id((space, blob)).exec(&tx).await?;
        tx.commit().await?;
        Ok(true)
    }
}

async fn open_count(db: &impl ConnectionTrait, owner: AccountId) -> Result<u64, StoreError> {
    let open = row::Entity::find()
        .filter(row::Column::Owner.eq(owner.as_bytes().to_vec()))
        .filter(row::Column::FinishedAt.is_null());
    Ok(open.count(db).await?)
}

async fn find(db: &impl ConnectionTrait, space: SpaceId, blob: BlobId) -> Result<Option<Blob>, StoreError> {
    let row = by_id(space, blob).one(db).await?;
    row.map(Blob::try_from).transpose()
}

async fn lock(db: &impl ConnectionTrait, space: SpaceId, blob: BlobId) -> Result<Option<Blob>, StoreError> {
    let row = by_id(space, blob).lock_exclusive().one(db).await?;
    row.map(Blob::try_from).transpose()
}

fn by_id(space: SpaceId, blob: BlobId) -> sea_orm::Select<row::Entity> {
    row::Entity::find_by_id((space.as_bytes().to_vec(), blob.as_bytes().to_vec()))
}

async fn chunk_row(
    db: &impl ConnectionTrait,
    space: SpaceId,
    blob: BlobId,
    chunk: u32,
) -> Result<Option<chunk::Model>, StoreError> {
    let id = (space.as_bytes().to_vec(), blob.as_bytes().to_vec(), i64::from(chunk));
    Ok(chunk::Entity::find_by_id(id).one(db).await?)
}

async fn state(db: &impl ConnectionTrait, blob: &Blob) -> Result<BlobState, StoreError> {
    let come: Vec<i64> = chunk::Entity::find()
        .select_only()
        .column(chunk::Column::Chunk)
        .filter(chunk::Column::Space.eq(blob.space.as_bytes().to_vec()))
        .filter(chunk::Column::Blob.eq(blob.id.as_bytes().to_vec()))
        .order_by_asc(chunk::Column::Chunk)
        .into_tuple()
        .all(db)
        .await?;
    let missing = (0..blob.chunks).filter(|chunk| come.binary_search(&i64::from(*chunk)).is_err()).collect();
    Ok(BlobState { chunks: blob.chunks, missing })
}

impl TryFrom<row::Model> for Blob {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        Ok(Self {
            space: SpaceId::from_slice(&row.space)?,
            id: BlobId::from_slice(&row.blob)?,
            owner: AccountId::from_slice(&row.owner)?,
            chunks: row.chunks as u32,
            opened_at: Timestamp::from_micros(row.opened_at),
            finished_at: row.finished_at.map(Timestamp::from_micros),
        })
    }
}

/// The table `blob`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "blob")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub space: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub blob: Vec<u8>,
        pub owner: Vec<u8>,
        pub chunks: i64,
        pub opened_at: i64,
        pub finished_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `chunk`.
pub(crate) mod chunk {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "chunk")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub space: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub blob: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub chunk: i64,
        pub hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
