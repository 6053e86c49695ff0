//! A calendar with life in it: hours, a series, single sessions, somebody who waits and is asked.
//!
//! Only what people could have done since the practice began, a moment ago: there are no past sessions, for
//! nobody can book yesterday.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use rapport_client::api::call;
use rapport_client::platform::Platform as _;
use rapport_wire::appointment::{
    Appointment, Arrange, Arranged, BookHeld, CancelAppointment, Every, HoldSlot, Repeat, RepeatEnd,
};
use rapport_wire::endpoint::Endpoint;
use rapport_wire::offer::{FindSlots, GetOffer, Hours, Kind, Mode, Offer, PutOffer, Slot, Who, Window};
use rapport_wire::waiting::{JoinWaiting, Parts};
use rapport_wire::{AppointmentId, Timestamp, limits};

use super::space_of;
use crate::person::Person;

type People = BTreeMap<&'static str, Person>;

/// Where the demo's people live.
const ZONE: &str = "Europe/London";
const MINUTES: u16 = 50;
const DAY_SECONDS: i64 = 24 * 3_600;

/// Fills it.
pub(super) async fn fill(people: &People) -> Result<()> {
    let of = |handle: &str| people.get(handle).with_context(|| format!("{handle} is not here"));
    let (thea, samir, mara, jonas, wren) =
        (of("thea")?, of("samir")?, of("mara")?, of("jonas")?, of("wren")?);
    // Thea offers mornings, late afternoons and one evening; Samir the middle of the day.
    offer(thea, &[(1, 9, 13), (2, 9, 13), (2, 14, 18), (4, 14, 21), (5, 9, 12)]).await?;
    offer(samir, &[(1, 11, 16), (3, 11, 16), (5, 11, 16)]).await?;

    let weekly = series(thea, mara).await?;
    let early = book(jonas, thea, 4).await?;
    about(jonas, &early, "Work, mostly. And whether I should go to the reunion.").await?;
    book(wren, samir, 2).await?;
    // In a few minutes, so that there is something to join.
    let now = arrange(thea, mara, soon(thea), None).await?;
    let now = now.appointments.first().context("nothing was arranged")?;
    about(mara, now, "The week without the lists, and Sunday evening.").await?;

    // Jonas would like more, and sooner; Mara cannot come to the second of hers: he is asked.
    let freed = weekly.appointments.get(1).context("a series has a second")?;
    let wait = JoinWaiting {
        space: space_of(jonas)?,
        therapist: thea.session.account(),
        mode: Mode::Video,
        minutes: MINUTES,
        parts: Parts::ANY,
        before: None,
    };
    ask(jonas, &wait).await?;
    let wait = JoinWaiting { space: space_of(wren)?, therapist: samir.session.account(), ..wait };
    ask(wren, &wait).await?;
    let off = CancelAppointment { appointment: freed.id, sequence: freed.sequence, and_following: false };
    ask(mara, &off).await.map(drop)
}

async fn ask<E: Endpoint>(who: &Person, what: &E) -> Result<E::Reply> {
    let answer = call(&*who.machine, what).await;
    answer.with_context(|| format!("{}: {} was refused", who.session.handle(), what.path()))
}

/// Offers hours of some weekdays, from and until full hours.
async fn offer(therapist: &Person, hours: &[(u8, u16, u16)]) -> Result<()> {
    let known = ask(therapist, &GetOffer { therapist: therapist.session.account() }).await?;
    let window = |&(weekday, from, until): &(u8, u16, u16)| Window {
        weekday,
        hours: Hours { from_minute: from * 60, to_minute: until * 60, kinds: Vec::new() },
    };
    let kind = |id, minutes, mode, self_booked| Kind { id, minutes, mode, self_booked };
    let offer = Offer {
        zone: ZONE.into(),
        kinds: vec![
            kind(1, MINUTES, Mode::Video, true),
            kind(2, 25, Mode::Voice, true),
            kind(3, 90, Mode::Video, false),
        ],
        windows: hours.iter().map(window).collect(),
        exceptions: Vec::new(),
        buffer_before_minutes: 0,
        buffer_after_minutes: 10,
        notice_minutes: 12 * 60,
        horizon_days: 42,
        step_minutes: 30,
    };
    ask(therapist, &PutOffer { version: known.version, offer }).await.map(drop)
}

/// What a client finds free with a therapist in the next weeks.
async fn free(client: &Person, therapist: &Person) -> Result<Vec<Slot>> {
    let now = client.machine.now();
    let find = FindSlots {
        moving: None,
        space: space_of(client)?,
        therapists: vec![therapist.session.account()],
        who: Who::Any,
        mode: Mode::Video,
        minutes: MINUTES,
        from: now.plus_seconds(DAY_SECONDS),
        until: now.plus_seconds(28 * DAY_SECONDS),
    };
    Ok(ask(client, &find).await?.slots)
}

/// Every week at the first hour that is free.
async fn series(therapist: &Person, client: &Person) -> Result<Arranged> {
    let first = free(client, therapist).await?.into_iter().next().context("nothing is free")?;
    let repeat = Repeat { zone: ZONE.into(), every: Every::Weeks(1), end: RepeatEnd::Count(12) };
    arrange(therapist, client, first.starts_at, Some(repeat)).await
}

async fn arrange(
    therapist: &Person,
    client: &Person,
    starts_at: Timestamp,
    repeat: Option<Repeat>,
) -> Result<Arranged> {
    let arrange = Arrange {
        id: fresh(therapist),
        space: space_of(client)?,
        with: Vec::new(),
        mode: Mode::Video,
        minutes: MINUTES,
        starts_at,
        repeat,
        only_look: false,
        skip_taken: true,
    };
    ask(therapist, &arrange).await
}

/// Books as a client would: something is held, then it is theirs.
async fn book(client: &Person, therapist: &Person, index: usize) -> Result<Appointment> {
    let slot = free(client, therapist).await?.into_iter().nth(index).context("too little is free")?;
    let ask_for = HoldSlot {
        id: fresh(client),
        space: space_of(client)?,
        therapists: slot.therapists,
        mode: Mode::Video,
        minutes: MINUTES,
        starts_at: slot.starts_at,
    };
    let kept = ask(client, &ask_for).await?;
    ask(client, &BookHeld { appointment: kept.id, zone: ZONE.into() }).await
}

/// Says what an appointment is about.
async fn about(who: &Person, appointment: &Appointment, words: &str) -> Result<()> {
    who.session.say_about(appointment.space, appointment.id, words).await.map_err(Into::into)
}

/// The second next moment on the grid.
fn soon(who: &Person) -> Timestamp {
    let grid_ms = i64::from(limits::GRANULE_MINUTES) * 60_000;
    Timestamp::from_millis((who.machine.now().as_millis() / grid_ms + 2) * grid_ms)
}

fn fresh(who: &Person) -> AppointmentId {
    let mut bytes = [0; AppointmentId::LEN];
    who.machine.fill(&mut bytes);
    AppointmentId::from_bytes(bytes)
}
