//! `/plan/SPACE/write`: a version while it is written, kept on this device until it is suggested.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::content::Planned;
use rapport_care::limits::PLAN_REVIEW_YEARS_MAX;
use rapport_care::plan::{Plan, ReviewDay};
use rapport_care::{EntryId, GoalId};
use rapport_wire::SpaceId;

use super::day;
use super::rows::Rows;
use super::wanted::Wanted;
use crate::app::{Watched, app};
use crate::components::{FieldError, Glyph, Icon, Notice, SubmitButton, Tone, Work, Working, fresh_id};
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
    ways: RwSignal<String>,
    review: RwSignal<String>,
    known: RwSignal<Vec<EntryId>>,
    /// Counts what is done by hand.
    typed: RwSignal<u32>,
}

impl Page {
    fn change(self, change: impl FnOnce(&mut Rows)) {
        self.rows.update(change);
        self.touch();
    }

    fn touch(self) {
        self.typed.update(|typed| *typed = typed.wrapping_add(1));
    }

    fn show(self, plan: &Plan, known: Vec<EntryId>) {
        self.rows.set(Rows::of(plan));
        self.ways.set(plan.ways.clone());
        self.review.set(plan.review.map(day::field).unwrap_or_default());
        self.known.set(known);
    }

    fn begun(self) -> Option<Planned> {
        let plan = Plan {
            goals: self.rows.try_with_untracked(Rows::goals)?,
            ways: self.ways.try_get_untracked()?.trim().to_owned(),
            review: day::parse(&self.review.try_get_untracked()?),
        };
        Some(Planned { after: self.known.try_get_untracked()?, plan })
    }
}

/// The page.
#[component]
pub(super) fn Write(
    /// Which care space.
    space: SpaceId,
) -> impl IntoView {
    let session = app().session();
    let begun = RwSignal::new(None::<Option<Planned>>);
    spawn_local(async move {
        let found = match session {
            Some(session) => session.begun_plan(space).await,
            None => None,
        };
        let _ = begun.try_set(Some(found));
    });
    let name = follow(&[Watched::Spaces], move |session| session.space(space).map(|it| title(&it)));
    let lead = move || t!("plan-write-lead", name = name.get().unwrap_or_else(|| t!("record-somebody")));
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{t!("plan-write-title")}</h1><p class="lead">{lead}</p></header>
            {move || begun.get().map(|begun| view! { <Whole space=space begun=begun /> })}
        </div>
    }
}

