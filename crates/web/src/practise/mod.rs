//! Practise: exercises for a hard minute or a quiet one, and articles to read. What comes with Rapport is in the
//! program itself, so it works without a network and nobody learns what was used; a practice adds articles of
//! its own, and whoever was asked for something can say that it is done.

mod exercise;
mod given;
mod home;
mod library;
mod player;
mod skill;
mod write;

use leptos::prelude::*;

pub(crate) use self::given::{giveable, named, named_as, title, way_to};
pub(crate) use self::library::{block, body};
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
        Route::OwnArticle(id) => view! { <library::OwnPage id=id /> }.into_any(),
        Route::WriteArticle(id) => view! { <write::Write id=id /> }.into_any(),
        _ => view! { <home::Home /> }.into_any(),
    }
}
