//! A safety plan made by two people, apart and together, at hand when nothing else opens; the plan of the
//! therapy, suggested, agreed to and rated; and a journal, of which one page is shared.

use anyhow::{Result, ensure};
use rapport_testkit::Browser;
use rapport_testkit::browser::Line;
use rapport_testkit::browser::find::What;

use crate::person::thea_and_alex;
use crate::time::fields::{agree, press_nth, set, soon};
use crate::{Stage, Story};

/// Plans.
pub(crate) const STORY: Story = Story {
    name: "safety",
    about: "Thea and Alex make a safety plan, write it apart and join it; he opens it from anywhere, keeps it on his \
            device, reads it without a network or a passphrase, and takes it away again; they agree on a plan, and \
            he says how near he is; of two pages of his journal she sees the one he shares.",
    tell: |stage| Box::pin(tell(stage)),
};

const SIGNS: &str = "How I notice that it is getting hard";
const ALONE: &str = "What I can do by myself";
const CALL: &str = "Professionals and lines I can call";

async fn tell(stage: &mut Stage) -> Result<()> {
    let (thea, alex) = thea_and_alex(stage).await?;
    alex.holds("the page to be kept", "return Boolean(navigator.serviceWorker?.controller)").await?;
    together(stage, &thea, &alex).await?;
    apart(stage, &thea, &alex).await?;
    at_hand(stage, &thea, &alex).await?;
    plan(stage, &thea, &alex).await?;
    journal(stage, &thea, &alex).await?;
    signed_out(&alex).await?;
    thea.no_errors(&[]).await?;
    alex.no_errors(&["ERR_INTERNET_DISCONNECTED", "WebSocket"]).await
}

/// One writes it down while both talk; the other reads it, and it stands first on *Reach out now*.
async fn together(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    alex.follow("Progress").await?;
    alex.follow("Begin a safety plan").await?;
    alex.says("Six short steps").await?;
    stage.show(alex, "safety-empty").await?;
    course(thea).await?;
    thea.follow("Safety plan").await?;
    thea.follow("Begin the plan").await?;
    add(thea, SIGNS, 1, "I stop answering messages.").await?;
    add(thea, ALONE, 1, "Walk once round the canal.").await?;
    add(thea, ALONE, 2, "Put the kettle on.").await?;
    thea.press_button(&format!("Move up: {ALONE}, line 2")).await?;
    thea.has_focus(&format!("Move down: {ALONE}, line 1")).await?;
    add(thea, CALL, 1, "The line that listens, day and night").await?;
    set(thea, "Number to call", "116 123").await?;
    // What was typed last is kept before the page is loaded again.
    thea.says("What you write is kept on this device").await?;
    stage.show(thea, "safety-write").await?;
    thea.press_button("Save").await?;
    thea.says("Walk once round the canal.").await?;
    stage.show(thea, "safety-staff").await?;
    alex.says("Put the kettle on.").await?;
    alex.find(What::Css("a[href='tel:116123']")).await?;
    let first = "return document.querySelectorAll('.safety-step')[1]?.querySelector('li')?.innerText.trim() === 'Put the kettle on.'";
    alex.holds("the order as it was written", first).await?;
    stage.show(alex, "safety-read").await
}

/// A client's course, from anywhere.
async fn course(thea: &Browser) -> Result<()> {
    thea.goto("/progress").await?;
    thea.follow("Alex").await
}

async fn add(who: &Browser, step: &str, number: usize, words: &str) -> Result<()> {
    who.press_button(&format!("Add a line: {step}")).await?;
    who.has_focus(&format!("{step}, line {number}")).await?;
    set(who, &format!("{step}, line {number}"), words).await
}

