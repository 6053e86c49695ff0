//! How a session felt: four short questions after it, and how the answers went over time.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::feedback::{ASPECTS, Felt};
use rapport_care::form::{Responses, session_feedback};
use rapport_wire::{AccountId, SpaceId, Timestamp};

use super::paper::{Paper, Part};
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, PageHead, Spark, SubmitButton, Work, Working};
use crate::i18n::{day, t};
use crate::route::Route;
use crate::router::Link;
use crate::shell::focus_title;
use crate::talk::{follow, title};

/// `/sessions/feedback/SPACE`.
#[component]
pub(super) fn Feedback(
    /// With whom the session was.
    space: SpaceId,
) -> impl IntoView {
    let app = app();
    let form = session_feedback();
    let thanked = RwSignal::new(false);
    let paper = Paper::new(form.clone(), Responses::new(), Signal::stored(Some(space)));
    let with = follow(&[Watched::Spaces], move |session| {
        session.space(space).map(|it| title(&it)).unwrap_or_default()
    });
    let work = Work::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(whole) = paper.whole() else { return };
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        spawn_local(async move {
            if work.end(session.send_form(space, form, &whole, None).await).is_some() {
                let _ = thanked.try_set(true);
            }
        });
    };
    let questions = move || {
        view! {
            <PageHead title=form.title.clone() lead=form.intro.clone() />
            <form class="stack loose" novalidate on:submit=send data-testid="feedback">
                <Part paper=paper at=0 />
                <p class="small soft">{move || t!("form-for", name = with.get())}</p>
                <Working work=work />
                <div class="row">
                    <SubmitButton label=t!("form-send") work=work />
                    <Link to=Route::Sessions class="button large"><Icon glyph=Glyph::Back /><span>{t!("felt-not-now")}</span></Link>
                </div>
            </form>
        }
    };
    view! {
        <div class="page">
            {move || if thanked.get() { view! { <Thanks /> }.into_any() } else { questions().into_any() }}
        </div>
    }
}

/// It has arrived, and was worth the minute.
#[component]
fn Thanks() -> impl IntoView {
    request_animation_frame(focus_title);
    view! {
        <PageHead title=t!("form-sent-title") lead=t!("felt-sent") />
        <div class="row"><Link to=Route::Progress class="button main large"><span>{t!("form-to-progress")}</span></Link></div>
    }
}

/// How sessions felt to somebody, over time; nothing before the first answer.
#[component]
pub(crate) fn FeltOverTime(
    /// In which space.
    space: SpaceId,
    /// To whom.
    of: AccountId,
    /// Whether whoever looks is the therapist.
    staff: bool,
) -> impl IntoView {
    let all = follow(&[Watched::Space(space), Watched::Spaces], move |session| session.felt(space, of));
    move || {
        let all = all.get();
        let newest = all.last()?;
        let before = all.len().checked_sub(2).and_then(|n| all.get(n));
        let talk_about = newest.worth_a_word(before);
        let lines = ASPECTS.iter().enumerate().map(|(n, id)| {
            let values: Vec<i16> = all.iter().map(|felt| felt.aspects[n]).collect();
            line(id, &values, staff && talk_about.contains(id))
        });
        let words = (!newest.change.is_empty()).then(|| {
            view! { <blockquote class="quote"><p class="small soft">{t!("felt-wish", when = when(newest))}</p><p>{newest.change.clone()}</p></blockquote> }
        });
        let lead = if staff { t!("felt-lead-staff") } else { t!("felt-lead") };
        Some(view! {
            <section class="stack" data-testid="felt">
                <h2>{t!("felt-title")}</h2>
                <p class="small soft">{lead}</p>
                <ul class="sparks" role="list">{lines.collect_view()}</ul>
                {words}
                <Table all=all.clone() />
            </section>
        })
    }
}

fn line(id: &str, values: &[i16], talk_about: bool) -> impl IntoView + use<> {
    let newest = values.last().copied().unwrap_or_default();
    let words = question(id);
    let figures: Vec<i64> = values.iter().map(|it| i64::from(*it)).collect();
    let told = t!("sheet-of", at = newest, to = 10);
    view! {
        <li class="spark-row">
            <div class="grow"><p>{words}</p>{talk_about.then(|| view! { <p class="tag">{t!("felt-worth-a-word")}</p> })}</div>
            <Spark values=figures low=0 high=10 />
            <span class="numbers strong">{told}</span>
        </li>
    }
}

#[component]
fn Table(all: Vec<Felt>) -> impl IntoView {
    let heads = ASPECTS.map(|id| view! { <th scope="col">{question(id)}</th> });
    let rows = all.into_iter().rev().map(|felt| {
        let cells = felt.aspects.map(|at| view! { <td class="numbers">{at}</td> });
        let change = felt.change.clone();
        view! { <tr><th scope="row">{when(&felt)}</th>{cells}<td>{change}</td></tr> }
    });
    view! {
        <details class="fold"><summary>{t!("felt-table")}</summary>
            <div class="wide-table" tabindex="0" role="region" aria-label=t!("felt-title")>
                <table class="course-table"><thead><tr><th scope="col">{t!("chart-date")}</th>{heads}<th scope="col">{t!("felt-wish-short")}</th></tr></thead><tbody>{rows.collect_view()}</tbody></table>
            </div>
        </details>
    }
}

fn question(id: &str) -> String {
    session_feedback().question(id).map(|it| it.text.clone()).unwrap_or_default()
}

fn when(felt: &Felt) -> String {
    day(Timestamp::from_micros(felt.at))
}
