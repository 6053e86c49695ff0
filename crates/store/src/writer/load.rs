//! Reading where spaces and chains stand, in as few queries as there are chunks of spaces.

use std::collections::{BTreeSet, HashMap};

use rapport_wire::{AccountId, EntryId, SpaceId, Timestamp};
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult, Statement, Value};

use super::heads::{Chain, SpaceHeads};
use super::{CHAIN_START, NewEntry};
use crate::{Hash, Store, StoreError, convert, dialect};

/// Where the spaces of a batch stand.
pub(super) type Spaces = HashMap<SpaceId, SpaceHeads>;

/// An entry that is stored already.
pub(super) struct Known {
    pub(super) author: AccountId,
    pub(super) position: u64,
    pub(super) received_at: Timestamp,
}

/// Entries by space and id.
pub(super) type ById = HashMap<(SpaceId, EntryId), Known>;

/// Names in one `IN (…)`.
const NAMES_MAX: usize = 256;

/// Where every space of a batch stands, remembered or read. Spaces that do not exist are left out.
pub(super) async fn spaces(
    store: &Store,
    tx: &DatabaseTransaction,
    batch: &[NewEntry],
) -> Result<Spaces, StoreError> {
    // In order, so that two nodes lock the same rows one after the other and never across.
    let wanted: BTreeSet<SpaceId> = batch.iter().map(|entry| entry.space).collect();
    let mut remembered: Spaces =
        wanted.iter().filter_map(|space| Some((*space, store.heads().take(*space)?))).collect();
    if dialect::others_write(tx) {
        let wanted: Vec<SpaceId> = wanted.iter().copied().collect();
        for names in wanted.chunks(NAMES_MAX) {
            dialect::lock_spaces(tx, &names_of(names)).await?;
        }
        let standing = positions(tx, &wanted).await?;
        remembered.retain(|space, heads| {
            standing
                .get(space)
                .is_some_and(|now| (now.position, now.log_head) == (heads.position, heads.log_head))
        });
    }
    let cold: Vec<SpaceId> = wanted.into_iter().filter(|space| !remembered.contains_key(space)).collect();
    let mut read = positions(tx, &cold).await?;
    chains(tx, &cold, &mut read).await?;
    remembered.extend(read);
    Ok(remembered)
}

/// Newest position and record of each space; nobody's chain yet.
async fn positions(tx: &DatabaseTransaction, spaces: &[SpaceId]) -> Result<Spaces, StoreError> {
    let mut found = HashMap::with_capacity(spaces.len());
    for names in spaces.chunks(NAMES_MAX) {
        let names = names_of(names);
        let sql = format!(
            "SELECT id, log_head, (SELECT max(e.position) FROM entry e WHERE e.space = s.id) AS position \
             FROM space s WHERE id IN ({})",
            dialect::places(tx.get_database_backend(), 1, names.len())
        );
        for row in query(tx, sql, names).await? {
            let log_head = hash(&row, "log_head")?;
            let position: Option<i64> = row.try_get("", "position")?;
            let heads =
                SpaceHeads { position: position.unwrap_or(0) as u64, log_head, chains: HashMap::new() };
            found.insert(space(&row)?, heads);
        }
    }
    Ok(found)
}

/// The chain of everybody who is or was in these spaces.
async fn chains(tx: &DatabaseTransaction, spaces: &[SpaceId], into: &mut Spaces) -> Result<(), StoreError> {
    for names in spaces.chunks(NAMES_MAX) {
        let names = names_of(names);
        let sql = format!(
            "SELECT m.space AS id, m.account, m.left_index, e.seq, e.hash FROM member m \
             LEFT JOIN entry e ON e.space = m.space AND e.author = m.account AND e.seq = \
             (SELECT max(x.seq) FROM entry x WHERE x.space = m.space AND x.author = m.account) \
             WHERE m.space IN ({})",
            dialect::places(tx.get_database_backend(), 1, names.len())
        );
        for row in query(tx, sql, names).await? {
            let account = AccountId::from_slice(&row.try_get::<Vec<u8>>("", "account")?)?;
            let left: Option<i64> = row.try_get("", "left_index")?;
            let seq: Option<i64> = row.try_get("", "seq")?;
            let hash = if seq.is_some() { hash(&row, "hash")? } else { CHAIN_START };
            if let Some(heads) = into.get_mut(&space(&row)?) {
                let chain = Chain { seq: seq.unwrap_or(0) as u64, hash, member: left.is_none() };
                heads.chains.insert(account, chain);
            }
        }
    }
    Ok(())
}

/// Which of these entries are stored already, by their ids.
pub(super) async fn by_id(
    tx: &DatabaseTransaction,
    entries: impl Iterator<Item = &NewEntry>,
) -> Result<ById, StoreError> {
    let keys: Vec<(SpaceId, EntryId)> = entries.map(|entry| (entry.space, entry.entry_id)).collect();
    let mut found = HashMap::new();
    for keys in keys.chunks(NAMES_MAX) {
        let ids = padded(keys.iter().map(|(_, id)| Value::from(id.as_bytes().to_vec())).collect());
        let spaces: BTreeSet<SpaceId> = keys.iter().map(|(space, _)| *space).collect();
        for space in spaces {
            // One space a query: its own index serves it, whatever the planner thinks of the rest.
            let backend = tx.get_database_backend();
            let mut values = vec![Value::from(space.as_bytes().to_vec())];
            values.extend(ids.iter().cloned());
            let sql = format!(
                "SELECT entry_id, author, position, received_at FROM entry \
                 WHERE space = {} AND entry_id IN ({})",
                dialect::places(backend, 1, 1),
                dialect::places(backend, 2, ids.len())
            );
            for row in query(tx, sql, values).await? {
                let id = EntryId::from_slice(&row.try_get::<Vec<u8>>("", "entry_id")?)?;
                found.insert((space, id), known(&row)?);
            }
        }
    }
    Ok(found)
}

fn known(row: &QueryResult) -> Result<Known, StoreError> {
    Ok(Known {
        author: AccountId::from_slice(&row.try_get::<Vec<u8>>("", "author")?)?,
        position: row.try_get::<i64>("", "position")? as u64,
        received_at: Timestamp::from_micros(row.try_get("", "received_at")?),
    })
}

fn space(row: &QueryResult) -> Result<SpaceId, StoreError> {
    Ok(SpaceId::from_slice(&row.try_get::<Vec<u8>>("", "id")?)?)
}

fn hash(row: &QueryResult, column: &str) -> Result<Hash, StoreError> {
    convert::hash(&row.try_get::<Vec<u8>>("", column)?)
}

fn names_of(spaces: &[SpaceId]) -> Vec<Value> {
    padded(spaces.iter().map(|space| Value::from(space.as_bytes().to_vec())).collect())
}

/// Repeats the last name up to a power of two, so that few statements are prepared, and each often used.
fn padded(mut names: Vec<Value>) -> Vec<Value> {
    if let Some(last) = names.last().cloned() {
        names.resize(names.len().next_power_of_two(), last);
    }
    names
}

async fn query(
    tx: &DatabaseTransaction,
    sql: String,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>, StoreError> {
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.query_all_raw(statement).await?)
}
