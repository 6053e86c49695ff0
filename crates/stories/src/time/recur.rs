//! A year of Mondays at five: the clocks change on both sides of the sea, on different days.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use rapport_testkit::Browser;
use rapport_testkit::browser::find::What;

use super::fields::{agree, choose, set, week_with, weekday_ahead};
use super::{client, therapist};
use crate::{Stage, Story};

/// A series.
pub(crate) const STORY: Story = Story {
    name: "recur",
    about: "Thea in London gives Alex in New York every Monday at five; the hour stays hers when clocks change, \
            one is moved, one is called off, and what is taken is left out.",
    tell: |stage| Box::pin(tell(stage)),
};

async fn tell(stage: &mut Stage) -> Result<()> {
    stage.serve().await?;
    let thea = therapist(stage, "Europe/London").await?;
    let alex = client(stage, &thea, "alex", "Alex", "America/New_York").await?;
    let bo = client(stage, &thea, "bo", "Bo", "Europe/London").await?;
    super::offer(&thea, "Monday", "17:00", "19:00").await?;
    let first = weekday_ahead(&thea, 1).await?;
    series(stage, &thea, &first).await?;
    both_clocks(stage, &alex).await?;
    exceptions(stage, &thea, &alex).await?;
    taken(stage, &thea, &bo, &first).await?;
    thea.no_errors(&[]).await?;
    alex.no_errors(&[]).await
}

async fn series(stage: &Stage, thea: &Browser, first: &str) -> Result<()> {
    thea.goto("/week/arrange").await?;
    choose(thea, "With", "Alex").await?;
    set(thea, "Date", first).await?;
    set(thea, "Time", "17:00").await?;
    choose(thea, "How often", "Every week").await?;
    set(thea, "Number of sessions", "52").await?;
    thea.press_button("Look at the dates").await?;
    thea.says("52 sessions").await?;
    stage.show(thea, "preview").await?;
    thea.press_button("Arrange it").await?;
    thea.find(What::Role("heading", "Your week")).await.map(|_| ())
}

/// Every row of the list: Alex's own hour, and Thea's.
async fn both_clocks(stage: &Stage, alex: &Browser) -> Result<()> {
    alex.follow("Sessions").await?;
    alex.find(What::TestId("next-session")).await?;
    alex.find(What::TestId("appointment")).await?;
    // All but the first few stand behind a press.
    let read = "
        document.querySelectorAll('main details').forEach(fold => { fold.open = true; });
        return [...document.querySelectorAll('[data-testid=appointment]')].map(row => [
            row.querySelector('.time-hours').innerText.split(' ')[0], row.innerText.match(/(\\d\\d:\\d\\d) for Thea in London/)?.[1] ?? 'unsaid',
        ]);";
    let rows: Vec<(String, String)> = alex.script(read, Vec::new()).await?;
    ensure!(rows.len() > 30, "only {} later sessions are shown", rows.len());
    let own: BTreeSet<_> = rows.iter().map(|(own, _)| own.as_str()).collect();
    let hers: BTreeSet<_> = rows.iter().map(|(_, hers)| hers.as_str()).collect();
    ensure!(hers == BTreeSet::from(["17:00"]), "Thea's hour moves: {hers:?}");
    ensure!(own == BTreeSet::from(["12:00", "13:00"]), "New York and London do not change together: {own:?}");
    stage.show(alex, "two-clocks").await
}

async fn exceptions(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    thea.goto("/week").await?;
    week_with(thea, What::Role("button", "17:00 Alex")).await?;
    thea.press_button("17:00 Alex").await?;
    thea.follow("Move").await?;
    set(thea, "Time", "18:00").await?;
    thea.press_button("Move it").await?;
    thea.says("Moved to").await?;
    alex.says("Moved").await?;
    alex.says("18:00 for Thea in London").await?;

    // One is called off; the rest stays.
    let later = "return [...document.querySelectorAll('[data-testid=appointment]')].filter(e => !e.closest('[data-testid=called-off]')).length";
    let before: usize = alex.script(later, Vec::new()).await?;
    alex.press_button("Call off").await?;
    alex.says("You are in time").await?;
    stage.show(alex, "call-off-one").await?;
    agree(alex, "Call off").await?;
    alex.holds("one session fewer", &format!("{later} === {}", before - 1)).await?;
    alex.find(What::TestId("called-off")).await?;
    alex.says("Called off in time").await
}

/// Bo's series meets Alex's: what is in the way is named, and left out.
async fn taken(stage: &Stage, thea: &Browser, bo: &Browser, first: &str) -> Result<()> {
    thea.goto("/week/arrange").await?;
    choose(thea, "With", "Bo").await?;
    set(thea, "Date", first).await?;
    set(thea, "Time", "17:00").await?;
    choose(thea, "How often", "Every week").await?;
    set(thea, "Number of sessions", "4").await?;
    thea.press_button("Look at the dates").await?;
    thea.says("Something stands in the way").await?;
    stage.show(thea, "taken").await?;
    set(thea, "Leave out what is taken", "true").await?;
    thea.press_button("Look at the dates").await?;
    thea.says("1 session").await?;
    thea.press_button("Arrange it").await?;
    thea.find(What::Role("heading", "Your week")).await?;
    bo.follow("Sessions").await?;
    bo.find(What::TestId("next-session")).await?;
    bo.holds("that one and no other", "return !document.querySelector('[data-testid=appointment]')").await
}
