//! Plans and journals, by real clients on a real server: who reads them, whose word counts for what, and what two
//! people make of a plan who write at the same time.

use anyhow::{Context as _, Result, ensure};
use rapport_bot::person::Person;
use rapport_bot::practice::{client, colleague, owner};
use rapport_care::EntryId;
use rapport_care::content::{Content, GoalRated, PlanAgreed};
use rapport_care::plan::{Goal, Plan, PlanStep};
use rapport_care::safety::{Line, SafetyPlan, Step};
use rapport_client::Session;
use rapport_client::session::PlanView;
use rapport_testkit::Server;
use rapport_wire::SpaceId;
use tokio::task::LocalSet;

#[tokio::test]
async fn a_safety_plan_is_of_two_people_and_loses_nothing() {
    LocalSet::new().run_until(safety()).await.unwrap();
}

#[tokio::test]
async fn a_plan_holds_once_both_agree_and_the_client_alone_rates() {
    LocalSet::new().run_until(agreement()).await.unwrap();
}

#[tokio::test]
async fn a_journal_stays_where_it_is_but_for_what_is_shared() {
    LocalSet::new().run_until(journal()).await.unwrap();
}

/// A therapist, their client, and a colleague who treats somebody else.
struct Practice {
    _server: Server,
    thea: Person,
    alex: Person,
    bea: Person,
    care: SpaceId,
}

impl Practice {
    async fn open() -> Result<Self> {
        let server = Server::start().await?;
        let origin = server.origin().to_owned();
        let thea = owner(&origin, server.owner_link(), "thea").await?;
        let bea = colleague(&origin, &thea, "bea").await?;
        let (alex, care) = client(&origin, &thea, "alex").await?;
        Ok(Self { _server: server, thea, alex, bea, care })
    }
}

fn alone(words: &[&str]) -> SafetyPlan {
    let mut plan = SafetyPlan::default();
    let line = |words: &&str| Line { words: (*words).to_owned(), reach: None };
    plan.step_mut(Step::Alone).extend(words.iter().map(line));
    plan
}

fn tips(session: &Session, care: SpaceId) -> Vec<EntryId> {
    session.safety_plan(care).map(|plan| plan.tips()).unwrap_or_default()
}

async fn safety() -> Result<()> {
    let Practice { thea, alex, bea, care, .. } = &Practice::open().await?;
    let care = *care;
    ensure!(bea.session.safety_plan(care).is_none(), "a colleague sees a plan that is none of theirs");
    ensure!(bea.session.save_safety_plan(care, alone(&["x"]), &[]).await.is_err(), "a stranger wrote it");
    let first = thea.session.save_safety_plan(care, alone(&["Walk"]), &[]).await?;
    alex.until("the plan", |session| tips(session, care) == [first]).await?;
    let seen = alex.session.safety_plan(care).context("the plan")?;
    ensure!(seen.own && !seen.current.context("a version")?.mine, "whose plan it is");
    ensure!(alex.session.own_safety_plans().len() == 1 && thea.session.own_safety_plans().is_empty());
    // Both go on from the same version: neither overwrites the other.
    let [his, hers] = [
        alex.session.save_safety_plan(care, alone(&["Walk", "Tea"]), &[first]).await?,
        thea.session.save_safety_plan(care, alone(&["Walk", "Music"]), &[first]).await?,
    ];
    for person in [alex, thea] {
        let both = |session: &Session| {
            let tips = tips(session, care);
            tips.contains(&his) && tips.contains(&hers)
        };
        person.until("both versions", both).await?;
        person.until_sent().await?;
        let whole = person.session.safety_plan(care).and_then(|plan| plan.whole()).context("the plan")?;
        let mut words: Vec<_> = whole.step(Step::Alone).iter().map(|line| line.words.as_str()).collect();
        words.sort_unstable();
        ensure!(words == ["Music", "Tea", "Walk"], "{words:?}");
    }
    let joined = alone(&["Walk", "Tea", "Music"]);
    let after = tips(&alex.session, care);
    let last = alex.session.save_safety_plan(care, joined.clone(), &after).await?;
    thea.until("the joined plan", |session| tips(session, care) == [last]).await?;
    let plan = thea.session.safety_plan(care).context("the plan")?;
    ensure!(plan.beside.is_empty() && plan.whole() == Some(joined));
    // What is begun is on one device alone, and nothing of it is sent.
    alex.until_sent().await?;
    let begun = rapport_care::content::SafetyPlanned { after: vec![last], plan: alone(&["Half a"]) };
    alex.session.keep_begun_safety_plan(care, Some(&begun)).await;
    ensure!(alex.session.begun_safety_plan(care).await == Some(begun));
    ensure!(thea.session.begun_safety_plan(care).await.is_none() && alex.session.unsent() == 0);
    Ok(())
}

fn goal(session: &Session, words: &str) -> Plan {
    let steps = vec![PlanStep { words: "Up at seven".into(), done: false }];
    let goal = Goal { id: session.fresh_goal(), words: words.into(), steps, reached: false };
    Plan { goals: vec![goal], ..Plan::default() }
}

fn plan(session: &Session, care: SpaceId) -> PlanView {
    session.plan(care).expect("both are in the care space")
}

