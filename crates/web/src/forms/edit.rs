//! `/forms/ID`: making a form. It is kept on this device as one goes, and on the practice's shelf when one says so.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::form::{Draft, Form, FormError, Section};
use rapport_care::limits::FORM_TEXT_CHARS_MAX;
use rapport_wire::EntryId;

use super::build::{add_question, add_section, blank, remove_section, section};
use super::question::QuestionCard;
use super::words;
use crate::app::app;
use crate::components::{FieldError, Glyph, Icon, PageHead, Refusal, SubmitButton, Work, Working, fresh_id};
use crate::i18n::{Sentences, t};
use crate::keeping::keep_newest;
use crate::own_id::name_of;
use crate::route::Route;
use crate::router::{Link, router};
use crate::sheet::Preview;

/// `/forms/ID`.
#[component]
pub(super) fn Edit(
    /// Which.
    id: EntryId,
) -> impl IntoView {
    let app = app();
    let draft = RwSignal::new(None::<Draft>);
    let session = app.session();
    spawn_local(async move {
        let name = name_of(id);
        let aside = match &session {
            Some(session) => session.made_aside(&name).await,
            None => None,
        };
        let kept = || session.as_ref()?.made_forms().into_iter().find(|form| form.id == name);
        let begun = aside.or_else(|| kept().map(Form::into_draft)).unwrap_or_else(|| blank(&name));
        let _ = draft.try_set(Some(begun));
    });
    let editor = move || draft.get().map(|begun| view! { <Editor begun=begun /> });
    view! {
        <div class="page">
            <PageHead title=t!("forms-edit-title") lead=t!("forms-edit-lead") />
            {editor}
        </div>
    }
}

#[component]
fn Editor(begun: Draft) -> impl IntoView {
    let (app, router) = (app(), router());
    let draft = RwSignal::new(begun);
    // What keeping was refused for; it is gone once that is mended.
    let refused = RwSignal::new(None::<FormError>);
    let wrong = Memo::new(move |_| {
        let refused = refused.get()?;
        (Form::of(draft.get()).err().as_ref() == Some(&refused)).then_some(refused)
    });
    let wrong_words =
        Signal::derive(move || wrong.get().map(|error| draft.with(|draft| words::error(draft, &error))));
    let marked = Memo::new(move |_| wrong.get().and_then(|error| words::place(&error).map(str::to_owned)));
    let work = Work::new();
    keep_aside(draft);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(session) = app.session() else { return };
        let mut now = draft.get_untracked();
        let before = session.made_forms().into_iter().find(|form| form.id == now.id);
        now.version = before.map_or(1, |form| form.version.saturating_add(1));
        let form = match Form::of(now.clone()) {
            Ok(form) => form,
            Err(error) => {
                if let Some(place) = words::place(&error).map(str::to_owned) {
                    request_animation_frame(move || go_to(&place));
                }
                return refused.set(Some(error));
            }
        };
        refused.set(None);
        if !work.begin() {
            return;
        }
        spawn_local(async move {
            if work.end(session.keep_form(&form).await).is_some() {
                session.keep_made_aside(&form.id, None).await;
                app.say(t!("forms-saved", name = form.title));
                router.go(Route::Forms);
            }
        });
    };
    let keys =
        move || draft.with(|it| it.sections.iter().map(|section| section.id.clone()).collect::<Vec<_>>());
    view! {
        <form class="stack loose" novalidate on:submit=save data-testid="builder">
            <div data-part=draft.with_untracked(|it| it.id.clone())><Words label=t!("forms-name") wrong=missing(marked, move || draft.with(|it| (it.id.clone(), it.title.clone()))) long=false max=FORM_TEXT_CHARS_MAX get=move || draft.with(|it| it.title.clone()) set=move |words| draft.update(|it| it.title = words) /></div>
            <Words label=t!("forms-intro") long=true max=FORM_TEXT_CHARS_MAX get=move || draft.with(|it| it.intro.clone()) set=move |words| draft.update(|it| it.intro = words) />
            <For each=keys key=String::clone let(id)><Part draft=draft id=id marked=marked /></For>
            <div><button type="button" class="button" on:click=move |_| draft.update(add_section)><Icon glyph=Glyph::Add /><span>{t!("forms-add-section")}</span></button></div>
            <Look draft=draft />
            <Refusal words=wrong_words />
            <Working work=work />
            <div class="row">
                <SubmitButton label=t!("forms-save") work=work />
                <Link to=Route::Forms class="button large"><Icon glyph=Glyph::Back /><span>{t!("sheet-later")}</span></Link>
            </div>
        </form>
    }
}

