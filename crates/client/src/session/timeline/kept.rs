//! What a care space keeps besides the talk: answers, pages, plans, what was practised. One look at its events.

use rapport_care::consent::Consent;
use rapport_care::content::{Content, FormAnswered, GoalRated, MeasureAnswered, Practice};
use rapport_care::conversation::{Conversation, Event, What};
use rapport_care::course::on_shelf;
use rapport_care::form::{Answer, known};
use rapport_care::library;
use rapport_care::measure::{Answers, score};
use rapport_care::plan::Plan;

use super::{Happened, Look};
use crate::engine::Space;
use crate::ids::outer_account;

/// What an event tells of; none for what belongs to the talk, or is nothing to look up in years to come.
pub(super) fn happened(look: &Look<'_>, event: &Event) -> Option<Happened> {
    let space = look.space;
    let all = space.conversation();
    let What::Said(content) = &event.what else { return None };
    Some(match content {
        Content::MeasureAnswered(it) => measure(it),
        Content::FormAnswered(it) => form(space, it),
        Content::Planned(it) => Happened::Plan { goals: goals(&it.plan) },
        Content::PlanAgreed(_) => Happened::Agreed,
        Content::ConsentAsked(_) | Content::ConsentSaid(_) => consent(look.consents(), event)?,
        Content::GoalRated(it) => rated(all, it),
        Content::SafetyPlanned(_) => Happened::SafetyPlan,
        Content::JournalShared(it) => Happened::Journal(it.words.clone()),
        Content::RiskDealt(it) => Happened::Dealt { outcome: it.outcome, words: it.words.clone() },
        Content::PracticeDone(it) => Happened::Practised {
            title: title(space, &it.practice),
            practice: it.practice.clone(),
            words: it.words.clone(),
        },
        _ => return None,
    })
}

/// When: as whoever answered or practised says, and no later than it came.
pub(super) fn when(event: &Event) -> i64 {
    let said = match &event.what {
        What::Said(Content::MeasureAnswered(it)) => it.answered_at,
        What::Said(Content::FormAnswered(it)) => it.answered_at,
        What::Said(Content::PracticeDone(it)) => it.done_at,
        What::Said(Content::ConsentSaid(it)) => it.said_at,
        _ => event.received_at,
    };
    said.min(event.received_at)
}

fn measure(it: &MeasureAnswered) -> Happened {
    let package = on_shelf(&it.measure, &it.checksum);
    let title = package.map_or_else(|| it.measure.id.clone(), |package| package.short.clone());
    let scored = package.and_then(|package| score(package, &Answers(it.answers.clone())).ok());
    let score = scored.as_ref().and_then(|it| it.main()).map(|main| main.value);
    Happened::Measure { title, score, worries: !it.risks().is_empty() }
}

fn form(space: &Space, it: &FormAnswered) -> Happened {
    let by_staff = |event: &Event| space.is_staff(outer_account(event.author));
    let form = known::answered(space.conversation(), it, by_staff);
    let title = form.map_or_else(|| it.form.id.clone(), |form| form.title.clone());
    let typed = it.responses.values().filter_map(|answer| match answer {
        Answer::Text(words) | Answer::Chosen(_, Some(words)) => Some(words.as_str()),
        _ => None,
    });
    Happened::Page { title, words: typed.collect::<Vec<_>>().join("\n") }
}

fn goals(plan: &Plan) -> String {
    plan.goals.iter().map(|goal| goal.words.as_str()).collect::<Vec<_>>().join("\n")
}

/// Words that were asked for, or an answer that counts. A no to words that are gone stands under what the consent was
/// last called.
fn consent(all: &[Consent], event: &Event) -> Option<Happened> {
    all.iter().find_map(|consent| {
        if let Some(asked) = consent.asked.iter().find(|it| (it.entry, it.by) == (event.id, event.author)) {
            let title = asked.article.title.clone();
            return Some(Happened::Consent { title, says: None, why: String::new() });
        }
        let said = consent.said.iter().find(|it| (it.entry, it.by) == (event.id, event.author))?;
        let title = consent.answered(said)?.article.title.clone();
        Some(Happened::Consent { title, says: Some(said.says), why: said.why.clone() })
    })
}

/// A rating says which goal, a plan what it is called: the newest words of it.
fn rated(all: &Conversation, it: &GoalRated) -> Happened {
    let named = |event: &Event| match &event.what {
        What::Said(Content::Planned(planned)) => {
            planned.plan.goals.iter().find(|goal| goal.id == it.goal).map(|goal| goal.words.clone())
        }
        _ => None,
    };
    Happened::Rated { goal: all.events().rev().find_map(named).unwrap_or_default(), rating: it.rating }
}

/// What an article is called; an exercise is called what the screen calls it.
fn title(space: &Space, practice: &Practice) -> Option<String> {
    let Practice::Article(id) = practice else { return None };
    let own = || {
        let by_staff = |event: &Event| space.is_staff(outer_account(event.author));
        library::written(space.conversation(), by_staff).into_iter().find(|own| own.id == *id)
    };
    let shipped = library::find(id).map(|article| article.title.clone());
    shipped.or_else(|| own().map(|own| own.article.title))
}
