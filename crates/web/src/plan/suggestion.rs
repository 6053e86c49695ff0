//! What one side suggests: read by both, agreed to by the other.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::plan::{Goal, Plan};
use rapport_client::session::Suggestion;
use rapport_wire::{SpaceId, Timestamp};

use super::day;
use crate::app::app;
use crate::components::{Glyph, Icon, Work, Working};
use crate::i18n::{moment, t};
use crate::route::Route;
use crate::router::Link;

/// One suggestion, and what can be done with it.
#[component]
pub(super) fn Suggested(
    /// The suggestion.
    it: Suggestion,
    /// Which care space.
    space: SpaceId,
) -> impl IntoView {
    let app = app();
    let when = moment(Timestamp::from_micros(it.version.at));
    let name = it.version.name.clone().unwrap_or_else(|| t!("record-somebody"));
    let title = if it.version.mine {
        t!("plan-suggested-you", when = when)
    } else {
        t!("plan-suggested", name = name, when = when)
    };
    let waits = if it.version.unsent { t!("safety-unsent") } else { t!("plan-waits") };
    let work = Work::new();
    let (entry, mine, ours) = (it.version.entry, it.version.mine, it.ours);
    let plan = it.version.is.clone();
    let agree = move |_| {
        let (Some(session), it) = (app.session(), it.clone()) else { return };
        if work.begin() {
            spawn_local(async move {
                if work.end(session.agree_to_plan(space, &it).await).is_some() {
                    app.say(t!("plan-agreed-done"));
                    crate::shell::focus_title();
                }
            });
        }
    };
    let back = move |_| {
        let Some(session) = app.session() else { return };
        if work.begin() {
            spawn_local(async move {
                if work.end(session.withdraw_plan(space, entry).await).is_some() {
                    app.say(t!("plan-back-done"));
                    crate::shell::focus_title();
                }
            });
        }
    };
    let press = if ours {
        view! {
            <p class="small soft">{waits}</p>
            {mine.then(|| view! { <button type="button" class="button plain" on:click=back>{t!("plan-back")}</button> })}
        }
        .into_any()
    } else {
        view! { <button type="button" class="button main" on:click=agree><Icon glyph=Glyph::Check /><span>{t!("plan-agree")}</span></button> }
            .into_any()
    };
    view! {
        <section class="card" data-testid="suggestion">
            <h2>{title}</h2>
            {words(plan)}
            <Working work=work />
            <div class="row">
                {press}
                <Link to=Route::WritePlan(space) class="button"><Icon glyph=Glyph::Edit /><span>{t!("plan-change")}</span></Link>
            </div>
        </section>
    }
}

/// A plan's words, without anything to press.
fn words(plan: Plan) -> impl IntoView {
    let goals = plan.goals.iter().map(goal).collect_view();
    view! { <ul class="plan-goals" role="list">{goals}</ul><Ways plan=plan /> }
}

fn goal(goal: &Goal) -> impl IntoView + use<> {
    let steps = goal.steps.iter().map(|step| view! { <li>{step.words.clone()}</li> }).collect_view();
    let steps = (!goal.steps.is_empty()).then(|| view! { <ul>{steps}</ul> });
    view! { <li><p class="strong said">{goal.words.clone()}</p>{steps}</li> }
}

/// How they work, and when they look again.
#[component]
pub(super) fn Ways(
    /// The plan.
    plan: Plan,
) -> impl IntoView {
    let Plan { ways, review, .. } = plan;
    let ways = (!ways.trim().is_empty()).then(|| {
        view! { <div class="about-line"><dt>{t!("plan-ways")}</dt><dd>{ways}</dd></div> }
    });
    let review = review.map(|day| {
        view! { <div class="about-line"><dt>{t!("plan-review")}</dt><dd>{day::words(day)}</dd></div> }
    });
    (ways.is_some() || review.is_some()).then(|| view! { <dl class="about">{ways}{review}</dl> })
}
