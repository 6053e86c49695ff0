//! What lies between the sessions of the demo: first assessments, plans and their goals, worksheets, a journal, an
//! article of the practice's own, how sessions felt.
//!
//! Sent now, and dated back where somebody says when they did it.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use rapport_care::content::{FormAnswered, FormName, Practice, PracticeDone, Rhythm, Says};
use rapport_care::form::{Answer, Form, Responses, first_assessment, session_feedback};
use rapport_care::plan::{Goal, Plan, PlanStep};
use rapport_care::safety::{Line, SafetyPlan, Step};
use rapport_care::{Content, worksheet};
use rapport_client::Session;
use rapport_client::platform::Platform as _;
use rapport_wire::SpaceId;

use super::space_of;
use crate::person::Person;

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;
const RESTING: &str = "own-5265737420627920746865206c616b65";
const ARTICLE: &str = "# Resting when there is no time\n\nTen minutes that are yours, on a day that is not.\n\n\
    ## Begin small\n\nSit where you can see **water, sky or a tree**. Nothing has to happen.\n\n\
    - Leave the phone in the other room.\n- Look for three things that move.\n- Stay until the tea is cold.\n\n\
    ## When it does not work\n\nThen you have rested badly, which is more than not at all. Try again tomorrow.";

const CONSENT: &str = "# Therapy online with the practice\n\n\
    What you can expect of us, what we ask of you, and what you agree to.\n\n\
    ## How we work\n\nWe meet by video, once a week as a rule, and write in between. What we work towards we write \
    into a plan that we both agree to.\n\n\
    ## In an emergency\n\nMessages are read on working days, and answered within two of them. In danger, call the \
    emergency number of where you are.\n\n\
    ## What stays between us\n\nWhat you say stays with us, unless somebody is in serious danger or the law demands \
    it. Wherever we can, we talk with you first.\n\n\
    ## You decide\n\nYou can stop, and take this back, at any time.";

/// A therapist and their client, in the space they share.
struct Two<'a> {
    therapist: &'a Person,
    client: &'a Person,
    space: SpaceId,
}

/// One who is better, one who is stuck, one who has just begun.
pub(super) async fn fill(people: &BTreeMap<&'static str, Person>) -> Result<()> {
    let two = |therapist, client| -> Result<Two<'_>> {
        let (therapist, client) =
            (people.get(therapist).context("a therapist")?, people.get(client).context("a client")?);
        Ok(Two { therapist, client, space: space_of(client)? })
    };
    better(&two("thea", "mara")?).await?;
    stuck(&two("thea", "jonas")?).await?;
    beginning(&two("samir", "wren")?).await
}

async fn better(two: &Two<'_>) -> Result<()> {
    let first = [
        ("what-brings-you", text("I wake at four and my head starts. I am tired of being tired.")),
        ("since-when", chosen("months")),
        ("goals", text("I sleep through, and I sing in the choir again.")),
        ("therapy-before", chosen("no")),
        ("thoughts", chosen("no")),
        ("at-home", chosen("yes")),
        ("what-helps", text("Walking by the canal. My sister, when she has time.")),
    ];
    two.fills_in(first_assessment(), first, 91).await?;
    let goals = [
        (
            "Sleep until six, most nights",
            &[("A sleep diary for two weeks", true), ("The same hour each morning", true)],
        ),
        (
            "Sing in the choir again",
            &[("Write to the choir master", true), ("Go to one evening, and leave early", false)],
        ),
    ];
    two.consents(Some(Says::Agrees)).await?;
    two.agrees_on(&goals, "CBT for sleep and low mood; letters in between.", &[[2, 3, 5, 7], [0, 1, 3, 5]])
        .await?;
    let thought = [
        ("situation", text("The choir master did not answer for three days.")),
        ("feelings", text("Ashamed, heavy")),
        ("strength-before", Answer::Scale(80)),
        ("thought", text("They were glad to be rid of me.")),
        ("belief-before", Answer::Scale(70)),
        ("against-it", text("She wrote “we miss your alto” in May.")),
        ("another", text("It is the week before the concert.")),
        ("strength-after", Answer::Scale(35)),
    ];
    two.fills_in(sheet("thought-record")?, thought, 12).await?;
    for (days, felt) in [(56, [7, 6, 7, 6]), (28, [8, 8, 7, 8]), (5, [9, 8, 9, 9])] {
        two.felt(felt, days).await?;
    }
    two.therapist.session.keep_article(RESTING, ARTICLE).await?;
    let (of, space) = (two.client.session.account(), two.space);
    let read = || Practice::Article(RESTING.into());
    two.therapist
        .session
        .give_practice(space, of, read(), Rhythm::Once, "For the week of the concert.")
        .await?;
    two.did(read(), 3, "I did the part with the tea.").await?;
    let breathe = Practice::Skill("breathing".into());
    two.therapist
        .session
        .give_practice(space, of, breathe.clone(), Rhythm::Days(1), "Before you put the light out.")
        .await?;
    for days in [6, 4, 2, 1] {
        two.did(breathe.clone(), days, "").await?;
    }
    let page = two.client.session.fresh_note();
    let words = "I went. I sat in the back row and left at the break, and on the way home I noticed that I was humming.";
    two.client.session.save_journal(page, words, &[]).await?;
    let own = two.client.session.journal().into_iter().find(|view| view.page.id == page);
    two.client.session.share_journal(&own.context("the page")?, space).await?;
    let mut plan = SafetyPlan::default();
    for (step, words, reach) in [
        (Step::Alone, "Walk to the bridge and back", None),
        (Step::Alone, "The long album, with headphones", None),
        (Step::Call, "My sister Ines", Some("555 0142")),
    ] {
        plan.step_mut(step).push(Line { words: words.into(), reach: reach.map(str::to_owned) });
    }
    two.client.session.save_safety_plan(space, plan, &[]).await.map(drop)?;
    Ok(())
}

