//! A therapist's week: what is offered, what is booked, what is held for somebody, what is taken elsewhere;
//! and where the hours offered are painted.

mod brush;
mod exceptions;
mod grid;
mod hours;
mod kinds;
mod listed;
mod paint;
mod room_around;
mod view;

use leptos::prelude::*;
use rapport_wire::Role;
use rapport_wire::appointment::{Appointment, AppointmentState, ListAppointments};
use rapport_wire::offer::{GetBookingPolicy, GetOffer};

use self::grid::DayTabs;
pub(super) use self::hours::Hours;
use self::view::{Column, columns};
use super::ask::{self, Asked};
use super::date::Date;
use super::outcome::Ask;
use super::rooms::Rooms;
use super::sessions::{Actions, AppointmentRow, CallOff};
use super::tick::tick;
use super::{words, zone};
use crate::app::app;
use crate::components::{Glyph, Icon, Notice, Refusal, Tone};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// `/week`.
#[component]
pub(super) fn Week() -> impl IntoView {
    let app = app();
    let Some(session) = app.session() else { return ().into_any() };
    let (me, role) = (session.account(), session.role());
    let offer = Asked::follow(move || Some(GetOffer { therapist: me }));
    // The clock on the wall is the one the hours are kept by.
    let zone = Memo::new(move |_| {
        offer
            .with(|view| view.and_then(|view| view.offer.as_ref()).map(|offer| offer.zone.clone()))
            .unwrap_or_else(zone::mine)
    });
    let today = Memo::new(move |_| zone::local(ask::now(app), &zone.get()).date);
    let monday = RwSignal::new(today.get_untracked().monday());
    let day = RwSignal::new(u16::from(today.get_untracked().weekday() - 1));
    let list = Asked::follow(move || {
        let (monday, zone) = (monday.get(), zone.get());
        Some(ListAppointments {
            from: zone::instant(&zone, monday, 0),
            until: zone::instant(&zone, monday.plus(7), 0),
        })
    });
    let (rooms, now) = (Rooms::follow(), tick());
    let actions = Actions::new(rooms, Asked::follow(|| Some(GetBookingPolicy {})), list);
    let selected = RwSignal::new(None::<rapport_wire::AppointmentId>);
    let week = Memo::new(move |_| {
        let known = offer.get().and_then(|view| view.offer);
        list.with(|list| columns(known.as_ref(), list, monday.get(), &zone.get()))
    });
    let chosen = Memo::new(move |_| {
        let wanted = selected.get()?;
        list.with(|list| list?.appointments.iter().find(|it| it.id == wanted).cloned())
    });
    let nothing_offered = move || {
        offer.with(|view| view.is_some_and(|view| view.offer.is_none())).then(|| {
            view! { <Notice tone=Tone::Calm><strong>{t!("week-no-hours")}</strong><p>{t!("week-no-hours-lead")}</p></Notice> }
        })
    };
    let other_zone = move || {
        let zone = zone.get();
        (zone != zone::mine())
            .then(|| view! { <p class="small soft">{t!("hours-zone-other", city = zone::city(&zone))}</p> })
    };
    let shift = move |weeks: i64| monday.update(|monday| *monday = monday.plus(7 * weeks));
    let dates = move || {
        t!("week-of", from = zone::day_short(monday.get()), until = zone::day_short(monday.get().plus(6)))
    };
    view! {
        <div class="page wide">
            <header class="page-head">
                <h1 tabindex="-1">{t!("week-title")}</h1>
                <div class="row">
                    <Link to=Route::Arrange class="button main"><Icon glyph=Glyph::Add /><span>{t!("arrange-title")}</span></Link>
                    <Link to=Route::Hours class="button"><Icon glyph=Glyph::Edit /><span>{t!("week-change-hours")}</span></Link>
                </div>
            </header>
            <div class="stack">
                {nothing_offered}
                <Refusal words=offer.trouble() />
                <Refusal words=list.trouble() />
                <div class="row apart">
                    <h2 aria-live="polite">{dates}</h2>
                    <div class="row">
                        <button type="button" class="button round" aria-label=t!("week-before") on:click=move |_| shift(-1)><Icon glyph=Glyph::Back /></button>
                        <button type="button" class="button" on:click=move |_| monday.set(today.get_untracked().monday())>{t!("week-this")}</button>
                        <button type="button" class="button round" aria-label=t!("week-after") on:click=move |_| shift(1)><Icon glyph=Glyph::Next /></button>
                    </div>
                </div>
                {other_zone}
                <DayTabs day=Memo::new(move |_| day.get()) pick=move |index| day.set(index) />
                {move || view! { <Table week=week.get() today=today.get() day=day rooms=rooms selected=selected /> }}
                <p class="legend small soft"><span class="key open"></span>{t!("week-key-open")}<span class="key booked"></span>{t!("week-key-booked")}<span class="key held"></span>{t!("week-key-held")}<span class="key busy"></span>{t!("week-key-busy")}</p>
                {move || chosen.get().map(|it| view! { <Details it=it actions=actions now=now /> })}
                <nav class="aside-links" aria-label=t!("sessions-more")>
                    <Link to=Route::Reminders class="button plain"><Icon glyph=Glyph::Bell /><span>{t!("reminders-title")}</span></Link>
                    <Link to=Route::Calendars class="button plain"><Icon glyph=Glyph::Calendar /><span>{t!("links-title")}</span></Link>
                    {(role == Role::Owner).then(|| view! { <Link to=Route::Rules class="button plain"><Icon glyph=Glyph::Shield /><span>{t!("rules-title")}</span></Link> })}
                </nav>
            </div>
            <CallOff actions=actions />
        </div>
    }
    .into_any()
}

