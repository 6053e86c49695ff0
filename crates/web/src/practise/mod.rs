//! Practise: exercises for a hard minute or a quiet one, and articles to read. All of it is in the program
//! itself, so it works without a network and nobody learns what was used.

mod exercise;
mod home;
mod library;
mod player;
mod skill;

use leptos::prelude::*;

pub(crate) use self::skill::Skill;
use crate::route::Route;

/// A screen of this folder.
#[component]
pub(crate) fn Practise(
    /// Which.
    route: Route,
) -> impl IntoView {
    match route {
        Route::Skill(skill) => view! { <exercise::Exercise skill=skill /> }.into_any(),
        Route::Library => view! { <library::Library /> }.into_any(),
        Route::Article(id) => view! { <library::ArticlePage id=id /> }.into_any(),
        _ => view! { <home::Home /> }.into_any(),
    }
}
