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
use crate::practise;
use crate::route::Route;
use crate::router::Link;
use crate::sheet::way_to;
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

/// The measures there are to answer now; those whose words are not at hand are left out.
pub(super) fn todo(session: &Session) -> Vec<Todo> {
    let one = |(space, due): (SpaceId, rapport_care::course::Due)| {
        let name = due.sheet.measure()?;
        let package = find(&name.id, name.version).filter(|package| package.words != Texts::NotIncluded)?;
        let with = session.space(space).map(|space| title(&space)).unwrap_or_default();
        Some(Todo { space, asked: due.asked, with, package })
    };
    session.due().into_iter().filter_map(one).collect()
}

/// Something to do, as a row says it: a measure to answer, a form or a worksheet to fill in, something to practise or to agree to.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    title: String,
    from: String,
    words: String,
    does: String,
    to: Route,
}

fn lines(session: &Session) -> Vec<Line> {
    let measures = todo(session).into_iter().map(|it| {
        let count = it.package.items.len();
        Line {
            title: it.package.about.clone(),
            words: t!("progress-length", count = count, minutes = words::minutes(count)),
            does: t!("progress-answer"),
            to: Route::Answer(it.space, it.ask()),
            from: it.with,
        }
    });
    let pages = session.pages_due().into_iter().map(|due| Line {
        title: due.form.title.clone(),
        from: session.space(due.space).map(|space| title(&space)).unwrap_or_default(),
        does: t!("progress-fill-in"),
        to: way_to(&due),
        words: due.words,
    });
    let practices = session.practices_due().into_iter().filter_map(|due| {
        Some(Line {
            title: practise::named(&due.practice, session),
            from: session.space(due.space).map(|space| title(&space)).unwrap_or_default(),
            does: t!("progress-open"),
            to: practise::way_to(&due.practice)?,
            words: due.words,
        })
    });
    let consents = session.consents_to_answer().into_iter().map(|(space, name, again)| Line {
        title: name,
        from: session.space(space).map(|space| title(&space)).unwrap_or_default(),
        words: if again { t!("consent-todo-again") } else { t!("consent-todo") },
        does: t!("consent-read"),
        to: Route::Consents(space),
    });
    consents.chain(measures).chain(pages).chain(practices).collect()
}

/// All of it as a list, up to date while the screen is there.
#[component]
pub(super) fn TodoList() -> impl IntoView {
    let all = follow(&[Watched::Spaces], lines);
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
    let next = follow(&[Watched::Spaces], |session| lines(session).into_iter().next());
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
fn One(it: Line, main: bool) -> impl IntoView {
    let class = if main { "button main" } else { "button" };
    view! {
        <div class="grow">
            <p class="strong">{it.title}</p>
            <p class="small soft">{t!("progress-asked-by", name = it.from)} " " {it.words}</p>
        </div>
        <Link to=it.to class=class><Icon glyph=Glyph::Edit /><span>{it.does}</span></Link>
    }
}
