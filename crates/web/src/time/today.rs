//! A therapist's day: the agenda, what needs a decision, unread words; in that order, and nothing else. Only an
//! answer that worries comes before all of it.

use leptos::prelude::*;
use rapport_wire::Timestamp;
use rapport_wire::appointment::{Appointment, AppointmentState};
use rapport_wire::offer::GetBookingPolicy;
use rapport_wire::waiting::ListWaiting;

use super::ask::{self, Asked};
use super::outcome::Ask;
use super::policy::wants_outcome;
use super::rooms::Rooms;
use super::sessions::{Actions, AppointmentRow, CallOff, WriteNote, around_now};
use super::tick::tick;
use super::waiting::TheirList;
use super::{words, zone};
use crate::app::app;
use crate::components::{Glyph, Icon, Refusal};
use crate::i18n::t;
use crate::measure::OpenRisks;
use crate::plan::ReviewsDue;
use crate::record::Lately;
use crate::route::Route;
use crate::router::Link;

/// How long an hour without an outcome is asked about, in days.
const ASK_DAYS: i64 = 60;

/// `/today`.
#[component]
pub(super) fn Today() -> impl IntoView {
    let app = app();
    let here = StoredValue::new(zone::mine());
    let (rooms, now) = (Rooms::follow(), tick());
    let list = around_now(ASK_DAYS, 14);
    let actions = Actions::new(rooms, Asked::follow(|| Some(GetBookingPolicy {})), list);
    let today = Memo::new(move |_| zone::local(now.get(), &here.get_value()).date);
    let booked = Memo::new(move |_| {
        let alive = |it: &&Appointment| it.state == AppointmentState::Booked;
        list.with(|list| {
            list.map(|list| list.appointments.iter().filter(alive).cloned().collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let agenda = Memo::new(move |_| {
        let (today, zone) = (today.get(), here.get_value());
        booked
            .get()
            .into_iter()
            .filter(|it| zone::local(it.starts_at, &zone).date == today)
            .collect::<Vec<_>>()
    });
    // What was today stays among today's until its outcome is told.
    let undecided = Memo::new(move |_| {
        let now = now.get();
        booked.get().into_iter().filter(|it| wants_outcome(it, now)).collect::<Vec<_>>()
    });
    let next = Memo::new(move |_| {
        let (today, zone) = (today.get(), here.get_value());
        booked.get().into_iter().find(|it| zone::local(it.starts_at, &zone).date > today)
    });
    let date = move || zone::day_long(today.get());
    let empty = move || {
        let quiet = agenda.with(Vec::is_empty);
        quiet.then(|| {
            let next = next.get().map(|it| {
                let when = words::moment_within(
                    it.starts_at,
                    &here.get_value(),
                    zone::local(ask::now(app), &here.get_value()).date,
                );
                t!("today-next", when = when, name = rooms.with_whom(&it))
            });
            view! { <p>{t!("today-nothing")} " " {next}</p> }
        })
    };
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{t!("nav-today")}</h1><p class="lead">{date}</p></header>
            <div class="stack loose">
                <OpenRisks />
                <Refusal words=list.trouble() />
                <section class="stack">
                    <h2>{t!("today-agenda")}</h2>
                    {empty}
                    <ul class="times" role="list" data-testid="agenda">{move || rows(agenda.get(), actions, now)}</ul>
                    <div class="row">
                        <Link to=Route::Arrange class="button"><Icon glyph=Glyph::Add /><span>{t!("arrange-title")}</span></Link>
                        <Link to=Route::Week class="button plain"><Icon glyph=Glyph::Calendar /><span>{t!("today-to-week")}</span></Link>
                    </div>
                </section>
                <Decide undecided=undecided actions=actions rooms=rooms />
                <ReviewsDue />
                <Unread rooms=rooms />
                <Lately />
                <nav class="aside-links" aria-label=t!("today-more")>
                    <Link to=Route::Practise class="button plain"><Icon glyph=Glyph::Leaf /><span>{t!("today-practise")}</span></Link>
                </nav>
            </div>
            <CallOff actions=actions />
        </div>
    }
}

fn rows(all: Vec<Appointment>, actions: Actions, now: ReadSignal<Timestamp>) -> impl IntoView {
    all.into_iter().map(|it| view! { <AppointmentRow it=it actions=actions now=now /> }).collect_view()
}

/// Hours whose outcome nobody has told, and whoever waits.
#[component]
fn Decide(undecided: Memo<Vec<Appointment>>, actions: Actions, rooms: Rooms) -> impl IntoView {
    let app = app();
    let waiting = Asked::follow(|| Some(ListWaiting {}));
    let nothing = move || {
        undecided.with(Vec::is_empty) && waiting.with(|list| list.is_none_or(|list| list.waiting.is_empty()))
    };
    let each = move || {
        let zone = zone::mine();
        let today = zone::local(ask::now(app), &zone).date;
        undecided
            .get()
            .into_iter()
            .map(|it| {
                let when = words::moment(it.starts_at, &zone, today);
                let who = it.clone();
                let name = move || rooms.with_whom(&who);
                view! {
                    <li class="time-row" data-testid="undecided">
                        <div class="grow"><p class="strong">{name}</p><p class="small soft">{when}</p></div>
                        <Ask id=it.id known=it.outcome list=actions.list />
                        <WriteNote space=it.space id=it.id />
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="stack">
            <h2>{t!("today-decide")}</h2>
            {move || nothing().then(|| view! { <p class="soft">{t!("today-decide-nothing")}</p> })}
            <ul class="times" role="list">{each}</ul>
            <TheirList rooms=rooms />
        </section>
    }
}

/// Conversations with words nobody has read.
#[component]
fn Unread(rooms: Rooms) -> impl IntoView {
    let each = move || {
        let unread: Vec<_> = rooms.all().into_iter().filter(|room| room.unread > 0).collect();
        if unread.is_empty() {
            return view! { <p class="soft">{t!("today-unread-nothing")}</p> }.into_any();
        }
        let rows = unread.into_iter().map(|room| {
            view! {
                <li class="time-row"><Link to=Route::Talk(room.space) class="grow">{room.title}</Link><span class="small soft">{t!("talk-unread", count = room.unread)}</span></li>
            }
        });
        view! { <ul class="times" role="list">{rows.collect_view()}</ul> }.into_any()
    };
    view! { <section class="stack"><h2>{t!("today-unread")}</h2>{each}</section> }
}
