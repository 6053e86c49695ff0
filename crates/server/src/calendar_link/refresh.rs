//! Reads calendars elsewhere again and again, each a little off the beat of the others.

use std::sync::Arc;
use std::time::Duration;

use rapport_calendar::Zone;
use rapport_store::StoredSource;
use rapport_wire::appointment::Busy;
use rapport_wire::limits::{SOURCE_EVERY_SECONDS, SOURCES_AT_ONCE};
use rapport_wire::offer::Offer;
use rapport_wire::{Code, Timestamp};
use tokio::sync::Semaphore;
use tokio::time::sleep;

use super::fetch::{Ask, fetch};
use super::read::{query, range, taken};
use crate::app::App;
use crate::chance::random;
use crate::http::Reply;

/// How often it is looked whether one is due.
const LOOK: Duration = Duration::from_secs(30);

/// When a source is due again: the beat, and up to a tenth more, so that sources added together part.
pub(super) fn next(now: Timestamp) -> Timestamp {
    let off = i64::from(u16::from_le_bytes(random())) * (SOURCE_EVERY_SECONDS / 10) / i64::from(u16::MAX);
    now.plus_seconds(SOURCE_EVERY_SECONDS + off)
}

/// Runs until the server stops.
pub(crate) async fn keep_sources(app: App) {
    let room = Arc::new(Semaphore::new(SOURCES_AT_ONCE));
    loop {
        let moved = app.clock.moved();
        if let Err(refusal) = read_due(&app, &room).await {
            tracing::error!(?refusal, "calendars elsewhere cannot be read");
        }
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = moved => {}
            () = sleep(LOOK) => {}
        }
    }
}

async fn read_due(app: &App, room: &Arc<Semaphore>) -> Reply<()> {
    loop {
        let Ok(place) = Arc::clone(room).acquire_owned().await else { return Ok(()) };
        let now = app.now();
        let Some(source) = app.store.take_source(now, next(now)).await? else { return Ok(()) };
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(refusal) = read(&app, &source).await {
                tracing::error!(?refusal, "a calendar elsewhere cannot be written down");
            }
            drop(place);
        });
    }
}

/// Reads one and writes down what came of it.
pub(super) async fn read(app: &App, source: &StoredSource) -> Reply<()> {
    let now = app.now();
    match look(app, source, now).await {
        Ok(busy) => app.store.source_read(source.id, &busy, now).await?,
        Err(trouble) => {
            tracing::debug!(trouble = trouble.as_str(), "a calendar elsewhere is in trouble");
            app.store.source_failed(source.id, trouble, now).await?;
        }
    }
    Ok(())
}

async fn look(app: &App, source: &StoredSource, now: Timestamp) -> Result<Vec<Busy>, Code> {
    // Sealed under another key: its owner must name it again.
    let target = app.source_key.open(source.id, &source.sealed).ok_or(Code::SourceRefused)?;
    let range = range(now);
    let ask = Ask { target: &target, kind: source.kind, query: query(range) };
    let body = fetch(&ask, &app.config.calendar.allow).await?;
    let kind = source.kind;
    let home = home(app, source).await;
    // Reading a large calendar takes a thread's while.
    let read = tokio::task::spawn_blocking(move || taken(kind, &body, &home, range));
    read.await.unwrap_or(Err(Code::SourceInvalid))
}

/// The zone of times that name none: where their owner offers appointments, or asked to be reminded.
async fn home(app: &App, source: &StoredSource) -> Zone {
    let stored = app.store.offer(source.account).await.ok().flatten();
    let offer = stored.and_then(|stored| serde_json::from_str::<Offer>(&stored.offer).ok());
    let offered: Option<Zone> = offer.and_then(|offer| offer.zone.parse().ok());
    if let Some(zone) = offered {
        return zone;
    }
    let chosen = app.store.reminders(source.account).await.ok().flatten();
    chosen.and_then(|chosen| chosen.zone.parse().ok()).unwrap_or_else(Zone::utc)
}
