//! What a client agrees to before they begin: asked in words, answered, put anew, taken back.

use anyhow::{Result, ensure};
use rapport_testkit::Browser;
use rapport_testkit::browser::find::What;

use super::PHONE;
use crate::Stage;

const WORDS: &str = "# Therapy with Thea\n\nWhat you can expect, and what you agree to.\n\n\
    ## In an emergency\n\nMessages are read on **working days**. In danger, call the emergency number.";

/// Thea asks, Alex answers on his phone; new words ask anew, and what he said before stands until he answers.
pub(super) async fn consent(stage: &Stage, thea: &Browser, phone: &Browser) -> Result<()> {
    ask(stage, thea).await?;
    agree(stage, phone).await?;
    thea.says("Agrees").await?;
    stage.show(thea, "consent-agreed").await?;
    anew(thea).await?;
    no_longer(stage, thea, phone).await
}

async fn ask(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Records").await?;
    thea.follow("Alex").await?;
    thea.follow("Consents").await?;
    thea.says("You have not asked them to agree to anything yet.").await?;
    thea.press_button("Ask for a consent").await?;
    thea.press_button("Therapy online").await?;
    thea.press_button("Ask them").await?;
    // Nobody agrees to a blank.
    thea.says("places are still to be filled in: [how long]").await?;
    stage.show(thea, "consent-blanks").await?;
    thea.fill("What they are asked to agree to", WORDS).await?;
    // It is kept while it is written.
    thea.find(What::Role("heading", "Therapy with Thea")).await?;
    thea.reload().await?;
    thea.find(What::Role("heading", "Therapy with Thea")).await?;
    thea.press_button("Ask them").await?;
    thea.says("Not answered yet").await?;
    stage.show(thea, "consent-asked").await
}

async fn agree(stage: &Stage, phone: &Browser) -> Result<()> {
    phone.set_screen(PHONE).await?;
    phone.follow("Progress").await?;
    phone.says("Read it, and say whether you agree.").await?;
    stage.show(phone, "consent-waits").await?;
    phone.set_screen(PHONE).await?;
    phone.follow("Read it").await?;
    phone.says("Messages are read on working days.").await?;
    phone.fill("Anything you want to add", "Thank you for asking.").await?;
    stage.show(phone, "consent-read").await?;
    phone.set_screen(PHONE).await?;
    phone.press_button("I agree").await?;
    phone.find(What::TestId("consent-mine")).await?;
    phone.says("You agree").await?;
    stage.show(phone, "consent-given").await?;
    phone.set_screen(PHONE).await
}

/// The same words ask nobody twice.
async fn anew(thea: &Browser) -> Result<()> {
    thea.follow("Change the words and ask again").await?;
    thea.press_button("Ask them").await?;
    thea.says("These are the words they were asked to agree to already.").await?;
    let longer = format!("{WORDS}\n\n## Costs\n\nA session costs 90.");
    thea.fill("What they are asked to agree to", &longer).await?;
    thea.press_button("Ask them").await?;
    thea.says("Agreed to earlier words; the new ones wait").await
}

async fn no_longer(stage: &Stage, thea: &Browser, phone: &Browser) -> Result<()> {
    phone.says("New words have come while you were reading.").await?;
    stage.show(phone, "consent-newer").await?;
    phone.set_screen(PHONE).await?;
    phone.press_button("Read the new words").await?;
    phone.says("You agreed to earlier words; these are new").await?;
    phone.says("A session costs 90.").await?;
    phone.find(What::Css(".changed")).await?;
    stage.show(phone, "consent-changed").await?;
    phone.set_screen(PHONE).await?;
    phone.press_button("I no longer agree").await?;
    phone.says("From now on you do not agree any more.").await?;
    stage.show(phone, "consent-back-sure").await?;
    phone.set_screen(PHONE).await?;
    let confirm = "const all = [...document.querySelectorAll('dialog[open] button')];
        const yes = all.find(b => b.innerText.trim() === 'I no longer agree'); yes?.click(); return Boolean(yes);";
    ensure!(phone.script::<bool>(confirm, Vec::new()).await?, "nothing to confirm with");
    phone.says("You no longer agree").await?;
    thea.says("No longer agrees").await?;
    stage.show(thea, "consent-back").await?;
    // It can be agreed to again; all of it stands in the record.
    phone.press_button("Change your mind").await?;
    phone.press_button("I agree").await?;
    thea.says("Agrees").await?;
    thea.follow("Records").await?;
    thea.follow("Alex").await?;
    thea.says("“Therapy with Thea”: no longer agreed").await?;
    stage.show(thea, "consent-record").await
}