/// Both change it while one of them has no line: nothing is lost, both stand side by side, one joins them.
async fn apart(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    alex.follow("Change the plan").await?;
    alex.find(What::Label(&format!("{ALONE}, line 2"))).await?;
    alex.set_line(Line::NONE).await?;
    alex.drop_sockets().await?;
    add(alex, ALONE, 3, "Listen to the rain.").await?;
    alex.press_button("Save").await?;
    alex.says("It is sent when you are back online").await?;
    thea.follow("Change the plan").await?;
    add(thea, ALONE, 3, "Call in sick without an excuse.").await?;
    thea.press_button("Save").await?;
    thea.says("Call in sick without an excuse.").await?;
    alex.set_line(Line::GOOD).await?;
    for who in [alex, thea] {
        who.says("Two versions were written at the same time").await?;
        who.says("Listen to the rain.").await?;
        who.says("Call in sick without an excuse.").await?;
    }
    stage.show(alex, "safety-several").await?;
    alex.follow("Put them together").await?;
    alex.find(What::Label(&format!("{ALONE}, line 4"))).await?;
    alex.press_button("Save").await?;
    alex.gone(What::TestId("beside")).await?;
    thea.gone(What::TestId("beside")).await?;
    thea.says("Listen to the rain.").await?;
    thea.says("Call in sick without an excuse.").await
}

/// One press from another page; then on the device itself, where it opens without a network and a passphrase.
async fn at_hand(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    alex.goto("/messages").await?;
    alex.follow("Thea").await?;
    alex.follow("Reach out now").await?;
    alex.says("Your safety plan").await?;
    alex.find(What::Css("a[href='tel:116123']")).await?;
    stage.show(alex, "reach").await?;
    alex.press_button("In danger now?").await?;
    alex.has_focus("Help now").await?;
    reads_it_offline(alex, false).await?;
    alex.follow("Go to the plan").await?;
    alex.says("Whoever can open this browser can then read your plan.").await?;
    stage.show(alex, "safety-keep").await?;
    alex.press_button("Keep my safety plan on this device").await?;
    alex.find(What::TestId("kept-here")).await?;
    stage.show(alex, "safety-kept").await?;
    // It follows the plan.
    thea.follow("Change the plan").await?;
    add(thea, SIGNS, 2, "I count the hours until evening.").await?;
    thea.press_button("Save").await?;
    alex.says("I count the hours until evening.").await?;
    reads_it_offline(alex, true).await?;
    // Locked is the same: no passphrase is asked for.
    alex.goto("/settings").await?;
    alex.press_button("Lock now").await?;
    alex.find(What::Label("Passphrase")).await?;
    alex.set_line(Line::NONE).await?;
    alex.goto("/reach-out-now").await?;
    alex.says("I count the hours until evening.").await?;
    stage.show(alex, "reach-locked").await?;
    alex.press_button("Take it off this device").await?;
    alex.gone(What::Text("Your safety plan")).await?;
    alex.reload().await?;
    alex.says("For the next minute").await?;
    alex.gone(What::Text("Your safety plan")).await?;
    alex.set_line(Line::GOOD).await?;
    unlock(alex).await
}

async fn unlock(alex: &Browser) -> Result<()> {
    alex.goto("/messages").await?;
    alex.fill("Passphrase", "alex walks seven quiet herons home").await?;
    alex.press_button("Unlock").await?;
    alex.find(What::Role("link", "Progress")).await.map(drop)
}

/// Looks for the plan after a reload without a network.
async fn reads_it_offline(alex: &Browser, kept: bool) -> Result<()> {
    alex.set_line(Line::NONE).await?;
    alex.goto("/reach-out-now").await?;
    alex.says("For the next minute").await?;
    if kept {
        alex.says("I count the hours until evening.").await?;
    } else {
        // What was read is in the page's memory no more, and nothing personal opens without the server.
        alex.goto("/messages").await?;
        alex.says("No connection yet").await?;
        alex.goto("/reach-out-now").await?;
        alex.says("For the next minute").await?;
        ensure!(!alex.has(What::Text("Your safety plan")).await?, "a plan opened that nobody had kept here");
    }
    alex.set_line(Line::GOOD).await?;
    alex.goto("/reach-out-now").await?;
    alex.find(What::Role("link", "Go to the plan")).await.map(drop)
}

