//! A client's sessions: the next one large, later ones below it, past ones folded away, and the way to book.

mod call_off;
mod card;
mod empty;

use leptos::prelude::*;
use rapport_wire::appointment::{Appointment, AppointmentState, ListAppointments, Outcome};
use rapport_wire::offer::GetBookingPolicy;

pub(super) use self::call_off::CallOff;
use self::card::NextCard;
pub(super) use self::card::{Actions, AppointmentRow, WriteNote};
use self::empty::NothingBooked;
use super::ask::Asked;
use super::policy::{Door, door};
use super::rooms::Rooms;
use super::tick::tick;
use super::waiting::{MyPlaces, places};
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, PageHead, Refusal};
use crate::i18n::t;
use crate::measure::NextTodo;
use crate::route::Route;
use crate::router::Link;
use crate::talk::follow;

const DAY_SECONDS: i64 = 24 * 3_600;
/// How far back past sessions are shown.
const BACK_DAYS: i64 = 120;
/// So many later sessions stand open; the rest is one press away.
const LATER_SHOWN: usize = 3;
/// How long a session is asked about.
const FELT_DAYS: i64 = 4;
/// How far ahead later ones are.
const AHEAD_DAYS: i64 = 270;

/// One's own appointments around now, up to date while the screen is there.
pub(super) fn around_now(back_days: i64, ahead_days: i64) -> Asked<rapport_wire::appointment::Appointments> {
    let app = app();
    Asked::follow(move || {
        let now = super::ask::now(app);
        let (from, until) =
            (now.plus_seconds(-back_days * DAY_SECONDS), now.plus_seconds(ahead_days * DAY_SECONDS));
        Some(ListAppointments { from, until })
    })
}

/// `/sessions`.
#[component]
pub(super) fn Sessions() -> impl IntoView {
    let list = around_now(BACK_DAYS, AHEAD_DAYS);
    let policy = Asked::follow(|| Some(GetBookingPolicy {}));
    let (rooms, now, waiting) = (Rooms::follow(), tick(), places());
    let actions = Actions::new(rooms, policy, list);
    let booked = Memo::new(move |_| {
        let of = |it: &&Appointment| it.state == AppointmentState::Booked;
        list.with(|list| list.map(|list| list.appointments.iter().filter(of).cloned().collect::<Vec<_>>()))
    });
    // Looked at anew only when something opens, ends or changes, not at every tick.
    let ahead = Memo::new(move |_| {
        let now = now.get();
        booked.get().map(|all| all.into_iter().filter(|it| door(it, now) != Door::Over).collect::<Vec<_>>())
    });
    let past = Memo::new(move |_| {
        let now = now.get();
        let over = |it: &Appointment| door(it, now) == Door::Over;
        let called_off = |it: &Appointment| it.state == AppointmentState::Cancelled;
        let all = list.get().map(|list| list.appointments).unwrap_or_default();
        let mut past: Vec<_> = all
            .into_iter()
            .filter(|it| called_off(it) || (it.state == AppointmentState::Booked && over(it)))
            .collect();
        past.reverse();
        past
    });
    let shown = move || match ahead.get() {
        None if list.waiting() => view! { <p role="status" class="soft">{t!("time-asking")}</p> }.into_any(),
        None => ().into_any(),
        Some(all) => match all.split_first() {
            None => view! { <NothingBooked rooms=rooms /> }.into_any(),
            Some((next, later)) => view! {
                <NextCard it=next.clone() actions=actions now=now />
                <Later later=later.to_vec() actions=actions now=now />
            }
            .into_any(),
        },
    };
    let some = move || ahead.with(|all| all.as_ref().is_some_and(|all| !all.is_empty()));
    view! {
        <div class="page">
            <PageHead title=t!("sessions-title") />
            <div class="stack loose">
                <Refusal words=list.trouble() />
                <MyPlaces list=waiting rooms=rooms held=true />
                {shown}
                <CalledOff past=past actions=actions now=now />
                <NextTodo />
                <HowWasIt past=past />
                <MyPlaces list=waiting rooms=rooms held=false />
                {move || some().then(|| view! { <BookAnother rooms=rooms /> })}
                <Past past=past actions=actions now=now />
                <nav class="aside-links" aria-label=t!("sessions-more")>
                    <Link to=Route::Reminders class="button plain"><Icon glyph=Glyph::Bell /><span>{t!("reminders-title")}</span></Link>
                    <Link to=Route::Calendars class="button plain"><Icon glyph=Glyph::Calendar /><span>{t!("links-title")}</span></Link>
                </nav>
            </div>
            <CallOff actions=actions />
        </div>
    }
}

