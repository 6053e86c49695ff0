//! `PUT` and `DELETE /api/spaces/{space}/end`: until when a record is kept whose client has left for good.
//!
//! Whom a record is about stands inside its seal: only a device of somebody in it can tell that it has ended. The
//! date is the practice's own, and never nearer than `records_years` allow.

use rapport_wire::endpoint::Done;
use rapport_wire::space::{EndRecord, KeepRecord, RecordEnd};
use rapport_wire::{Code, SpaceId};

use crate::app::App;
use crate::http::{Caller, Reply};
use crate::{purge, time};

pub(super) async fn end(app: App, caller: Caller, ask: EndRecord) -> Reply<RecordEnd> {
    check_member(&app, &caller, ask.space).await?;
    // To the end of its month: the day would say with which care space it ended.
    let until = time::timestamp(time::instant(purge::kept_until(&app, app.now())).next_month());
    let kept_until = app.store.end_record(ask.space, until).await?.ok_or(Code::NotFound)?;
    Ok(RecordEnd { kept_until })
}

pub(super) async fn keep(app: App, caller: Caller, ask: KeepRecord) -> Reply<Done> {
    check_member(&app, &caller, ask.space).await?;
    if app.store.keep_record(ask.space).await? { Ok(Done {}) } else { Err(Code::NotFound.into()) }
}

async fn check_member(app: &App, caller: &Caller, space: SpaceId) -> Reply<()> {
    app.store.member(space, caller.account).await?.ok_or(Code::NotFound)?;
    Ok(())
}
