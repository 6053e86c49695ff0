//! Hours that nobody answered go to the next: at once at the start, then whenever one is due.
//!
//! All state is in the tables and each step is one commit, so it does not matter when this is killed.

use std::time::Duration;

use rapport_wire::Timestamp;
use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::http::Reply;
use crate::time::Freed;

/// How often the clock is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// How often the database is asked what other nodes have offered, in looks at the clock.
const ASK_AGAIN: u32 = 60;

/// Runs until the server stops.
pub(crate) async fn drive(app: App) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looks: u32 = 0;
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        looks = looks.wrapping_add(1);
        if looks.is_multiple_of(ASK_AGAIN) {
            app.lapses.forget();
        }
        let now = app.now();
        if app.lapses.due(now)
            && let Err(refusal) = pass_on(&app, now).await
        {
            tracing::error!(?refusal, "an offered hour could not be passed on");
            app.lapses.forget();
        }
    }
}

async fn pass_on(app: &App, now: Timestamp) -> Reply<()> {
    for place in app.store.lapsing(now).await? {
        let freed = Freed::of(app, [place.therapist], now).await?;
        if let Some(passed) = app.store.lapse(place.id, &|place, hour| freed.suits(place, hour), now).await? {
            super::passed(app, &passed).await?;
        }
    }
    app.lapses.next_is(app.store.next_lapse().await?);
    Ok(())
}
