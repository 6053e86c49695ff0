//! Nothing booked: what will be here, and how to begin.

use leptos::prelude::*;

use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::time::rooms::Rooms;

/// The empty state, with the way to book for each therapist one has.
#[component]
pub(super) fn NothingBooked(rooms: Rooms) -> impl IntoView {
    let each = move || {
        let all = rooms.all();
        if all.is_empty() {
            return view! { <p>{t!("sessions-nobody")}</p> }.into_any();
        }
        all.into_iter()
            .map(|room| {
                let words = t!("book-with", name = room.title);
                view! { <Link to=Route::Book(room.space) class="button main large">{words}</Link> }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <div class="empty">
            <Icon glyph=Glyph::Calendar />
            <h2>{t!("sessions-none")}</h2>
            <p>{t!("sessions-none-lead")}</p>
            {each}
        </div>
    }
}
