//! A therapist's own waiting list: who waits, since when, for what, and who comes first.

use leptos::prelude::*;
use rapport_wire::waiting::{LeaveWaiting, ListWaiting, Parts, SetUrgent, Waiting};

use crate::app::app;
use crate::components::{Confirm, Refusal, Work, Working};
use crate::i18n::t;
use crate::time::ask::{self, Asked, act};
use crate::time::rooms::Rooms;
use crate::time::{words, zone};

/// The list; nothing while nobody waits.
#[component]
pub(in crate::time) fn TheirList(rooms: Rooms) -> impl IntoView {
    let app = app();
    let list = Asked::follow(|| Some(ListWaiting {}));
    let work = Work::new();
    let leaving = RwSignal::new(None::<Waiting>);
    let rows = move || {
        let all = list.get().map(|list| list.waiting).unwrap_or_default();
        all.into_iter().map(|place| row(place, rooms, work, list, leaving)).collect_view()
    };
    let empty = move || list.with(|list| list.is_none_or(|list| list.waiting.is_empty()));
    let take_off =
        move |place: Waiting| act(app, work, LeaveWaiting { waiting: place.id }, move |_| list.again());
    view! {
        <section class="stack tight" hidden=move || empty() && list.trouble().with(Option::is_none)>
            <h3>{t!("waiting-list")}</h3>
            <Refusal words=list.trouble() />
            <ul class="times" role="list">{rows}</ul>
            <Working work=work />
            <Confirm
                open=leaving title=t!("waiting-remove-title") yes=t!("waiting-remove") on_yes=take_off
                body=move |place: &Waiting| t!("waiting-remove-body", name = rooms.title(place.space))
            />
        </section>
    }
}

fn row(
    place: Waiting,
    rooms: Rooms,
    work: Work,
    list: Asked<rapport_wire::waiting::WaitingList>,
    leaving: RwSignal<Option<Waiting>>,
) -> impl IntoView {
    let app = app();
    let here = zone::mine();
    let today = zone::local(ask::now(app), &here).date;
    let since = t!("waiting-since", day = zone::day_short(zone::local(place.since, &here).date));
    let wished = if place.parts == Parts::ANY { t!("parts-any") } else { words::parts(place.parts.0) };
    let held = place
        .offered
        .map(|hour| t!("waiting-holds", when = words::moment_within(hour.starts_at, &here, today)));
    let urgent = place.urgent;
    let flip =
        move |_| act(app, work, SetUrgent { waiting: place.id, urgent: !urgent }, move |_| list.again());
    let space = place.space;
    view! {
        <li class="time-row" data-testid="waits">
            <div class="grow">
                <p class="strong">{move || rooms.title(space)}</p>
                <p class="small soft">{words::kind(place.mode, place.minutes)} " · " {since}</p>
                <p class="small soft">{wished}</p>
                {held.map(|held| view! { <p class="small">{held}</p> })}
            </div>
            {urgent.then(|| view! { <span class="tag good">{t!("waiting-urgent")}</span> })}
            <div class="row">
                <button type="button" class="button" on:click=flip>{if urgent { t!("waiting-in-order") } else { t!("waiting-make-urgent") }}</button>
                <button type="button" class="button" on:click=move |_| leaving.set(Some(place.clone()))>{t!("waiting-remove")}</button>
            </div>
        </li>
    }
}
