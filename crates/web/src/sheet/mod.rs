//! Worksheets and forms: filled in alone, in one's own time, kept on the device until they are shared, and read
//! together; pages filled in by two at once; forms that were asked for, a step at a time; how a session felt. Each is a [`paper::Paper`].

mod answer;
mod asked;
mod feedback;
mod field;
mod fill;
mod give;
mod page;
mod paper;
mod preview;
mod shared;
mod shelf;
mod together;

use leptos::prelude::*;

pub(crate) use self::feedback::FeltOverTime;
pub(crate) use self::page::said;
pub(crate) use self::preview::Preview;
pub(crate) use self::shelf::{DuePages, SharedLinks, Shelf, way_to};
pub(crate) use self::together::{LeftLink, TogetherPanel};
use crate::route::Route;

/// A screen of this folder.
#[component]
pub(crate) fn Sheet(
    /// Which.
    route: Route,
) -> impl IntoView {
    match route {
        Route::Sheet(id) => view! { <fill::Fill id=id /> }.into_any(),
        Route::Form(space, ask) => view! { <asked::Asked space=space ask=ask /> }.into_any(),
        Route::Feedback(space) => view! { <feedback::Feedback space=space /> }.into_any(),
        Route::Together(space) => view! { <together::TogetherPage space=space /> }.into_any(),
        Route::Pages(space) => view! { <shared::Shared space=space /> }.into_any(),
        _ => ().into_any(),
    }
}
