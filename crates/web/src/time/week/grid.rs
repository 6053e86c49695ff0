//! The painted week: seven days of half hours, by mouse, by touch, by keyboard.
//!
//! One field is in the tab order; arrows move, Space changes it, Shift and an arrow carry on what it is.

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::brush::Brush;
use super::paint::{CELL_MINUTES, Painted};
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::time::date::{DAY_MINUTES, clock};
use crate::time::zone::{weekday_long, weekday_short};

/// The grid.
#[component]
pub(super) fn Grid(
    /// The week.
    painted: RwSignal<Painted>,
    /// Stretches of this week that something is in, in minutes after Monday midnight.
    taken: Memo<Vec<(u16, u16)>>,
) -> impl IntoView {
    let whole = RwSignal::new(false);
    // What is shown only grows: closing the last hour takes nothing away from under the hand.
    let hours = Memo::new(move |before: Option<&(u16, u16)>| {
        let (first, last) = if whole.get() { (0, 24) } else { shown(painted) };
        before.map_or((first, last), |(from, until)| (first.min(*from), last.max(*until)))
    });
    let focused = RwSignal::new(9 * 60_u16);
    let day = Memo::new(move |_| focused.get() / DAY_MINUTES);
    let root = NodeRef::<Div>::new();
    let brush = Brush::new(painted, focused, root);
    // What assistive technology presses comes as a click without a pointer.
    let pressed = move |event: ev::MouseEvent| {
        if event.detail() == 0
            && let Some(cell) = cell_of(event.target().and_then(|it| it.dyn_into().ok()))
        {
            flip(painted, cell);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let at = focused.get_untracked();
        let (first, last) = hours.get_untracked();
        let Some(wanted) = wanted(&event.key(), at, first * 60, last * 60) else { return };
        event.prevent_default();
        match wanted {
            Wanted::Flip => flip(painted, at),
            Wanted::Go(to) => {
                if event.shift_key() {
                    let open = painted.with_untracked(|painted| painted.open(at, at + CELL_MINUTES));
                    painted.update(|painted| painted.set_between(at, to, open));
                }
                focused.set(to);
                // A day that was not shown comes first.
                request_animation_frame(move || focus(to));
            }
        }
    };
    let columns = move || {
        let (first, last) = hours.get();
        (0..7).map(|index| column(index, first, last, day, painted, taken, focused)).collect_view()
    };
    let marks = move || {
        let (first, last) = hours.get();
        (first..last).map(|hour| view! { <span>{clock(hour * 60)}</span> }).collect_view()
    };
    view! {
        <div class="painter">
            <DayTabs day=day pick=move |index| focused.update(|at| *at = index * DAY_MINUTES + *at % DAY_MINUTES) />
            <div class="painter-body">
                <div class="painter-hours numbers" aria-hidden="true"><span class="painter-corner"></span>{marks}</div>
                <div
                    class="painter-grid" role="grid" aria-label=t!("hours-grid") aria-multiselectable="true" node_ref=root data-testid="hours-grid"
                    on:pointerdown=move |event| brush.down(&event) on:pointermove=move |event| brush.along(&event) on:pointerup=move |_| brush.up() on:pointercancel=move |_| brush.off()
                    on:touchmove=move |event| brush.still(&event) on:contextmenu=move |event| brush.no_menu(&event) on:click=pressed on:keydown=key
                >{columns}</div>
            </div>
            <button type="button" class="button plain" hidden=move || whole.get() on:click=move |_| whole.set(true)>
                <Icon glyph=Glyph::Clock /><span>{t!("hours-whole-day")}</span>
            </button>
        </div>
    }
}

/// Seven buttons that say which day is shown, where there is room for one.
#[component]
pub(super) fn DayTabs(
    /// 0 is Monday.
    day: Memo<u16>,
    /// Hears which is wanted.
    pick: impl Fn(u16) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let tabs = (0..7_u16)
        .map(|index| {
            let weekday = index as u8 + 1;
            let press = move |_| pick(index);
            view! {
                <button type="button" class="day-tab" aria-pressed=move || (day.get() == index).to_string() on:click=press>
                    {weekday_short(weekday)}
                </button>
            }
        })
        .collect_view();
    view! { <div class="day-tabs" role="group" aria-label=t!("week-day")>{tabs}</div> }
}

fn column(
    index: u16,
    first: u16,
    last: u16,
    day: Memo<u16>,
    painted: RwSignal<Painted>,
    taken: Memo<Vec<(u16, u16)>>,
    focused: RwSignal<u16>,
) -> impl IntoView {
    let name = weekday_long(index as u8 + 1);
    let cells = (first * 60..last * 60)
        .step_by(CELL_MINUTES.into())
        .map(|minute| cell(index * DAY_MINUTES + minute, &name, painted, taken, focused))
        .collect_view();
    let short = weekday_short(index as u8 + 1);
    view! {
        <div class="painter-day" class:shown=move || day.get() == index role="row" aria-label=name.clone()>
            <span class="painter-head" role="rowheader">{short}</span>
            {cells}
        </div>
    }
}

fn cell(
    at: u16,
    day: &str,
    painted: RwSignal<Painted>,
    taken: Memo<Vec<(u16, u16)>>,
    focused: RwSignal<u16>,
) -> impl IntoView + use<> {
    let end = at + CELL_MINUTES;
    let open = move || painted.with(|painted| painted.open(at, end));
    let partly = move || painted.with(|painted| painted.any(at, end) && !painted.open(at, end));
    let busy = move || taken.with(|taken| taken.iter().any(|(from, to)| *from < end && at < *to));
    let when = t!(
        "hours-cell",
        day = day,
        from = clock(at % DAY_MINUTES),
        until = clock(at % DAY_MINUTES + CELL_MINUTES)
    );
    let label = move || {
        let state = if open() {
            t!("hours-open")
        } else if partly() {
            t!("hours-partly")
        } else {
            t!("hours-closed")
        };
        let busy = if busy() { t!("hours-taken") } else { String::new() };
        format!("{when}, {state}{busy}")
    };
    let tab = move || if focused.get() == at { "0" } else { "-1" };
    let hour = at.is_multiple_of(60);
    view! {
        <div
            class="cell" class:hour=hour class:open=open class:partly=partly class:taken=busy role="gridcell" id=name_of(at) data-cell=at.to_string()
            tabindex=tab aria-selected=move || open().to_string() aria-label=label
        ></div>
    }
}

fn shown(painted: RwSignal<Painted>) -> (u16, u16) {
    painted.with(|painted| {
        let of = |window: rapport_wire::offer::Window| {
            let (from, to) = (window.hours.from_minute, window.hours.to_minute);
            // What reaches past midnight is seen in the morning too.
            if to > DAY_MINUTES { (0, DAY_MINUTES) } else { (from, to) }
        };
        super::paint::shown_hours(painted.windows().into_iter().map(of))
    })
}

pub(super) fn flip(painted: RwSignal<Painted>, at: u16) {
    painted.update(|painted| {
        let open = painted.open(at, at + CELL_MINUTES);
        painted.set(at, at + CELL_MINUTES, !open);
    });
}

/// What a key wants.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Flip,
    Go(u16),
}

