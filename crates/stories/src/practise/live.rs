//! In a session they go on with the page Alex shared: both at one field at once, one of them without a network for a
//! while. Nothing is lost, and what is kept is by both.

use anyhow::Result;
use rapport_testkit::Browser;
use rapport_testkit::browser::Line;
use rapport_testkit::browser::find::What;
use serde_json::json;

use crate::Stage;
use crate::session::meet;

const FIELD: &str = "What was good, however small?";

/// Tells it; `pages` is the address of the pages that were shared.
pub(super) async fn tell(stage: &Stage, thea: &Browser, alex: &Browser, pages: &str) -> Result<()> {
    let session = pages.replace("/messages/", "/session/").replace("/worksheets", "");
    alex.goto(&session).await?;
    thea.goto(&session).await?;
    meet(thea, alex).await?;

    alex.press_button("Worksheet").await?;
    alex.says("A page that was shared").await?;
    stage.show(alex, "live-choose").await?;
    let press = "
        const copy = [...document.querySelectorAll('button')].find(b => b.innerText.trim().startsWith('Open a copy of Mood diary'));
        copy?.click();
        return Boolean(copy);";
    alex.script::<bool>(press, Vec::new()).await?;
    thea.says("Alex opened Mood diary. You both see what either writes.").await?;
    alex.says("Thea has it open too.").await?;
    reads(thea, "The light on the canal.").await?;

    // At the same time, in the same field, each in a place of their own.
    at(thea, 0).await?;
    alex.says("Thea is here").await?;
    at(alex, "The light on the canal.".len()).await?;
    thea.says("Alex is here").await?;
    let (first, second) = tokio::join!(thea.type_keys("Today: "), alex.type_keys(" And tea."));
    first.and(second)?;
    for person in [thea, alex] {
        reads(person, "Today: The light on the canal. And tea.").await?;
    }
    stage.show(thea, "live-therapist").await?;
    stage.show(alex, "live-client").await?;

    let dropped = "The connection dropped";
    alex.set_line(Line::NONE).await?;
    alex.drop_sockets().await?;
    alex.says(dropped).await?;
    at(alex, "Today: The light on the canal. And tea.".len()).await?;
    alex.type_keys(" A nap.").await?;
    at(thea, "Today: ".len()).await?;
    thea.type_keys("sun. ").await?;
    alex.set_line(Line::GOOD).await?;
    alex.gone(What::Text(dropped)).await?;
    for person in [thea, alex] {
        reads(person, "Today: sun. The light on the canal. And tea. A nap.").await?;
    }

    thea.press_button("Keep this page").await?;
    thea.says("Kept. It is among your worksheets.").await?;
    alex.says("The page was kept. It is among your worksheets.").await?;
    for person in [alex, thea] {
        person.press_button("Leave").await?;
        person.says("The session has ended").await?;
        person.goto(pages).await?;
    }
    thea.says("filled in together by Alex and you").await?;
    alex.says("filled in together by Thea and you").await?;
    alex.gone(What::TestId("left")).await
}

/// Puts somebody's caret into the field.
async fn at(who: &Browser, place: usize) -> Result<()> {
    who.find(What::Label(FIELD)).await?;
    let go = "
        const [label, at] = arguments;
        const named = e => [...(e.labels ?? [])].map(l => l.innerText.trim()).join(' ');
        const field = [...document.querySelectorAll('textarea')].find(e => named(e).includes(label));
        field.focus();
        field.setSelectionRange(at, at);
        return null;";
    who.script::<Option<()>>(go, vec![json!(FIELD), json!(place)]).await.map(drop)
}

/// Waits until the field reads so.
async fn reads(who: &Browser, words: &str) -> Result<()> {
    let words = serde_json::to_string(words)?;
    let reads =
        format!("return [...document.querySelectorAll('.together textarea')].some(e => e.value === {words})");
    who.holds(&format!("{words} in the field"), &reads).await
}
