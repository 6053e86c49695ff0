//! How long a space is kept once people have left it for good, and its destruction after that.
//!
//! [`fate`] decides when an account ends, [`is_over`] when a sweep looks. Nothing else destroys a space. What is
//! destroyed goes in one transaction, so that a crash leaves all of it or none; a sweep that is killed is done again.

use rapport_wire::space::SpaceKind;
use rapport_wire::{Role, SpaceId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};

use crate::space::row;
use crate::{Store, StoreError, convert, dialect};

/// What becomes of a space when one of its members leaves for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Others are in it, and it stays theirs.
    GoesOn,
    /// Its clients have left: it is kept, sealed, for as long as the practice keeps its records.
    Kept,
    /// Nobody is left who could read it.
    Destroyed,
}

/// What becomes of a space of this kind in which people with these roles remain.
pub fn fate(kind: SpaceKind, remaining: &[Role]) -> Fate {
    match kind {
        _ if remaining.is_empty() => Fate::Destroyed,
        SpaceKind::Care if !remaining.contains(&Role::Client) => Fate::Kept,
        _ => Fate::GoesOn,
    }
}

/// Whether the time is over for which a space is kept; never for one that has no end.
pub fn is_over(kept_until: Option<Timestamp>, now: Timestamp) -> bool {
    kept_until.is_some_and(|until| until <= now)
}

/// What belongs to a space and goes with it: each table before those it points to.
const OF_SPACE: [(&str, &str); 15] = [
    ("outbox", "appointment IN (SELECT id FROM appointment WHERE space"),
    ("offered_hour", "space"),
    ("waiting", "space"),
    ("taken", "appointment IN (SELECT id FROM appointment WHERE space"),
    ("attendee", "appointment IN (SELECT id FROM appointment WHERE space"),
    ("appointment", "space"),
    ("series", "space"),
    ("chunk", "space"),
    ("blob", "space"),
    ("mark", "space"),
    ("entry", "space"),
    ("redemption", "invitation IN (SELECT id FROM invitation WHERE space"),
    ("invitation", "space"),
    ("member", "space"),
    ("record", "space"),
];

impl Store {
    /// Spaces whose time is over, those that have waited longest first. Remove the chunks of each, then
    /// [`Store::destroy_space`].
    pub async fn spaces_over(&self, now: Timestamp, count_max: usize) -> Result<Vec<SpaceId>, StoreError> {
        let ids: Vec<Vec<u8>> = row::Entity::find()
            .select_only()
            .column(row::Column::Id)
            .filter(row::Column::KeptUntil.lte(now.as_micros()))
            .order_by_asc(row::Column::KeptUntil)
            .limit(count_max as u64)
            .into_tuple()
            .all(self.reader())
            .await?;
        ids.iter().map(|id| Ok(SpaceId::from_slice(id)?)).collect()
    }

    /// Keeps a record until a date and no longer, or as long as was said before, whichever is later. Returns the date
    /// that holds; none for what is no record.
    pub async fn end_record(
        &self,
        space: SpaceId,
        until: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let tx = self.begin().await?;
        let Some(known) = record(&tx, space).await? else { return Ok(None) };
        let until = known.kept_until.map(Timestamp::from_micros).map_or(until, |known| known.max(until));
        keep_until(&tx, space, until).await?;
        tx.commit().await?;
        Ok(Some(until))
    }

    /// Takes a record's date away. False for what is no record.
    pub async fn keep_record(&self, space: SpaceId) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        if record(&tx, space).await?.is_none() {
            return Ok(false);
        }
        goes_on(&tx, space).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Destroys a space whose time is over, with everything in it: entries, files, keys, times, members. False when
    /// there is none, or it goes on. [`Store::fold_log`] is for afterwards.
    pub async fn destroy_space(&self, space: SpaceId, now: Timestamp) -> Result<bool, StoreError> {
        let id = space.as_bytes().to_vec();
        let tx = self.begin().await?;
        let known = row::Entity::find_by_id(id.clone()).lock_exclusive().one(&tx).await?;
        let until = known.and_then(|row| row.kept_until).map(Timestamp::from_micros);
        // Looked at again under the lock: somebody may have come back into it since it was listed.
        if !is_over(until, now) {
            return Ok(false);
        }
        dialect::overwrite_deleted(&tx, true).await?;
        delete(&tx, &OF_SPACE, &id).await?;
        row::Entity::delete_by_id(id).exec(&tx).await?;
        dialect::overwrite_deleted(&tx, false).await?;
        self.heads().forget(space);
        tx.commit().await?;
        Ok(true)
    }
}