/// What a key wants at a field, when a day is shown from `first` to `last` (minutes).
fn wanted(key: &str, at: u16, first: u16, last: u16) -> Option<Wanted> {
    let (day, minute) = (at / DAY_MINUTES, at % DAY_MINUTES);
    let minute = minute.clamp(first, last - CELL_MINUTES);
    let (day, minute) = match key {
        " " | "Enter" => return Some(Wanted::Flip),
        "ArrowUp" => (day, minute.saturating_sub(CELL_MINUTES).max(first)),
        "ArrowDown" => (day, (minute + CELL_MINUTES).min(last - CELL_MINUTES)),
        "ArrowLeft" => (day.saturating_sub(1), minute),
        "ArrowRight" => ((day + 1).min(6), minute),
        "Home" => (day, first),
        "End" => (day, last - CELL_MINUTES),
        _ => return None,
    };
    Some(Wanted::Go(day * DAY_MINUTES + minute))
}

fn name_of(at: u16) -> String {
    format!("cell-{at}")
}

pub(super) fn focus(at: u16) {
    if let Some(cell) =
        document().get_element_by_id(&name_of(at)).and_then(|it| it.dyn_into::<HtmlElement>().ok())
    {
        let _ = cell.focus();
    }
}

pub(super) fn cell_of(element: Option<Element>) -> Option<u16> {
    element?.closest("[data-cell]").ok()??.get_attribute("data-cell")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_stay_within_what_is_shown() {
        let go = |key, at| wanted(key, at, 7 * 60, 20 * 60);
        assert_eq!(go("ArrowDown", 540), Some(Wanted::Go(570)));
        assert_eq!(go("ArrowUp", 420), Some(Wanted::Go(420)));
        assert_eq!(go("ArrowDown", 19 * 60 + 30), Some(Wanted::Go(19 * 60 + 30)));
        assert_eq!(go("ArrowLeft", 540), Some(Wanted::Go(540)));
        assert_eq!(go("ArrowRight", 540), Some(Wanted::Go(DAY_MINUTES + 540)));
        assert_eq!(go("End", 6 * DAY_MINUTES + 540), Some(Wanted::Go(6 * DAY_MINUTES + 19 * 60 + 30)));
        assert_eq!(go(" ", 540), Some(Wanted::Flip));
        assert_eq!(go("Tab", 540), None);
    }
}
