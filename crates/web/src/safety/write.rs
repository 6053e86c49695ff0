//! `/safety-plan/SPACE/write`: the plan while it is written. What is typed is kept on this device after each
//! change; the other one sees it once it is saved. What they wrote meanwhile is joined, and never overwritten.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::EntryId;
use rapport_care::content::SafetyPlanned;
use rapport_care::safety::Step;
use rapport_wire::SpaceId;

use super::rows::{Row, Rows};
use super::words;
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, Notice, SubmitButton, Tone, Work, Working, fresh_id};
use crate::i18n::t;
use crate::keeping::keep_newest;
use crate::route::Route;
use crate::router::router;
use crate::shell::focus_id;
use crate::talk::{follow, title};

/// What is being written.
#[derive(Clone, Copy)]
struct Page {
    space: SpaceId,
    rows: RwSignal<Rows>,
    /// The versions that whoever writes has seen.
    known: RwSignal<Vec<EntryId>>,
    /// Counts what is done by hand.
    typed: RwSignal<u32>,
}

impl Page {
    fn change(self, change: impl FnOnce(&mut Rows)) {
        self.rows.update(change);
        self.typed.update(|typed| *typed = typed.wrapping_add(1));
    }

    fn begun(self) -> Option<SafetyPlanned> {
        let plan = self.rows.try_with_untracked(Rows::plan)?;
        Some(SafetyPlanned { after: self.known.try_get_untracked()?, plan })
    }
}

/// The page.
#[component]
pub(super) fn Write(
    /// Which care space.
    space: SpaceId,
) -> impl IntoView {
    let session = app().session();
    let begun = RwSignal::new(None::<Option<SafetyPlanned>>);
    spawn_local(async move {
        let found = match session {
            Some(session) => session.begun_safety_plan(space).await,
            None => None,
        };
        let _ = begun.try_set(Some(found));
    });
    let name = follow(&[Watched::Spaces], move |session| session.space(space).map(|it| title(&it)));
    let lead = move || t!("safety-write-lead", name = name.get().unwrap_or_else(|| t!("record-somebody")));
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{t!("safety-write-title")}</h1><p class="lead">{lead}</p></header>
            {move || begun.get().map(|begun| view! { <Whole space=space begun=begun /> })}
        </div>
    }
}

#[component]
fn Whole(space: SpaceId, begun: Option<SafetyPlanned>) -> impl IntoView {
    let (app, router) = (app(), router());
    let resumed = begun.is_some();
    let page = Page {
        space,
        rows: RwSignal::new(begun.as_ref().map(|begun| Rows::of(&begun.plan)).unwrap_or_default()),
        known: RwSignal::new(begun.map(|begun| begun.after).unwrap_or_default()),
        typed: RwSignal::new(u32::from(resumed)),
    };
    let plan = follow(&[Watched::Spaces], move |session| session.safety_plan(space));
    // Until somebody types, the page shows what stands.
    Effect::new(move || {
        let Some((whole, tips)) = plan.get().and_then(|plan| Some((plan.whole()?, plan.tips()))) else {
            return;
        };
        if page.typed.get_untracked() == 0 && page.known.get_untracked() != tips {
            page.rows.update(|rows| rows.replace(&whole));
            page.known.set(tips);
        }
    });
    keep(page);
    let work = Work::new();
    let empty = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(session), Some(begun)) = (app.session(), page.begun()) else { return };
        empty.set(begun.plan.open().count() == Step::ALL.len());
        if empty.get_untracked() || !work.begin() {
            return;
        }
        spawn_local(async move {
            if work.end(session.save_safety_plan(space, begun.plan, &begun.after).await).is_some() {
                app.say(t!("safety-saved"));
                router.replace(Route::Safety(space));
            }
        });
    };
    let leave = move |_| {
        let session = app.session();
        spawn_local(async move {
            if let Some(session) = session {
                session.keep_begun_safety_plan(space, None).await;
            }
            router.replace(Route::Safety(space));
        });
    };
    let steps = Step::ALL.map(|step| view! { <Part page=page step=step /> });
    view! {
        <form class="stack loose" novalidate on:submit=save data-testid="safety-form">
            {resumed.then(|| view! { <Notice tone=Tone::Calm><p>{t!("sheet-resumed")}</p></Notice> })}
            <Elsewhere page=page />
            {steps.into_iter().collect_view()}
            <div class="save-bar stack tight">
                <p class="small soft kept" role="status">{move || if page.typed.get() > 0 { t!("safety-kept-typing") } else { String::new() }}</p>
                <p role="alert" class="alert-words">{move || empty.get().then(|| t!("safety-nothing"))}</p>
                <Working work=work />
                <div class="row">
                    <SubmitButton label=t!("safety-save") work=work />
                    <button type="button" class="button plain" on:click=leave>{t!("cancel")}</button>
                </div>
            </div>
        </form>
    }
}

/// What others saved while one writes: their lines can be put with one's own. Saved without, both stand side
/// by side.
#[component]
fn Elsewhere(page: Page) -> impl IntoView {
    let plan = follow(&[Watched::Spaces], move |session| session.safety_plan(page.space));
    let other = Memo::new(move |_| {
        let (plan, known) = (plan.get()?, page.known.get());
        let news = plan.tips().iter().any(|tip| !known.contains(tip));
        (news && page.typed.get() > 0).then_some(plan)
    });
    let take = move |_| {
        let Some(plan) = other.get_untracked() else { return };
        let (Some(whole), tips) = (plan.whole(), plan.tips()) else { return };
        page.known.set(tips);
        page.change(|rows| {
            let mut joined = rows.plan();
            joined.join(&whole);
            rows.replace(&joined);
        });
    };
    move || {
        other.get().map(|_| view! {
            <Notice tone=Tone::Careful>
                <strong>{t!("safety-elsewhere")}</strong>
                <p>{t!("safety-elsewhere-lead")}</p>
                <p><button type="button" class="button" on:click=take><Icon glyph=Glyph::Add /><span>{t!("safety-elsewhere-take")}</span></button></p>
            </Notice>
        })
    }
}

