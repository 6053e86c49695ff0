//! A goal that both agreed to: ticked off by either, rated by the client.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::GoalId;
use rapport_care::limits::RATING_MAX;
use rapport_care::plan::{Goal, Plan};
use rapport_client::session::PlanView;
use rapport_wire::SpaceId;

use super::series::Series;
use crate::app::{App, app};
use crate::components::{Work, Working, fresh_id};
use crate::i18n::t;

/// One goal of the plan that holds.
#[component]
pub(super) fn Held(
    /// The plan as it now is.
    plan: Memo<Option<PlanView>>,
    /// Which care space.
    space: SpaceId,
    /// The goal, without its ticks.
    goal: Goal,
) -> impl IntoView {
    let app = app();
    let Goal { id, words, steps, .. } = goal;
    let client = Memo::new(move |_| plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.client)));
    let work = Work::new();
    let now = Memo::new(move |_| {
        plan.with(|plan| {
            let goals = plan.as_ref().and_then(|plan| plan.agreed.as_ref()).map(|version| &version.is.goals);
            goals.and_then(|goals| goals.iter().find(|it| it.id == id).cloned())
        })
    });
    let reached = Memo::new(move |_| now.with(|now| now.as_ref().is_some_and(|goal| goal.reached)));
    let steps = steps.into_iter().enumerate().map(|(index, step)| {
        let done = move || now.with(|now| now.as_ref().and_then(|goal| goal.steps.get(index)).is_some_and(|step| step.done));
        let set = move |on: bool| {
            tick(app, space, work, move |plan| {
                let goal = plan.goals.iter_mut().find(|it| it.id == id);
                if let Some(step) = goal.and_then(|goal| goal.steps.get_mut(index)) {
                    step.done = on;
                }
            });
        };
        view! {
            <li><label class="choice"><input type="checkbox" prop:checked=done on:change:target=move |event| set(event.target().checked()) /><span>{step.words}</span></label></li>
        }
    });
    let steps = steps.collect_view();
    let set_reached = move |on: bool| {
        tick(app, space, work, move |plan| {
            if let Some(goal) = plan.goals.iter_mut().find(|it| it.id == id) {
                goal.reached = on;
            }
        });
    };
    view! {
        <article class="card goal" data-testid="goal">
            <div class="row apart">
                <h3 class="said">{words}</h3>
                {move || reached.get().then(|| view! { <span class="tag good">{t!("plan-reached")}</span> })}
            </div>
            <ul class="plan-steps" role="list">{steps}</ul>
            {move || client.get().then(|| view! { <Rate plan=plan space=space goal=id work=work /> })}
            <Series plan=plan goal=id />
            <label class="choice quiet"><input type="checkbox" prop:checked=move || reached.get() on:change:target=move |event| set_reached(event.target().checked()) /><span>{t!("plan-reached-tick")}</span></label>
            <Working work=work />
        </article>
    }
}

/// Ticks something in the plan that holds, as it is at this moment: two ticks in a row are two.
fn tick(app: App, space: SpaceId, work: Work, change: impl FnOnce(&mut Plan)) {
    let Some(session) = app.session() else { return };
    let Some(mut holds) = session.plan(space).and_then(|plan| plan.agreed).map(|version| version.is) else {
        return;
    };
    change(&mut holds);
    spawn_local(async move {
        work.end(session.tick_plan(space, holds).await);
    });
}

/// How near somebody is to their goal, in eleven steps.
#[component]
fn Rate(plan: Memo<Option<PlanView>>, space: SpaceId, goal: GoalId, work: Work) -> impl IntoView {
    let app = app();
    let newest =
        Memo::new(move |_| plan.with(|plan| plan.as_ref()?.ratings_of(goal).last().map(|it| it.rating)));
    let rate = move |rating: u8| {
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            if work.end(session.rate_goal(space, goal, rating).await).is_some() {
                app.say(t!("plan-rate-done", rating = rating));
            }
        });
    };
    let title_id = fresh_id("near");
    let labelled = title_id.clone();
    let each = (0..=RATING_MAX).map(|rating| {
        let pressed = move || (newest.get() == Some(rating)).to_string();
        view! {
            <button type="button" class="button near" aria-pressed=pressed aria-label=t!("plan-rate-one", rating = rating) on:click=move |_| rate(rating)>{rating}</button>
        }
    });
    view! {
        <div class="stack tight" role="group" aria-labelledby=labelled>
            <p class="strong" id=title_id>{t!("plan-rate")}</p>
            <div class="nears">{each.collect_view()}</div>
            <p class="row apart small soft scale-ends"><span>{t!("plan-rate-from")}</span><span>{t!("plan-rate-to")}</span></p>
        </div>
    }
}
