//! The same as a table.

use leptos::prelude::*;
use rapport_care::course::Point;
use rapport_care::measure::{Change, Reliable};

use super::super::told::Told;
use super::super::words;
use crate::i18n::t;

/// A measure over time, in rows, the newest first.
#[component]
pub(super) fn Table(
    /// What to show.
    told: StoredValue<Told>,
    /// For whoever treats.
    staff: bool,
) -> impl IntoView {
    told.with_value(|told| rows(told, staff))
}

fn rows(told: &Told, staff: bool) -> impl IntoView + use<> {
    let most = told.scale().map_or(0, |scale| *told.package.range(scale).end());
    let rows = told.series.points.iter().rev().map(|point| row(point, most, staff)).collect_view();
    view! {
        <table class="course-table">
            <caption class="unseen">{t!("chart-table", name = told.package.short)}</caption>
            <thead><tr><th scope="col">{t!("chart-date")}</th><th scope="col">{t!("chart-score")}</th><th scope="col">{t!("chart-band")}</th><th scope="col">{t!("chart-change")}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(point: &Point, most: u32, staff: bool) -> impl IntoView + use<> {
    let date = words::date_of(point.at);
    let main = point.score.as_ref().ok().and_then(|score| score.main());
    let (score, band) = match main {
        Some(main) => {
            (t!("chart-of", value = main.value, most = most), main.band.clone().unwrap_or_default())
        }
        None => (t!("chart-not-scored"), String::new()),
    };
    // The first is what the others are compared with.
    let change = point.since_first.first().map(changed).filter(|change| change != "0" || staff);
    // One step that is more than chance is told beside it.
    let sudden = |change: &&Change| matches!(change.reliable, Reliable::Improved | Reliable::Worsened);
    let step = point.since_last.first().filter(sudden).filter(|_| point.since_last != point.since_first);
    let step = step.map(
        |step| view! { <br /><span class="small">{t!("chart-since-last", change = changed(step))}</span> },
    );
    view! { <tr><th scope="row">{date}</th><td class="numbers">{score}</td><td>{band}</td><td>{change}{step}</td></tr> }
}

/// A change in points, and whether it is more than chance.
fn changed(change: &Change) -> String {
    let how = match change.reliable {
        Reliable::Improved => t!("chart-clearly-better"),
        Reliable::Worsened => t!("chart-clearly-worse"),
        Reliable::No | Reliable::NotKnown => String::new(),
    };
    let words = words::signed(change.points);
    if how.is_empty() { words } else { format!("{words}, {how}") }
}
