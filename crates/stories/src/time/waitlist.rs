//! An hour becomes free: it is kept for the first who waits, who says no; then for the second, who takes it.

use anyhow::Result;
use rapport_testkit::Browser;
use rapport_testkit::browser::find::What;

use super::fields::{Wall, agree, arrange, weekday_ahead};
use super::{client, therapist};
use crate::{Stage, Story};

/// The waiting list.
pub(crate) const STORY: Story = Story {
    name: "waitlist",
    about: "Alex and Bo wait for an hour with Thea; Cy calls theirs off; it is kept for Alex, who declines, then \
            for Bo, who takes it.",
    tell: |stage| Box::pin(tell(stage)),
};

const ZONE: &str = "Europe/London";

async fn tell(stage: &mut Stage) -> Result<()> {
    stage.serve().await?;
    let thea = therapist(stage, ZONE).await?;
    let alex = client(stage, &thea, "alex", "Alex", ZONE).await?;
    let bo = client(stage, &thea, "bo", "Bo", ZONE).await?;
    let cy = client(stage, &thea, "cy", "Cy", ZONE).await?;
    // One hour a week, and Cy has it.
    super::offer(&thea, "Tuesday", "10:00", "10:50").await?;
    let at = Wall { date: weekday_ahead(&thea, 2).await?, time: "10:00".to_owned() };
    arrange(&thea, "Cy", &at).await?;
    wait_in_line(stage, &alex, "Mornings are best, after the school run.").await?;
    wait_in_line(stage, &bo, "").await?;
    alex.says("You are next.").await?;
    bo.says("One person is before you.").await?;
    their_list(stage, &thea).await?;

    cy.follow("Sessions").await?;
    cy.press_button("Call off").await?;
    agree(&cy, "Call off").await?;
    cy.says("It is called off.").await?;

    alex.says("An hour has become free").await?;
    stage.show(&alex, "freed").await?;
    alex.press_button("No, thank you").await?;
    alex.says("It goes to the next.").await?;
    bo.says("An hour has become free").await?;
    bo.press_button("Take it").await?;
    bo.find(What::TestId("next-session")).await?;
    stage.show(&bo, "taken").await?;
    alex.says("You are next.").await?;
    thea.goto("/today").await?;
    thea.find(What::TestId("waits")).await?;
    thea.no_errors(&[]).await?;
    alex.no_errors(&[]).await?;
    bo.no_errors(&[]).await
}

async fn wait_in_line(stage: &Stage, who: &Browser, words: &str) -> Result<()> {
    who.follow("Sessions").await?;
    who.follow("Book with Thea").await?;
    who.press_button("None of these suit me").await?;
    who.click(What::Label("Tuesday, Morning")).await?;
    if !words.is_empty() {
        who.fill("In your own words", words).await?;
        stage.show(who, "none-suits").await?;
    }
    who.press_button("Ask for another time").await?;
    who.find(What::TestId("waiting-place")).await?;
    if !words.is_empty() {
        stage.show(who, "waiting").await?;
    }
    Ok(())
}

/// Thea sees who waits, and that Alex wrote.
async fn their_list(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Today").await?;
    thea.find(What::TestId("waits")).await?;
    thea.says("Tuesday morning").await?;
    stage.show(thea, "today-waiting").await?;
    thea.follow("Messages").await?;
    thea.follow("Alex").await?;
    thea.says("Mornings are best, after the school run.").await
}
