//! Safety plans: read in a bad hour, written together in a better one, and at hand where its owner wants it.
//!
//! What is pure is apart: [`rows`] is the page while it is written. What may lie open on this device, and who
//! decides so, is [`at_hand`].

mod at_hand;
mod lines;
mod read;
mod rows;
mod ways;
mod words;
mod write;

use leptos::prelude::*;

pub(crate) use self::at_hand::{AtHand, OwnPlan};
pub(crate) use self::ways::{SafetyLink, SafetyWays};
use crate::route::Route;

/// A screen of this folder.
#[component]
pub(crate) fn Safety(
    /// Which.
    route: Route,
) -> impl IntoView {
    match route {
        Route::Safety(space) => view! { <read::Read space=space /> }.into_any(),
        Route::WriteSafety(space) => view! { <write::Write space=space /> }.into_any(),
        _ => ().into_any(),
    }
}