#[component]
fn Later(
    later: Vec<Appointment>,
    actions: Actions,
    now: ReadSignal<rapport_wire::Timestamp>,
) -> impl IntoView {
    let row = move |it| view! { <AppointmentRow it=it actions=actions now=now /> };
    (!later.is_empty()).then(|| {
        let mut later = later.into_iter();
        let first = later.by_ref().take(LATER_SHOWN).map(row).collect_view();
        // A series of a year is not what somebody looks for a button beneath.
        let more = (later.len() > 0).then(|| {
            let (count, rows) = (later.len(), later.map(row).collect_view());
            view! { <details class="more"><summary>{t!("sessions-later-more", count = count)}</summary><ul class="times" role="list">{rows}</ul></details> }
        });
        view! { <section class="stack"><h2>{t!("sessions-later")}</h2><ul class="times" role="list">{first}</ul>{more}</section> }
    })
}

/// What was called off and would still lie ahead: nobody should look for it in vain, or come.
#[component]
fn CalledOff(
    past: Memo<Vec<Appointment>>,
    actions: Actions,
    now: ReadSignal<rapport_wire::Timestamp>,
) -> impl IntoView {
    let off = Memo::new(move |_| {
        let ahead = |it: &&Appointment| it.state == AppointmentState::Cancelled && it.ends_at > now.get();
        let mut off: Vec<_> = past.with(|past| past.iter().filter(ahead).cloned().collect());
        off.reverse();
        off
    });
    move || {
        let off = off.get();
        (!off.is_empty()).then(|| {
            let rows = off.into_iter().map(|it| view! { <AppointmentRow it=it actions=actions now=now /> }).collect_view();
            view! { <section class="stack" data-testid="called-off"><h2>{t!("sessions-called-off")}</h2><ul class="times" role="list">{rows}</ul></section> }
        })
    }
}

#[component]
fn Past(
    past: Memo<Vec<Appointment>>,
    actions: Actions,
    now: ReadSignal<rapport_wire::Timestamp>,
) -> impl IntoView {
    move || {
        let over: Vec<_> = past.get().into_iter().filter(|it| it.ends_at <= now.get()).collect();
        (!over.is_empty()).then(|| {
            let rows = over.into_iter().map(|it| view! { <AppointmentRow it=it actions=actions now=now /> }).collect_view();
            view! {
                <details class="more"><summary>{t!("sessions-past")}</summary><ul class="times" role="list">{rows}</ul></details>
            }
        })
    }
}

/// Asks about the newest session that was held, for a few days and as long as nothing was said after it.
#[component]
fn HowWasIt(past: Memo<Vec<Appointment>>) -> impl IntoView {
    let app = app();
    let newest = Memo::new(move |_| {
        let now = super::ask::now(app);
        let held = |it: &&Appointment| {
            let met = matches!(it.outcome, None | Some(Outcome::Met));
            it.state == AppointmentState::Booked
                && met
                && it.ends_at > now.plus_seconds(-FELT_DAYS * DAY_SECONDS)
        };
        past.with(|past| past.iter().find(held).map(|it| (it.space, it.starts_at.as_micros())))
    });
    let said = follow(&[Watched::Spaces], move |session| {
        newest.get().is_none_or(|(space, began)| {
            session.felt(space, session.account()).last().is_some_and(|felt| felt.at > began)
        })
    });
    move || {
        let (space, _) = newest.get().filter(|_| !said.get())?;
        Some(view! {
            <section class="card" data-testid="how-was-it">
                <h2>{t!("felt-ask")}</h2>
                <div class="row"><p class="grow soft">{t!("felt-ask-lead")}</p><Link to=Route::Feedback(space) class="button">{t!("felt-begin")}</Link></div>
            </section>
        })
    }
}

/// The way to book, for each therapist one has.
#[component]
pub(super) fn BookAnother(rooms: Rooms) -> impl IntoView {
    let each = move || {
        let all = rooms.all();
        let one = all.len() == 1;
        all.into_iter()
            .map(|room| {
                let words = if one { t!("book-another") } else { t!("book-with", name = room.title) };
                view! { <Link to=Route::Book(room.space) class="button"><Icon glyph=Glyph::Add /><span>{words}</span></Link> }
            })
            .collect_view()
    };
    view! { <div class="row">{each}</div> }
}
