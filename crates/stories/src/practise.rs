//! Exercises, articles and worksheets, also without a network; and a worksheet filled in together, live.

mod live;

use anyhow::Result;
use rapport_testkit::Browser;
use rapport_testkit::browser::Line;
use rapport_testkit::browser::find::What;
use serde_json::json;

use crate::person::thea_and_alex;
use crate::time::fields::{choose, press_nth, set};
use crate::{Stage, Story};

/// Somebody practises.
pub(crate) const STORY: Story = Story {
    name: "practise",
    about: "Thea gives Alex a mood diary; he grounds himself, breathes, reads an article and fills in a page, all of \
            it after the network is gone; back in it he shares the page, and Thea reads it. In a session they go on \
            with it, both at once.",
    tell: |stage| Box::pin(tell(stage)),
};

async fn tell(stage: &mut Stage) -> Result<()> {
    let (thea, alex) = thea_and_alex(stage).await?;
    give(stage, &thea).await?;
    // What is kept for later is kept in the background.
    alex.holds("the page to be kept", "return Boolean(navigator.serviceWorker?.controller)").await?;
    alex.follow("Practise").await?;
    alex.says("A line in the evening is enough.").await?;
    stage.show(&alex, "practise").await?;
    alex.set_line(Line::NONE).await?;
    ground(stage, &alex).await?;
    breathe(stage, &alex).await?;
    read(stage, &alex).await?;
    reload_without_a_network(stage, &alex).await?;
    fill_in(stage, &alex).await?;
    share(stage, &alex, &thea).await?;
    let pages = alex.path().await?;
    live::tell(stage, &thea, &alex, &pages).await?;
    thea.no_errors(&[]).await?;
    alex.no_errors(&["ERR_INTERNET_DISCONNECTED", "WebSocket"]).await
}

/// Five steps, each when one is ready; by keyboard.
async fn ground(stage: &Stage, alex: &Browser) -> Result<()> {
    alex.follow("Five, four, three, two, one: open").await?;
    alex.press_button("Begin").await?;
    alex.has_focus("Five things you can see").await?;
    stage.show(alex, "grounding").await?;
    for next in ["Four things", "Three things", "Two things", "One thing"] {
        alex.press_button("Next").await?;
        alex.says(next).await?;
        alex.has_focus("Next").await?;
    }
    alex.press_button("Next").await?;
    alex.says("That is enough for now.").await?;
    stage.show(alex, "grounding-done").await?;
    alex.follow("Back to Practise").await
}

/// In and out, at one's own pace; the seconds stand there in figures for whoever wants no movement.
async fn breathe(stage: &Stage, alex: &Browser) -> Result<()> {
    alex.follow("Slow breathing: open").await?;
    stage.show(alex, "breathing-choices").await?;
    pick(alex, "1 minute").await?;
    pick(alex, "With a soft sound").await?;
    // These browsers ask for less movement, so it is stillness that one begins with.
    pick(alex, "Without movement").await?;
    alex.press_button("Begin").await?;
    alex.says("Breathe in").await?;
    // What moves is hidden from screen readers, and so from every other way of looking here.
    alex.holds("the shape to grow", "return Boolean(document.querySelector('.breath-shape.large'))").await?;
    stage.show(alex, "breathing").await?;
    alex.says("Breathe out").await?;
    alex.press_button("Pause").await?;
    alex.press_button("Go on").await?;
    alex.press_button("Stop").await?;
    pick(alex, "Without movement").await?;
    alex.press_button("Begin").await?;
    alex.holds(
        "figures and no shape",
        "return Boolean(document.querySelector('.exercise-figures')) && !document.querySelector('.breath-shape')",
    )
    .await?;
    stage.show(alex, "breathing-still").await?;
    alex.press_button("Stop").await?;
    alex.follow("Back to Practise").await
}

