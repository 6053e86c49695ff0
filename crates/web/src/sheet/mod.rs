//! Worksheets: filled in alone, in one's own time, kept on the device until they are shared, and read
//! together. A worksheet is a form; any form can be shown here.

mod answer;
mod field;
mod fill;
mod give;
mod page;
mod shared;
mod shelf;

use leptos::prelude::*;

pub(crate) use self::shelf::{DuePages, SharedLinks, Shelf};
use crate::route::Route;

/// A screen of this folder.
#[component]
pub(crate) fn Sheet(
    /// Which.
    route: Route,
) -> impl IntoView {
    match route {
        Route::Sheet(id) => view! { <fill::Fill id=id /> }.into_any(),
        Route::Pages(space) => view! { <shared::Shared space=space /> }.into_any(),
        _ => ().into_any(),
    }
}