#[component]
fn Whole(space: SpaceId, begun: Option<Planned>) -> impl IntoView {
    let (app, router) = (app(), router());
    let resumed = begun.is_some();
    let page = Page {
        space,
        rows: RwSignal::new(Rows::default()),
        ways: RwSignal::new(String::new()),
        review: RwSignal::new(String::new()),
        known: RwSignal::new(Vec::new()),
        typed: RwSignal::new(u32::from(resumed)),
    };
    if let Some(begun) = begun {
        page.show(&begun.plan, begun.after);
    }
    let plan = follow(&[Watched::Spaces], move |session| session.plan(space));
    // Until somebody types, the page shows what stands.
    Effect::new(move || {
        let Some(plan) = plan.get() else { return };
        let Some(newest) = plan.newest() else { return };
        if page.typed.get_untracked() == 0 && page.known.get_untracked() != plan.tips() {
            page.show(&newest.is, plan.tips());
        }
    });
    keep(page);
    let work = Work::new();
    let empty = RwSignal::new(false);
    let off_day = RwSignal::new(false);
    let (day_id, help_id, day_error) =
        (fresh_id("review"), fresh_id("review-help"), fresh_id("review-error"));
    // A day that stood in the plan before is not held against whoever changes something else in it.
    let day_words = Signal::derive(move || {
        let stood = plan.with(|plan| plan.as_ref().and_then(|plan| plan.newest()?.is.review));
        let chosen = day::parse(&page.review.get()).filter(|day| Some(*day) != stood)?;
        match ReviewDay::of(chosen, day::today()) {
            ReviewDay::Fits => None,
            ReviewDay::GoneBy => Some(t!("plan-review-gone-by")),
            ReviewDay::FarAway => Some(t!("plan-review-far-away", years = PLAN_REVIEW_YEARS_MAX)),
        }
    });
    let day_wrong = Signal::derive(move || day_words.get().filter(|_| off_day.get()));
    let to_day = StoredValue::new(day_id.clone());
    let suggest = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        off_day.set(day_words.with_untracked(Option::is_some));
        if off_day.get_untracked() {
            return focus_id(to_day.get_value());
        }
        let (Some(session), Some(begun)) = (app.session(), page.begun()) else { return };
        empty.set(begun.plan.goals.is_empty());
        if empty.get_untracked() || !work.begin() {
            return;
        }
        spawn_local(async move {
            if work.end(session.suggest_plan(space, begun.plan, &begun.after).await).is_some() {
                app.say(t!("plan-suggest-done"));
                router.replace(Route::Plan(space));
            }
        });
    };
    let leave = move |_| {
        let session = app.session();
        spawn_local(async move {
            if let Some(session) = session {
                session.keep_begun_plan(space, None).await;
            }
            router.replace(Route::Plan(space));
        });
    };
    let goals = Memo::new(move |_| page.rows.with(Rows::ids));
    let add_id = StoredValue::new(fresh_id("add"));
    let add = move |_| {
        let Some(session) = app.session() else { return };
        let id = session.fresh_goal();
        page.change(|rows| rows.add_goal(id));
        focus_id(goal_id(id));
    };
    let take = move |words: String| {
        let Some(session) = app.session() else { return };
        let id = session.fresh_goal();
        page.change(|rows| {
            rows.add_goal(id);
            rows.write(id, |goal| goal.words = words);
        });
        focus_id(goal_id(id));
    };
    let day = move |text: String| {
        page.review.set(text);
        page.touch();
    };
    view! {
        <form class="stack loose" novalidate on:submit=suggest data-testid="plan-form">
            {resumed.then(|| view! { <Notice tone=Tone::Calm><p>{t!("sheet-resumed")}</p></Notice> })}
            <section class="section stack">
                <h2>{t!("plan-goals")}</h2>
                <p class="soft">{t!("plan-goals-help")}</p>
                <Wanted space=space rows=page.rows on_take=take />
                <For each=move || goals.get() key=|id| *id let:id><GoalFields page=page id=id add_id=add_id /></For>
                <div><button type="button" class="button" id=add_id.get_value() on:click=add><Icon glyph=Glyph::Add /><span>{t!("plan-goal-add")}</span></button></div>
            </section>
            <section class="section stack">
                <h2>{t!("plan-ways")}</h2>
                <Approach page=page />
            </section>
            <section class="section stack">
                <h2>{t!("plan-review")}</h2>
                <div class="field">
                    <label for=day_id.clone()>{t!("plan-review-label")}</label>
                    <p class="help" id=help_id.clone()>{t!("plan-review-help")}</p>
                    <input class="input day" type="date" id=day_id aria-describedby=format!("{help_id} {day_error}") aria-invalid=move || day_wrong.with(Option::is_some).then_some("true") prop:value=move || page.review.get() on:input:target=move |event| day(event.target().value()) />
                    <FieldError id=day_error error=day_wrong />
                </div>
            </section>
            <div class="save-bar stack tight">
                <p class="small soft kept" role="status">{move || if page.typed.get() > 0 { t!("plan-kept-typing") } else { String::new() }}</p>
                <p role="alert" class="alert-words">{move || empty.get().then(|| t!("plan-nothing"))}</p>
                <Working work=work />
                <div class="row">
                    <SubmitButton label=t!("plan-suggest") work=work />
                    <button type="button" class="button plain" on:click=leave>{t!("cancel")}</button>
                </div>
            </div>
        </form>
    }
}

