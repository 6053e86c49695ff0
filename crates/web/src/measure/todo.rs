//! What oneself is asked to answer now.

use leptos::prelude::*;
use rapport_care::content::AskedFor;
use rapport_care::measure::{Package, Texts, find};
use rapport_client::Session;
use rapport_client::ids::outer_entry;
use rapport_wire::{EntryId, SpaceId};

use super::words;
use crate::app::Watched;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// Something to answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Todo {
    /// Where it was asked for.
    pub(super) space: SpaceId,
    /// What the answer is for.
    pub(super) asked: AskedFor,
    /// Who else is there: whoever will see the answers.
    pub(super) with: String,
    /// The measure.
    pub(super) package: &'static Package,
}

impl Todo {
    /// The entry that asks.
    pub(super) const fn ask(&self) -> EntryId {
        outer_entry(self.asked.ask)
    }
}

/// What there is to answer now; forms, and measures whose words are not at hand, are left out.
pub(super) fn todo(session: &Session) -> Vec<Todo> {
    let one = |(space, due): (SpaceId, rapport_care::course::Due)| {
        let name = due.sheet.measure()?;
        let package = find(&name.id, name.version).filter(|package| package.words != Texts::NotIncluded)?;
        let with = session.space(space).map(|space| title(&space)).unwrap_or_default();
        Some(Todo { space, asked: due.asked, with, package })
    };
    session.due().into_iter().filter_map(one).collect()
}

/// All of it as a list, up to date while the screen is there.
#[component]
pub(super) fn TodoList() -> impl IntoView {
    let all = follow(&[Watched::Spaces], todo);
    let nothing =
        move || all.with(Vec::is_empty).then(|| view! { <p class="soft">{t!("progress-nothing-to-do")}</p> });
    let rows = move || {
        all.get()
            .into_iter()
            .map(|it| view! { <li class="time-row" data-testid="todo"><One it=it main=true /></li> })
            .collect_view()
    };
    view! { {nothing}<ul class="times" role="list">{rows}</ul> }
}

/// The first of it, on a page that is about something else; nothing when there is nothing to do.
#[component]
pub(crate) fn NextTodo() -> impl IntoView {
    let next = follow(&[Watched::Spaces], |session| todo(session).into_iter().next());
    move || {
        next.get().map(|it| {
            view! {
                <section class="card" aria-label=t!("progress-one-thing")>
                    <h2>{t!("progress-one-thing")}</h2>
                    <div class="row"><One it=it main=false /></div>
                </section>
            }
        })
    }
}

#[component]
fn One(it: Todo, main: bool) -> impl IntoView {
    let (space, ask) = (it.space, it.ask());
    let length = t!(
        "progress-length",
        count = it.package.items.len(),
        minutes = words::minutes(it.package.items.len())
    );
    let class = if main { "button main" } else { "button" };
    view! {
        <div class="grow">
            <p class="strong">{it.package.about.clone()}</p>
            <p class="small soft">{t!("progress-asked-by", name = it.with)} " " {length}</p>
        </div>
        <Link to=Route::Answer(space, ask) class=class><Icon glyph=Glyph::Edit /><span>{t!("progress-answer")}</span></Link>
    }
}
