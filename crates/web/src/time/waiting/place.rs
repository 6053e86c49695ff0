//! One's own places on waiting lists; and when an hour became free and is held, that first.

use leptos::prelude::*;
use rapport_wire::appointment::BookHeld;
use rapport_wire::waiting::{
    DeclineHour, JoinWaiting, LeaveWaiting, ListWaiting, OfferedHour, Parts, Waiting,
};

use super::parts::PartsPicker;
use crate::app::app;
use crate::components::{Refusal, Work, Working};
use crate::i18n::t;
use crate::time::ask::{self, Asked, act};
use crate::time::rooms::Rooms;
use crate::time::{words, zone};

/// One's own places, asked for once for both parts of a page.
pub(in crate::time) fn places() -> List {
    Asked::follow(|| Some(ListWaiting {}))
}

/// Those for which an hour is held, or those for which none is.
#[component]
pub(in crate::time) fn MyPlaces(
    /// From [`places`].
    list: List,
    /// Who is who.
    rooms: Rooms,
    /// Which of them.
    held: bool,
) -> impl IntoView {
    let places = Memo::new(move |_| {
        let all = list.get().map(|list| list.waiting).unwrap_or_default();
        all.into_iter().filter(|place| place.offered.is_some() == held).collect::<Vec<_>>()
    });
    let work = Work::new();
    let cards = move || {
        let each = places.get().into_iter();
        each.map(|place| match place.offered {
            Some(hour) => view! { <Free place=place hour=hour rooms=rooms work=work list=list /> }.into_any(),
            None => view! { <Place place=place rooms=rooms work=work list=list /> }.into_any(),
        })
        .collect_view()
    };
    let quiet = move || places.with(Vec::is_empty) && (held || list.trouble().with(Option::is_none));
    view! {
        <div class="stack" role="status" hidden=quiet>
            {(!held).then(|| view! { <Refusal words=list.trouble() /> })}
            {cards}
            <Working work=work />
        </div>
    }
}

/// Every place of one's own.
pub(in crate::time) type List = Asked<rapport_wire::waiting::WaitingList>;

/// An hour became free.
#[component]
fn Free(place: Waiting, hour: OfferedHour, rooms: Rooms, work: Work, list: List) -> impl IntoView {
    let app = app();
    let here = zone::mine();
    let today = zone::local(ask::now(app), &here).date;
    let day = words::day(zone::local(hour.starts_at, &here).date, today);
    let hours = words::hours(hour.starts_at, hour.ends_at, &here);
    let until = words::moment_within(hour.until, &here, today);
    let name = move || {
        t!("time-with", mode = words::mode(place.mode), name = rooms.name(place.space, place.therapist))
    };
    let take = move |_| {
        act(app, work, BookHeld { appointment: hour.appointment, zone: zone::mine() }, move |_| {
            list.again();
            app.say(t!("waiting-taken"));
        });
    };
    let (waiting, appointment) = (place.id, hour.appointment);
    let decline = move |_| {
        act(app, work, DeclineHour { waiting, appointment }, move |_| {
            list.again();
            app.say(t!("waiting-declined"));
        });
    };
    view! {
        <section class="card next-session" data-testid="freed-hour">
            <h2>{t!("waiting-free")}</h2>
            <div><p class="time-day">{day}</p><p class="time-hours numbers">{hours}</p></div>
            <p class="soft">{name}</p>
            <p class="small">{t!("waiting-held", until = until)}</p>
            <div class="row">
                <button type="button" class="button main large" on:click=take>{t!("waiting-take")}</button>
                <button type="button" class="button large" on:click=decline>{t!("waiting-decline")}</button>
            </div>
        </section>
    }
}

/// A place.
#[component]
fn Place(place: Waiting, rooms: Rooms, work: Work, list: List) -> impl IntoView {
    let app = app();
    let name = move || t!("waiting-with", name = rooms.name(place.space, place.therapist));
    let ahead = if place.ahead == 0 { t!("waiting-first") } else { t!("waiting-ahead", count = place.ahead) };
    let wished = if place.parts == Parts::ANY { t!("parts-any") } else { words::parts(place.parts.0) };
    let leave = move |_| act(app, work, LeaveWaiting { waiting: place.id }, move |_| list.again());
    let changing = RwSignal::new(false);
    let parts = RwSignal::new(if place.parts == Parts::ANY { 0 } else { place.parts.0 });
    let change = move |_| {
        let wished = parts.get_untracked();
        let parts = if wished == 0 { Parts::ANY } else { Parts(wished) };
        let Waiting { space, therapist, mode, minutes, before, .. } = place.clone();
        act(app, work, JoinWaiting { space, therapist, mode, minutes, parts, before }, move |_| list.again());
    };
    let form = move || {
        let change = change.clone();
        changing.get().then(|| {
            view! {
                <PartsPicker parts=parts />
                <div><button type="button" class="button main" on:click=change>{t!("save")}</button></div>
            }
        })
    };
    view! {
        <section class="card" data-testid="waiting-place">
            <div class="stack tight">
                <h2>{name}</h2>
                <p>{ahead} " " {t!("waiting-lead")}</p>
                <p class="small soft">{t!("waiting-wished", parts = wished)}</p>
            </div>
            {form}
            <div class="row">
                <button type="button" class="button" aria-expanded=move || changing.get().to_string() on:click=move |_| changing.update(|it| *it = !*it)>{t!("waiting-change")}</button>
                <button type="button" class="button" on:click=leave>{t!("waiting-leave")}</button>
            </div>
        </section>
    }
}
