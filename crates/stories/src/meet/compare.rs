//! They open their conversation and compare the code: what one reads aloud is what the other sees.

use anyhow::{Result, ensure};
use rapport_testkit::Browser;
use rapport_testkit::browser::find::What;

use super::come_in::People;
use crate::Stage;

/// Tells it.
pub(super) async fn tell(stage: &mut Stage, people: &People) -> Result<()> {
    let People { mara, alex, .. } = people;
    mara.follow("Alex").await?;
    mara.find(What::Label("Write a message")).await?;
    alex.follow("Mara (therapist)").await?;
    alex.find(What::Label("Write a message")).await?;

    let (maras_own, alexs_as_mara_sees) = codes(stage, mara, "mara").await?;
    let (alexs_own, maras_as_alex_sees) = codes(stage, alex, "alex").await?;
    ensure!(maras_own.len() == 6, "a code has six words: {maras_own:?}");
    ensure!(maras_own == maras_as_alex_sees, "{maras_own:?} is not {maras_as_alex_sees:?}");
    ensure!(alexs_own == alexs_as_mara_sees, "{alexs_own:?} is not {alexs_as_mara_sees:?}");

    for person in [mara, alex] {
        person.press_button("They match").await?;
        person.says("are alone here").await?;
        person.press_button("Close").await?;
    }
    Ok(())
}

/// Opens the panel; gives one's own words, and those the other should read.
async fn codes(stage: &Stage, who: &Browser, name: &str) -> Result<(Vec<String>, Vec<String>)> {
    who.press_button("People and codes").await?;
    who.has_focus("People and codes").await?;
    who.press_button("Compare codes").await?;
    who.says("Read yours aloud").await?;
    stage.show(who, &format!("compare-{name}")).await?;
    let words = "
        const own = document.querySelector('[data-testid=own-code]');
        const theirs = document.querySelector('[data-testid=their-code]');
        const read = list => [...(list?.querySelectorAll('li') ?? [])].map(li => li.innerText.trim());
        return [read(own), read(theirs)];";
    who.script(words, Vec::new()).await
}
