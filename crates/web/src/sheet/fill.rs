//! Filling in a worksheet: kept on this device as one goes, shared when one says so.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::form::{Form, Responses, Section, Wrong};
use rapport_care::worksheet;
use rapport_wire::SpaceId;

use super::field::Field;
use super::shelf::rooms;
use crate::app::app;
use crate::components::{Glyph, Icon, Notice, PageHead, SubmitButton, Tone, Work, Working};
use crate::i18n::t;
use crate::reach::HelpNow;
use crate::route::Route;
use crate::router::{Link, router};

/// What is wrong, by question.
type Problems = BTreeMap<String, Wrong>;

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
    let said = RwSignal::new(begun);
    let problems = RwSignal::new(Problems::new());
    let shown: Memo<BTreeSet<String>> =
        Memo::new(move |_| said.with(|said| form.shown(said).into_iter().map(str::to_owned).collect()));
    keep(form, said);
    let rooms = rooms();
    let room = RwSignal::new(None::<SpaceId>);
    let chosen =
        Memo::new(move |_| room.get().or_else(|| rooms.with(|all| all.first().map(|(space, _)| *space))));
    let work = Work::new();
    let share = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let whole = said.with_untracked(|said| form.only_shown(said));
        let found = form.validate(&whole).err().unwrap_or_default();
        let first = found.first().map(|problem| problem.question.clone());
        problems.set(found.into_iter().map(|problem| (problem.question, problem.what)).collect());
        if let Some(first) = first {
            return request_animation_frame(move || focus(&first));
        }
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
    let clear = move |_| {
        said.set(Responses::new());
        problems.set(Problems::new());
    };
    let worries = Memo::new(move |_| said.with(|said| !form.worries(said).is_empty()));
    let sections = form
        .sections
        .iter()
        .map(|section| view! { <Part section=section said=said shown=shown problems=problems /> })
        .collect_view();
    let some = Memo::new(move |_| said.with(|said| !said.is_empty()));
    view! {
        <form class="stack loose" novalidate on:submit=share data-testid="sheet">
            {resumed.then(|| view! { <Notice tone=Tone::Calm><p>{t!("sheet-resumed")}</p></Notice> })}
            {sections}
            {move || worries.get().then(|| view! { <HelpNow space=chosen.get() /> })}
            <p role="status" class="small soft">{move || some.get().then(|| t!("sheet-kept"))}</p>
            <Whom rooms=rooms chosen=chosen room=room />
            <Working work=work />
            <div class="row">
                {move || chosen.get().map(|_| view! { <SubmitButton label=t!("sheet-share") work=work /> })}
                <Link to=Route::Practise class="button large"><Icon glyph=Glyph::Back /><span>{t!("sheet-later")}</span></Link>
                {move || some.get().then(|| view! { <button type="button" class="button plain large" on:click=clear>{t!("sheet-clear")}</button> })}
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

/// Questions that belong together.
#[component]
fn Part(
    section: &'static Section,
    said: RwSignal<Responses>,
    shown: Memo<BTreeSet<String>>,
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let asked = move |id: &str| shown.with(|shown| shown.contains(id));
    let each = section
        .questions
        .iter()
        .map(|question| {
            let hidden = move || !asked(&question.id);
            let problem = Signal::derive(move || problems.with(|all| all.get(&question.id).copied()));
            view! { <div hidden=hidden><Field question=question said=said problem=problem /></div> }
        })
        .collect_view();
    let hidden = move || !section.questions.iter().any(|question| asked(&question.id));
    let intro = (!section.intro.is_empty()).then(|| view! { <p class="soft">{section.intro.clone()}</p> });
    view! { <section class="section stack" hidden=hidden><h2>{section.title.clone()}</h2>{intro}{each}</section> }
}

/// Keeps what is there after each change, the newest last: a page that is closed takes nothing along.
fn keep(form: &'static Form, said: RwSignal<Responses>) {
    let app = app();
    let writing = StoredValue::new(false);
    let dirty = StoredValue::new(false);
    Effect::new(move |before: Option<()>| {
        said.track();
        if before.is_none() {
            return;
        }
        let Some(session) = app.session() else { return };
        dirty.set_value(true);
        if writing.get_value() {
            return;
        }
        writing.set_value(true);
        spawn_local(async move {
            // Gone once the page is: what it had was kept by then.
            while dirty.try_get_value() == Some(true) {
                dirty.set_value(false);
                let Some(now) = said.try_get_untracked() else { return };
                session.keep_page(&form.id, &now).await;
            }
            let _ = writing.try_set_value(false);
        });
    });
}

fn focus(question: &str) {
    use wasm_bindgen::JsCast as _;
    let within = format!("[data-question='{question}'] :is(input, textarea, select)");
    let found = document().query_selector(&within).ok().flatten();
    if let Some(field) = found.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}
