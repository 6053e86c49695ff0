//! Pages for a follower who is behind.

use bytes::Bytes;
use rapport_wire::SpaceId;
use rapport_wire::limits::{PAGE_BYTES_MAX, PAGE_ENTRIES_MAX, PAGE_RECORDS_MAX};
use rapport_wire::socket::{Down, encode};

use super::line::Line;
use super::room::Kind;
use crate::app::App;
use crate::http::Reply;

/// Queues what is due in a space: all records that are missing, then a page of entries. Called by the
/// socket's own sending task alone, when its queue is empty.
pub(super) async fn catch_up(app: &App, line: &Line, space: SpaceId) -> Reply<()> {
    // Records first: an entry may stand on a record, never the other way round.
    while let Some(from) = due(app, line, space, Kind::Records) {
        let page = app.store.records(space, from, PAGE_RECORDS_MAX).await?;
        let next = page.records.last().map_or(from, |record| record.index + 1);
        let more = page.more;
        if !page.records.is_empty() {
            line.send(&Bytes::from(encode(&Down::Records { space, records: page.records, more })));
        }
        if more {
            app.hub.with_room(space, |room| room.paged(line.id, Kind::Records, next, true));
        } else {
            app.hub.with_room(space, |room| room.settle(line.id, Kind::Records, next));
        }
    }
    while let Some(from) = due(app, line, space, Kind::Entries) {
        let after = from.saturating_sub(1);
        let page = app.store.entries(space, after, PAGE_ENTRIES_MAX, PAGE_BYTES_MAX).await?;
        let next = page.entries.last().map_or(from, |entry| entry.position + 1);
        let more = page.more;
        line.send(&Bytes::from(encode(&Down::Entries { space, entries: page.entries, more })));
        if more {
            // The client asks for the next page when it has dealt with this one.
            app.hub.with_room(space, |room| room.paged(line.id, Kind::Entries, next, false));
        } else {
            app.hub.with_room(space, |room| room.settle(line.id, Kind::Entries, next));
        }
    }
    Ok(())
}

fn due(app: &App, line: &Line, space: SpaceId, kind: Kind) -> Option<u64> {
    app.hub.with_room(space, |room| room.due(line.id, kind)).flatten()
}
