//! No conversation yet: what will be here, and how to begin.

use leptos::prelude::*;

use crate::app::app;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// The empty list, for those who invite and for those who were invited.
#[component]
pub(super) fn NoConversations() -> impl IntoView {
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    view! {
        <div class="empty">
            <Icon glyph=Glyph::Messages />
            <h2>{t!("talk-empty-title")}</h2>
            {if staff {
                view! {
                    <p>{t!("talk-empty-staff")}</p>
                    <Link to=Route::Invite class="button main">{t!("talk-empty-invite")}</Link>
                }
                .into_any()
            } else {
                view! { <p>{t!("talk-empty-client")}</p> }.into_any()
            }}
        </div>
    }
}