/// Suggested by one, agreed to by the other, rated by the client alone.
async fn plan(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    course(thea).await?;
    thea.follow("Plan").await?;
    thea.says("No plan yet").await?;
    thea.follow("Write the first plan").await?;
    thea.press_button("Add a goal").await?;
    thea.has_focus("Goal 1").await?;
    set(thea, "Goal 1", "To sleep through three nights a week.").await?;
    thea.press_button("Add a step to goal 1").await?;
    set(thea, "Goal 1, step 1", "Up at seven, also on Sundays").await?;
    thea.press_button("Mindfulness").await?;
    set(thea, "Look at it again on", &soon(thea, 0).await?.date).await?;
    stage.show(thea, "plan-write").await?;
    thea.press_button("Suggest it").await?;
    thea.says("It holds as soon as the other side has agreed.").await?;
    alex.follow("Progress").await?;
    alex.says("A suggestion waits for you").await?;
    stage.show(alex, "progress").await?;
    alex.follow("Open the plan").await?;
    alex.says("Thea suggests").await?;
    stage.show(alex, "plan-suggested").await?;
    alex.press_button("Agree to this").await?;
    alex.find(What::TestId("agreed")).await?;
    alex.press_button("4 of 10").await?;
    alex.find(What::TestId("rated")).await?;
    alex.click(What::Css("[data-testid=goal] .plan-steps input")).await?;
    stage.show(alex, "plan").await?;
    thea.find(What::TestId("rated")).await?;
    thea.holds(
        "the step to be ticked",
        "return document.querySelector('.plan-steps input')?.checked === true",
    )
    .await?;
    thea.gone(What::TestId("suggestion")).await?;
    // Nobody but Alex says how near he is.
    ensure!(!thea.has(What::Role("button", "4 of 10")).await?, "a therapist could rate for a client");
    stage.show(thea, "plan-staff").await?;
    thea.follow("Today").await?;
    thea.find(What::TestId("review-due")).await?;
    stage.show(thea, "today-review").await
}

/// Begun, loaded again, saved; shared as a copy, or not.
async fn journal(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    alex.follow("Progress").await?;
    alex.follow("Open the journal").await?;
    alex.says("Nothing written yet").await?;
    stage.show(alex, "journal-empty").await?;
    page(alex, "Nobody knows that I talk to the heron.").await?;
    alex.press_button("Write a page").await?;
    alex.fill("What is on your mind", "Three nights in a row. The canal was").await?;
    alex.says("Kept on this device, sealed.").await?;
    alex.reload().await?;
    let back = "return document.querySelector('textarea')?.value.startsWith('Three nights') === true";
    alex.holds("the words that were begun", back).await?;
    alex.fill("What is on your mind", "Three nights in a row. The canal was frozen.").await?;
    alex.press_button("Save").await?;
    alex.says("Saved, for you alone.").await?;
    alex.press_button("Share a copy").await?;
    alex.says("Thea has a copy.").await?;
    stage.show(alex, "journal").await?;
    alex.fill("Look in your journal", "heron").await?;
    alex.holds(
        "one page to be found",
        "return document.querySelectorAll('[data-testid=journal] li').length === 1",
    )
    .await?;
    course(thea).await?;
    press_nth(thea, "[data-testid=shared-journal] summary", 0).await?;
    thea.says("The canal was frozen.").await?;
    thea.gone(What::Text("heron")).await?;
    stage.show(thea, "journal-shared").await
}

async fn page(alex: &Browser, words: &str) -> Result<()> {
    alex.press_button("Write a page").await?;
    alex.fill("What is on your mind", words).await?;
    alex.press_button("Save").await?;
    alex.says("Saved, for you alone.").await
}

/// Whoever signs out leaves nothing open behind.
async fn signed_out(alex: &Browser) -> Result<()> {
    alex.goto("/progress").await?;
    alex.follow("Read the safety plan").await?;
    alex.press_button("Keep my safety plan on this device").await?;
    alex.find(What::TestId("kept-here")).await?;
    alex.goto("/settings").await?;
    alex.press_button("Sign out").await?;
    agree(alex, "Sign out").await?;
    alex.find(What::Label("Sign-in name")).await?;
    alex.goto("/reach-out-now").await?;
    alex.says("For the next minute").await?;
    alex.gone(What::Text("Your safety plan")).await
}
