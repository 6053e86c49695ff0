//! Everybody one treats, in one list: last contact, next session, how it goes, what wants one's attention.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::api::call;
use rapport_wire::appointment::{AppointmentState, ListAppointments};
use rapport_wire::{SpaceId, Timestamp};

use super::order::{Case, Order, sort};
use crate::app::{Watched, app};
use crate::components::{Choose, Spark};
use crate::i18n::{day, moment, t};
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

const DAY_SECONDS: i64 = 24 * 3_600;
/// So far ahead the next session is looked for.
const AHEAD_DAYS: i64 = 60;
/// Shorter lists are seen at one glance.
const SORTED_FROM: usize = 3;

/// The list.
#[component]
pub(super) fn Caseload() -> impl IntoView {
    let next = next_sessions();
    let known = follow(&[Watched::Spaces], |session| {
        let case = |view: rapport_client::session::CaseView| {
            let title = session.space(view.space).map(|space| title(&space)).unwrap_or_default();
            Case { view, title, next: None }
        };
        session.caseload().into_iter().map(case).collect::<Vec<_>>()
    });
    let order = RwSignal::new(Order::Need.key().to_owned());
    let all = Memo::new(move |_| {
        let mut all = known.get();
        next.with(|next| all.iter_mut().for_each(|case| case.next = next.get(&case.view.space).copied()));
        sort(&mut all, order.with(|key| Order::from_key(key)));
        all
    });
    let orders = Order::ALL.map(|order| (order.key().to_owned(), words(order))).to_vec();
    let several = Memo::new(move |_| known.with(|all| all.len() >= SORTED_FROM));
    let sorting = move || {
        let orders = orders.clone();
        several.get().then(|| view! { <Choose label=t!("caseload-by") options=orders value=order /> })
    };
    let none = move || known.with(Vec::is_empty).then(|| view! { <p class="soft">{t!("records-empty")}</p> });
    view! {
        {sorting}
        {none}
        <ul class="times" role="list" data-testid="records">
            {move || all.get().into_iter().map(|case| view! { <Row case=case /> }).collect_view()}
        </ul>
    }
}

#[component]
fn Row(case: Case) -> impl IntoView {
    let Case { view, title, next } = case;
    let last = view
        .last_contact
        .map_or_else(|| t!("caseload-no-contact"), |at| t!("caseload-contact", when = day(at)));
    let next = next.map_or_else(|| t!("caseload-no-next"), |at| t!("caseload-next", when = moment(at)));
    let newest = view.scores.last().copied();
    let course = view.measure.zip(newest).map(|((name, low, high), newest)| {
        let figures: Vec<i64> = view.scores.iter().map(|it| i64::from(*it)).collect();
        view! {
            <Link to=Route::Course(view.space) class="case-course"><Spark values=figures low=low.into() high=high.into() /><span class="small">{name} " " <span class="numbers strong">{newest}</span></span></Link>
        }
    });
    let tags = [
        (view.risks > 0).then(|| ("tag alert", t!("caseload-risks", count = view.risks))),
        view.off_track.then(|| ("tag careful", t!("caseload-off-track"))),
        (view.unread > 0).then(|| ("tag", t!("caseload-unread", count = view.unread))),
        (view.unfinished > 0).then(|| ("tag", t!("records-unfinished", count = view.unfinished))),
    ];
    let tags = tags.into_iter().flatten().map(|(class, words)| view! { <span class=class>{words}</span> });
    view! {
        <li class="case-row">
            <div class="case-who"><Link to=Route::Record(view.space) class="strong">{title}</Link><p class="small soft">{last} " · " {next}</p></div>
            {course}
            <div class="row tight case-tags">{tags.collect_view()}</div>
        </li>
    }
}

fn words(order: Order) -> String {
    match order {
        Order::Need => t!("caseload-by-need"),
        Order::Name => t!("caseload-by-name"),
        Order::Contact => t!("caseload-by-contact"),
        Order::Next => t!("caseload-by-next"),
    }
}

/// When each space meets next. Asked once a visit; without an answer the list is whole but for that.
fn next_sessions() -> RwSignal<BTreeMap<SpaceId, Timestamp>> {
    let next = RwSignal::new(BTreeMap::new());
    let app = app();
    let from = app.outside().now();
    spawn_local(async move {
        let ask = ListAppointments { from, until: from.plus_seconds(AHEAD_DAYS * DAY_SECONDS) };
        let Ok(answer) = call(&*app.outside(), &ask).await else { return };
        let mut first = BTreeMap::<SpaceId, Timestamp>::new();
        for it in answer
            .appointments
            .iter()
            .filter(|it| it.state == AppointmentState::Booked && it.starts_at > from)
        {
            let known = first.entry(it.space).or_insert(it.starts_at);
            *known = it.starts_at.min(*known);
        }
        let _ = next.try_set(first);
    });
    next
}
