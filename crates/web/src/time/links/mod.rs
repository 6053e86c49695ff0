//! Calendars elsewhere: feeds that other programs read by a secret address, and for those who work here
//! calendars whose times are taken.

mod feeds;
mod sources;

use leptos::prelude::*;

use self::feeds::Feeds;
use self::sources::Sources;
use crate::components::PageHead;
use crate::i18n::t;

/// `/calendars`.
#[component]
pub(super) fn Calendars(staff: bool) -> impl IntoView {
    view! {
        <div class="page">
            <PageHead title=t!("links-title") lead=t!("links-lead") />
            <Feeds />
            {staff.then(|| view! { <Sources /> })}
        </div>
    }
}