/// A record, held still.
async fn record(tx: &DatabaseTransaction, space: SpaceId) -> Result<Option<row::Model>, StoreError> {
    let known = row::Entity::find_by_id(space.as_bytes().to_vec()).lock_exclusive().one(tx).await?;
    let Some(known) = known else { return Ok(None) };
    Ok((convert::kind(&known.kind)? == SpaceKind::Record).then_some(known))
}

/// Keeps a space until an instant and no longer, inside somebody's transaction.
pub(crate) async fn keep_until(
    db: &impl ConnectionTrait,
    space: SpaceId,
    until: Timestamp,
) -> Result<(), StoreError> {
    set(db, space, Some(until)).await
}

/// A client is in the space again: it has no end.
pub(crate) async fn goes_on(db: &impl ConnectionTrait, space: SpaceId) -> Result<(), StoreError> {
    set(db, space, None).await
}

async fn set(db: &impl ConnectionTrait, space: SpaceId, until: Option<Timestamp>) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::KeptUntil, Expr::value(until.map(Timestamp::as_micros)))
        .filter(row::Column::Id.eq(space.as_bytes().to_vec()))
        .exec(db)
        .await?;
    Ok(())
}

/// Deletes the rows of these tables that belong to `id`. A condition with a bracket in it is closed here.
pub(crate) async fn delete(
    tx: &DatabaseTransaction,
    tables: &[(&str, &str)],
    id: &[u8],
) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    for (table, of) in tables {
        let close = if of.contains('(') { ")" } else { "" };
        let sql = format!("DELETE FROM \"{table}\" WHERE {of} = {}{close}", dialect::places(backend, 1, 1));
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, [id.to_vec().into()])).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TABLES;

    #[test]
    fn a_space_goes_with_its_last_member_and_stays_for_others() {
        use Role::{Client, Owner, Therapist};
        for kind in [SpaceKind::Own, SpaceKind::Care, SpaceKind::Record] {
            assert_eq!(fate(kind, &[]), Fate::Destroyed);
        }
        assert_eq!(fate(SpaceKind::Care, &[Therapist]), Fate::Kept);
        assert_eq!(fate(SpaceKind::Care, &[Owner, Therapist]), Fate::Kept);
        // One of a couple leaves: the other is still in therapy.
        assert_eq!(fate(SpaceKind::Care, &[Therapist, Client]), Fate::GoesOn);
        assert_eq!(fate(SpaceKind::Practice, &[Owner]), Fate::GoesOn);
        assert_eq!(fate(SpaceKind::Record, &[Therapist]), Fate::GoesOn);
    }

    #[test]
    fn a_space_is_over_at_its_date_and_not_before() {
        let at = Timestamp::from_millis;
        assert!(!is_over(None, at(i64::MAX / 1000)));
        assert!(!is_over(Some(at(10)), at(9)));
        assert!(is_over(Some(at(10)), at(10)));
    }

    #[test]
    fn no_table_of_a_space_is_forgotten() {
        for table in TABLES {
            let of_space = table.columns.iter().any(|(name, _)| *name == "space");
            let listed = OF_SPACE.iter().any(|(name, _)| *name == table.name);
            assert!(!of_space || listed, "{} stays behind", table.name);
        }
        // In that list each table comes after those it points to; here it is the other way round.
        let place = |(name, _): &(&str, &str)| TABLES.iter().position(|table| table.name == *name).unwrap();
        assert!(OF_SPACE.iter().rev().map(place).is_sorted());
    }
}