/// A section with its questions.
#[component]
fn Part(draft: RwSignal<Draft>, id: String, marked: Memo<Option<String>>) -> impl IntoView {
    let id = StoredValue::new(id);
    let of = move |draft: &Draft| draft.sections.iter().find(|it| it.id == id.get_value()).cloned();
    let keys = move || {
        let questions = draft.with(of).map(|section| section.questions).unwrap_or_default();
        questions.into_iter().map(|question| question.id).collect::<Vec<_>>()
    };
    let place =
        move || draft.with(|it| it.sections.iter().position(|it| it.id == id.get_value())).unwrap_or(0) + 1;
    let title = move || draft.with(of).map(|it| it.title).unwrap_or_default();
    let intro = move || draft.with(of).map(|it| it.intro).unwrap_or_default();
    let write = move |write: fn(&mut Section, String)| {
        move |words| {
            draft.update(|it| {
                if let Some(section) = section(it, &id.get_value()) {
                    write(section, words);
                }
            });
        }
    };
    let (set_title, set_intro) = (write(|it, words| it.title = words), write(|it, words| it.intro = words));
    let several = move || draft.with(|it| it.sections.len() > 1);
    let remove = move |_| draft.update(|it| remove_section(it, &id.get_value()));
    view! {
        <section class="card stack" data-part=id.get_value() aria-label=move || t!("forms-section", n = place())>
            <div class="row apart"><h2>{move || t!("forms-section", n = place())}</h2>
                {move || several().then(|| view! { <button type="button" class="button plain" on:click=remove aria-label=t!("forms-remove-section", n = place())>{t!("forms-remove")}</button> })}
            </div>
            <Words label=t!("forms-section-title") wrong=missing(marked, move || (id.get_value(), title())) long=false max=FORM_TEXT_CHARS_MAX get=title set=set_title />
            <Words label=t!("forms-section-intro") long=true max=FORM_TEXT_CHARS_MAX get=intro set=set_intro />
            <ol class="builder-questions" role="list">
                <For each=keys key=String::clone let(question)><QuestionCard draft=draft id=question marked=marked /></For>
            </ol>
            <div><button type="button" class="button" on:click=move |_| draft.update(|it| add_question(it, &id.get_value()))><Icon glyph=Glyph::Add /><span>{t!("forms-add-question")}</span></button></div>
        </section>
    }
}

/// What is said at a field whose words are missing: at the part that keeping was refused for, and only there.
/// `field` gives the part's name for programs and the field's words.
pub(super) fn missing(
    marked: Memo<Option<String>>,
    field: impl Fn() -> (String, String) + Send + Sync + 'static,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        let marked = marked.get()?;
        let (part, words) = field();
        (part == marked && words.trim().is_empty()).then(|| t!("forms-words-missing"))
    })
}

/// Leads to a part: to its first field with something wrong, or else to its first field.
fn go_to(part: &str) {
    use wasm_bindgen::JsCast as _;
    let find =
        |within: &str| document().query_selector(&format!("[data-part='{part}'] {within}")).ok().flatten();
    // A question that was folded away is opened first.
    if let Some(fold) = find("> details") {
        let _ = fold.set_attribute("open", "");
    }
    let field = find("[aria-invalid=true]").or_else(|| find(":is(input, textarea, select)"));
    if let Some(field) = field.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// A labelled field for words that stand in a draft.
#[component]
pub(super) fn Words(
    /// What they are.
    label: String,
    /// Several lines.
    long: bool,
    /// Characters at most.
    max: usize,
    /// Reads them; tracked.
    get: impl Fn() -> String + Send + Sync + 'static,
    /// Writes them.
    set: impl Fn(String) + 'static,
    /// A sentence under the label.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong with them, when something is.
    #[prop(optional, into)]
    wrong: Signal<Option<String>>,
) -> impl IntoView {
    let id = fresh_id("words");
    let help = help.map(|help| view! { <p class="help">{help}</p> });
    let value = Memo::new(move |_| get());
    let shown = move || value.get();
    // Let stand however long it is: what is too much is said, never cut.
    let over = move || value.with(|words| words.chars().count()).saturating_sub(max);
    let error = Signal::derive(move || match over() {
        0 => wrong.get(),
        over => Some(t!("over-long", count = over, most = max)),
    });
    let invalid = move || error.with(Option::is_some).then_some("true");
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let field = if long {
        view! { <textarea class="input" rows="3" id=id.clone() aria-invalid=invalid aria-describedby=described prop:value=shown on:input:target=move |event| set(event.target().value())></textarea> }.into_any()
    } else {
        view! { <input class="input" type="text" autocomplete="off" id=id.clone() aria-invalid=invalid aria-describedby=described prop:value=shown on:input:target=move |event| set(event.target().value()) /> }.into_any()
    };
    view! { <div class="field"><label for=id>{label}</label>{help}{field}<FieldError id=error_id error=error /></div> }
}

/// How it will look, once it is a form.
#[component]
fn Look(draft: RwSignal<Draft>) -> impl IntoView {
    let open = RwSignal::new(false);
    let shown = move || {
        open.get().then(|| match Form::of(draft.get()) {
            Ok(form) => view! { <Preview form=form /> }.into_any(),
            Err(error) => {
                let Sentences { what, rec } = draft.with(|draft| words::error(draft, &error));
                view! { <p class="soft">{what} " " {rec}</p> }.into_any()
            }
        })
    };
    view! {
        <section class="stack">
            <div><button type="button" class="button" aria-pressed=move || open.get().to_string() on:click=move |_| open.update(|it| *it = !*it)>{t!("forms-look")}</button></div>
            {shown}
        </section>
    }
}

/// Keeps what is there on this device after each change.
fn keep_aside(draft: RwSignal<Draft>) {
    let app = app();
    let first = Cell::new(true);
    let changed = move || {
        draft.track();
        !first.replace(false)
    };
    let keep = move || {
        let (session, now) = (app.session()?, draft.try_get_untracked()?);
        Some(async move { session.keep_made_aside(&now.id, Some(&now)).await })
    };
    keep_newest(changed, keep);
}
