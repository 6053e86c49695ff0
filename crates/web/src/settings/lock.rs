//! How soon the page locks itself.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::app;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::shell::prefs::{LOCK_MINUTES, lock_minutes, set_lock_minutes};

/// The choice, and a button that locks now.
#[component]
pub(super) fn Lock() -> impl IntoView {
    let app = app();
    let chosen = lock_minutes();
    let options = LOCK_MINUTES
        .map(|minutes| {
            let label = t!("settings-lock-minutes", count = minutes);
            view! { <option value=minutes.to_string() selected={minutes == chosen}>{label}</option> }
        })
        .collect_view();
    let choose = move |value: String| {
        if let Ok(minutes) = value.parse() {
            set_lock_minutes(minutes);
            app.say(t!("saved"));
        }
    };
    view! {
        <section class="section stack">
            <h2>{t!("settings-lock-title")}</h2>
            <p>{t!("settings-lock-lead")}</p>
            <div class="field">
                <label for="lock-minutes">{t!("settings-lock-label")}</label>
                <select class="input" id="lock-minutes" on:change:target=move |event| choose(event.target().value())>{options}</select>
            </div>
            <div>
                <button type="button" class="button" on:click=move |_| spawn_local(app.lock())>
                    <Icon glyph=Glyph::Lock /><span>{t!("settings-lock-now")}</span>
                </button>
            </div>
        </section>
    }
}
