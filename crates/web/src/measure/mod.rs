//! Measures: asked for by a therapist, answered by a client in two minutes, seen over time by both.
//!
//! Questions, answers, bands and credits stand word for word in the packages of `rapport_care`; only what is
//! said around them is in `locales/`. What is pure is apart: [`answer::sheet`], [`chart::plot`].

mod answer;
mod ask;
mod asked;
mod chart;
mod course;
mod credit;
mod day;
mod deal;
mod progress;
mod risks;
mod todo;
mod told;
mod words;

use leptos::prelude::*;

use crate::app::app;
use crate::route::Route;

pub(crate) use risks::OpenRisks;
pub(crate) use todo::NextTodo;
pub(crate) use words::outcome;

/// A screen of this folder.
#[component]
pub(crate) fn Measure(
    /// Which.
    route: Route,
) -> impl IntoView {
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    match (route, staff) {
        (Route::Answer(space, ask), _) => view! { <answer::Answer space=space ask=ask /> }.into_any(),
        (Route::Course(space), true) => view! { <course::CoursePage space=space /> }.into_any(),
        (_, true) => view! { <course::Courses /> }.into_any(),
        (_, false) => view! { <progress::Progress /> }.into_any(),
    }
}
