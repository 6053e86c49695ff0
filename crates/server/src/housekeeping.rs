//! What has to be looked at now and then: the disk, calls, devices nobody uses, attachments nobody finished, spaces
//! that were kept long enough.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::http::Reply;
use crate::purge::purge;

/// How often calls are looked at.
const CALLS_EVERY: Duration = Duration::from_secs(1);
/// How often the disk is looked at.
const DISK_EVERY: Duration = Duration::from_secs(5);
/// How often what is old is removed.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// Runs until the server stops.
pub(crate) async fn keep_house(app: App) {
    let [mut calls, mut disk, mut sweep] = [CALLS_EVERY, DISK_EVERY, SWEEP_EVERY].map(|every| {
        let mut ticks = interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks
    });
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = calls.tick() => app.calls.advance(app.now()),
            _ = disk.tick() => app.disk.look(),
            _ = sweep.tick() => {
                if let Err(refusal) = remove_old(&app).await {
                    tracing::error!(?refusal, "what is old could not be removed");
                }
            }
        }
    }
}

async fn remove_old(app: &App) -> Reply<()> {
    let now = app.now();
    let swept = app.store.sweep(now).await?;
    let devices: Vec<_> = swept.devices.into_iter().map(|(_, device)| device).collect();
    app.hub.sign_out(&devices);
    // What is over goes, whatever stands in the way of unfinished files.
    let files = app.blobs.sweep(&app.store, now).await;
    purge(app).await?;
    files
}
