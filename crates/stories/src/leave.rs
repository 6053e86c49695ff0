//! Alex takes their words along as one file, and brings them in somewhere else.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, ensure};
use rapport_testkit::browser::find::What;
use rapport_testkit::{Browser, archive, wait};
use serde_json::json;

use crate::person::{client_link, come_in, confirm};
use crate::{Stage, Story};

/// Argon2 in a browser on a busy machine.
const STRETCHING: Duration = Duration::from_mins(2);

/// Leaving, and arriving.
pub(crate) const STORY: Story = Story {
    name: "leave",
    about: "Alex puts everything together on their own device and saves it; other programs read it. In another \
            practice a spoilt copy is refused in plain words, and the whole one becomes an earlier record. Noor leaves \
            for good, and is told what was destroyed and what was not.",
    tell: |stage| Box::pin(tell(stage)),
};

async fn tell(stage: &mut Stage) -> Result<()> {
    let (mara, alex) = practice(stage, "mara", "alex").await?;
    nothing_yet(stage, &mara).await?;
    alex.goto("/messages").await?;
    alex.follow("Mara").await?;
    alex.fill("Write a message", "I slept, fünf Stunden. שלום").await?;
    alex.press_button("Send").await?;
    mara.goto("/messages").await?;
    mara.follow("Alex").await?;
    mara.says("fünf Stunden").await?;
    mara.fill("Write a message", "I am glad you did.").await?;
    mara.press_button("Send").await?;
    alex.says("I am glad you did.").await?;
    let file = taken_along(stage, &alex).await?;
    for person in [&mara, &alex] {
        person.no_errors(&[]).await?;
    }

    // Another Rapport: nobody of the first one is known there.
    let (thea, noor) = practice(stage, "thea", "noor").await?;
    spoilt(stage, &thea, &file).await?;
    brought_in(stage, &thea, &file).await?;
    own_place(stage, &noor, &thea, &file).await?;
    fs::remove_file(file)?;
    noor.goto("/messages").await?;
    noor.follow("Thea").await?;
    noor.fill("Write a message", "I will miss this room").await?;
    noor.press_button("Send").await?;
    note_written(&thea).await?;
    for_good(stage, &noor).await?;
    left_behind(stage, &thea).await?;
    notes_kept(stage, &thea).await?;
    thea.no_errors(&[]).await?;
    noor.no_errors(&[]).await
}

/// A server with a therapist, who is its owner too, and her client.
async fn practice(stage: &mut Stage, therapist: &str, client: &str) -> Result<(Browser, Browser)> {
    stage.serve().await?;
    let owner_link = stage.server()?.owner_link().to_owned();
    let therapist = stage.person(therapist).await?;
    come_in(&therapist, &owner_link, &capital(therapist.who())).await?;
    let link = client_link(&therapist).await?;
    let client = stage.person(client).await?;
    come_in(&client, &link, &capital(client.who())).await?;
    Ok((therapist, client))
}

