//! A second device, and the way back with 24 words when the passphrase is gone.

use anyhow::Result;
use rapport_testkit::browser::find::What;
use rapport_testkit::wait;
use std::time::Duration;

use super::come_in::People;
use super::talk::write;
use crate::Stage;
use crate::person::sign_in;

/// Tells it.
pub(super) async fn tell(stage: &mut Stage, people: &People) -> Result<()> {
    let People { mara, alex, alex_person } = people;
    let tablet = stage.person("tablet").await?;
    sign_in(&tablet, alex_person).await?;
    tablet.follow("Mara (therapist)").await?;
    tablet.says("Better than the last one. I slept.").await?;
    write(&tablet, "I am on my tablet now.").await?;
    mara.says("I am on my tablet now.").await?;
    alex.says("I am on my tablet now.").await?;

    // The first device goes: whoever has it can open nothing any more.
    tablet.follow("You").await?;
    tablet.find(What::Role("heading", "Devices")).await?;
    stage.show(&tablet, "devices").await?;
    tablet.press_button("Sign out Chrome").await?;
    tablet.says("Sign out this device?").await?;
    stage.show(&tablet, "revoke").await?;
    let confirm = "document.querySelector('dialog[open] button.main').click(); return null";
    tablet.script::<Option<()>>(confirm, Vec::new()).await?;
    alex.find(What::Role("heading", "Sign in")).await?;
    stage.show(alex, "signed-out").await?;

    // A new device, the passphrase forgotten.
    let phone = stage.person("phone").await?;
    phone.goto("/sign-in").await?;
    stage.show(&phone, "sign-in").await?;
    phone.follow("I have lost my passphrase").await?;
    phone.fill("Sign-in name", alex_person.handle).await?;
    phone.fill("Your 24 recovery words", &alex_person.words.join(" ")).await?;
    phone.fill("New passphrase", "a new lantern for the harbour wall").await?;
    phone.says("ard to guess.").await?;
    stage.show(&phone, "recover").await?;
    phone.press_button("Open my account").await?;
    wait::until_within(Duration::from_mins(2), "the account to open", async || {
        Ok(phone.has(What::Role("link", "Mara (therapist)")).await?.then_some(()))
    })
    .await?;
    phone.follow("Mara (therapist)").await?;
    phone.says("I will be late on Monday").await?;
    write(&phone, "I found my way back.").await?;
    mara.says("I found my way back.").await?;
    tablet.find(What::Role("heading", "Sign in")).await?;
    mara.no_errors(&["ERR_CONNECTION_REFUSED", "WebSocket"]).await
}
