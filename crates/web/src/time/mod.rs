//! Times: a client's sessions and how they are booked; a therapist's day, week and hours; waiting lists,
//! reminders, calendars elsewhere.
//!
//! The server knows when somebody meets whom, and asks every screen to look again when that changes
//! ([`ask::Asked`]). Moments come as UTC; [`zone`] says what a wall clock shows. What is pure is apart:
//! [`date`], [`part`], [`policy`], [`book::days`], [`week::paint`].

mod about;
mod arrange;
mod ask;
mod book;
mod date;
mod links;
mod outcome;
mod part;
mod policy;
mod reminders;
mod rooms;
mod rules;
mod sessions;
mod tick;
mod today;
mod waiting;
mod week;
mod words;
mod zone;

use leptos::prelude::*;

use crate::app::app;
use crate::components::PageHead;
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// A screen of this folder.
#[component]
pub(crate) fn Time(
    /// Which.
    route: Route,
) -> impl IntoView {
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    match (route, staff) {
        (Route::Book(space), _) => view! { <book::Book space=space /> }.into_any(),
        (Route::Move(which), _) => view! { <book::Move which=which /> }.into_any(),
        (Route::Reminders, _) => view! { <reminders::RemindersPage /> }.into_any(),
        (Route::Calendars, _) => view! { <links::Calendars staff=staff /> }.into_any(),
        (Route::Today, true) => view! { <today::Today /> }.into_any(),
        (Route::Week | Route::Sessions, true) => view! { <week::Week /> }.into_any(),
        (Route::Hours, true) => view! { <week::Hours /> }.into_any(),
        (Route::Arrange, true) => view! { <arrange::ArrangePage /> }.into_any(),
        (Route::Rules, true) => view! { <rules::Rules /> }.into_any(),
        (Route::Sessions, false) => view! { <sessions::Sessions /> }.into_any(),
        _ => view! { <ForStaff /> }.into_any(),
    }
}

/// A therapist's screen, opened by a client.
#[component]
fn ForStaff() -> impl IntoView {
    view! {
        <div class="page narrow">
            <PageHead title=t!("time-for-staff") lead=t!("time-for-staff-lead") />
            <Link to=Route::Sessions class="button main">{t!("nav-sessions")}</Link>
        </div>
    }
}
