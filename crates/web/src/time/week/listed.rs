//! The same hours as a list, for whoever would rather type than paint.

use leptos::prelude::*;
use rapport_wire::offer::Window;

use super::paint::{Painted, WEEK_MINUTES};
use crate::components::fresh_id;
use crate::i18n::t;
use crate::time::date::{DAY_MINUTES, clock, minute_of};
use crate::time::fields::{Choose, Entry};
use crate::time::zone::weekday_long;

/// The list, and a line to add to it.
#[component]
pub(super) fn Listed(painted: RwSignal<Painted>) -> impl IntoView {
    let rows = move || {
        let windows = painted.with(Painted::windows);
        if windows.is_empty() {
            return view! { <li class="soft">{t!("hours-none")}</li> }.into_any();
        }
        windows.into_iter().map(|window| row(window, painted)).collect_view().into_any()
    };
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
            <ul class="plain-list" role="list" data-testid="hours-list">{rows}</ul>
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

fn row(window: Window, painted: RwSignal<Painted>) -> impl IntoView {
    let Window { weekday, hours } = window;
    let words = t!(
        "hours-row",
        day = weekday_long(weekday),
        from = clock(hours.from_minute),
        until = clock(hours.to_minute)
    );
    let name = t!("hours-remove-named", hours = words);
    let close = move |_| {
        let midnight = u16::from(weekday - 1) * DAY_MINUTES;
        let (from, to) = (midnight + hours.from_minute, midnight + hours.to_minute);
        painted.update(|painted| {
            painted.set(from, to.min(WEEK_MINUTES), false);
            painted.set(0, to.saturating_sub(WEEK_MINUTES), false);
        });
    };
    view! {
        <li class="row apart"><span class="numbers">{words}</span><button type="button" class="button plain" aria-label=name on:click=close>{t!("hours-remove")}</button></li>
    }
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
    }
}
