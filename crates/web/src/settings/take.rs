//! The way to taking one's words along.

use leptos::prelude::*;

use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// The section.
#[component]
pub(super) fn Take() -> impl IntoView {
    view! {
        <section class="section stack">
            <h2>{t!("leave-settings-title")}</h2>
            <p>{t!("leave-settings-lead")}</p>
            <div><Link to=Route::TakeAlong class="button"><Icon glyph=Glyph::File /><span>{t!("leave-settings-open")}</span></Link></div>
        </section>
    }
}