async fn agreement() -> Result<()> {
    let Practice { thea, alex, bea, care, .. } = &Practice::open().await?;
    let care = *care;
    ensure!(bea.session.plan(care).is_none(), "a colleague sees a plan that is none of theirs");
    let first = goal(&thea.session, "To sleep");
    let id = first.goals[0].id;
    let entry = thea.session.suggest_plan(care, first.clone(), &[]).await?;
    // Nobody agrees with themself, not even by an entry made by hand.
    let own = plan(&thea.session, care).suggested.remove(0);
    ensure!(own.ours && thea.session.agree_to_plan(care, &own).await.is_err());
    thea.session.send(care, Content::PlanAgreed(PlanAgreed { entry })).await?;
    thea.until_sent().await?;
    alex.until("the suggestion", |session| plan(session, care).suggested.len() == 1).await?;
    ensure!(plan(&alex.session, care).agreed.is_none());
    let suggestion = plan(&alex.session, care).suggested.remove(0);
    alex.session.agree_to_plan(care, &suggestion).await?;
    thea.until("the agreement", |session| plan(session, care).agreed.is_some()).await?;

    // The client says how near they are; nobody says it for them.
    alex.session.rate_goal(care, id, 4).await?;
    ensure!(thea.session.rate_goal(care, id, 9).await.is_err(), "a therapist rated for a client");
    thea.session.send(care, Content::GoalRated(GoalRated { goal: id, rating: 9 })).await?;
    thea.until_sent().await?;
    thea.until("the rating", |session| !plan(session, care).ratings_of(id).is_empty()).await?;
    let rated: Vec<_> = plan(&thea.session, care).ratings_of(id).iter().map(|it| it.rating).collect();
    ensure!(rated == [4], "{rated:?}");

    // A tick needs nobody's leave; a word does, and what holds goes on holding.
    let mut ticked = first.clone();
    ticked.goals[0].steps[0].done = true;
    alex.session.tick_plan(care, ticked.clone()).await?;
    let held = |session: &Session| plan(session, care).agreed.map(|version| version.is);
    thea.until("the tick", |session| held(session).as_ref() == Some(&ticked)).await?;
    let mut other = ticked.clone();
    other.goals[0].words = "To sleep through".into();
    ensure!(thea.session.tick_plan(care, other.clone()).await.is_err(), "a word was changed by a tick");
    // Suggested before the tick was known: agreed to, the tick is not lost.
    other.goals[0].steps[0].done = false;
    let after = plan(&thea.session, care).tips();
    thea.session.suggest_plan(care, other.clone(), &after).await?;
    alex.until("the second suggestion", |session| plan(session, care).suggested.len() == 1).await?;
    ensure!(held(&alex.session).as_ref() == Some(&ticked));
    let suggestion = plan(&alex.session, care).suggested.remove(0);
    alex.session.agree_to_plan(care, &suggestion).await?;
    other.goals[0].steps[0].done = true;
    thea.until("the new plan, ticked", |session| held(session).as_ref() == Some(&other)).await?;
    ensure!(plan(&thea.session, care).suggested.is_empty());
    Ok(())
}

/// Everything a device holds of every space, as words to look in.
fn everything(session: &Session) -> String {
    session.engine(|engine| {
        let events = engine.spaces().values().flat_map(|space| space.conversation().events());
        events.map(|event| format!("{:?}", event.what)).collect::<Vec<_>>().join("\n")
    })
}

async fn journal() -> Result<()> {
    let Practice { thea, alex, bea, care, .. } = &Practice::open().await?;
    let care = *care;
    let [private, shared] = [alex.session.fresh_note(), alex.session.fresh_note()];
    alex.session.save_journal(private, "Only for me: the heron.", &[]).await?;
    alex.session.save_journal(shared, "For both: the canal.", &[]).await?;
    let page = |session: &Session, id| session.journal().into_iter().find(|view| view.page.id == id);
    let own = page(&alex.session, private).context("the page")?.space;
    ensure!(own != care && alex.session.members(own).len() == 1, "a page is where somebody else is");
    let view = page(&alex.session, shared).context("the page")?;
    alex.session.share_journal(&view, care).await?;
    // What is changed afterwards changes no copy.
    alex.session.save_journal(shared, "For both: the canal, and the swan.", &view.page.tips).await?;
    alex.until_sent().await?;
    thea.until("the copy", |session| session.shared_journal(care).len() == 1).await?;
    ensure!(thea.session.shared_journal(care)[0].is.words == "For both: the canal.");
    ensure!(everything(&alex.session).contains("heron"), "the search finds nothing");
    for person in [thea, bea] {
        let seen = everything(&person.session);
        ensure!(!seen.contains("heron") && !seen.contains("swan"), "a page left the journal");
        ensure!(person.session.journal().is_empty());
    }
    ensure!(!everything(&bea.session).contains("canal"), "a copy reached somebody it was not shared with");
    let view = page(&alex.session, shared).context("the page")?;
    ensure!(view.shared.len() == 1 && view.page.words.ends_with("the swan."));
    alex.session.unshare_journal(shared, care).await?;
    thea.until("the copy to go", |session| session.shared_journal(care).is_empty()).await?;
    ensure!(page(&alex.session, shared).context("the page")?.shared.is_empty());
    // Too much for a page is refused before anything is sent, and what was begun is kept.
    let long = "x".repeat(rapport_care::limits::JOURNAL_CHARS_MAX + 1);
    ensure!(alex.session.save_journal(alex.session.fresh_note(), &long, &[]).await.is_err());
    alex.session.keep_begun_journal(private, &[], "Half a").await;
    ensure!(alex.session.begun_journals().await == [(private, "Half a".to_owned())]);
    Ok(())
}
