//! The forms a practice makes: its own worksheets and its own first assessment, built out of the same pieces as
//! those that come with Rapport. What changes a form is pure ([`build`]); the screens show it.

mod branch;
mod build;
mod edit;
mod home;
mod question;
mod words;

use leptos::prelude::*;

use crate::app::app;
use crate::route::Route;

/// A screen of this folder, for whoever works here.
#[component]
pub(crate) fn Forms(
    /// Which.
    route: Route,
) -> impl IntoView {
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    match route {
        Route::EditForm(id) if staff => view! { <edit::Edit id=id /> }.into_any(),
        _ if staff => view! { <home::Home /> }.into_any(),
        _ => ().into_any(),
    }
}
