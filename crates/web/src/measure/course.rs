//! How a client gets on, for whoever treats them: charts, what is asked for, asking.

use leptos::prelude::*;
use rapport_care::content::MeasureAnswered;
use rapport_care::measure::Package;
use rapport_client::Session;
use rapport_client::session::{Happened, Moment};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, Role, SpaceId};

use super::ask::AskForm;
use super::asked::AskedList;
use super::chart::Chart;
use super::credit::Credit;
use super::risks::OpenRisks;
use super::told::{Told, told};
use super::words;
use crate::app::Watched;
use crate::components::{Glyph, Icon, Notice, PageHead, Tone};
use crate::consent::ConsentLink;
use crate::i18n::{moment, role_name, t};
use crate::journal::SharedJournal;
use crate::plan::PlanLink;
use crate::route::Route;
use crate::router::Link;
use crate::safety::SafetyLink;
use crate::sheet::FeltOverTime;
use crate::talk::{follow, title};

/// `/progress/…`: one space.
#[component]
pub(super) fn CoursePage(
    /// Which.
    space: SpaceId,
) -> impl IntoView {
    let clients = follow(&[Watched::Spaces], move |session| clients(session, space));
    let name = move || {
        let names: Vec<_> = clients.get().into_iter().map(|(_, name)| name).collect();
        if names.is_empty() { t!("course-title") } else { t!("course-title-of", name = names.join(", ")) }
    };
    let several = move || clients.with(|all| all.len() > 1);
    let each = move || {
        let one = |(account, name): (AccountId, String)| {
            let named = several().then(|| view! { <h2>{name}</h2> });
            view! { {named}<Person space=space of=account /> }
        };
        clients.get().into_iter().map(one).collect_view()
    };
    let nobody = move || clients.with(Vec::is_empty).then(|| view! { <p>{t!("course-nobody")}</p> });
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{name}</h1><p class="lead">{t!("course-lead")}</p></header>
            <div class="stack loose">
                <div class="row"><Link to=Route::Talk(space) class="button"><Icon glyph=Glyph::Messages /><span>{t!("course-to-talk")}</span></Link><Link to=Route::Pages(space) class="button"><Icon glyph=Glyph::File /><span>{t!("course-to-pages")}</span></Link><PlanLink space=space /><ConsentLink space=space class="button" /><SafetyLink space=space class="button" /></div>
                <OpenRisks space=space />
                <Dealt space=space />
                <SharedJournal space=space />
                {nobody}
                {each}
            </div>
        </div>
    }
}

/// What was done about answers that worried, newest first.
#[component]
fn Dealt(space: SpaceId) -> impl IntoView {
    let all = follow(&[Watched::Space(space)], move |session| session.dealt(space));
    let rows = move || {
        let row = |it: Moment| {
            let Happened::Dealt { outcome, words } = it.what else { return None };
            let (name, when) = (it.name.unwrap_or_default(), moment(it.at));
            Some(
                view! { <li><div class="grow"><p class="strong">{words::outcome(outcome)}</p><p class="said">{words}</p><p class="small soft">{t!("record-by-at", name = name, when = when)}</p></div></li> },
            )
        };
        all.get().into_iter().filter_map(row).collect_view()
    };
    move || {
        all.with(|all| !all.is_empty()).then(|| view! {
            <details class="more" data-testid="dealt"><summary>{t!("risks-dealt")}</summary><ul class="items" role="list">{rows}</ul></details>
        })
    }
}

#[component]
fn Person(space: SpaceId, of: AccountId) -> impl IntoView {
    let all = follow(&[Watched::Spaces], move |session| told(session, space, of));
    let empty = move || all.with(Vec::is_empty).then(|| view! { <p class="soft">{t!("course-empty")}</p> });
    let each = move || all.get().into_iter().map(|it| view! { <One told=it space=space /> }).collect_view();
    view! {
        <FeltOverTime space=space of=of staff=true />
        <section class="stack loose"><h2>{t!("course-so-far")}</h2>{empty}{each}</section>
        <section class="stack"><h2>{t!("course-asked")}</h2><AskedList space=space of=of /></section>
        <section class="stack"><h2>{t!("course-ask")}</h2><AskForm space=space of=of /></section>
    }
}

/// One measure: how it goes in a sentence, the chart, the newest answers.
#[component]
fn One(told: Told, space: SpaceId) -> impl IntoView {
    let package = told.package;
    let off = told.series.track.is_off();
    let track = words::track(told.series.track).map(|words| {
        let tone = if off { Tone::Careful } else { Tone::Calm };
        view! { <Notice tone=tone><p data-testid="track">{words}</p></Notice> }
    });
    let change = told.change().map(words::change).map(|words| view! { <p>{words}</p> });
    let newest = told.newest.as_ref().map(|newest| answers(package, newest));
    view! {
        <article class="stack tight">
            <h3>{package.short.clone()}</h3>
            <p class="small soft">{package.about.clone()}</p>
            {track}
            {change}
            <Chart told=told staff=true space=space />
            {newest}
            <Credit package=package />
        </article>
    }
}

/// The newest answers, question by question.
fn answers(package: &'static Package, newest: &MeasureAnswered) -> impl IntoView + use<> {
    let rows = package.items.iter().zip(&newest.answers).map(|(item, answer)| {
        let choice = package.choices(item).iter().find(|choice| Some(choice.value) == *answer);
        let words = choice.and_then(|choice| choice.text.clone()).unwrap_or_else(|| t!("answer-open"));
        let worries = item.risk_from.zip(*answer).is_some_and(|(from, answer)| answer >= from);
        view! { <tr><th scope="row">{item.text.clone()}</th><td class:alert-words=worries>{words}</td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <details class="fold">
            <summary>{t!("course-newest")}</summary>
            <table class="course-table"><thead class="unseen"><tr><th scope="col">{t!("course-question")}</th><th scope="col">{t!("course-answer")}</th></tr></thead><tbody>{rows}</tbody></table>
        </details>
    }
}

/// `/progress`, for whoever works here: their clients, each with the way to their measures.
#[component]
pub(super) fn Courses() -> impl IntoView {
    let all = follow(&[Watched::Spaces], |session| {
        let care =
            session.spaces().into_iter().filter(|space| space.kind == SpaceKind::Care && !space.deserted);
        care.map(|space| (space.id, title(&space))).collect::<Vec<_>>()
    });
    let rows = move || {
        let row = |(space, name)| view! { <li class="time-row"><Link to=Route::Course(space) class="grow">{name}</Link></li> };
        all.get().into_iter().map(row).collect_view()
    };
    let empty = move || all.with(Vec::is_empty).then(|| view! { <p class="soft">{t!("course-nobody")}</p> });
    view! {
        <div class="page">
            <PageHead title=t!("course-title") lead=t!("course-lead") />
            <div class="stack loose"><OpenRisks />{empty}<ul class="times" role="list">{rows}</ul></div>
        </div>
    }
}

/// The clients of a space, and what they are called.
fn clients(session: &Session, space: SpaceId) -> Vec<(AccountId, String)> {
    let members = session.members(space).into_iter().filter(|member| member.role == Role::Client);
    members
        .map(|it| {
            (it.account, it.name.unwrap_or_else(|| t!("talk-nameless-role", role = role_name(it.role))))
        })
        .collect()
}
