//! Answers that worry and that nobody has dealt with: they stand above everything else until somebody has.

use leptos::prelude::*;
use rapport_care::content::{MeasureAnswered, RiskDealt};
use rapport_care::course::{OpenRisk, Sheet};
use rapport_care::measure::find;
use rapport_client::Session;
use rapport_client::ids::{outer_account, outer_entry};
use rapport_wire::{SpaceId, Timestamp};

use super::deal::Deal;
use super::words;
use crate::app::Watched;
use crate::components::{Glyph, Icon};
use crate::i18n::{date, moment, t};
use crate::route::Route;
use crate::router::{Link, router};
use crate::sheet::said;
use crate::talk::{follow, title};

/// One of them.
#[derive(Debug, Clone, PartialEq)]
struct Worry {
    /// Where.
    space: SpaceId,
    /// Who answered.
    who: String,
    /// What is open.
    risk: OpenRisk,
    /// What was answered: measure, question, answer.
    words: Vec<(String, String, String)>,
    /// When they left for good, if they did: nobody reads what would be written to them.
    left: Option<Timestamp>,
}

/// Everything that worries, of all spaces or of one; nothing at all when nothing does.
#[component]
pub(crate) fn OpenRisks(
    /// Only of this space.
    #[prop(optional, into)]
    space: Option<SpaceId>,
) -> impl IntoView {
    let all = follow(&[Watched::Spaces], move |session| worries(session, space));
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    // One that was tried again is drawn anew; what is typed about the others stays.
    let key = |worry: &Worry| (worry.risk.response, worry.risk.tried.len(), worry.left);
    move || {
        some.get().then(|| {
            view! {
                <section class="card risks" data-testid="open-risks">
                    <h2><Icon glyph=Glyph::Warn /> {t!("risks-title")}</h2>
                    <p>{t!("risks-lead")}</p>
                    <ul class="items" role="list"><For each=move || all.get() key=key let:worry><li><One worry=worry /></li></For></ul>
                </section>
            }
        })
    }
}

#[component]
fn One(worry: Worry) -> impl IntoView {
    let since = moment(Timestamp::from_micros(worry.risk.since));
    let answers = worry.words.iter().map(|(measure, question, answer)| {
        view! { <blockquote class="worry"><p>{question.clone()}</p><p class="strong">{answer.clone()}</p><p class="small">{measure.clone()}</p></blockquote> }
    });
    let answers = answers.collect_view();
    let tried = worry.risk.tried.iter().map(attempt).collect_view();
    let (space, left) = (worry.space, worry.left);
    let router = router();
    let whole = match worry.risk.sheet {
        Sheet::Form(_) => Some((Route::Pages(space), t!("risks-pages"))),
        _ => Some((Route::Course(space), t!("risks-course"))),
    };
    // Nobody is sent to where they are.
    let whole = whole.filter(|(to, _)| router.here_untracked() != *to);
    view! {
        <article class="grow stack tight">
            <h3>{worry.who.clone()}</h3>
            <p class="small">{t!("risks-since", when = since)}</p>
            {answers}
            {tried}
            {left.map(|at| view! { <p class="strong">{t!("risks-left", when = date(at))}</p> })}
            <div class="row">
                {left.is_none().then(|| view! { <Link to=Route::Talk(space) class="button"><Icon glyph=Glyph::Messages /><span>{t!("risks-write")}</span></Link> })}
                {whole.map(|(to, words)| view! { <Link to=to class="button"><Icon glyph=Glyph::File /><span>{words}</span></Link> })}
            </div>
            <Deal space=space response=worry.risk.response />
        </article>
    }
}

/// What was tried without closing it.
fn attempt(it: &RiskDealt) -> impl IntoView + use<> {
    view! { <p class="small">{t!("risks-tried", outcome = words::outcome(it.outcome), words = it.words)}</p> }
}

fn worries(session: &Session, only: Option<SpaceId>) -> Vec<Worry> {
    let open = session.open_risks().into_iter().filter(|(space, _)| only.is_none_or(|only| only == *space));
    let worry = |(space, risk): (SpaceId, OpenRisk)| {
        let member = session.members(space).into_iter().find(|it| it.account == outer_account(risk.of));
        // What a therapist kept of a page both wrote on is about their client.
        let name = member.filter(|member| !member.role.is_staff()).and_then(|member| member.name);
        let who = name.or_else(|| session.space(space).map(|space| title(&space))).unwrap_or_default();
        let answers = session.course(space, |course| course.answers(risk.response).cloned()).flatten();
        let words = match (&answers, &risk.sheet) {
            (Some(answers), _) => quoted(answers, &risk.worries),
            (None, Sheet::Form(_)) => said(session, space, outer_entry(risk.response), &risk.worries),
            (None, _) => Vec::new(),
        };
        let left = session.space(space).and_then(|space| space.ended).map(|ended| ended.at);
        Worry { space, who, risk, words, left }
    };
    open.map(worry).collect()
}

/// The answers to some questions, in the package's words.
fn quoted(answers: &MeasureAnswered, items: &[String]) -> Vec<(String, String, String)> {
    let Some(package) = find(&answers.measure.id, answers.measure.version) else { return Vec::new() };
    let each = package.items.iter().zip(&answers.answers).filter(|(item, _)| items.contains(&item.id));
    each.map(|(item, answer)| {
        let choice = package.choices(item).iter().find(|choice| Some(choice.value) == *answer);
        let answer = choice.and_then(|choice| choice.text.clone()).unwrap_or_default();
        (package.short.clone(), item.text.clone().unwrap_or_default(), answer)
    })
    .collect()
}
