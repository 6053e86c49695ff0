//! What can be opened: a page that waits, what was given, a worksheet, a copy of a page that was shared.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::content::AskedFor;
use rapport_care::form::{Form, Responses};
use rapport_care::{PageId, worksheet};
use rapport_client::Session;
use rapport_client::views::LeftPage;
use rapport_wire::{EntryId, SpaceId, Timestamp};

use super::names;
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, Work, Working};
use crate::i18n::{day, t};
use crate::sheet::page::{filled, title};
use crate::talk::follow;

/// How many shared pages are offered, the newest first.
const SHARED_MAX: usize = 6;

/// What somebody chose.
#[derive(Clone)]
enum Chosen {
    /// A page that waits.
    Left(PageId),
    /// A form, as an answer to what asks for it.
    Form(Box<Form>, Option<AskedFor>),
    /// A form with what is on it already.
    Copy(Box<Form>, Responses),
}

/// What can be opened.
#[component]
pub(super) fn Choose(space: SpaceId) -> impl IntoView {
    let (app, work) = (app(), Work::new());
    let left = RwSignal::new(Vec::<LeftPage>::new());
    Effect::new(move || {
        app.watch(Watched::Space(space));
        app.watch(Watched::Page(space));
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            let pages = session.left_pages(space).await;
            let _ = left.try_set(pages);
        });
    });
    let open = Callback::new(move |chosen: Chosen| {
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        spawn_local(async move {
            work.end(begin(&session, space, chosen).await);
        });
    });
    view! {
        <div class="stack loose" data-testid="choose-page">
            <p class="soft">{t!("together-panel-lead")}</p>
            <Working work=work />
            <Left left=left space=space open=open />
            <Given space=space open=open />
            <Shared space=space open=open />
            <section class="stack tight">
                <h3>{t!("together-new")}</h3>
                <ul class="items" role="list">
                    {worksheet::shelf().iter().map(|form| {
                        let chosen = Chosen::Form(Box::new(form.clone()), None);
                        view! { <li>{one(t!("together-open", sheet = form.title), chosen, open)}</li> }
                    }).collect_view()}
                </ul>
            </section>
        </div>
    }
}

async fn begin(session: &Session, space: SpaceId, chosen: Chosen) -> Result<(), rapport_client::ClientError> {
    let (form, begun, asked) = match chosen {
        Chosen::Left(page) => return session.go_on_together(space, page).await,
        Chosen::Copy(form, said) => (form, said, None),
        Chosen::Form(form, asked) => {
            let begun = match asked {
                // What a client has begun on their own, and chose to go on with here, comes along.
                Some(asked) if !session.role().is_staff() => begun(session, space, &form, asked).await,
                _ => Responses::new(),
            };
            (form, begun, asked)
        }
    };
    session.begin_together(space, &form, &begun, asked).await.map(drop)
}

/// What somebody has begun on their own of what they were asked for.
async fn begun(session: &Session, space: SpaceId, form: &Form, asked: AskedFor) -> Responses {
    match session.begun_page(&form.id).await.filter(|begun| !begun.is_empty()) {
        Some(begun) => begun,
        None => session.begun_form(space, EntryId::from_bytes(asked.ask.0)).await,
    }
}

fn one(words: String, chosen: Chosen, open: Callback<Chosen>) -> impl IntoView {
    view! {
        <button type="button" class="button plain" on:click=move |_| open.run(chosen.clone())><Icon glyph=Glyph::Edit /><span>{words}</span></button>
    }
}

#[component]
fn Left(left: RwSignal<Vec<LeftPage>>, space: SpaceId, open: Callback<Chosen>) -> impl IntoView {
    let members = follow(&[Watched::Spaces, Watched::Space(space)], move |session| session.members(space));
    let each = move |page: LeftPage| {
        let by = (!page.by.is_empty())
            .then(|| members.with(|all| t!("together-begun-by", names = names(all, &page.by))));
        let alone = page.at.is_none().then(|| t!("together-here-only"));
        let words = t!("together-go-on-one", sheet = page.form.title);
        view! { <li><div class="stack tight">{one(words, Chosen::Left(page.page), open)}<p class="small soft">{by} " " {alone}</p></div></li> }
    };
    move || {
        let rows: Vec<_> = left.get().into_iter().map(each).collect();
        (!rows.is_empty()).then(|| view! {
            <section class="stack tight"><h3>{t!("together-go-on")}</h3><ul class="items" role="list">{rows}</ul></section>
        })
    }
}

#[component]
fn Given(space: SpaceId, open: Callback<Chosen>) -> impl IntoView {
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    let asked =
        follow(&[Watched::Spaces, Watched::Space(space)], move |session| session.asked_together(space));
    move || {
        let rows = asked.get().into_iter().map(|(form, asked)| {
            let words = t!("together-open", sheet = form.title);
            view! { <li>{one(words, Chosen::Form(Box::new(form), Some(asked)), open)}</li> }
        });
        let rows: Vec<_> = rows.collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="stack tight" data-testid="given-page">
                    <h3>{t!("together-asked")}</h3>
                    {(!staff).then(|| view! { <p class="small soft">{t!("together-along")}</p> })}
                    <ul class="items" role="list">{rows}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Shared(space: SpaceId, open: Callback<Chosen>) -> impl IntoView {
    let pages = follow(&[Watched::Space(space)], move |session| filled(session, space));
    move || {
        let rows = pages.get().into_iter().take(SHARED_MAX).filter_map(|page| {
            let name = title(&page);
            let words =
                t!("together-again-one", sheet = name, day = day(Timestamp::from_micros(page.page.at)));
            let copy = Chosen::Copy(Box::new(page.form?), page.page.is.responses);
            Some(view! { <li>{one(words, copy, open)}</li> })
        });
        let rows: Vec<_> = rows.collect();
        (!rows.is_empty()).then(|| view! {
            <section class="stack tight"><h3>{t!("together-again")}</h3><ul class="items" role="list">{rows}</ul></section>
        })
    }
}
