//! `/plan/SPACE`: what is suggested, what holds, how near one is.

use leptos::prelude::*;
use rapport_care::plan::Plan;
use rapport_client::session::{PlanView, Suggestion};
use rapport_wire::SpaceId;

use super::day;
use super::goal::Held;
use super::suggestion::{Suggested, Ways};
use crate::app::Watched;
use crate::components::{Glyph, Icon, Notice, Tone};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// The page.
#[component]
pub(super) fn Read(
    /// Which care space.
    space: SpaceId,
) -> impl IntoView {
    let plan = follow(&[Watched::Spaces], move |session| session.plan(space));
    let name = follow(&[Watched::Spaces], move |session| session.space(space).map(|it| title(&it)));
    let client = Memo::new(move |_| plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.client)));
    let heading = move || match (client.get(), name.get()) {
        (true, _) | (_, None) => t!("plan-title"),
        (false, Some(name)) => t!("plan-title-of", name = name),
    };
    let suggested = Memo::new(move |_| {
        plan.with(|plan| plan.as_ref().map(|it| it.suggested.clone()).unwrap_or_default())
    });
    // Ticks change nothing of what stands here, so that the focus stays where somebody ticks.
    let words = Memo::new(move |_| {
        plan.with(|plan| plan.as_ref().and_then(|it| it.agreed.as_ref()).map(|version| version.is.unticked()))
    });
    let nothing = Memo::new(move |_| words.with(Option::is_none) && suggested.with(Vec::is_empty));
    let key = |it: &Suggestion| (it.version.entry.0, it.version.unsent);
    let none = Memo::new(move |_| plan.with(Option::is_none));
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{heading}</h1><p class="lead">{t!("plan-lead")}</p></header>
            <div class="stack loose">
                {move || nothing.get().then(|| view! { <Empty none=none.get() client=client.get() space=space /> })}
                <For each=move || suggested.get() key=key let:it><Suggested it=it space=space /></For>
                {move || words.get().map(|words| view! { <Agreed plan=plan words=words space=space /> })}
                <p class="row">
                    <Link to=Route::Talk(space) class="button plain"><Icon glyph=Glyph::Messages /><span>{t!("sheet-to-talk")}</span></Link>
                </p>
            </div>
        </div>
    }
}

#[component]
fn Empty(none: bool, client: bool, space: SpaceId) -> impl IntoView {
    if none {
        return view! { <p>{t!("plan-none")}</p> }.into_any();
    }
    let words = if client { t!("plan-empty") } else { t!("plan-empty-staff") };
    view! {
        <p>{words}</p>
        <div><Link to=Route::WritePlan(space) class="button main large"><Icon glyph=Glyph::Edit /><span>{t!("plan-write-first")}</span></Link></div>
    }
    .into_any()
}

/// What both agreed to.
#[component]
fn Agreed(plan: Memo<Option<PlanView>>, words: Plan, space: SpaceId) -> impl IntoView {
    let due = words
        .review_is_due(day::today())
        .then(|| view! { <Notice tone=Tone::Calm><p>{t!("plan-review-due-long")}</p></Notice> });
    let goals = words
        .goals
        .iter()
        .map(|goal| view! { <Held plan=plan space=space goal=goal.clone() /> })
        .collect_view();
    let open = Memo::new(move |_| plan.with(|plan| plan.as_ref().is_some_and(|it| it.suggested.is_empty())));
    view! {
        <section class="stack" data-testid="agreed">
            <h2>{t!("plan-agreed")}</h2>
            {due}
            {goals}
            <Ways plan=words />
            {move || open.get().then(|| view! { <div><Link to=Route::WritePlan(space) class="button"><Icon glyph=Glyph::Edit /><span>{t!("plan-suggest-change")}</span></Link></div> })}
        </section>
    }
}
