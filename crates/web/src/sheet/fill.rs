//! Filling in a worksheet of one's own accord: kept on this device as one goes, shared when one says so.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::form::{Form, Responses};
use rapport_care::worksheet;
use rapport_wire::SpaceId;

use super::paper::{Paper, Part};
use super::shelf::rooms;
use crate::app::app;
use crate::components::{Glyph, Icon, Notice, PageHead, SubmitButton, Tone, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::{Link, router};

/// `/practise/sheet/ID`.
#[component]
pub(super) fn Fill(
    /// Which worksheet.
    id: &'static str,
) -> impl IntoView {
    // An address without a worksheet is no route.
    let Some(form) = worksheet::find(id) else { return ().into_any() };
    let app = app();
    let said = RwSignal::new(None::<Responses>);
    let session = app.session();
    spawn_local(async move {
        let begun = match session {
            Some(session) => session.begun_page(id).await,
            None => None,
        };
        let _ = said.try_set(Some(begun.unwrap_or_default()));
    });
    let sheet = move || said.get().map(|begun| view! { <Whole form=form begun=begun /> });
    view! {
        <div class="page">
            <PageHead title=form.title.clone() lead=form.intro.clone() />
            {sheet}
        </div>
    }
    .into_any()
}

#[component]
fn Whole(form: &'static Form, begun: Responses) -> impl IntoView {
    let (app, router) = (app(), router());
    let resumed = !begun.is_empty();
    let rooms = rooms();
    let room = RwSignal::new(None::<SpaceId>);
    let chosen =
        Memo::new(move |_| room.get().or_else(|| rooms.with(|all| all.first().map(|(space, _)| *space))));
    let paper = Paper::new(form.clone(), begun, chosen.into());
    let asked_for = app.session().and_then(|session| {
        let due = session.pages_due().into_iter().find(|due| due.form.id == form.id);
        due.map(|due| due.words).filter(|words| !words.is_empty())
    });
    paper.kept(move |said| {
        let session = app.session();
        async move {
            if let Some(session) = session {
                session.keep_page(&form.id, &said).await;
            }
        }
    });
    let work = Work::new();
    let share = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(whole) = paper.whole() else { return };
        let (Some(session), Some(space)) = (app.session(), chosen.get_untracked()) else { return };
        if !work.begin() {
            return;
        }
        spawn_local(async move {
            if work.end(session.share_page(space, form, &whole).await).is_some() {
                app.say(t!("sheet-shared"));
                router.go(Route::Practise);
            }
        });
    };
    let sections = (0..form.sections.len()).map(|at| view! { <Part paper=paper at=at /> }).collect_view();
    view! {
        <form class="stack loose" novalidate on:submit=share data-testid="sheet">
            {resumed.then(|| view! { <Notice tone=Tone::Calm><p>{t!("sheet-resumed")}</p></Notice> })}
            {asked_for.map(|words| view! { <p class="said">{words}</p> })}
            {sections}
            <p role="status" class="small soft">{move || paper.is_begun().then(|| t!("sheet-kept"))}</p>
            <Whom rooms=rooms chosen=chosen room=room />
            <Working work=work />
            <div class="row">
                {move || chosen.get().map(|_| view! { <SubmitButton label=t!("sheet-share") work=work /> })}
                <Link to=Route::Practise class="button large"><Icon glyph=Glyph::Back /><span>{t!("sheet-later")}</span></Link>
                {move || paper.is_begun().then(|| view! { <button type="button" class="button plain large" on:click=move |_| paper.clear()>{t!("sheet-clear")}</button> })}
            </div>
        </form>
    }
}

/// With whom a page is shared; a question only where there is more than one answer.
#[component]
fn Whom(
    rooms: Memo<Vec<(SpaceId, String)>>,
    chosen: Memo<Option<SpaceId>>,
    room: RwSignal<Option<SpaceId>>,
) -> impl IntoView {
    move || {
        let all = rooms.get();
        match all.as_slice() {
            [] => view! { <p class="soft">{t!("sheet-nobody")}</p> }.into_any(),
            [(_, name)] => view! { <p class="soft">{t!("sheet-with", name = name)}</p> }.into_any(),
            _ => {
                let each = all.into_iter().map(|(space, name)| {
                    view! {
                        <label class="choice">
                            <input type="radio" name="whom" prop:checked=move || chosen.get() == Some(space) on:change=move |_| room.set(Some(space)) />
                            <span>{name}</span>
                        </label>
                    }
                });
                view! { <fieldset class="choices"><legend>{t!("sheet-whom")}</legend>{each.collect_view()}</fieldset> }.into_any()
            }
        }
    }
}
