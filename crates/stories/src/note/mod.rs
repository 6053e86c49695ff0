//! A note from its first words to its addendum; a trainee's, co-signed in another browser; and private ones.

use anyhow::{Result, ensure};
use rapport_testkit::Browser;
use rapport_testkit::browser::Line;
use rapport_testkit::browser::find::What;

use crate::person::{client_link, come_in};
use crate::time::fields::{agree, arrange, choose, soon};
use crate::{Stage, Story};

/// Notes.
pub(crate) const STORY: Story = Story {
    name: "note",
    about: "Mara writes a note from her appointment, reloads, signs, locks and adds to it; Robin becomes her \
            supervisor and co-signs the next one in another browser; what Mara keeps to herself stays hers.",
    tell: |stage| Box::pin(tell(stage)),
};

/// Words that only a private note holds.
const PRIVATE: &str = "I was impatient today and wonder why.";

async fn tell(stage: &mut Stage) -> Result<()> {
    stage.serve().await?;
    let owner_link = stage.server()?.owner_link().to_owned();
    let robin = stage.person("robin").await?;
    come_in(&robin, &owner_link, "Robin").await?;
    let for_mara = staff_link(&robin).await?;
    let mara = stage.person("mara").await?;
    come_in(&mara, &for_mara, "Mara").await?;
    let for_alex = client_link(&mara).await?;
    let alex = stage.person("alex").await?;
    come_in(&alex, &for_alex, "Alex").await?;

    from_draft_to_addendum(stage, &mara).await?;
    offline(stage, &mara).await?;
    cosigned(stage, &robin, &mara).await?;
    private(stage, &robin, &mara).await?;
    timeline(stage, &mara, &alex).await?;
    for person in [&robin, &alex] {
        person.no_errors(&[]).await?;
    }
    mara.no_errors(&["ERR_INTERNET_DISCONNECTED", "WebSocket"]).await
}

async fn staff_link(owner: &Browser) -> Result<String> {
    owner.goto("/invite").await?;
    owner.click(What::Role("radio", "A therapist")).await?;
    owner.press_button("Make the link").await?;
    Ok(owner.find(What::TestId("invite-link")).await?.text().await?)
}

/// From the appointment, whose time, length and mode stand in it already.
async fn from_draft_to_addendum(stage: &Stage, mara: &Browser) -> Result<()> {
    mara.follow("Records").await?;
    mara.says("nothing booked").await?;
    stage.show(mara, "records-empty").await?;
    let at = soon(mara, 60).await?;
    arrange(mara, "Alex", &at).await?;
    mara.follow("Today").await?;
    mara.follow("Write a note").await?;
    mara.says("Note about Alex").await?;
    mara.press_button("Sign").await?;
    mara.says("There is nothing to sign yet").await?;
    let chosen = "return [...document.querySelectorAll('select')].some(s => /video, 50 minutes/.test(s.selectedOptions[0]?.text ?? ''))";
    mara.holds("the appointment to be filled in", chosen).await?;
    stage.show(mara, "write-empty").await?;
    mara.fill("Subjective", "Sleeps through again, after two weeks. Was at the sea with her sister.").await?;
    mara.fill("Plan", "Keep the evening walk. Look at work next time.").await?;
    mara.says("Kept, sealed, on all your devices").await?;
    stage.show(mara, "write").await?;
    mara.reload().await?;
    comes_back(mara, "Sleeps through again").await?;
    // The page goes at once, before the pause in which the draft would have been kept.
    mara.fill("Assessment", "Sleep is").await?;
    mara.reload().await?;
    comes_back(mara, "Sleep is").await?;
    mara.fill("Assessment", "Sleep is mending; the diary shows it.").await?;
    // Signed at once, before the pause in which it would have been kept.
    mara.press_button("Sign").await?;
    mara.says("Signed, it can still be changed").await?;
    mara.says("Sleep is mending").await?;
    stage.show(mara, "signed").await?;
    mara.press_button("Lock").await?;
    agree(mara, "Lock it for good").await?;
    mara.press_button("Add to this note").await?;
    mara.fill("What you want to add", "She called in the evening: the job is hers.").await?;
    mara.press_button("Sign and add").await?;
    mara.find(What::TestId("addendum")).await?;
    mara.says("the job is hers").await?;
    stage.show(mara, "locked").await
}

/// Words stand in a field again.
async fn comes_back(person: &Browser, words: &str) -> Result<()> {
    let stands = format!(
        "return [...document.querySelectorAll('textarea')].some(field => field.value.startsWith('{words}'))"
    );
    person.holds("the words to come back", &stands).await
}

