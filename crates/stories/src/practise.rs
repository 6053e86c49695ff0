//! Exercises and articles, also without a network.

use anyhow::Result;
use rapport_testkit::Browser;
use rapport_testkit::browser::Line;
use rapport_testkit::browser::find::What;
use serde_json::json;

use crate::person::{client_link, come_in};
use crate::{Stage, Story};

/// Somebody practises.
pub(crate) const STORY: Story = Story {
    name: "practise",
    about: "Alex grounds himself, breathes for a minute without movement, and reads an article, all of it after \
            the network is gone.",
    tell: |stage| Box::pin(tell(stage)),
};

async fn tell(stage: &mut Stage) -> Result<()> {
    stage.serve().await?;
    let link = stage.server()?.owner_link().to_owned();
    let thea = stage.person("thea").await?;
    come_in(&thea, &link, "Thea").await?;
    let link = client_link(&thea).await?;
    let alex = stage.person("alex").await?;
    come_in(&alex, &link, "Alex").await?;
    // What is kept for later is kept in the background.
    alex.holds("the page to be kept", "return Boolean(navigator.serviceWorker?.controller)").await?;
    alex.follow("Practise").await?;
    alex.says("nobody sees what you use").await?;
    stage.show(&alex, "practise").await?;
    alex.set_line(Line::NONE).await?;
    alex.reload().await?;
    alex.find(What::Role("heading", "Practise")).await?;
    ground(stage, &alex).await?;
    breathe(stage, &alex).await?;
    read(stage, &alex).await?;
    alex.set_line(Line::GOOD).await?;
    thea.follow("Today").await?;
    thea.follow("Exercises and articles").await?;
    thea.find(What::Role("heading", "Practise")).await?;
    thea.no_errors(&[]).await?;
    alex.no_errors(&["ERR_INTERNET_DISCONNECTED"]).await
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
    alex.press_button("Begin").await?;
    alex.says("Breathe in").await?;
    alex.find(What::Css(".breath-shape.large")).await?;
    stage.show(alex, "breathing").await?;
    alex.says("Breathe out").await?;
    alex.press_button("Pause").await?;
    alex.press_button("Go on").await?;
    alex.press_button("Stop").await?;
    pick(alex, "Without movement").await?;
    alex.press_button("Begin").await?;
    alex.find(What::Css(".exercise-figures")).await?;
    alex.gone(What::Css(".breath-shape")).await?;
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
