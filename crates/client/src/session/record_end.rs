//! Notes about somebody who has left for good go at a date as well.
//!
//! Whom a record is about only its readers know, so a device of one of them asks the server for the date, and says it
//! in the record, signed: when the record is gone after that, nobody was robbed of it. See `docs/adr/0016`.

use rapport_care::content::{Content, RecordKept};
use rapport_care::farewell::record_end;
use rapport_wire::space::{EndRecord, KeepRecord, SpaceKind};
use rapport_wire::{SpaceId, Timestamp};

use super::Session;
use super::record::records_of;
use crate::engine::{Engine, Space};
use crate::{ClientError, api};

/// How long a farewell has to stand before notes are given a date: somebody who could not leave after all takes it
/// back as soon as one of their devices comes, and the moment of the farewell would say whom the notes are about.
const STANDS_US: i64 = 24 * 3_600 * 1_000_000;

/// What a record lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lacks {
    /// A date, not before the one its clients were told: they have left.
    End(SpaceId, i64),
    /// That it goes on: a client is here after all.
    GoingOn(SpaceId),
}

impl Session {
    /// Until when the notes about a care space are kept; none while they have no end.
    pub fn notes_kept_until(&self, care: SpaceId) -> Option<Timestamp> {
        let engine = self.inner.engine.borrow();
        let records = records_of(&engine, care).into_iter().filter_map(|record| engine.space(record.space));
        records.filter_map(end_of).max().map(Timestamp::from_micros)
    }

    /// Gives the records their dates that lack them, and takes those away that no longer hold.
    pub(super) async fn date_records(&self) -> Result<(), ClientError> {
        let lacking = lacking(&self.inner.engine.borrow(), self.inner.outside.now());
        for lacks in lacking {
            match lacks {
                Lacks::End(space, told) => {
                    let end = api::call(&*self.inner.outside, &EndRecord { space }).await?;
                    // Whatever the server says: what goes before the date that was told is missed.
                    let until = Some(end.kept_until.as_micros().max(told));
                    self.send(space, Content::RecordKept(RecordKept { until })).await?;
                }
                Lacks::GoingOn(space) => {
                    // Asked first: as long as it has not been done, the record lacks it still.
                    api::call(&*self.inner.outside, &KeepRecord { space }).await?;
                    self.send(space, Content::RecordKept(RecordKept { until: None })).await?;
                }
            }
        }
        Ok(())
    }
}

fn lacking(engine: &Engine, now: Timestamp) -> Vec<Lacks> {
    let me = engine.account();
    // Whoever is in a space no longer does not hear what becomes of it.
    let whole = |space: &&Space| space.caught_up && space.frozen().is_none() && space.can_write(me);
    let care = engine.spaces().values().filter(|space| space.kind == SpaceKind::Care).filter(whole);
    let of = |care: &Space| {
        let ended = care.ended_for(me);
        let stands = ended.filter(|ended| ended.at.saturating_add(STANDS_US) <= now.as_micros());
        let records = records_of(engine, care.id).into_iter().filter_map(|it| engine.space(it.space));
        let lacks = |record: &Space| match (end_of(record), stands) {
            (None, Some(ended)) => Some(Lacks::End(record.id, ended.kept_until)),
            (Some(_), None) if ended.is_none() => Some(Lacks::GoingOn(record.id)),
            _ => None,
        };
        records.filter(whole).filter_map(lacks).collect::<Vec<_>>()
    };
    care.flat_map(of).collect()
}

/// What was said last about a record's end, also while it waits on this device.
fn end_of(record: &Space) -> Option<i64> {
    let waits = record.pending().into_iter().rev().find_map(|pending| match pending.content {
        Content::RecordKept(kept) => Some(kept.until),
        _ => None,
    });
    waits.unwrap_or_else(|| record_end(record.conversation()))
}
