//! The worksheets there are, and those one was given.

use leptos::prelude::*;
use rapport_care::content::Practice;
use rapport_care::worksheet;
use rapport_client::Session;
use rapport_client::views::PageDue;
use rapport_wire::SpaceId;
use rapport_wire::space::SpaceKind;

use crate::app::{Watched, app};
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::practise;
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// The care spaces one may share into, as they are called.
pub(super) fn rooms() -> Memo<Vec<(SpaceId, String)>> {
    follow(&[Watched::Spaces], |session: &Session| {
        let care = session.spaces().into_iter().filter(|space| space.kind == SpaceKind::Care);
        care.filter(|space| space.others > 0).map(|space| (space.id, title(&space))).collect()
    })
}

/// Where something one is asked for is filled in: what stands on everybody's shelf there, all else by its ask.
pub(crate) fn way_to(due: &PageDue) -> Route {
    match worksheet::find(&due.form.id).filter(|form| **form == due.form) {
        Some(form) => Route::Sheet(&form.id),
        None => Route::Form(due.space, due.ask),
    }
}

/// Every worksheet.
#[component]
pub(crate) fn Shelf() -> impl IntoView {
    let rows = worksheet::shelf().iter().map(|form| {
        view! { <li><div class="grow"><Link to=Route::Sheet(&form.id)>{form.title.clone()}</Link><p class="small soft">{form.intro.clone()}</p></div></li> }
    });
    view! { <ul class="items" role="list" data-testid="sheets">{rows.collect_view()}</ul> }
}

/// Something one was given.
#[derive(Clone, PartialEq)]
struct Given {
    space: SpaceId,
    title: String,
    words: String,
    glyph: Glyph,
    does: String,
    to: Route,
}

fn given(session: &Session) -> Vec<Given> {
    let pages = session.pages_due().into_iter().map(|due| Given {
        to: way_to(&due),
        space: due.space,
        glyph: Glyph::Edit,
        does: t!("sheet-fill", sheet = due.form.title.clone()),
        title: due.form.title.clone(),
        words: due.words,
    });
    let practices = session.practices_due().into_iter().filter_map(|due| {
        let title = practise::title(&due.practice, session);
        let (glyph, does) = match due.practice {
            Practice::Skill(_) => (Glyph::Play, t!("skill-open", skill = title)),
            Practice::Article(_) => (Glyph::File, t!("practice-open-article", title = title)),
        };
        let to = practise::way_to(&due.practice)?;
        Some(Given { to, space: due.space, glyph, does, title, words: due.words })
    });
    pages.chain(practices).collect()
}

/// What one was given and has not done yet: worksheets, forms, exercises, articles.
#[component]
pub(crate) fn DuePages() -> impl IntoView {
    let due = follow(&[Watched::Spaces], given);
    let client = app().session().is_some_and(|session| !session.role().is_staff());
    let rooms = rooms();
    move || {
        let each = due.get().into_iter().map(|due| {
            let by = rooms
                .with(|all| all.iter().find(|(known, _)| *known == due.space).map(|(_, name)| name.clone()));
            let words = (!due.words.is_empty()).then(|| view! { <p>{due.words}</p> });
            view! {
                <li class="card practise-card">
                    <h3>{due.title}</h3>
                    {words}
                    <p class="small soft">{by.map(|name| t!("sheet-given-by", name = name))}</p>
                    <Link to=due.to class="button main"><Icon glyph=due.glyph /><span>{due.does}</span></Link>
                </li>
            }
        });
        let each: Vec<_> = each.collect();
        (!each.is_empty()).then(|| view! {
            <section class="stack" data-testid="given"><h2>{t!("sheet-given")}</h2><ul class="practise-cards" role="list">{each}</ul>
                {client.then(|| view! { <p class="small"><Link to=Route::Reminders>{t!("sheet-remind")}</Link></p> })}
            </section>
        })
    }
}

/// The way to the pages that were shared, space by space.
#[component]
pub(crate) fn SharedLinks() -> impl IntoView {
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    let rooms = rooms();
    move || {
        let rows = rooms.get().into_iter().map(|(space, name)| {
            let words = if staff { t!("sheet-pages-of", name = name) } else { t!("sheet-pages-with", name = name) };
            view! { <Link to=Route::Pages(space) class="button plain"><Icon glyph=Glyph::File /><span>{words}</span></Link> }
        });
        view! { <div class="row">{rows.collect_view()}</div> }
    }
}
