//! Somebody is reminded by mail: an address with its code, an invitation, a reminder; and a calendar that
//! reads along.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rapport_testkit::browser::find::What;
use rapport_testkit::server::Options;
use rapport_testkit::{Browser, Mailbox, wait};
use serde_json::json;

use super::fields::{arrange, set, soon};
use super::{client, therapist};
use crate::{Stage, Story};

/// Reminders.
pub(crate) const STORY: Story = Story {
    name: "remind",
    about: "Alex gives an address, types the code that comes, and is invited and reminded in words that tell \
            nothing; a calendar reads along by a secret address until it is revoked.",
    tell: |stage| Box::pin(tell(stage)),
};

const ADDRESS: &str = "alex@mail.example";
/// Until the next moment on the grid of five minutes, and a little more.
const GRID: Duration = Duration::from_mins(7);
/// Words that no mail may have in it.
const TELLING: [&str; 5] = ["Thea", "Alex", "therap", "session", "client"];

async fn tell(stage: &mut Stage) -> Result<()> {
    let mailbox = Mailbox::open().await?;
    stage.serve_with(Options { settings: mailbox.settings(), ..Options::default() }).await?;
    let thea = therapist(stage, "Europe/London").await?;
    let alex = client(stage, &thea, "alex", "Alex", "Europe/London").await?;
    address(stage, &mailbox, &alex).await?;
    choice(stage, &alex).await?;
    // A quarter of an hour before it begins, the reminder comes: so soon after this moment.
    arrange(&thea, "Alex", &soon(&thea, 15 * 60 + 20).await?).await?;
    mailbox.letter(wait::PATIENCE, ADDRESS, "For your calendar").await?;
    feed(stage, &alex).await?;
    mailbox.letter(GRID, ADDRESS, "You have something").await?;
    for letter in mailbox.letters() {
        let telling = TELLING.iter().find(|word| {
            letter.text.to_lowercase().contains(&word.to_lowercase())
                && !letter.to.contains(&word.to_lowercase())
        });
        ensure!(telling.is_none(), "a letter says {telling:?}:\n{}", letter.text);
    }
    // A wrong code is refused with 422, a revoked feed with 404: that is all that may go wrong.
    alex.no_errors(&["422", "404"]).await
}

async fn address(stage: &Stage, mailbox: &Mailbox, alex: &Browser) -> Result<()> {
    alex.follow("Sessions").await?;
    alex.follow("Reminders").await?;
    alex.find(What::Label("Mail address")).await?;
    stage.show(alex, "reminders").await?;
    alex.fill("Mail address", ADDRESS).await?;
    alex.press_button("Send the code").await?;
    alex.find(What::Label("Six digits")).await?;
    stage.show(alex, "code").await?;
    let letter = mailbox.letter(wait::PATIENCE, ADDRESS, "Your code is").await?;
    let after = letter.text.split("Your code is").nth(1).context("a code")?;
    let code: String = after.chars().filter(char::is_ascii_digit).take(6).collect();
    let wrong = if code == "000000" { "111111" } else { "000000" };
    alex.fill("Six digits", wrong).await?;
    alex.press_button("That is my address").await?;
    alex.says("That is not the code that was sent.").await?;
    alex.fill("Six digits", &code).await?;
    alex.press_button("That is my address").await?;
    alex.says(&format!("Reminders go to {ADDRESS}")).await
}

async fn choice(stage: &Stage, alex: &Browser) -> Result<()> {
    set(alex, "15 minutes before", "true").await?;
    set(alex, "24 hours before", "false").await?;
    set(alex, "Keep quiet at night", "false").await?;
    set(alex, "Send calendar invitations as well", "true").await?;
    set(alex, "Also tell me when something I was given to do falls due", "true").await?;
    alex.press_button("Save").await?;
    alex.says("Saved").await?;
    stage.show(alex, "reminders-chosen").await
}

/// A calendar elsewhere reads along: times and nothing else, until the address is revoked.
async fn feed(stage: &Stage, alex: &Browser) -> Result<()> {
    alex.goto("/calendars").await?;
    alex.fill("Where will it be used?", "Phone").await?;
    alex.press_button("Make an address").await?;
    let address = alex.find(What::TestId("feed-address")).await?.text().await?;
    stage.show(alex, "feed").await?;
    let read = "const answer = await fetch(arguments[0]); return [answer.status, await answer.text()]";
    let (status, calendar): (u16, String) = alex.script_async(read, vec![json!(address)]).await?;
    ensure!(status == 200 && calendar.contains("BEGIN:VEVENT"), "{status}: {calendar}");
    ensure!(TELLING.iter().all(|word| !calendar.contains(word)), "the calendar tells too much:\n{calendar}");
    alex.press_button("Revoke Phone").await?;
    super::fields::agree(alex, "Revoke").await?;
    alex.gone(What::Role("button", "Revoke Phone")).await?;
    let (status, _): (u16, String) = alex.script_async(read, vec![json!(address)]).await?;
    ensure!(status == 404, "a revoked address answers {status}");
    Ok(())
}
