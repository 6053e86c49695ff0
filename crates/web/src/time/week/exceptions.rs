//! Dates on which the week does not hold: closed, or other hours.

use leptos::prelude::*;
use rapport_wire::offer::{Exception, Hours};

use crate::components::{Choose, Entry, fresh_id};
use crate::i18n::t;
use crate::time::date::{DAY_MINUTES, Date, clock, minute_of};
use crate::time::zone;

/// The list, and a line to add to it.
#[component]
pub(super) fn Exceptions(exceptions: RwSignal<Vec<Exception>>) -> impl IntoView {
    let rows = move || exceptions.get().into_iter().map(|it| row(it, exceptions)).collect_view();
    let empty =
        move || exceptions.with(Vec::is_empty).then(|| view! { <p class="soft">{t!("exceptions-none")}</p> });
    let date = RwSignal::new(String::new());
    let how = RwSignal::new("closed".to_owned());
    let (from, until) = (RwSignal::new("09:00".to_owned()), RwSignal::new("12:00".to_owned()));
    let wrong = RwSignal::new(false);
    let ways =
        vec![("closed".to_owned(), t!("exceptions-closed")), ("hours".to_owned(), t!("exceptions-hours"))];
    let other = move || how.with(|how| how == "hours");
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let hours = if other() {
            let times = minute_of(&from.get_untracked()).zip(minute_of(&until.get_untracked()));
            times.map(|times| Some(span(times)))
        } else {
            Some(None)
        };
        let wanted = Date::parse(&date.get_untracked()).zip(hours);
        wrong.set(wanted.is_none());
        if let Some((date, hours)) = wanted {
            exceptions.update(|all| put(all, date, hours));
        }
    };
    let title = fresh_id("exceptions");
    view! {
        <section class="section stack" aria-labelledby=title.clone()>
            <h2 id=title.clone()>{t!("exceptions-title")}</h2>
            <p class="soft">{t!("exceptions-lead")}</p>
            {empty}
            <ul class="plain-list" role="list" data-testid="exceptions">{rows}</ul>
            <form class="pairs" novalidate on:submit=add>
                <Entry label=t!("exceptions-date") kind="date" value=date />
                <Choose label=t!("exceptions-how") options=ways value=how />
                {move || other().then(|| view! {
                    <Entry label=t!("hours-from") kind="time" value=from /><Entry label=t!("hours-until") kind="time" value=until />
                })}
                <div><button type="submit" class="button">{t!("exceptions-add")}</button></div>
            </form>
            <p role="alert" class="small alert-words">{move || wrong.get().then(|| t!("exceptions-wrong"))}</p>
        </section>
    }
}

/// Hours of a date; an end before the beginning is on the next day.
fn span((from_minute, until): (u16, u16)) -> Hours {
    let to_minute = if until > from_minute { until } else { until + DAY_MINUTES };
    Hours { from_minute, to_minute, kinds: Vec::new() }
}

/// Adds hours to a date, or closes it; closing takes what was there away.
fn put(all: &mut Vec<Exception>, date: Date, hours: Option<Hours>) {
    let name = date.to_string();
    match (all.iter_mut().find(|it| it.date == name), hours) {
        (Some(known), Some(hours)) => known.hours.push(hours),
        (Some(known), None) => known.hours.clear(),
        (None, hours) => all.push(Exception { date: name, hours: hours.into_iter().collect() }),
    }
    all.sort_by(|one, other| one.date.cmp(&other.date));
}

fn row(it: Exception, exceptions: RwSignal<Vec<Exception>>) -> impl IntoView {
    let day = Date::parse(&it.date)
        .map_or_else(|| it.date.clone(), |date| format!("{} {}", zone::day_long(date), date.year));
    let hours: Vec<_> = it
        .hours
        .iter()
        .map(|it| t!("time-hours", from = clock(it.from_minute), until = clock(it.to_minute)))
        .collect();
    let hours = if hours.is_empty() { t!("exceptions-closed") } else { hours.join(", ") };
    let name = t!("exceptions-remove-named", day = day);
    let remove = move |_| exceptions.update(|all| all.retain(|other| other.date != it.date));
    view! {
        <li class="row apart"><span>{day} ": " {hours}</span><button type="button" class="button plain" aria-label=name on:click=remove>{t!("hours-remove")}</button></li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_gathers_hours_until_it_is_closed() {
        let date = Date::parse("2026-12-24").unwrap();
        let mut all = Vec::new();
        put(&mut all, date, Some(span((540, 600))));
        put(&mut all, date, Some(span((1_320, 60))));
        put(&mut all, date.plus(-1), None);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].date, "2026-12-23");
        assert_eq!(all[1].hours.iter().map(|it| it.to_minute).collect::<Vec<_>>(), [600, 1_500]);
        put(&mut all, date, None);
        assert!(all[1].hours.is_empty());
    }
}
