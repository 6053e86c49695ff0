//! Notes about somebody who has left for good go at a date as well.
//!
//! Whom a record is about only its readers know, so a device of one of them asks the server for the date, and says it
//! in the record, signed: when the record is gone after that, nobody was robbed of it. See `docs/adr/0016`.

use rapport_care::content::{Content, RecordKept};
use rapport_wire::space::{EndRecord, KeepRecord, SpaceKind};
use rapport_wire::{SpaceId, Timestamp};

use super::Session;
use super::record::records_of;
use crate::engine::{Engine, Space};
use crate::{ClientError, api};

/// What a record lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lacks {
    /// A date: its clients have left.
    End(SpaceId),
    /// That it goes on: a client is here after all.
    GoingOn(SpaceId),
}

impl Session {
    /// Until when the notes about a care space are kept; none while they have no end.
    pub fn notes_kept_until(&self, care: SpaceId) -> Option<Timestamp> {
        let engine = self.inner.engine.borrow();
        let ends = records_of(&engine, care).into_iter().map(|record| end_of(&engine, record.space));
        ends.flatten().max().map(Timestamp::from_micros)
    }

    /// Gives the records their dates that lack them, and takes those away that no longer hold.
    pub(super) async fn date_records(&self) -> Result<(), ClientError> {
        let lacking = lacking(&self.inner.engine.borrow());
        for lacks in lacking {
            match lacks {
                Lacks::End(space) => {
                    let end = api::call(&*self.inner.outside, &EndRecord { space }).await?;
                    let until = Some(end.kept_until.as_micros());
                    self.send(space, Content::RecordKept(RecordKept { until })).await?;
                }
                Lacks::GoingOn(space) => {
                    // Said first: what goes before its word is missed, and what stays after it is not.
                    self.send(space, Content::RecordKept(RecordKept { until: None })).await?;
                    api::call(&*self.inner.outside, &KeepRecord { space }).await?;
                }
            }
        }
        Ok(())
    }
}

fn lacking(engine: &Engine) -> Vec<Lacks> {
    let whole = |space: &&Space| space.caught_up && space.frozen().is_none();
    let care = engine.spaces().values().filter(|space| space.kind == SpaceKind::Care).filter(whole);
    let of = |care: &Space| {
        let ended = care.ended_for(engine.account()).is_some();
        let records = records_of(engine, care.id).into_iter().map(|record| record.space);
        let whole = records.filter(|record| engine.space(*record).as_ref().is_some_and(whole));
        let lacks = move |record| match end_of(engine, record) {
            None if ended => Some(Lacks::End(record)),
            Some(_) if !ended => Some(Lacks::GoingOn(record)),
            _ => None,
        };
        whole.filter_map(lacks).collect::<Vec<_>>()
    };
    care.flat_map(of).collect()
}

fn end_of(engine: &Engine, record: SpaceId) -> Option<i64> {
    rapport_care::farewell::record_end(&engine.written(record))
}