/// The one that was chosen, with all that can be done with it.
#[component]
fn Details(it: Appointment, actions: Actions, now: ReadSignal<rapport_wire::Timestamp>) -> impl IntoView {
    let (id, known, booked) = (it.id, it.outcome, it.state == AppointmentState::Booked);
    let starts_at = it.starts_at;
    let begun = Memo::new(move |_| booked && now.get() >= starts_at);
    // It may stand below the edge of the screen: the focus goes to it, and it comes into view.
    let card = NodeRef::<leptos::html::Section>::new();
    Effect::new(move || {
        if let Some(card) = card.get() {
            let _ = card.focus();
        }
    });
    view! {
        <section class="card details" data-testid="details" aria-label=t!("week-details") tabindex="-1" node_ref=card>
            <ul class="times" role="list"><AppointmentRow it=it actions=actions now=now /></ul>
            {move || begun.get().then(|| view! { <Ask id=id known=known list=actions.list /> })}
        </section>
    }
}

/// The week, drawn.
#[component]
fn Table(
    week: view::Week,
    today: Date,
    day: RwSignal<u16>,
    rooms: Rooms,
    selected: RwSignal<Option<rapport_wire::AppointmentId>>,
) -> impl IntoView {
    let view::Week { first, last, columns } = week;
    let marks =
        (first..last).map(|hour| view! { <span>{super::date::clock(hour * 60)}</span> }).collect_view();
    let fields = columns
        .into_iter()
        .enumerate()
        .map(|(index, column)| {
            drawn(index as u16, column, (first * 60, last * 60), today, day, rooms, selected)
        })
        .collect_view();
    view! {
        <div class="week" data-testid="week">
            <div class="week-hours numbers small soft" aria-hidden="true"><span class="week-head"></span>{marks}</div>
            <div class="week-days">{fields}</div>
        </div>
    }
}

fn drawn(
    index: u16,
    column: Column,
    shown: (u16, u16),
    today: Date,
    day: RwSignal<u16>,
    rooms: Rooms,
    selected: RwSignal<Option<rapport_wire::AppointmentId>>,
) -> impl IntoView {
    let Column { date, open, busy, appointments } = column;
    let (name, long) = (zone::day_short(date), words::day(date, today));
    let band = |class: &'static str, (from, to): (u16, u16)| {
        let (top, height) = place(from, to, shown);
        view! { <div class=class style:top=top style:height=height aria-hidden="true"></div> }
    };
    let open = open.into_iter().map(|it| band("band open", it)).collect_view();
    let busy_count = busy.len();
    let busy = busy.into_iter().map(|it| band("band busy", it)).collect_view();
    let blocks = appointments
        .into_iter()
        .map(|block| {
            let (top, height) = place(block.from, block.to, shown);
            let (space, id, held) = (block.space, block.id, block.held);
            let time = super::date::clock(block.from);
            let on = move || (selected.get() == Some(id)).to_string();
            let who = move || rooms.title(space);
            let state = if held { t!("week-key-held") } else { words::mode(block.mode) };
            view! {
                <button
                    type="button" class="block" class:held=held style:top=top style:height=height aria-pressed=on
                    on:click=move |_| selected.set(Some(id))
                ><span class="strong numbers">{time}</span>" "<span>{who}</span>" "<span class="unseen">{state}</span></button>
            }
        })
        .collect_view();
    let taken =
        (busy_count > 0).then(|| view! { <p class="unseen">{t!("week-busy-count", count = busy_count)}</p> });
    view! {
        <section class="week-day" class:shown=move || day.get() == index class:today={date == today} aria-label=long>
            <h3 class="week-head">{name}</h3>
            <div class="week-field">{open}{busy}{blocks}</div>
            {taken}
        </section>
    }
}

/// Where a stretch stands in a column, in percent of what is shown.
fn place(from: u16, to: u16, (first, last): (u16, u16)) -> (String, String) {
    let whole = f64::from(last - first);
    let part = |minutes: u16| f64::from(minutes) * 100.0 / whole;
    let (from, to) = (from.clamp(first, last) - first, to.clamp(first, last) - first);
    (format!("{:.3}%", part(from)), format!("{:.3}%", part(to - from)))
}