fn capital(who: &str) -> String {
    let mut letters = who.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

async fn nothing_yet(stage: &Stage, mara: &Browser) -> Result<()> {
    mara.follow("You").await?;
    mara.follow("Take along").await?;
    mara.says("The file is not locked").await?;
    stage.show(mara, "take-along-therapist").await
}

/// From a button to a file that other people's programs read.
async fn taken_along(stage: &Stage, alex: &Browser) -> Result<PathBuf> {
    alex.follow("You").await?;
    alex.follow("Take along").await?;
    alex.find(What::TestId("take-along")).await?;
    stage.show(alex, "take-along").await?;
    let downloads = stage.folder().join("downloads");
    fs::create_dir_all(&downloads)?;
    let behaviour = json!({ "behavior": "allow", "downloadPath": downloads.canonicalize()? });
    alex.devtools("Browser.setDownloadBehavior", behaviour).await?;
    alex.press_button("Put together everything with Mara").await?;
    alex.find(What::TestId("archive")).await?;
    stage.show(alex, "ready").await?;
    alex.follow("Save the file").await?;
    let (file, folder) = wait::until("the archive to arrive whole", async || {
        // Named after the space and the day; while it comes, the browser calls it something else: with an ending
        // of its own, which it takes away at the very end.
        let named = |it: fs::DirEntry| {
            let path = it.path();
            let whole = path.extension().is_some_and(|ending| ending == "zip");
            (whole && it.file_name().to_string_lossy().starts_with("record-mara-")).then_some(path)
        };
        let found = fs::read_dir(&downloads)?.flatten().find_map(named);
        let whole = |file: PathBuf| Some((archive::unpack(&fs::read(&file).ok()?).ok()?, file));
        Ok(found.and_then(whole).map(|(folder, file)| (file, folder)))
    })
    .await?;
    archive::check_sums(folder.path())?;
    archive::check_fhir(&folder.path().join("bundle.json"))?;
    let text = archive::text_of(&folder.path().join("record.pdf"))?;
    ensure!(text.starts_with("The record of Alex"), "it does not say whose it is: {text}");
    ensure!(
        text.contains("fünf Stunden") && text.contains("I am glad you did."),
        "words are missing: {text}"
    );
    let kept = stage.folder().join("my-words.zip");
    fs::rename(&file, &kept)?;
    fs::remove_dir_all(downloads)?;
    Ok(kept)
}

/// Half an archive, and one that was changed: each is refused, and nothing came in.
async fn spoilt(stage: &Stage, thea: &Browser, file: &Path) -> Result<()> {
    let whole = fs::read(file)?;
    let half = stage.folder().join("half.zip");
    fs::write(&half, &whole[..whole.len() / 2])?;
    thea.goto("/take-along").await?;
    thea.choose_file("The file to bring in", &half).await?;
    thea.says("The end of this file is missing.").await?;
    stage.show(thea, "cut-off").await?;
    fs::write(&half, "Dear diary")?;
    thea.choose_file("The file to bring in", &half).await?;
    thea.says("This file is no archive.").await?;
    fs::remove_file(half)?;
    ensure!(!thea.has(What::TestId("found")).await?, "something was found in it");
    Ok(())
}

async fn brought_in(stage: &Stage, thea: &Browser, file: &Path) -> Result<()> {
    thea.choose_file("The file to bring in", file).await?;
    thea.find(What::TestId("found")).await?;
    for name in ["Mara", "Alex"] {
        thea.says(name).await?;
    }
    stage.show(thea, "found").await?;
    thea.press_button("Bring it in").await?;
    thea.find(What::TestId("earlier")).await?;
    thea.says("fünf Stunden").await?;
    thea.says("nothing of it was written here").await?;
    stage.show(thea, "earlier").await?;
    // It is beside what is said there, and not among it.
    thea.follow("Messages").await?;
    thea.gone(What::Text("fünf Stunden")).await
}

/// A client brings theirs into the place they have.
async fn own_place(stage: &Stage, noor: &Browser, thea: &Browser, file: &Path) -> Result<()> {
    noor.goto("/take-along").await?;
    noor.choose_file("The file to bring in", file).await?;
    noor.find(What::TestId("found")).await?;
    stage.show(noor, "found-client").await?;
    noor.press_button("Bring it in").await?;
    noor.find(What::TestId("earlier")).await?;
    noor.says("I am glad you did.").await?;
    noor.reload().await?;
    noor.says("fünf Stunden").await?;
    thea.goto("/take-along").await?;
    thea.holds(
        "both to have an earlier record",
        "return [...document.querySelectorAll('[data-testid=take-along] a')].length === 2",
    )
    .await
}

/// Told first, asked twice, and told plainly what was done.
async fn for_good(stage: &Stage, noor: &Browser) -> Result<()> {
    let passphrase = "noor walks seven quiet herons home";
    noor.follow("You").await?;
    noor.follow("Take along").await?;
    noor.follow("Look at what it means").await?;
    noor.find(What::TestId("stays")).await?;
    noor.says("After that the server destroys it").await?;
    stage.show(noor, "what-it-means").await?;
    noor.press_button("Go on").await?;
    noor.says("Enter your passphrase").await?;
    noor.fill("Current passphrase", passphrase).await?;
    stage.show(noor, "leave-question").await?;
    noor.press_button("Go on").await?;
    noor.says("Leave for good?").await?;
    stage.show(noor, "leave-ask").await?;
    noor.press_button("Stay").await?;
    noor.press_button("Go on").await?;
    noor.says("Leave for good?").await?;
    confirm(noor).await?;
    wait::until_within(STRETCHING, "the account to be erased", async || {
        Ok(noor.has(What::TestId("departed")).await?.then_some(()))
    })
    .await?;
    noor.says("Not destroyed").await?;
    stage.show(noor, "departed").await?;
    ensure!(kept_here(noor).await? == 0, "this browser still keeps something");
    noor.press_button("Close").await?;
    noor.fill("Sign-in name", "noor").await?;
    noor.fill("Passphrase", passphrase).await?;
    noor.press_button("Sign in").await?;
    wait::until_within(STRETCHING, "the refusal", async || {
        Ok(noor.has(What::Text("That passphrase does not fit")).await?.then_some(()))
    })
    .await
}

/// How many things this browser's databases hold.
async fn kept_here(browser: &Browser) -> Result<u64> {
    let count = "let all = 0; \
        const answer = ask => new Promise((yes, no) => { ask.onsuccess = () => yes(ask.result); ask.onerror = no; }); \
        for (const { name } of await indexedDB.databases()) { \
            const db = await answer(indexedDB.open(name)); \
            for (const store of db.objectStoreNames) all += await answer(db.transaction(store).objectStore(store).count()); \
            db.close(); \
        } \
        return all;";
    browser.script_async(count, Vec::new()).await
}

/// Those who stay read on, are told until when, and speak to nobody.
async fn left_behind(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.goto("/messages").await?;
    thea.says("Has left for good").await?;
    thea.follow("Noor").await?;
    thea.find(What::TestId("has-left")).await?;
    thea.says("Noor left for good on").await?;
    thea.says("I will miss this room").await?;
    ensure!(!thea.has(What::Label("Write a message")).await?, "there is somebody to write to");
    stage.show(thea, "has-left").await
}

/// A note about Noor, in a place that Noor and the server know nothing of.
async fn note_written(thea: &Browser) -> Result<()> {
    thea.goto("/records").await?;
    thea.follow("Noor").await?;
    thea.press_button("Write a note").await?;
    thea.fill("Subjective", "Sleeps through again.").await?;
    thea.says("Kept, sealed, on all your devices").await
}

/// It has a date by now, as what Noor could read has.
async fn notes_kept(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.goto("/records").await?;
    // A farewell has to stand for a day.
    thea.set_clock(25 * 3_600).await?;
    thea.reload().await?;
    thea.follow("Noor").await?;
    thea.find(What::TestId("notes-kept")).await?;
    stage.show(thea, "notes-kept").await?;
    thea.set_clock(0).await
}
