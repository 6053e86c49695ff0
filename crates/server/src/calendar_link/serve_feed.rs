//! `GET /calendar/{secret}.ics`: the hours of one person, for a calendar program that holds the secret.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rapport_calendar::ical::{Event, When, feed};
use rapport_calendar::{Instant, Span, Zone};
use rapport_store::Appointment;
use rapport_wire::appointment::AppointmentState;
use rapport_wire::limits::{FEED_APPOINTMENTS_MAX, FEED_DAYS_AHEAD, FEED_DAYS_BACK};
use rapport_wire::{Code, Timestamp};

use crate::app::App;
use crate::calendar_name;
use crate::chance::Token;
use crate::http::{ClientAddress, Refusal, Reply};
use crate::mail::words::CALENDAR_TITLE;

pub(super) async fn serve(
    State(app): State<App>,
    address: ClientAddress,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    read(&app, address, &file, &headers).await.unwrap_or_else(Refusal::into_response)
}

async fn read(app: &App, address: ClientAddress, file: &str, headers: &HeaderMap) -> Reply<Response> {
    app.rates.knock(address)?;
    let secret = file.strip_suffix(".ics").and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    let secret = secret.as_deref().and_then(Token::from_slice).ok_or(Code::NotFound)?;
    let open = app.store.open_feed(&secret.hash()).await?.ok_or(Code::NotFound)?;
    let now = app.now();
    app.store.touch_feed(open.id, now).await?;
    let days = |days: i64| now.plus_seconds(days * 24 * 3600);
    let (from, until) = (days(-FEED_DAYS_BACK), days(FEED_DAYS_AHEAD));
    let page = app.store.appointments(open.account, from, until, FEED_APPOINTMENTS_MAX, now).await?;
    let shown: Vec<&Appointment> =
        page.appointments.iter().filter(|one| one.state != AppointmentState::Held).collect();
    let tag = tag(&shown, &open.zone);
    let fresh = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let common = [(header::ETAG, tag), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    if fresh {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let zone = open.zone.parse().unwrap_or_else(|_| Zone::utc());
    let text = written(&shown, &zone, now, |one| calendar_name::uid(one.id, &app.config))?;
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((common, kind, text).into_response())
}

/// Says whether anything a reader could see has changed.
fn tag(shown: &[&Appointment], zone: &str) -> String {
    let mut hasher = DefaultHasher::new();
    zone.hash(&mut hasher);
    for one in shown {
        let cancelled = one.state == AppointmentState::Cancelled;
        (one.id, one.sequence, one.starts_at, one.ends_at, cancelled).hash(&mut hasher);
    }
    // Weak: the same hours, not the same bytes (RFC 9110 8.8.1).
    format!("W/\"{:016x}\"", hasher.finish())
}

fn written(
    shown: &[&Appointment],
    zone: &Zone,
    now: Timestamp,
    uid: impl Fn(&Appointment) -> String,
) -> Reply<String> {
    let instant = |at: Timestamp| Instant::from_micros(at.as_micros());
    let uids: Vec<String> = shown.iter().map(|one| uid(one)).collect();
    let events = shown.iter().zip(&uids).map(|(one, uid)| Event {
        uid,
        sequence: one.sequence,
        changed_at: instant(now),
        title: CALENDAR_TITLE,
        when: When::Once { span: Span { start: instant(one.starts_at), end: instant(one.ends_at) }, zone },
        url: None,
        cancelled: one.state == AppointmentState::Cancelled,
    });
    feed::feed(CALENDAR_TITLE, &events.collect::<Vec<_>>()).map_err(Refusal::fault)
}