/// A draft begun without a line is there after a reload, and joins the record later.
async fn offline(stage: &Stage, mara: &Browser) -> Result<()> {
    mara.follow("Records").await?;
    mara.follow("Alex").await?;
    mara.find(What::TestId("moments")).await?;
    stage.show(mara, "record").await?;
    mara.press_button("Write a note").await?;
    choose(mara, "Form", "Free").await?;
    mara.set_line(Line::NONE).await?;
    mara.drop_sockets().await?;
    mara.fill("What you want to remember", "A thought on the train.").await?;
    mara.says("It goes to your other devices when you are back online").await?;
    stage.show(mara, "write-offline").await?;
    mara.set_line(Line::GOOD).await?;
    mara.says("Kept, sealed, on all your devices").await?;
    mara.press_button("Throw this draft away").await?;
    agree(mara, "Throw away").await?;
    mara.find(What::TestId("moments")).await?;
    mara.gone(What::Text("A thought on the train.")).await
}

/// From now on Mara's notes wait for Robin.
async fn cosigned(stage: &Stage, robin: &Browser, mara: &Browser) -> Result<()> {
    robin.goto("/records").await?;
    choose(robin, "Who co-signs for Mara", "Robin").await?;
    stage.show(robin, "supervise").await?;
    mara.goto("/records").await?;
    mara.follow("Alex").await?;
    mara.press_button("Write a note").await?;
    choose(mara, "Form", "DAP").await?;
    mara.fill("Data", "Came late, out of breath.").await?;
    mara.press_button("Sign and ask for co-signature").await?;
    mara.says("Waits for co-signature").await?;
    stage.show(mara, "awaits").await?;

    robin.goto("/records").await?;
    robin.says("Waiting for your co-signature").await?;
    stage.show(robin, "to-cosign").await?;
    robin.follow("Read").await?;
    robin.says("Came late, out of breath.").await?;
    stage.show(robin, "cosign").await?;
    robin.press_button("Co-sign").await?;
    robin.says("Co-signed").await?;

    mara.press_button("Lock").await?;
    agree(mara, "Lock it for good").await?;
    mara.says("Locked").await
}

/// What she keeps to herself is in no record, and in nobody else's browser.
async fn private(stage: &Stage, robin: &Browser, mara: &Browser) -> Result<()> {
    mara.goto("/private").await?;
    mara.says("Only you can ever read these").await?;
    stage.show(mara, "private-empty").await?;
    mara.press_button("Write for yourself").await?;
    mara.fill("For your eyes alone", PRIVATE).await?;
    choose(mara, "About whom", "Alex").await?;
    mara.says("Kept, sealed, on all your devices").await?;
    stage.show(mara, "private").await?;
    mara.reload().await?;
    comes_back(mara, "I was impatient").await?;
    mara.fill("For your eyes alone", &format!("{PRIVATE} Ask Robin.")).await?;
    mara.reload().await?;
    comes_back(mara, &format!("{PRIVATE} Ask Robin.")).await?;
    for (who, place) in [(mara, "/records"), (robin, "/records"), (robin, "/private")] {
        who.goto(place).await?;
        who.find(What::Any("heading")).await?;
        who.gone(What::Text(PRIVATE)).await?;
    }
    Ok(())
}

/// Everything in one row; nothing of it for the client.
async fn timeline(stage: &Stage, mara: &Browser, alex: &Browser) -> Result<()> {
    alex.goto("/messages").await?;
    alex.follow("Mara").await?;
    alex.fill("Write a message", "Thank you for today.").await?;
    alex.press_button("Send").await?;
    mara.goto("/records").await?;
    mara.follow("Alex").await?;
    mara.says("Thank you for today.").await?;
    mara.gone(What::Text(PRIVATE)).await?;
    mara.fill("Look in this record", "sister sea").await?;
    mara.says("1 found").await?;
    stage.show(mara, "record-search").await?;
    mara.fill("Look in this record", "impatient").await?;
    mara.gone(What::Text("Sleeps through")).await?;
    mara.fill("Look in this record", " ").await?;
    mara.press_button("Notes").await?;
    mara.gone(What::Text("Thank you for today.")).await?;
    alex.goto("/records").await?;
    alex.says("This page is for therapists").await?;
    let nav: String = alex.script("return document.querySelector('nav').innerText", Vec::new()).await?;
    ensure!(!nav.contains("Records"), "the client is led to records");
    Ok(())
}