async fn stuck(two: &Two<'_>) -> Result<()> {
    let first = [
        ("what-brings-you", text("Buses, trams, anything with doors that close.")),
        ("since-when", chosen("years")),
        ("goals", text("To get to work without planning it for an hour.")),
        ("thoughts", chosen("no")),
        ("at-home", chosen("yes")),
    ];
    two.fills_in(first_assessment(), first, 70).await?;
    two.consents(Some(Says::Agrees)).await?;
    let goals = [("Take the tram to work", &[("One stop on the bus", true), ("The bus to the end", true)])];
    two.agrees_on(&goals, "Exposure, one step at a time.", &[[3, 4, 3, 4]]).await?;
    for (days, felt) in [(35, [8, 7, 7, 6]), (7, [7, 5, 5, 4])] {
        two.felt(felt, days).await?;
    }
    let of = two.client.session.account();
    let ladder = sheet("ladder")?;
    two.therapist
        .session
        .give_page(two.space, of, ladder, Rhythm::Once, "Where would the tram stand on it?")
        .await?;
    Ok(())
}

/// Asked, and not answered yet.
async fn beginning(two: &Two<'_>) -> Result<()> {
    let of = two.client.session.account();
    two.consents(None).await?;
    let words = "In your own time, before we meet.";
    two.therapist.session.give_page(two.space, of, first_assessment(), Rhythm::Once, words).await?;
    Ok(())
}

impl Two<'_> {
    /// Asks for the consent to therapy, and answers it.
    async fn consents(&self, says: Option<Says>) -> Result<()> {
        let id = self.therapist.session.fresh_consent();
        self.therapist.session.ask_consent(self.space, id, CONSENT).await?;
        let Some(says) = says else { return Ok(()) };
        let asked = |session: &Session| {
            let all = session.consents(self.space).map(|view| view.all).unwrap_or_default();
            all.into_iter().find(|it| it.id == id).map(|it| it.words)
        };
        self.client.until("what is asked for", |session| asked(session).is_some()).await?;
        let words = asked(&self.client.session).context("what is asked for")?;
        Ok(self.client.session.answer_consent(self.space, id, &words, says, "").await?)
    }

    fn ago(&self, days: i64) -> i64 {
        self.client.machine.now().as_micros() - days * DAY_US
    }

    async fn fills_in<const N: usize>(
        &self,
        form: &Form,
        said: [(&str, Answer); N],
        days: i64,
    ) -> Result<()> {
        let responses: Responses = said.into_iter().map(|(id, answer)| (id.to_owned(), answer)).collect();
        let answered = FormAnswered {
            form: FormName { id: form.id.clone(), version: form.version },
            checksum: form.checksum(),
            worries: form.worries(&responses).into_iter().map(str::to_owned).collect(),
            responses: form.only_shown(&responses),
            answered_at: self.ago(days),
            asked: None,
        };
        self.client.session.send(self.space, Content::FormAnswered(answered)).await?;
        Ok(())
    }

    async fn felt(&self, felt: [i16; 4], days: i64) -> Result<()> {
        let [understood, mattered, fitted, took_along] = felt.map(Answer::Scale);
        let said = [
            ("understood", understood),
            ("mattered", mattered),
            ("fitted", fitted),
            ("took-along", took_along),
        ];
        self.fills_in(session_feedback(), said, days).await
    }

    async fn did(&self, practice: Practice, days: i64, words: &str) -> Result<()> {
        let done = PracticeDone { practice, done_at: self.ago(days), asked: None, words: words.into() };
        self.client.session.send(self.space, Content::PracticeDone(done)).await?;
        Ok(())
    }

    /// The therapist suggests, the client agrees and says again and again how near they are.
    async fn agrees_on(
        &self,
        goals: &[(&str, &[(&str, bool); 2])],
        ways: &str,
        near: &[[u8; 4]],
    ) -> Result<()> {
        let goals: Vec<Goal> = goals
            .iter()
            .map(|(words, steps)| Goal {
                id: self.therapist.session.fresh_goal(),
                words: (*words).to_owned(),
                steps: steps
                    .iter()
                    .map(|(words, done)| PlanStep { words: (*words).to_owned(), done: *done })
                    .collect(),
                reached: false,
            })
            .collect();
        let ids: Vec<_> = goals.iter().map(|goal| goal.id).collect();
        let plan = Plan { goals, ways: ways.into(), review: None };
        self.therapist.session.suggest_plan(self.space, plan, &[]).await?;
        let (client, space) = (&self.client.session, self.space);
        self.client
            .until("the plan", |session| session.plan(space).is_some_and(|plan| !plan.suggested.is_empty()))
            .await?;
        let suggestion = client.plan(space).and_then(|plan| plan.suggested.into_iter().next());
        client.agree_to_plan(space, &suggestion.context("a suggestion")?).await?;
        for (goal, near) in ids.into_iter().zip(near) {
            for rating in near {
                client.rate_goal(space, goal, *rating).await?;
            }
        }
        Ok(())
    }
}

fn sheet(id: &str) -> Result<&'static Form> {
    worksheet::find(id).with_context(|| format!("the worksheet {id}"))
}

fn text(words: &str) -> Answer {
    Answer::Text(words.into())
}

fn chosen(option: &str) -> Answer {
    Answer::Chosen(vec![option.into()], None)
}
