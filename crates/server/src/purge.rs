//! Destroys spaces whose time is over: of those who left for good at once, of a record when its date has come.
//!
//! [`rapport_store::retention`] decides; here it is done. Invariant: what was begun and killed is found again by the
//! next sweep, since the rows, which name the space, go last and all together.

use rapport_wire::{SpaceId, Timestamp};
use tracing::{error, info};

use crate::app::App;
use crate::http::Reply;
use crate::time;

/// Spaces destroyed in one sweep; the next one goes on.
const SWEEP_MAX: usize = 100;

/// Until when a record is kept whose client leaves now.
pub(crate) fn kept_until(app: &App, now: Timestamp) -> Timestamp {
    time::timestamp(time::instant(now).plus_years(app.config.records_years))
}

/// Destroys what is over by now. A space that cannot be destroyed keeps no other one.
pub(crate) async fn purge(app: &App) -> Reply<()> {
    let over = app.store.spaces_over(app.now(), SWEEP_MAX).await?;
    let mut destroyed = 0_u32;
    for space in over {
        destroyed += u32::from(destroyed_now(app, space).await);
    }
    if destroyed > 0 {
        fold_log(app).await;
        info!(destroyed, "spaces that had been kept long enough were destroyed");
    }
    Ok(())
}

/// Destroys one space that is over. False when it is not, or when it could not be done now.
pub(crate) async fn destroyed_now(app: &App, space: SpaceId) -> bool {
    match destroy(app, space, app.now()).await {
        Ok(done) => done,
        Err(refusal) => {
            // Its code alone: what went wrong may name a file, and a file names its space.
            error!(code = ?refusal.code(), "a space whose time is over could not be destroyed; the next sweep tries again");
            false
        }
    }
}

/// Has nothing stay in the log of the database that was destroyed. Whatever comes of it, it is done again.
pub(crate) async fn fold_log(app: &App) {
    if let Err(fault) = app.store.fold_log().await {
        error!(%fault, "the write-ahead log could not be folded in; the next sweep tries again");
    }
}

async fn destroy(app: &App, space: SpaceId, now: Timestamp) -> Reply<bool> {
    let until = app.store.space(space).await?.and_then(|known| known.kept_until);
    if !rapport_store::retention::is_over(until, now) {
        return Ok(false);
    }
    let members = app.store.members(space).await?;
    app.blobs.destroy(space).await?;
    if !app.store.destroy_space(space, now).await? {
        return Ok(false);
    }
    app.logs.forget(space);
    for member in members {
        app.hub.removed(member.account, space);
        app.calls.removed(member.account, space);
    }
    metrics::counter!("rapport_spaces_destroyed_total").increment(1);
    Ok(true)
}
