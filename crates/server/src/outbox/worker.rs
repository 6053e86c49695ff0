//! The worker: takes what is due, one at a time, and sleeps until there is more.

use std::time::Duration;

use rapport_store::{Settled, StoreError, Taken};
use rapport_wire::Timestamp;
use rapport_wire::limits::OUTBOX_LOOK_SECONDS;
use tokio::time::sleep;

use super::backoff;
use super::render::{Next, render};
use crate::app::App;
use crate::mail::{MailError, Mailer};

/// How long it sleeps at most: another node, or an operator's command, may have put something in.
const LOOK: Duration = Duration::from_secs(OUTBOX_LOOK_SECONDS);

/// Runs until the server stops, and then finishes what it has in its hands.
pub(crate) async fn run(app: App) {
    let Some(mailer) = &app.mailer else { return };
    if let Err(error) = app.store.release_outs().await {
        tracing::error!(%error, "the outbox could not be taken up again");
    }
    let mut line = Line::default();
    while !app.stop.is_cancelled() {
        let moved = app.clock.moved();
        let wait = match work(&app, mailer, &mut line).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be worked on");
                LOOK
            }
        };
        tokio::select! {
            () = app.stop.cancelled() => {}
            () = app.outbox.woken() => {}
            () = moved => line = Line::default(),
            () = sleep(wait) => {}
        }
    }
}

/// How the way to the mail server has been of late.
#[derive(Default)]
struct Line {
    failures: u32,
    /// Not before then: what stopped one mail would stop all of them.
    rest_until: Option<Timestamp>,
}

/// Does what is due; returns how long there is nothing to do.
async fn work(app: &App, mailer: &Mailer, line: &mut Line) -> Result<Duration, StoreError> {
    loop {
        let now = app.now();
        if let Some(until) = line.rest_until.filter(|until| *until > now) {
            return Ok(between(now, until));
        }
        if app.stop.is_cancelled() {
            return Ok(Duration::ZERO);
        }
        let Some(taken) = app.store.take_out(now).await? else {
            let next = app.store.next_out().await?;
            return Ok(next.map_or(LOOK, |next| between(now, next)).min(LOOK));
        };
        let settled = carry(app, mailer, &taken, line).await?;
        metrics::counter!("rapport_outbox_total", "kind" => taken.what.kind().as_str(), "how" => name(settled))
            .increment(1);
        if !app.store.settle_out(&taken, settled, app.now()).await? {
            tracing::warn!(outbox.id = %taken.id, "something outgoing took longer than its lease, or is no longer wanted");
        }
    }
}

/// Sends one, if it is to be sent.
async fn carry(app: &App, mailer: &Mailer, taken: &Taken, line: &mut Line) -> Result<Settled, StoreError> {
    let now = app.now();
    let letter = match render(app, mailer, taken, now).await? {
        Next::Settle(settled) => return Ok(settled),
        Next::Send(letter) => letter,
    };
    let kind = taken.what.kind().as_str();
    match mailer.send(&letter).await {
        Ok(()) => {
            *line = Line::default();
            tracing::info!(outbox.id = %taken.id, kind, attempt = taken.attempt, "sent");
            Ok(Settled::Sent)
        }
        Err(error) => {
            tracing::warn!(outbox.id = %taken.id, kind, attempt = taken.attempt, %error, "not sent");
            line.note(error, app.now());
            Ok(backoff::after(error, taken.attempt, app.now()))
        }
    }
}

impl Line {
    fn note(&mut self, error: MailError, now: Timestamp) {
        if error.is_for_all() {
            self.failures = self.failures.saturating_add(1);
            self.rest_until = Some(now.plus_seconds(backoff::seconds(self.failures)));
        }
    }
}

fn between(now: Timestamp, then: Timestamp) -> Duration {
    let micros = then.as_micros().saturating_sub(now.as_micros());
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

const fn name(settled: Settled) -> &'static str {
    match settled {
        Settled::Sent => "sent",
        Settled::Again { .. } => "again",
        Settled::Dead { .. } => "dead",
        Settled::Cancelled => "cancelled",
    }
}