/// One step.
#[component]
fn Part(page: Page, step: Step) -> impl IntoView {
    let rows = Memo::new(move |_| {
        page.rows.with(|rows| rows.step(step).iter().map(|row| row.id).collect::<Vec<_>>())
    });
    let add_id = StoredValue::new(fresh_id("add"));
    let add = move |_| {
        let mut id = 0;
        page.change(|rows| id = rows.add(step));
        focus_id(words_id(id));
    };
    let label = t!("safety-add-to", step = words::title(step));
    view! {
        <section class="section stack">
            <h2>{words::title(step)}</h2>
            <p class="soft">{words::help(step)}</p>
            <ul class="safety-rows" role="list"><For each=move || rows.get() key=|id| *id let:id><Line page=page step=step id=id add_id=add_id /></For></ul>
            <div><button type="button" class="button" id=add_id.get_value() aria-label=label on:click=add><Icon glyph=Glyph::Add /><span>{t!("safety-add")}</span></button></div>
        </section>
    }
}

/// One line: its words, a number where there are people in it, its place.
#[component]
fn Line(page: Page, step: Step, id: u32, add_id: StoredValue<String>) -> impl IntoView {
    let place = Memo::new(move |_| page.rows.with(|rows| rows.place(step, id)));
    let count = Memo::new(move |_| page.rows.with(|rows| rows.step(step).len()));
    let row = move || page.rows.with_untracked(|rows| rows.row(step, id).cloned());
    let (words, reach) = row().map(|row| (row.words, row.reach)).unwrap_or_default();
    let numbered = words::is_of_people(step) || !reach.is_empty();
    let label = move || t!("safety-line", step = words::title(step), number = place.get());
    let write = move |text: String| page.change(|rows| rows.write(step, id, |row| row.words = text));
    let write_reach = move |text: String| page.change(|rows| rows.write(step, id, |row| row.reach = text));
    // Said once the field is left: the first figures of a number are no number yet.
    let left = RwSignal::new(false);
    let odd = Memo::new(move |_| {
        let line = page.rows.with(|rows| rows.row(step, id).map(Row::line));
        left.get() && line.is_some_and(|line| line.reach.is_some() && line.dial().is_none())
    });
    let shift = move |up: bool| {
        page.change(|rows| rows.shift(step, id, up));
        // Moved in the page it loses the focus; at an end the button that goes on is the other one.
        let (at, of) = (place.get_untracked(), count.get_untracked());
        let up = if at == 1 { false } else { up || at == of };
        focus_id(if up { up_id(id) } else { down_id(id) });
    };
    let remove = move |_| {
        page.change(|rows| rows.remove(step, id));
        focus_id(add_id.get_value());
    };
    let named = move |words: fn(String, usize) -> String| move || words(words::title(step), place.get());
    view! {
        <li class="safety-row">
            <div class="grow safety-fields">
                <div class="field grow">
                    <label for=words_id(id) class="unseen">{label}</label>
                    <input class="input" type="text" id=words_id(id) autocomplete="off" prop:value=words on:input:target=move |event| write(event.target().value()) />
                </div>
                {numbered.then(|| view! {
                    <div class="field">
                        <label for=reach_id(id) class="small">{t!("safety-number")}</label>
                        <input class="input" type="tel" id=reach_id(id) autocomplete="off" aria-label=move || t!("safety-number-of", number = place.get()) prop:value=reach on:input:target=move |event| write_reach(event.target().value()) on:change=move |_| left.set(true) />
                        <p class="small soft" role="status">{move || odd.get().then(|| t!("safety-number-odd"))}</p>
                    </div>
                })}
            </div>
            <div class="row tight safety-tools">
                <button type="button" class="button plain round" id=up_id(id) disabled=move || place.get() == 1 aria-label=named(|step, number| t!("safety-up", step = step, number = number)) on:click=move |_| shift(true)><Icon glyph=Glyph::Up /></button>
                <button type="button" class="button plain round" id=down_id(id) disabled=move || place.get() == count.get() aria-label=named(|step, number| t!("safety-down", step = step, number = number)) on:click=move |_| shift(false)><Icon glyph=Glyph::Down /></button>
                <button type="button" class="button plain round" aria-label=named(|step, number| t!("safety-remove", step = step, number = number)) on:click=remove><Icon glyph=Glyph::Remove /></button>
            </div>
        </li>
    }
}

fn words_id(id: u32) -> String {
    format!("line-{id}")
}

fn reach_id(id: u32) -> String {
    format!("reach-{id}")
}

fn up_id(id: u32) -> String {
    format!("up-{id}")
}

fn down_id(id: u32) -> String {
    format!("down-{id}")
}

/// Keeps what is there on this device after each change.
fn keep(page: Page) {
    let app = app();
    let keep = move || {
        let (session, begun) = (app.session()?, page.begun()?);
        Some(async move { session.keep_begun_safety_plan(page.space, Some(&begun)).await })
    };
    keep_newest(move || page.typed.get() > 0, keep);
}
