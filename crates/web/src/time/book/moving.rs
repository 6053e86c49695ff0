//! Moving an appointment: a client to a time that is offered, a therapist to any that is free.

use leptos::prelude::*;
use rapport_wire::AppointmentId;
use rapport_wire::appointment::{Appointment, AppointmentState, Reschedule};
use rapport_wire::offer::{GetBookingPolicy, Slot};

use super::picker::Picker;
use super::{Gone, Offers};
use crate::app::app;
use crate::components::{Entry, Notice as NoticeBox, SubmitButton, Tone, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::router;
use crate::shell::focus_title;
use crate::time::ask::{self, Asked, act};
use crate::time::date::{Date, clock, minute_of};
use crate::time::policy::{Notice, notice};
use crate::time::rooms::Rooms;
use crate::time::sessions::around_now;
use crate::time::{words, zone};

/// How far an appointment may lie ahead to be found here, in days.
const AHEAD_DAYS: i64 = 390;

/// `/sessions/move/APPOINTMENT`.
#[component]
pub(in crate::time) fn Move(which: AppointmentId) -> impl IntoView {
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    let list = around_now(1, AHEAD_DAYS);
    let found = Memo::new(move |_| {
        list.with(|list| {
            let fits = |it: &&Appointment| it.id == which && it.state == AppointmentState::Booked;
            list.map(|list| list.appointments.iter().find(fits).cloned())
        })
    });
    let rooms = Rooms::follow();
    move || {
        match found.get() {
        None => view! { <div class="page"><h1 tabindex="-1">{t!("move-title")}</h1><p role="status" class="soft">{t!("time-asking")}</p></div> }.into_any(),
        Some(None) => view! { <Gone /> }.into_any(),
        Some(Some(it)) => {
            // The page was there before what it is about.
            request_animation_frame(focus_title);
            view! { <Moving it=it rooms=rooms staff=staff /> }.into_any()
        }
    }
    }
}

#[component]
fn Moving(it: Appointment, rooms: Rooms, staff: bool) -> impl IntoView {
    let (app, router) = (app(), router());
    let here = zone::mine();
    let today = zone::local(ask::now(app), &here).date;
    let work = Work::new();
    let wanted = RwSignal::new(None::<Slot>);
    let (id, sequence) = (it.id, it.sequence);
    let go = move |slot: Slot| {
        act(app, work, Reschedule { appointment: id, sequence, starts_at: slot.starts_at }, move |moved| {
            app.say(t!("move-done", when = words::moment_within(moved.starts_at, &zone::mine(), today)));
            router.go(if staff { Route::Week } else { Route::Sessions });
        });
    };
    let now_words = words::moment_within(it.starts_at, &here, today);
    let name = {
        let it = it.clone();
        move || t!("move-lead", when = now_words, name = rooms.with_whom(&it))
    };
    let choose = if staff {
        view! { <Anywhere it=it.clone() work=work on_pick=go /> }.into_any()
    } else {
        view! { <Offered it=it.clone() rooms=rooms wanted=wanted /> }.into_any()
    };
    let title = NodeRef::<leptos::html::H2>::new();
    Effect::new(move || {
        if let Some(title) = title.get() {
            let _ = title.focus();
        }
    });
    let ask = move || {
        wanted.get().map(|slot| {
            let when = words::moment(slot.starts_at, &zone::mine(), today);
            view! {
                <section class="card next-session" data-testid="decide">
                    <h2 tabindex="-1" node_ref=title>{t!("move-decide")}</h2>
                    <p class="time-day">{when}</p>
                    <div class="row">
                        <button type="button" class="button main large" on:click=move |_| go(slot.clone())>{t!("move-yes")}</button>
                        <button type="button" class="button large" on:click=move |_| wanted.set(None)>{t!("book-other")}</button>
                    </div>
                </section>
            }
        })
    };
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{t!("move-title")}</h1><p class="lead">{name}</p></header>
            <div class="stack loose">
                <Working work=work />
                {ask}
                <div class="stack loose" hidden=move || wanted.with(Option::is_some)>{choose}</div>
            </div>
        </div>
    }
}

/// For a client: what is offered, and what the policy means before anything is chosen.
#[component]
fn Offered(it: Appointment, rooms: Rooms, wanted: RwSignal<Option<Slot>>) -> impl IntoView {
    let app = app();
    let offers = Offers::follow(it.space, rooms);
    let policy = Asked::follow(|| Some(GetBookingPolicy {}));
    let late = {
        let it = it.clone();
        move || {
            let late = |policy| match notice(&it, policy, ask::now(app)) {
                Notice::Late { may_move: true } => Some(t!("move-late")),
                Notice::Late { may_move: false } | Notice::Begun => Some(t!("move-too-late")),
                Notice::InTime(_) => None,
            };
            policy
                .get()
                .and_then(late)
                .map(|words| view! { <NoticeBox tone=Tone::Careful><p>{words}</p></NoticeBox> })
        }
    };
    let minutes = u16::try_from(it.ends_at.seconds_since(it.starts_at) / 60).unwrap_or(u16::MAX);
    let with: Vec<_> = it.attendees.iter().filter(|other| other.staff).map(|other| other.account).collect();
    let therapists = Memo::new(move |_| with.clone());
    view! {
        {late}
        <Picker space=it.space therapists=therapists mode=it.mode minutes=minutes moving=(it.id, it.starts_at) rooms=rooms offers=offers on_pick=move |slot| wanted.set(Some(slot)) />
    }
}

/// For a therapist: any day, any time.
#[component]
fn Anywhere(
    it: Appointment,
    work: Work,
    on_pick: impl Fn(Slot) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let here = zone::mine();
    let now = zone::local(it.starts_at, &here);
    let (date, time) = (RwSignal::new(now.date.to_string()), RwSignal::new(clock(now.minute)));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let date = Date::parse(&date.get_untracked()).zip(minute_of(&time.get_untracked()));
        if let Some((date, minute)) = date {
            on_pick(Slot { starts_at: zone::instant(&here, date, minute), therapists: Vec::new() });
        }
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <div class="pairs"><Entry label=t!("arrange-date") kind="date" value=date /><Entry label=t!("arrange-time") kind="time" value=time /></div>
            <div><SubmitButton label=t!("move-yes") work=work /></div>
        </form>
    }
}
