//! The room around each appointment, how soon and how far ahead clients may book, and how close together
//! beginnings are offered.

use leptos::prelude::*;

use super::hours::Draft;
use crate::components::{Choose, Entry};
use crate::i18n::t;
use crate::time::words::length;

/// Notices one may choose, in minutes.
const NOTICES: [u32; 8] = [0, 60, 120, 240, 12 * 60, 24 * 60, 48 * 60, 7 * 24 * 60];
/// Minutes between beginnings.
const STEPS: [u32; 5] = [5, 15, 30, 45, 60];

/// The section.
#[component]
pub(super) fn RoomAround(draft: Draft) -> impl IntoView {
    let [before, after, notice, horizon, step] = draft.numbers;
    let choices = |values: &'static [u32], now: RwSignal<String>| {
        Signal::derive(move || {
            let mut all: Vec<u32> = values.to_vec();
            // What another device chose stays a choice.
            all.extend(now.get().parse::<u32>().ok().filter(|now| !values.contains(now)));
            all.sort_unstable();
            all.into_iter().map(|minutes| (minutes.to_string(), length(minutes))).collect::<Vec<_>>()
        })
    };
    view! {
        <section class="section stack">
            <h2>{t!("around-title")}</h2>
            <div class="pairs">
                <Entry label=t!("around-before") kind="number" value=before />
                <Entry label=t!("around-after") kind="number" value=after />
                <Choose label=t!("around-notice") options=choices(&NOTICES, notice) value=notice />
                <Entry label=t!("around-horizon") kind="number" value=horizon />
                <Choose label=t!("around-step") options=choices(&STEPS, step) value=step />
            </div>
        </section>
    }
}
