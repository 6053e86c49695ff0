//! The plan of the therapy: goals in the client's words, steps to tick off, how they work, when to look again.
//! Either side suggests, both agree; the client alone says how near they are.
//!
//! What is pure is apart: [`rows`] is the plan while it is written, [`series`] what was said day by day.

mod day;
mod due;
mod goal;
mod read;
mod rows;
mod series;
mod suggestion;
mod wanted;
mod ways;
mod write;

use leptos::prelude::*;

pub(crate) use self::due::ReviewsDue;
pub(crate) use self::ways::{PlanLink, PlanWays};
use crate::route::Route;

/// A screen of this folder.
#[component]
pub(crate) fn Plans(
    /// Which.
    route: Route,
) -> impl IntoView {
    match route {
        Route::Plan(space) => view! { <read::Read space=space /> }.into_any(),
        Route::WritePlan(space) => view! { <write::Write space=space /> }.into_any(),
        _ => ().into_any(),
    }
}
