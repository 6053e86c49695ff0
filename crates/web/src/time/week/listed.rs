//! The same hours as a list, for whoever would rather type than paint.

use leptos::prelude::*;
use rapport_wire::offer::{Kind, Window};

use super::paint::{Painted, WEEK_MINUTES};
use crate::components::{Choose, Entry, fresh_id};
use crate::i18n::t;
use crate::time::date::{DAY_MINUTES, clock, minute_of};
use crate::time::words;
use crate::time::zone::weekday_long;

/// The list, and a line to add to it.
#[component]
pub(super) fn Listed(
    /// The week.
    painted: RwSignal<Painted>,
    /// The kinds that may be for some hours only.
    kinds: RwSignal<Vec<Kind>>,
) -> impl IntoView {
    let windows = move || painted.with(Painted::windows);
    let none = move || {
        windows()
            .is_empty()
            .then(|| view! { <p class="soft" data-testid="hours-none">{t!("hours-none")}</p> })
    };
    // A row stays, with the focus in it, while only the kinds that fit it change.
    let key = |it: &Window| (it.weekday, it.hours.from_minute, it.hours.to_minute);
    let day = RwSignal::new("1".to_owned());
    let (from, until) = (RwSignal::new("09:00".to_owned()), RwSignal::new("12:00".to_owned()));
    let wrong = RwSignal::new(false);
    let days = (1..=7_u8).map(|day| (day.to_string(), weekday_long(day))).collect::<Vec<_>>();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let day = day.get_untracked().parse::<u16>().unwrap_or(1) - 1;
        let times = minute_of(&from.get_untracked()).zip(minute_of(&until.get_untracked()));
        wrong.set(times.is_none());
        if let Some((from, until)) = times {
            painted.update(|painted| open(painted, day, from, until));
        }
    };
    let title = fresh_id("listed");
    view! {
        <section class="card listed" aria-labelledby=title.clone()>
            <h3 id=title.clone()>{t!("hours-list")}</h3>
            {none}
            <ul class="plain-list" role="list" data-testid="hours-list">
                <For each=windows key=key let(window)><Row window=window painted=painted kinds=kinds /></For>
            </ul>
            <form class="stack" novalidate on:submit=add>
                <Choose label=t!("hours-day") options=days value=day />
                <div class="pairs"><Entry label=t!("hours-from") kind="time" value=from /><Entry label=t!("hours-until") kind="time" value=until /></div>
                <p role="alert" class="small alert-words">{move || wrong.get().then(|| t!("hours-wrong"))}</p>
                <div><button type="submit" class="button">{t!("hours-add")}</button></div>
            </form>
        </section>
    }
}

/// Opens hours of a day (0 is Monday); an end before the beginning is on the next day.
fn open(painted: &mut Painted, day: u16, from: u16, until: u16) {
    let (start, end) = (day * DAY_MINUTES + from, day * DAY_MINUTES + until);
    if until > from {
        painted.set(start, end, true);
    } else {
        let end = end + DAY_MINUTES;
        painted.set(start, end.min(WEEK_MINUTES), true);
        if end > WEEK_MINUTES {
            painted.set(0, end - WEEK_MINUTES, true);
        }
    }
}

/// A stretch of the week in minutes after Monday midnight; what reaches past Sunday stands at the beginning too.
fn stretches(weekday: u8, from: u16, to: u16) -> [(u16, u16); 2] {
    let midnight = u16::from(weekday - 1) * DAY_MINUTES;
    let (from, to) = (midnight + from, midnight + to);
    [(from, to.min(WEEK_MINUTES)), (0, to.saturating_sub(WEEK_MINUTES))]
}

