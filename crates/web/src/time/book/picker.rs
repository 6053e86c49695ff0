//! The days with free time, and the times of the day that was chosen, by part of the day.

use leptos::prelude::*;
use rapport_wire::offer::{FindSlots, Mode, Slot, Who};
use rapport_wire::{AccountId, AppointmentId, SpaceId, Timestamp, limits};

use super::Offers;
use super::days::{FreeDay, by_day};
use crate::app::app;
use crate::components::Refusal;
use crate::i18n::t;
use crate::time::ask::{self, Asked};
use crate::time::date::{Date, clock};
use crate::time::part::Part;
use crate::time::rooms::Rooms;
use crate::time::{words, zone};

const DAY_SECONDS: i64 = 24 * 3_600;
/// How far one looks at first, in days, and how much further each time.
const LOOK_DAYS: i64 = 21;

/// Choosing a free time.
#[component]
pub(super) fn Picker(
    /// The space whose people meet.
    space: SpaceId,
    /// With whom.
    therapists: Memo<Vec<AccountId>>,
    /// How.
    mode: Mode,
    /// How long.
    minutes: u16,
    /// What is moved, and when it is now: it is in nobody's way, and its own beginning is no choice.
    #[prop(optional)]
    moving: Option<(AppointmentId, Timestamp)>,
    /// Who is who.
    rooms: Rooms,
    /// What is offered, for how far one may look.
    offers: Offers,
    /// Hears what was chosen.
    on_pick: impl Fn(Slot) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let app = app();
    let here = StoredValue::new(zone::mine());
    let look_days = RwSignal::new(LOOK_DAYS);
    let horizon = Memo::new(move |_| offers.horizon_days().min(limits::SLOT_DAYS_MAX));
    let slots = Asked::follow(move || {
        let (therapists, days) = (therapists.get(), look_days.get().min(horizon.get().max(1)));
        let from = ask::now(app);
        let until = from.plus_seconds(days * DAY_SECONDS);
        (!therapists.is_empty()).then_some(FindSlots {
            space,
            therapists,
            who: Who::Any,
            mode,
            minutes,
            from,
            until,
            moving: moving.map(|(id, _)| id),
        })
    });
    let days = Memo::new(move |_| {
        let zone = here.get_value();
        slots.with(|slots| {
            slots.map(|slots| {
                let now = moving.map(|(_, now)| now);
                let all: Vec<_> =
                    slots.slots.iter().filter(|slot| Some(slot.starts_at) != now).cloned().collect();
                by_day(&all, |slot| zone::local(slot.starts_at, &zone))
            })
        })
    });
    let wanted = RwSignal::new(None::<Date>);
    // The day that was chosen, as long as something is free on it; else the first.
    let chosen = Memo::new(move |_| {
        let days = days.get().unwrap_or_default();
        let kept = wanted.get().and_then(|date| days.iter().find(|day| day.date == date).cloned());
        kept.or_else(|| days.first().cloned())
    });
    let today = move || zone::local(ask::now(app), &here.get_value()).date;
    let further = move || {
        (look_days.get() < horizon.get()).then(|| {
            let look_on = move |_| look_days.update(|days| *days += LOOK_DAYS);
            view! { <button type="button" class="button" on:click=look_on>{t!("book-further")}</button> }
        })
    };
    let body = move || match days.get() {
        None if slots.waiting() => view! { <p role="status" class="soft">{t!("time-asking")}</p> }.into_any(),
        None => ().into_any(),
        Some(days) if days.is_empty() => view! { <p>{t!("book-none-free")}</p> }.into_any(),
        Some(days) => {
            let chips = days.into_iter().map(|day| chip(&day, today(), chosen, wanted)).collect_view();
            view! {
                <section class="stack">
                    <h2>{t!("book-day")}</h2>
                    <div class="days" role="group" aria-label=t!("book-day")>{chips}</div>
                </section>
            }
            .into_any()
        }
    };
    let several = Memo::new(move |_| therapists.with(|all| all.len() > 1));
    let times = move || {
        chosen.get().map(|day| view! { <Times day=day today=today() space=space rooms=rooms several=several on_pick=on_pick /> })
    };
    view! {
        <Refusal words=slots.trouble() />
        {body}
        {times}
        <div class="row">{further}</div>
    }
}

fn chip(
    day: &FreeDay,
    today: Date,
    chosen: Memo<Option<FreeDay>>,
    wanted: RwSignal<Option<Date>>,
) -> impl IntoView + use<> {
    let (date, count) = (day.date, day.slots.len());
    let on = move || chosen.with(|day| day.as_ref().is_some_and(|day| day.date == date));
    let name =
        if date == today || date == today.plus(1) { words::day(date, today) } else { zone::day_short(date) };
    view! {
        <button type="button" class="day-chip" aria-pressed=move || on().to_string() on:click=move |_| { wanted.set(Some(date)); request_animation_frame(show_times); }>
            <span class="strong">{name}</span><span class="small">{t!("book-free", count = count)}</span>
        </button>
    }
}

/// On a small screen the times are below the fold: what a tap on a day changes must be seen.
fn show_times() {
    let found = document().query_selector("[data-times]").ok().flatten();
    if let Some(times) = found {
        let how = web_sys::ScrollIntoViewOptions::new();
        how.set_block(web_sys::ScrollLogicalPosition::Nearest);
        times.scroll_into_view_with_scroll_into_view_options(&how);
    }
}

/// The times of one day.
#[component]
fn Times(
    day: FreeDay,
    today: Date,
    space: SpaceId,
    rooms: Rooms,
    several: Memo<bool>,
    on_pick: impl Fn(Slot) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let name = words::day(day.date, today);
    let parts = Part::ALL
        .into_iter()
        .map(|part| (part, day.in_part(part)))
        .filter(|(_, slots)| !slots.is_empty())
        .map(|(part, slots)| {
            let each = slots
                .into_iter()
                .map(|(minute, slot)| {
                    let who = slot.therapists.first().copied();
                    let with = move || who.filter(|_| several.get()).map(|who| view! { <span class="small">{rooms.name(space, who)}</span> });
                    view! {
                        <li><button type="button" class="button time-chip" on:click=move |_| on_pick(slot.clone())>
                            <span class="numbers">{clock(minute)}</span>{with}
                        </button></li>
                    }
                })
                .collect_view();
            view! { <div class="part"><h3>{words::part(part)}</h3><ul class="chips" role="list">{each}</ul></div> }
        })
        .collect_view();
    view! {
        <section class="stack" aria-live="polite" data-times="">
            <h2>{t!("book-time", day = name)}</h2>
            {parts}
        </section>
    }
}
