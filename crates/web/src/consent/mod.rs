//! What clients agree to: staff ask in words, each client answers for themself, and takes it back when they will.

mod mine;
mod read;
mod state;
mod theirs;
mod ways;
mod write;

use leptos::prelude::*;

pub(crate) use self::state::said;
pub(crate) use self::ways::{ConsentLink, ConsentWays};
use crate::route::Route;

/// A screen of this folder.
#[component]
pub(crate) fn Consents(
    /// Which.
    route: Route,
) -> impl IntoView {
    match route {
        Route::Consents(space) => view! { <read::Read space=space /> }.into_any(),
        Route::WriteConsent(space, id) => view! { <write::Write space=space id=id /> }.into_any(),
        _ => ().into_any(),
    }
}
