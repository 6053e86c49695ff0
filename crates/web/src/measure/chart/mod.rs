//! Scores over time: a drawing, and the same as a table one press away.
//!
//! Nothing in it is told by colour alone: bands are named in words, lines differ by their dashes, and each is
//! named beside it.

mod draw;
mod labels;
mod plot;
mod sessions;
mod table;

use leptos::ev;
use leptos::prelude::*;

use self::draw::Drawing;
use self::sessions::sessions;
use self::table::Table;
use super::told::Told;
use crate::i18n::t;
use rapport_wire::SpaceId;

/// The widest drawing, and the narrowest that is still read.
const WIDTHS: [f64; 2] = [260.0, 660.0];

/// One measure over time.
#[component]
pub(super) fn Chart(
    /// What to show.
    told: Told,
    /// Whether it is for whoever treats: with the terms of the trade.
    staff: bool,
    /// Whose sessions are marked.
    #[prop(optional, into)]
    space: Option<SpaceId>,
) -> impl IntoView {
    let width = width();
    let as_table = RwSignal::new(false);
    let met = sessions(space, &told);
    let told = StoredValue::new(told);
    view! {
        <figure class="course" data-testid="course">
            {move || if as_table.get() {
                view! { <Table told=told staff=staff /> }.into_any()
            } else {
                view! { <Drawing told=told width=width met=met /> }.into_any()
            }}
            <button type="button" class="button plain" aria-pressed=move || as_table.get().to_string() on:click=move |_| as_table.update(|it| *it = !*it)>{t!("chart-as-table")}</button>
        </figure>
    }
}

/// How wide the drawing may be, so that its words are as large as all others; follows the window.
fn width() -> RwSignal<f64> {
    let [least, most] = WIDTHS;
    let read = move || {
        let window = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(most);
        (window - 34.0).clamp(least, most)
    };
    let width = RwSignal::new(read());
    let handle = window_event_listener(ev::resize, move |_| width.set(read()));
    on_cleanup(move || handle.remove());
    width
}
