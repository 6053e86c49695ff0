//! `/safety-plan/SPACE`: the plan, to be read in a bad hour.

use leptos::prelude::*;
use rapport_care::safety::SafetyPlan;
use rapport_client::session::{SafetyView, VersionView};
use rapport_wire::{SpaceId, Timestamp};

use super::at_hand::KeepHere;
use super::lines::steps;
use super::words;
use crate::app::Watched;
use crate::components::{Glyph, Icon, Notice, Tone};
use crate::i18n::{moment, t};
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// The page.
#[component]
pub(super) fn Read(
    /// Which care space.
    space: SpaceId,
) -> impl IntoView {
    let plan = follow(&[Watched::Spaces], move |session| session.safety_plan(space));
    let name = follow(&[Watched::Spaces], move |session| session.space(space).map(|it| title(&it)));
    let own = Memo::new(move |_| plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.own)));
    let heading = move || match (own.get(), name.get()) {
        (true, _) | (_, None) => t!("safety-title"),
        (false, Some(name)) => t!("safety-title-of", name = name),
    };
    let lead = move || if own.get() { t!("safety-lead") } else { t!("safety-lead-staff") };
    let shown = move || match plan.get() {
        None => view! { <p>{t!("safety-none")}</p> }.into_any(),
        Some(plan) => match plan.current.clone() {
            None => view! { <Empty own=plan.own space=space /> }.into_any(),
            Some(current) if plan.beside.is_empty() => {
                view! { <One current=current space=space /> }.into_any()
            }
            Some(_) => view! { <Several plan=plan /> }.into_any(),
        },
    };
    let written = Memo::new(move |_| plan.with(|plan| plan.as_ref().is_some_and(|it| it.current.is_some())));
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{heading}</h1><p class="lead">{lead}</p></header>
            <div class="stack loose">
                {shown}
                {move || (own.get() && written.get()).then(|| view! { <KeepHere space=space /> })}
                <p class="row">
                    <Link to=Route::Talk(space) class="button plain"><Icon glyph=Glyph::Messages /><span>{t!("sheet-to-talk")}</span></Link>
                </p>
            </div>
        </div>
    }
}

#[component]
fn Empty(own: bool, space: SpaceId) -> impl IntoView {
    let words = if own { t!("safety-empty") } else { t!("safety-empty-staff") };
    view! {
        <p>{words}</p>
        <div><Link to=Route::WriteSafety(space) class="button main large"><Icon glyph=Glyph::Edit /><span>{t!("safety-write-first")}</span></Link></div>
    }
}

#[component]
fn One(current: VersionView<SafetyPlan>, space: SpaceId) -> impl IntoView {
    let open: Vec<_> = current.is.open().map(words::title).collect();
    let open = (!open.is_empty())
        .then(|| view! { <p class="small soft">{t!("safety-still-open", steps = open.join(" · "))}</p> });
    let by = by(&current);
    view! {
        {steps(&current.is, 2)}
        {open}
        <p class="small soft" data-testid="written-by">{by}</p>
        <div><Link to=Route::WriteSafety(space) class="button"><Icon glyph=Glyph::Edit /><span>{t!("safety-change")}</span></Link></div>
    }
}

/// Versions that were written at the same time: side by side, until somebody has joined them.
#[component]
fn Several(plan: SafetyView) -> impl IntoView {
    let space = plan.space;
    let each = plan.current.into_iter().chain(plan.beside).map(|version| {
        let title = by(&version);
        view! { <section class="card"><h2>{title}</h2>{steps(&version.is, 3)}</section> }
    });
    view! {
        <Notice tone=Tone::Careful>
            <strong>{t!("safety-several")}</strong>
            <p>{t!("safety-several-lead")}</p>
            <p><Link to=Route::WriteSafety(space) class="button main"><Icon glyph=Glyph::Edit /><span>{t!("safety-join")}</span></Link></p>
        </Notice>
        <div class="beside" data-testid="beside">{each.collect_view()}</div>
    }
}

/// Who wrote a version, when, and whether it is only here.
pub(super) fn by(version: &VersionView<SafetyPlan>) -> String {
    if version.unsent {
        return t!("safety-unsent");
    }
    let when = moment(Timestamp::from_micros(version.at));
    match (version.mine, &version.name) {
        (true, _) => t!("safety-by-you", when = when),
        (false, Some(name)) => t!("record-by-at", name = name, when = when),
        (false, None) => t!("record-by-at", name = t!("record-somebody"), when = when),
    }
}
