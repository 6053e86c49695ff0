//! The last of three taps: what is kept, until when, and yes.

use leptos::prelude::*;
use rapport_wire::appointment::{Appointment, BookHeld};
use rapport_wire::offer::GetBookingPolicy;

use super::release;
use crate::app::app;
use crate::components::{Notice as NoticeBox, Tone, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::router;
use crate::shell::focus_title;
use crate::time::ask::{Asked, act};
use crate::time::policy::{Notice, notice};
use crate::time::rooms::Rooms;
use crate::time::tick::tick;
use crate::time::{words, zone};

/// What was chosen, and the question whether it shall be.
#[component]
pub(super) fn Decide(
    /// What is kept.
    kept: Appointment,
    /// Where it is kept; emptied to go back to the list.
    held: RwSignal<Option<Appointment>>,
    /// Who is who.
    rooms: Rooms,
) -> impl IntoView {
    let (app, router, now) = (app(), router(), tick());
    let here = zone::mine();
    let today = zone::local(now.get_untracked(), &here).date;
    let day = words::day(zone::local(kept.starts_at, &here).date, today);
    let hours = words::hours(kept.starts_at, kept.ends_at, &here);
    let me = app.session().map(|session| session.account());
    let until = kept.held_until;
    let gone = Memo::new(move |_| until.is_some_and(|until| now.get() >= until));
    let kept_words = {
        let here = here.clone();
        move || match until {
            _ if gone.get() => t!("book-let-go"),
            Some(until) => t!("book-kept", time = words::at(until, &here)),
            None => String::new(),
        }
    };
    let stored = StoredValue::new(kept);
    let policy = Asked::follow(|| Some(GetBookingPolicy {}));
    let late = move || {
        let policy = policy.get()?;
        let is_late = stored.with_value(|it| matches!(notice(it, policy, now.get()), Notice::Late { .. }));
        is_late.then(|| {
            let asked = words::length(policy.cancel_notice_minutes);
            view! { <NoticeBox tone=Tone::Careful><p>{t!("book-late-already", asked = asked)}</p></NoticeBox> }
        })
    };
    let about = move || {
        stored.with_value(|it| t!("time-with", mode = words::mode(it.mode), name = rooms.with_whom(it)))
    };
    let elsewhere = {
        let here = here.clone();
        move || me.map(|me| stored.with_value(|it| words::elsewhere(it, me, &here, rooms)).join(" · "))
    };
    let work = Work::new();
    let book = move |_| {
        let ask = BookHeld { appointment: stored.with_value(|it| it.id), zone: here.clone() };
        act(app, work, ask, move |booked| {
            // It is booked: nothing is to be let go of any more.
            let _ = held.try_set(None);
            app.say(t!("book-done", when = words::moment_within(booked.starts_at, &zone::mine(), today)));
            router.go(Route::Sessions);
        });
    };
    let back = move |_| {
        release(app, held);
        request_animation_frame(focus_title);
    };
    let title = NodeRef::<leptos::html::H2>::new();
    Effect::new(move || {
        if let Some(title) = title.get() {
            let _ = title.focus();
        }
    });
    view! {
        <section class="card next-session" data-testid="decide">
            <h2 tabindex="-1" node_ref=title>{t!("book-decide")}</h2>
            <div>
                <p class="time-day">{day}</p>
                <p class="time-hours numbers">{hours}</p>
                <p class="small soft">{elsewhere}</p>
            </div>
            <p class="soft">{about}</p>
            <p role="status" class="small">{kept_words}</p>
            {late}
            <Working work=work />
            <div class="row">
                {move || (!gone.get()).then(|| view! {
                    <button type="button" class="button main large" on:click=book.clone()>{t!("book-yes")}</button>
                })}
                <button type="button" class="button large" on:click=back>{t!("book-other")}</button>
            </div>
        </section>
    }
}