async fn pick(alex: &Browser, label: &str) -> Result<()> {
    alex.find(What::Label(label)).await?;
    let press = "
        const named = [...document.querySelectorAll('label.choice')].find(l => l.innerText.trim() === arguments[0]);
        named?.click();
        return Boolean(named);";
    alex.script::<bool>(press, vec![json!(label)]).await.map(drop)
}

async fn read(stage: &Stage, alex: &Browser) -> Result<()> {
    alex.follow("All 12 articles").await?;
    stage.show(alex, "library").await?;
    alex.follow("Sleep").await?;
    alex.says("Get up at the same time every day").await?;
    alex.find(What::Css("article a[href^='https://doi.org/'][rel~=noreferrer]")).await?;
    stage.show(alex, "article").await?;
    alex.follow("Back to the library").await?;
    alex.find(What::Role("heading", "Library")).await.map(drop)
}

/// Thea finds the worksheets from her day, and gives one.
async fn give(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Today").await?;
    thea.follow("Exercises and articles").await?;
    thea.follow("Pages of Alex").await?;
    thea.says("Nothing has been shared yet").await?;
    thea.press_button("Give something to do or to read").await?;
    choose(thea, "Which one", "Mood diary").await?;
    choose(thea, "How often", "Every day").await?;
    thea.fill("A word about it", "A line in the evening is enough.").await?;
    stage.show(thea, "give").await?;
    thea.press_button("Give it").await?;
    thea.says("Given: Mood diary").await
}

/// Half of the key is at the server, so nothing of anybody's opens without it; what is nobody's does.
async fn reload_without_a_network(stage: &Stage, alex: &Browser) -> Result<()> {
    alex.goto("/messages").await?;
    alex.says("No connection yet").await?;
    alex.follow("Exercises and articles work without a connection").await?;
    alex.follow("Slow breathing: open").await?;
    alex.find(What::Role("button", "Begin")).await?;
    alex.follow("Back to Practise").await?;
    alex.gone(What::TestId("sheets")).await?;
    stage.show(alex, "practise-outside").await?;
    alex.set_line(Line::GOOD).await?;
    alex.find(What::TestId("sheets")).await.map(drop)
}

/// What is missing is said, a reload loses nothing, and a page that is shared without a network waits.
async fn fill_in(stage: &Stage, alex: &Browser) -> Result<()> {
    alex.follow("Practise").await?;
    alex.follow("Fill in: Mood diary").await?;
    press_nth(alex, ".step input", 3).await?;
    pick(alex, "Time outside").await?;
    pick(alex, "A conflict").await?;
    alex.fill("What was good, however small?", "The light on the canal.").await?;
    alex.says("Kept on this device, sealed.").await?;
    alex.press_button("Share it").await?;
    alex.says("This one still needs an answer.").await?;
    alex.has_focus("Which day is it?").await?;
    stage.show(alex, "sheet-missing").await?;
    set(alex, "Which day is it?", "2026-03-02").await?;
    alex.reload().await?;
    alex.says("This is what you had begun.").await?;
    stage.show(alex, "sheet").await?;
    alex.holds(
        "what was begun to be there",
        "return document.querySelectorAll('form input:checked').length === 3 && document.querySelector('input[type=date]').value === '2026-03-02'",
    )
    .await?;
    alex.set_line(Line::NONE).await?;
    alex.press_button("Share it").await?;
    alex.find(What::Role("heading", "Practise")).await?;
    alex.gone(What::TestId("given")).await
}

/// Back in the network it reaches Thea, who reads it.
async fn share(stage: &Stage, alex: &Browser, thea: &Browser) -> Result<()> {
    alex.set_line(Line::GOOD).await?;
    thea.says("The light on the canal.").await?;
    thea.says("Time outside, A conflict").await?;
    thea.says("3 of 10").await?;
    stage.show(thea, "pages").await?;
    alex.follow("Pages shared with Thea").await?;
    alex.says("The light on the canal.").await
}
