//! Choosing parts of the week: a table of days and parts, a box in each.

use leptos::prelude::*;

use crate::i18n::t;
use crate::time::part::Part;
use crate::time::words;
use crate::time::zone::{weekday_long, weekday_short};

/// The table.
#[component]
pub(in crate::time) fn PartsPicker(
    /// A bit for each part, as waiting lists keep them.
    parts: RwSignal<u32>,
) -> impl IntoView {
    let heads =
        Part::ALL.map(|part| view! { <th scope="col">{words::part(part)}</th> }).into_iter().collect_view();
    let rows = (1..=7)
        .map(|day| {
            let boxes = Part::ALL
                .map(|part| {
                    let bit = part.bit(day);
                    let label = t!("part-of-day", day = weekday_long(day), part = words::part(part));
                    let flip = move |_| parts.update(|parts| *parts ^= bit);
                    view! {
                        <td><label class="part-box"><span class="unseen">{label}</span>
                            <input type="checkbox" prop:checked=move || parts.get() & bit != 0 on:change=flip />
                        </label></td>
                    }
                })
                .into_iter()
                .collect_view();
            view! { <tr><th scope="row">{weekday_short(day)}</th>{boxes}</tr> }
        })
        .collect_view();
    view! {
        <table class="parts">
            <caption>{t!("parts-caption")}</caption>
            <thead><tr><td></td>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
