//! Entries as stored: read by pages, and erased by their authors. Writing them is [`crate::writer`].

use rapport_wire::space::StoredEntry;
use rapport_wire::{AccountId, SpaceId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{Store, StoreError, convert};

/// Rows read at once while a page is filled, so that a page of large entries does not read them all.
const READ_ROWS: usize = 64;

/// A part of a space's entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryPage {
    /// In order of position, without gaps.
    pub entries: Vec<StoredEntry>,
    /// Whether more follow.
    pub more: bool,
}

/// What became of a wish to erase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erased {
    /// The body is gone now, or was gone already.
    Done,
    /// The entry is somebody else's.
    NotAuthor,
    /// There is no such entry.
    NotFound,
}

impl Store {
    /// A space's entries after a position: at most `count_max`, and no more than `bytes_max` sealed bytes
    /// unless the first entry alone is larger.
    pub async fn entries(
        &self,
        space: SpaceId,
        after: u64,
        count_max: usize,
        bytes_max: usize,
    ) -> Result<EntryPage, StoreError> {
        let mut page = EntryPage { entries: Vec::new(), more: false };
        let mut after = after as i64;
        let mut bytes = 0;
        loop {
            let wanted = READ_ROWS.min(count_max - page.entries.len()) + 1;
            let rows = row::Entity::find()
                .filter(row::Column::Space.eq(space.as_bytes().to_vec()))
                .filter(row::Column::Position.gt(after))
                .order_by_asc(row::Column::Position)
                .limit(wanted as u64)
                .all(self.reader())
                .await?;
            let last = rows.len() < wanted;
            for row in rows {
                bytes += row.head.len() + row.body.as_ref().map_or(0, Vec::len);
                let full = page.entries.len() == count_max || bytes > bytes_max;
                if full && !page.entries.is_empty() {
                    return Ok(EntryPage { more: true, ..page });
                }
                after = row.position;
                page.entries.push(row.into());
            }
            if last {
                return Ok(page);
            }
        }
    }

    /// Removes the sealed body of one's own entry. Its head stays, and with it everybody's chains.
    pub async fn erase_entry(
        &self,
        space: SpaceId,
        position: u64,
        author: AccountId,
    ) -> Result<Erased, StoreError> {
        let tx = self.begin().await?;
        let here =
            row::Column::Space.eq(space.as_bytes().to_vec()).and(row::Column::Position.eq(position as i64));
        let known: Option<Vec<u8>> = row::Entity::find()
            .select_only()
            .column(row::Column::Author)
            .filter(here.clone())
            .into_tuple()
            .one(&tx)
            .await?;
        match known {
            None => return Ok(Erased::NotFound),
            Some(known) if known != author.as_bytes() => return Ok(Erased::NotAuthor),
            Some(_) => {}
        }
        row::Entity::update_many()
            .col_expr(row::Column::Body, Expr::value(None::<Vec<u8>>))
            .filter(here)
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(Erased::Done)
    }
}

/// Position of a space's newest entry; 0 when there is none.
pub(crate) async fn last_position(db: &impl ConnectionTrait, space: SpaceId) -> Result<u64, StoreError> {
    let last: Option<i64> = row::Entity::find()
        .select_only()
        .column(row::Column::Position)
        .filter(row::Column::Space.eq(space.as_bytes().to_vec()))
        .order_by_desc(row::Column::Position)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.unwrap_or(0) as u64)
}

impl From<row::Model> for StoredEntry {
    fn from(row: row::Model) -> Self {
        Self {
            position: row.position as u64,
            received_at: Timestamp::from_micros(row.received_at),
            head: row.head.into(),
            body: convert::optional(row.body),
        }
    }
}

/// The table `entry`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "entry")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub space: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub author: Vec<u8>,
        pub seq: i64,
        pub entry_id: Vec<u8>,
        pub hash: Vec<u8>,
        pub head: Vec<u8>,
        pub body: Option<Vec<u8>>,
        pub received_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