/// A goal and its steps.
#[component]
fn GoalFields(page: Page, id: GoalId, add_id: StoredValue<String>) -> impl IntoView {
    let place = Memo::new(move |_| {
        page.rows.with(|rows| rows.ids().iter().position(|it| *it == id).map_or(0, |index| index + 1))
    });
    let words =
        page.rows.with_untracked(|rows| rows.goal(id).map(|goal| goal.words.clone()).unwrap_or_default());
    let steps = Memo::new(move |_| {
        let keys = |rows: &Rows| {
            rows.goal(id).map(|goal| goal.steps.iter().map(|step| step.key).collect::<Vec<_>>())
        };
        page.rows.with(keys).unwrap_or_default()
    });
    let write = move |text: String| page.change(|rows| rows.write(id, |goal| goal.words = text));
    let add = move |_| {
        let mut key = 0;
        page.change(|rows| key = rows.add_step(id));
        focus_id(step_id(key));
    };
    let remove = move |_| {
        page.change(|rows| rows.remove_goal(id));
        focus_id(add_id.get_value());
    };
    let add_step_id = StoredValue::new(fresh_id("add-step"));
    view! {
        <div class="card goal">
            <div class="field">
                <label for=goal_id(id)>{move || t!("plan-goal", number = place.get())}</label>
                <textarea class="input area" rows="2" id=goal_id(id) prop:value=words on:input:target=move |event| write(event.target().value())></textarea>
            </div>
            <ul class="safety-rows" role="list"><For each=move || steps.get() key=|key| *key let:key><StepField page=page goal=id key=key place=place add_id=add_step_id /></For></ul>
            <div class="row">
                <button type="button" class="button" id=add_step_id.get_value() on:click=add><Icon glyph=Glyph::Add /><span>{move || t!("plan-step-add", number = place.get())}</span></button>
                <button type="button" class="button plain" on:click=remove><Icon glyph=Glyph::Remove /><span>{move || t!("plan-goal-remove", number = place.get())}</span></button>
            </div>
        </div>
    }
}

#[component]
fn StepField(
    page: Page,
    goal: GoalId,
    key: u32,
    place: Memo<usize>,
    add_id: StoredValue<String>,
) -> impl IntoView {
    let of = move |rows: &Rows| {
        let steps = &rows.goal(goal)?.steps;
        let index = steps.iter().position(|step| step.key == key)?;
        Some((index + 1, steps[index].words.clone()))
    };
    let number = Memo::new(move |_| page.rows.with(of).map_or(0, |(number, _)| number));
    let words = page.rows.with_untracked(of).map(|(_, words)| words).unwrap_or_default();
    let write = move |text: String| page.change(|rows| rows.write_step(goal, key, |step| step.words = text));
    let remove = move |_| {
        page.change(|rows| rows.remove_step(goal, key));
        focus_id(add_id.get_value());
    };
    let label = move || t!("plan-step", number = number.get(), goal = place.get());
    view! {
        <li class="safety-row one">
            <div class="field grow">
                <label for=step_id(key) class="unseen">{label}</label>
                <input class="input" type="text" id=step_id(key) autocomplete="off" prop:value=words on:input:target=move |event| write(event.target().value()) />
            </div>
            <button type="button" class="button plain round" aria-label=move || t!("plan-step-remove", number = number.get(), goal = place.get()) on:click=remove><Icon glyph=Glyph::Remove /></button>
        </li>
    }
}

/// How they work: words of one's own, with a few that many use at hand.
#[component]
fn Approach(page: Page) -> impl IntoView {
    let id = fresh_id("ways");
    let write = move |text: String| {
        page.ways.set(text);
        page.touch();
    };
    let each = approaches().map(|words| {
        let text = words.clone();
        let put = move |_| {
            page.ways.update(|ways| {
                if !ways.contains(&text) {
                    let between = if ways.trim().is_empty() { "" } else { "\n" };
                    *ways = format!("{}{between}{text}", ways.trim_end());
                }
            });
            page.touch();
        };
        view! { <button type="button" class="button filter" on:click=put><Icon glyph=Glyph::Add /><span>{words}</span></button> }
    });
    view! {
        <div class="filters" role="group" aria-label=t!("plan-approaches")>{each.into_iter().collect_view()}</div>
        <div class="field">
            <label for=id.clone()>{t!("plan-ways-label")}</label>
            <textarea class="input area" rows="3" id=id prop:value=move || page.ways.get() on:input:target=move |event| write(event.target().value())></textarea>
        </div>
    }
}

fn approaches() -> [String; 6] {
    [
        t!("approach-cbt"),
        t!("approach-act"),
        t!("approach-mindfulness"),
        t!("approach-psychodynamic"),
        t!("approach-solution"),
        t!("approach-couples"),
    ]
}

fn goal_id(id: GoalId) -> String {
    format!("goal-{}", rapport_wire::EntryId::from_bytes(id.0))
}

fn step_id(key: u32) -> String {
    format!("step-{key}")
}

/// Keeps what is there on this device after each change.
fn keep(page: Page) {
    let app = app();
    let keep = move || {
        let (session, begun) = (app.session()?, page.begun()?);
        Some(async move { session.keep_begun_plan(page.space, Some(&begun)).await })
    };
    keep_newest(move || page.typed.get() > 0, keep);
}
