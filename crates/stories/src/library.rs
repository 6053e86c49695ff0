//! Something to read and something to do, given between sessions.

use anyhow::Result;
use rapport_testkit::Browser;
use rapport_testkit::browser::find::What;

use crate::person::thea_and_alex;
use crate::time::fields::{agree, choose, press_nth};
use crate::{Stage, Story};

/// What Thea writes, with what has no business in it.
const ARTICLE: &str = "# Resting by the lake\n\nWhat helps to rest when a day was long.\n\n## A place\n\nAny \
                       **quiet** water will do.\n\n- A bench\n- [A bath](https://example.org/bath)\n\n\
                       <script>document.title = 'caught'</script>\n\n[Press here](javascript:alert(1))";

/// A practice's own article.
pub(crate) const STORY: Story = Story {
    name: "library",
    about: "Thea writes an article with a script in it, which stays words; she gives it to Alex with an exercise \
            for each day; he reads, breathes and says so, and it stands in his record.",
    tell: |stage| Box::pin(tell(stage)),
};

async fn tell(stage: &mut Stage) -> Result<()> {
    let (thea, alex) = thea_and_alex(stage).await?;
    write(stage, &thea).await?;
    give(stage, &thea).await?;
    read(stage, &alex).await?;
    breathe(stage, &alex).await?;
    told(stage, &thea).await?;
    better_words(stage, &thea, &alex).await?;
    thea.no_errors(&[]).await?;
    alex.no_errors(&[]).await
}

/// What is no article says why; what is being written outlives a reload; nothing in it runs.
async fn write(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Today").await?;
    thea.follow("Exercises and articles").await?;
    thea.follow("All 12 articles").await?;
    thea.press_button("Write an article").await?;
    thea.fill("The article", "Resting").await?;
    thea.press_button("Put it on the shelf").await?;
    thea.says("There is no title yet.").await?;
    thea.fill("The article", ARTICLE).await?;
    thea.says("Any quiet water will do.").await?;
    thea.reload().await?;
    thea.says("Any quiet water will do.").await?;
    thea.says("<script>document.title = 'caught'</script>").await?;
    thea.gone(What::Css("main a[href^='javascript']")).await?;
    thea.holds(
        "nothing to have run",
        "return document.title !== 'caught' && !document.querySelector('main script')",
    )
    .await?;
    stage.show(thea, "article-write").await?;
    thea.press_button("Put it on the shelf").await?;
    thea.says("On the shelf: Resting by the lake").await?;
    thea.follow("Resting by the lake").await?;
    thea.find(What::Css("article a[href='https://example.org/bath'][rel~=noreferrer]")).await?;
    thea.follow("Back to the library").await?;
    stage.show(thea, "library-own").await?;
    // Put away by mistake, and brought back.
    thea.press_button("Put away Resting by the lake").await?;
    agree(thea, "Put away").await?;
    thea.click(What::Css("[data-testid=articles-away] summary")).await?;
    stage.show(thea, "library-away").await?;
    thea.press_button("Bring back: Resting by the lake").await?;
    thea.gone(What::TestId("articles-away")).await?;
    thea.find(What::Css("[data-testid=own-articles] a")).await.map(drop)
}

async fn give(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Back to Practise").await?;
    thea.follow("Pages of Alex").await?;
    thea.press_button("Give something to do or to read").await?;
    choose(thea, "Which one", "To read: Resting by the lake").await?;
    thea.fill("A word about it", "For the weekend.").await?;
    thea.press_button("Give it").await?;
    thea.says("Given: To read: Resting by the lake").await?;
    choose(thea, "Which one", "Exercise: Five, four, three, two, one").await?;
    choose(thea, "How often", "Every day").await?;
    thea.press_button("Give it").await?;
    thea.says("Given: Exercise: Five, four, three, two, one").await?;
    stage.show(thea, "give-practice").await
}

async fn read(stage: &Stage, alex: &Browser) -> Result<()> {
    alex.follow("Progress").await?;
    alex.says("To read: Resting by the lake").await?;
    stage.show(alex, "given-progress").await?;
    alex.follow("Practise").await?;
    alex.says("For the weekend.").await?;
    stage.show(alex, "given-practise").await?;
    alex.follow("Read: Resting by the lake").await?;
    alex.says("Any quiet water will do.").await?;
    alex.says("Thea gave you this to read.").await?;
    stage.show(alex, "given-article").await?;
    alex.fill("How was it? (if you like)", "I went there.").await?;
    alex.press_button("Say that I read it").await?;
    alex.gone(What::TestId("practice-asked")).await?;
    // Theirs to read again.
    alex.follow("Back to the library").await?;
    alex.says("Given to you to read").await?;
    alex.follow("Resting by the lake").await?;
    alex.says("Any quiet water will do.").await
}

async fn breathe(stage: &Stage, alex: &Browser) -> Result<()> {
    alex.follow("Practise").await?;
    press_nth(alex, "[data-testid=given] a", 0).await?;
    alex.press_button("Begin").await?;
    for _ in 0..5 {
        alex.press_button("Next").await?;
    }
    alex.says("Thea gave you this exercise.").await?;
    stage.show(alex, "given-exercise").await?;
    alex.press_button("Say that I did it").await?;
    alex.gone(What::TestId("practice-asked")).await?;
    alex.follow("Back to Practise").await?;
    alex.gone(What::TestId("given")).await
}

/// On the page the two share, and in the record.
async fn told(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.find(What::TestId("practised")).await?;
    thea.says("I went there.").await?;
    stage.show(thea, "practised").await?;
    thea.follow("Records").await?;
    thea.follow("Alex").await?;
    thea.press_button("Between sessions").await?;
    thea.says("Exercise: Five, four, three, two, one").await?;
    thea.says("I went there.").await?;
    stage.show(thea, "record-between").await
}

/// Begun, left, and found again in the list; on the shelf, whoever was given the old words is offered the new ones.
async fn better_words(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    thea.goto("/library").await?;
    thea.follow("Resting by the lake").await?;
    thea.follow("Change it").await?;
    let better = ARTICLE.replace("water will do", "place will do");
    thea.fill("The article", &better).await?;
    thea.says("Any quiet place will do.").await?;
    thea.follow("Leave it for later").await?;
    thea.says("Begun on this device, and not on the shelf").await?;
    stage.show(thea, "article-begun").await?;
    thea.follow("Go on: Resting by the lake").await?;
    thea.says("Other words stand there.").await?;
    thea.press_button("Put it on the shelf").await?;
    agree(thea, "Give them the new words").await?;
    thea.says("They have the new words.").await?;
    thea.gone(What::TestId("begun")).await?;
    alex.goto("/library").await?;
    alex.follow("Resting by the lake").await?;
    alex.says("Any quiet place will do.").await
}
