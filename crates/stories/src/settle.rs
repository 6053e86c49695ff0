//! Somebody makes the place their own: name, passphrase, lock, quick exit, sign out.

use std::time::Duration;

use anyhow::{Result, ensure};
use rapport_testkit::browser::find::What;
use rapport_testkit::{Browser, wait};

use crate::person::{Person, copy_words_back, make_account, recovery_words, sign_in};
use crate::{Stage, Story};

/// Somebody settles in.
pub(crate) const STORY: Story = Story {
    name: "settle",
    about: "Somebody changes their name, passphrase and recovery words, locks the page, mistypes, unlocks, leaves quickly, \
            signs out, and signs in with the new passphrase.",
    tell: |stage| Box::pin(tell(stage)),
};

/// Two stretchings of a passphrase in a busy browser.
const STRETCHING: Duration = Duration::from_mins(2);
const NEXT: &str = "nine copper kettles under the stairs";

async fn tell(stage: &mut Stage) -> Result<()> {
    stage.serve().await?;
    let link = stage.server()?.owner_link().to_owned();
    let kit = stage.person("kit").await?;
    kit.goto(&link).await?;
    let mut person = make_account(stage, &kit, "harbour", "Robin", "Create the practice").await?;
    trust(stage, &kit).await?;
    name_and_passphrase(stage, &kit, &mut person).await?;
    new_words(stage, &kit, &mut person).await?;
    lock(stage, &kit, &person).await?;
    exit(&kit, &person).await?;
    out_and_in(stage, &kit, &person).await?;
    // A wrong passphrase is refused with 401, twice in this story; that is all that may go wrong.
    kit.no_errors(&["401"]).await
}

async fn trust(stage: &Stage, kit: &Browser) -> Result<()> {
    kit.follow("What the server can and cannot see").await?;
    kit.says("It never learns").await?;
    stage.show(kit, "what-the-server-sees").await
}

async fn name_and_passphrase(stage: &Stage, kit: &Browser, person: &mut Person) -> Result<()> {
    kit.follow("You").await?;
    kit.fill("What others call you here", "Robin of the harbour").await?;
    kit.press_button("Save").await?;
    kit.says("Your new name is on its way").await?;

    kit.press_button("Change passphrase").await?;
    kit.fill("Current passphrase", "not the one I chose").await?;
    kit.fill("New passphrase", NEXT).await?;
    kit.says("ard to guess.").await?;
    kit.press_button("Change passphrase").await?;
    says_in_time(kit, "This is not your current passphrase").await?;
    kit.has_focus("Current passphrase").await?;
    stage.show(kit, "wrong-current-passphrase").await?;
    kit.fill("Current passphrase", &person.passphrase).await?;
    kit.press_button("Change passphrase").await?;
    says_in_time(kit, "Your passphrase is changed").await?;
    NEXT.clone_into(&mut person.passphrase);
    Ok(())
}

/// The copy was lost: new words, and the old ones open nothing any more.
async fn new_words(stage: &mut Stage, kit: &Browser, person: &mut Person) -> Result<()> {
    kit.says("You have a checked copy of your 24 words").await?;
    kit.follow("Make new recovery words").await?;
    kit.fill("Current passphrase", "not the one I chose").await?;
    kit.press_button("Show me new words").await?;
    says_in_time(kit, "This is not your current passphrase").await?;
    kit.fill("Current passphrase", &person.passphrase).await?;
    kit.press_button("Show me new words").await?;
    let words = recovery_words(kit).await?;
    ensure!(words != person.words, "the words are the same as before");
    stage.show(kit, "new-recovery-words").await?;
    kit.press_button("I have written them down").await?;
    copy_words_back(kit, &words).await?;
    stage.show(kit, "new-recovery-words-check").await?;
    kit.press_button("That is right, go on").await?;
    kit.says("Your new recovery words count from now on").await?;
    let old = std::mem::replace(&mut person.words, words);

    // Whoever finds the old ones gets nowhere.
    let finder = stage.person("finder").await?;
    finder.goto("/recover").await?;
    finder.fill("Sign-in name", person.handle).await?;
    finder.fill("Your 24 recovery words", &old.join(" ")).await?;
    finder.fill("New passphrase", NEXT).await?;
    finder.says("ard to guess.").await?;
    finder.press_button("Open my account").await?;
    says_in_time(&finder, "Those words do not open this account").await
}

async fn lock(stage: &Stage, kit: &Browser, person: &Person) -> Result<()> {
    kit.press_button("Lock now").await?;
    kit.find(What::Role("heading", "Locked")).await?;
    stage.show(kit, "locked").await?;
    kit.reload().await?;
    kit.find(What::Role("heading", "Locked")).await?;
    kit.fill("Passphrase", "sunshine and rain").await?;
    kit.press_button("Unlock").await?;
    says_in_time(kit, "That passphrase does not fit").await?;
    unlock(kit, person).await
}

async fn unlock(kit: &Browser, person: &Person) -> Result<()> {
    kit.fill("Passphrase", &person.passphrase).await?;
    kit.press_button("Unlock").await?;
    wait::until_within(STRETCHING, "the page to unlock", async || {
        Ok(kit.has(What::Role("link", "Messages")).await?.then_some(()))
    })
    .await
}

/// Escape, twice: nothing is left on the screen, nothing to go back to, and the page is locked.
async fn exit(kit: &Browser, person: &Person) -> Result<()> {
    kit.type_keys(thirtyfour::Key::Escape + thirtyfour::Key::Escape).await?;
    kit.holds("an empty page", "return location.href === 'about:blank'").await?;
    kit.driver().back().await?;
    kit.goto("/").await?;
    kit.find(What::Role("heading", "Locked")).await?;
    unlock(kit, person).await
}

async fn out_and_in(stage: &Stage, kit: &Browser, person: &Person) -> Result<()> {
    kit.goto("/settings").await?;
    kit.find(What::Role("heading", "Leave this device")).await?;
    let last =
        "[...document.querySelectorAll('main section')].at(-1).querySelector('button').click(); return null";
    kit.script::<Option<()>>(last, Vec::new()).await?;
    kit.says("Sign out of this device?").await?;
    stage.show(kit, "sign-out").await?;
    let yes = "document.querySelector('dialog[open] button.main').click(); return null";
    kit.script::<Option<()>>(yes, Vec::new()).await?;
    kit.find(What::Role("heading", "Sign in")).await?;
    sign_in(kit, person).await
}

async fn says_in_time(kit: &Browser, words: &str) -> Result<()> {
    wait::until_within(STRETCHING, words, async || Ok(kit.has(What::Text(words)).await?.then_some(()))).await
}