#[component]
fn Row(window: Window, painted: RwSignal<Painted>, kinds: RwSignal<Vec<Kind>>) -> impl IntoView {
    let Window { weekday, hours } = window;
    let words = t!(
        "hours-row",
        day = weekday_long(weekday),
        from = clock(hours.from_minute),
        until = clock(hours.to_minute)
    );
    let name = t!("hours-remove-named", hours = words);
    let parts = stretches(weekday, hours.from_minute, hours.to_minute);
    let close = move |_| {
        painted.update(|painted| parts.into_iter().for_each(|(from, to)| painted.set(from, to, false)));
    };
    let fits = t!("hours-fits", hours = words);
    let several = Memo::new(move |_| kinds.with(|kinds| kinds.len() > 1));
    let each =
        move || kinds.get().into_iter().map(|kind| fitting(kind, parts, painted, kinds)).collect_view();
    let choice = move || {
        let some = move || painted.with(|painted| !painted.fitting(parts[0].0, parts[0].1).is_empty());
        let summary = move || if some() { t!("hours-some-kinds") } else { t!("hours-all-kinds") };
        several.get().then(|| {
            let legend = fits.clone();
            view! {
                <details class="fold"><summary>{summary}</summary>
                    <fieldset class="choices"><legend class="unseen">{legend}</legend>{each}</fieldset>
                </details>
            }
        })
    };
    view! {
        <li><div class="row apart"><span class="numbers">{words}</span><button type="button" class="button plain" aria-label=name on:click=close>{t!("hours-remove")}</button></div>{choice}</li>
    }
}

/// Whether a kind fits some hours, to be ticked. The last one stays: hours for nothing are closed hours.
fn fitting(
    kind: Kind,
    parts: [(u16, u16); 2],
    painted: RwSignal<Painted>,
    kinds: RwSignal<Vec<Kind>>,
) -> impl IntoView {
    let fits = move || {
        painted.with(|painted| {
            let fitting = painted.fitting(parts[0].0, parts[0].1);
            fitting.is_empty() || fitting.contains(&kind.id)
        })
    };
    let only = move || fits() && painted.with(|painted| painted.fitting(parts[0].0, parts[0].1).len() == 1);
    let tick = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        let all: Vec<u16> = kinds.with_untracked(|all| all.iter().map(|it| it.id).collect());
        let on = event.target().checked();
        painted.update(|painted| {
            let now = ticked(&painted.fitting(parts[0].0, parts[0].1), &all, kind.id, on);
            for (from, to) in parts {
                painted.fit(from, to, &now);
            }
        });
    };
    view! {
        <label class="choice">
            <input type="checkbox" prop:checked=fits prop:disabled=only on:change:target=tick />
            <span>{words::kind(kind.mode, kind.minutes)}</span>
        </label>
    }
}

/// The kinds that fit once one of `all` is ticked or not; none means all.
fn ticked(fitting: &[u16], all: &[u16], kind: u16, on: bool) -> Vec<u16> {
    let fits = |it: &u16| if *it == kind { on } else { fitting.is_empty() || fitting.contains(it) };
    let now: Vec<u16> = all.iter().copied().filter(fits).collect();
    if now.len() == all.len() { Vec::new() } else { now }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_past_midnight_reach_into_the_next_day() {
        let mut painted = Painted::default();
        open(&mut painted, 6, 1_320, 60);
        let [window] = painted.windows().try_into().unwrap();
        assert_eq!((window.weekday, window.hours.from_minute, window.hours.to_minute), (7, 1_320, 1_500));
        open(&mut painted, 0, 540, 600);
        assert!(painted.open(540, 600));
        assert_eq!(stretches(7, 1_320, 1_500), [(6 * DAY_MINUTES + 1_320, WEEK_MINUTES), (0, 60)]);
    }

    #[test]
    fn all_ticked_means_all_whatever_comes_later() {
        assert_eq!(ticked(&[], &[1, 2, 3], 2, false), [1, 3]);
        assert_eq!(ticked(&[1, 3], &[1, 2, 3], 2, true), Vec::<u16>::new());
        assert_eq!(ticked(&[1], &[1, 2, 3], 3, true), [1, 3]);
    }
}
