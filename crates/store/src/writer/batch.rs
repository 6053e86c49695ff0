//! One batch, one transaction: place every entry, write those that stand, answer all.

use std::collections::HashMap;

use sea_orm::Value;

use super::load::{self, ById, Known};
use super::{NewEntry, Outcome, Refusal};
use crate::rows::{Rows, WriteRows};
use crate::{Store, StoreError};

/// Columns of `entry`, in the order [`values`] gives them.
const COLUMNS: &[&str] =
    &["space", "position", "author", "seq", "entry_id", "hash", "head", "body", "received_at"];

/// Writes a batch; the outcomes stand in the order of the entries.
///
/// First it trusts that no entry is stored yet under its id, which is nearly always so and costs no
/// query. If the unique key objects, the batch is done again with a look at every id first.
pub(super) async fn commit(store: &Store, batch: &[NewEntry]) -> Result<Vec<Outcome>, StoreError> {
    match attempt(store, batch, false).await {
        Err(Trouble::Taken) => match attempt(store, batch, true).await {
            Err(Trouble::Taken) => Err(StoreError::Busy),
            Err(Trouble::Store(error)) => Err(error),
            Ok(outcomes) => Ok(outcomes),
        },
        Err(Trouble::Store(error)) => Err(error),
        Ok(outcomes) => Ok(outcomes),
    }
}

enum Trouble {
    /// A unique key objected: an id is stored already, or another node was faster.
    Taken,
    Store(StoreError),
}

impl<E: Into<StoreError>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}

async fn attempt(store: &Store, batch: &[NewEntry], look_first: bool) -> Result<Vec<Outcome>, Trouble> {
    let tx = store.begin().await?;
    let mut spaces = load::spaces(store, &tx, batch).await?;
    let mut known = if look_first { load::by_id(&tx, batch.iter()).await? } else { HashMap::new() };

    let mut rows = Rows::new("entry", COLUMNS);
    let outcomes: Vec<Outcome> = batch
        .iter()
        .map(|entry| {
            if look_first && known.contains_key(&(entry.space, entry.entry_id)) {
                return Outcome::Refused(Refusal::Stale);
            }
            let heads = spaces.get_mut(&entry.space);
            match heads.map_or(Err(Refusal::NotMember), |heads| heads.place(entry)) {
                Err(refusal) => Outcome::Refused(refusal),
                Ok(position) => {
                    rows.push(values(entry, position));
                    if look_first {
                        known.insert((entry.space, entry.entry_id), Known::new(entry, position));
                    }
                    Outcome::Accepted { position, received_at: entry.received_at, new: true }
                }
            }
        })
        .collect();
    match rows.write(&tx).await {
        Err(WriteRows::Taken) => return Err(Trouble::Taken),
        Err(WriteRows::Store(error)) => return Err(Trouble::Store(error)),
        Ok(()) => {}
    }
    let outcomes = answer_repeats(&tx, batch, outcomes).await?;

    // Before the commit: once it is done others may move a log, and what they forget must stay forgotten.
    let touched: Vec<_> = spaces.keys().copied().collect();
    store.heads().put(spaces);
    if let Err(error) = tx.commit().await {
        for space in touched {
            store.heads().forget(space);
        }
        return Err(error.into());
    }
    Ok(outcomes)
}

/// An entry that cannot stand may be one that stands already: then it gets its first answer again.
async fn answer_repeats(
    tx: &sea_orm::DatabaseTransaction,
    batch: &[NewEntry],
    mut outcomes: Vec<Outcome>,
) -> Result<Vec<Outcome>, StoreError> {
    let refused = |(entry, outcome)| matches!(outcome, &Outcome::Refused(_)).then_some(entry);
    let stored: ById = load::by_id(tx, batch.iter().zip(&outcomes).filter_map(refused)).await?;
    for (entry, outcome) in batch.iter().zip(&mut outcomes) {
        if !matches!(outcome, Outcome::Refused(_)) {
            continue;
        }
        match stored.get(&(entry.space, entry.entry_id)) {
            Some(first) if first.author == entry.author => {
                let (position, received_at) = (first.position, first.received_at);
                *outcome = Outcome::Accepted { position, received_at, new: false };
            }
            Some(_) => *outcome = Outcome::Refused(Refusal::IdTaken),
            None => {}
        }
    }
    Ok(outcomes)
}

impl Known {
    fn new(entry: &NewEntry, position: u64) -> Self {
        Self { author: entry.author, position, received_at: entry.received_at }
    }
}

fn values(entry: &NewEntry, position: u64) -> [Value; 9] {
    [
        entry.space.as_bytes().to_vec().into(),
        (position as i64).into(),
        entry.author.as_bytes().to_vec().into(),
        (entry.seq as i64).into(),
        entry.entry_id.as_bytes().to_vec().into(),
        entry.hash.to_vec().into(),
        entry.head.to_vec().into(),
        entry.body.to_vec().into(),
        entry.received_at.as_micros().into(),
    ]
}
