//! They write: messages both ways, a file, a line that breaks and comes back, a page loaded again.

use std::fs;

use anyhow::{Result, ensure};
use rapport_testkit::Browser;
use rapport_testkit::browser::Line;
use rapport_testkit::browser::find::What;
use rapport_testkit::wait;
use serde_json::json;

use super::come_in::People;
use crate::Stage;

/// Tells it.
pub(super) async fn tell(stage: &mut Stage, people: &People) -> Result<()> {
    let People { mara, alex, .. } = people;
    messages(stage, mara, alex).await?;
    search(mara).await?;
    change(mara, alex).await?;
    file(stage, mara, alex).await?;
    offline(stage, mara, alex).await?;
    reload(mara, alex).await
}

/// Writes into the conversation that is open.
pub(super) async fn write(who: &Browser, words: &str) -> Result<()> {
    who.fill("Write a message", words).await?;
    who.press_button("Send").await
}

async fn messages(stage: &Stage, mara: &Browser, alex: &Browser) -> Result<()> {
    write(mara, "Welcome, Alex. How has your week been?").await?;
    alex.says("Welcome, Alex. How has your week been?").await?;
    alex.find(What::Label("Write a message")).await?.send_keys("Better than").await?;
    mara.says("is writing").await?;
    write(alex, "Better than the last one. I slept.").await?;
    mara.says("Better than the last one. I slept.").await?;
    alex.says("Read").await?;
    stage.show(mara, "conversation-therapist").await?;
    stage.show(alex, "conversation-client").await
}

/// The focus goes where one wants to write next, and back to where one was.
async fn search(mara: &Browser) -> Result<()> {
    mara.press_button("Search").await?;
    mara.has_focus("Words to look for").await?;
    mara.fill("Words to look for", "slept").await?;
    mara.says("1 message found").await?;
    mara.press_button("Close").await?;
    mara.has_focus("Search").await
}

async fn change(mara: &Browser, alex: &Browser) -> Result<()> {
    write(alex, "I will be lte on Monday").await?;
    mara.says("I will be lte on Monday").await?;
    act_on(alex, "I will be lte on Monday", "Edit").await?;
    alex.fill("Write a message", "I will be late on Monday").await?;
    alex.press_button("Save").await?;
    mara.says("I will be late on Monday").await?;

    act_on(mara, "I will be late on Monday", "Reply").await?;
    write(mara, "Thank you for telling me.").await?;
    alex.says("Thank you for telling me.").await?;

    write(alex, "Never mind that last thing").await?;
    mara.says("Never mind that last thing").await?;
    act_on(alex, "Never mind that last thing", "Take back").await?;
    alex.press_button("Take it back").await?;
    mara.gone(What::Text("Never mind that last thing")).await
}

/// Does something to one message: the button of that name in the message's own article.
async fn act_on(who: &Browser, words: &str, action: &str) -> Result<()> {
    let press = "
        const [words, action] = arguments;
        const message = [...document.querySelectorAll('[role=log] article, [role=log] li')]
            .filter(e => e.innerText.includes(words) && e.querySelector('summary')).at(-1);
        if (!message) return 'no such message';
        const named = e => (e.getAttribute('aria-label') ?? e.innerText ?? '').trim();
        const menu = message.querySelector('summary');
        if (menu && !menu.parentElement.open) menu.click();
        const button = [...message.querySelectorAll('button')].find(b => named(b).startsWith(action));
        if (!button) return 'no such action';
        button.click();
        return 'done';";
    // A message can be acted on once the server has it, a moment after it is on the screen.
    wait::until(&format!("{action} on {words:?}"), async || {
        let outcome: String = who.script(press, vec![json!(words), json!(action)]).await?;
        Ok((outcome == "done").then_some(()))
    })
    .await
}

async fn file(stage: &Stage, mara: &Browser, alex: &Browser) -> Result<()> {
    // Three chunks and a bit: more than one request each way.
    let letter = stage.folder().join("a letter.txt");
    let words = "Dear Alex, this is a long letter about small steps.\n".repeat(65_000);
    fs::write(&letter, &words)?;
    let other = stage.folder().join("the wrong one.txt");
    fs::write(&other, "not this one")?;
    // It waits beside the field, can be taken away, and goes with a few words, by the keyboard alone.
    mara.choose_file("Files to send", &other).await?;
    mara.says("the wrong one.txt").await?;
    mara.press_button("Remove the wrong one.txt").await?;
    mara.gone(What::Text("the wrong one.txt")).await?;
    mara.choose_file("Files to send", &letter).await?;
    mara.says("not sent yet").await?;
    stage.show(mara, "file-chosen").await?;
    ensure!(!alex.has(What::Text("a letter.txt")).await?, "a chosen file is not sent yet");
    mara.fill("Write a message", "The letter I told you about").await?;
    let surely = thirtyfour::Key::Control + thirtyfour::Key::Enter;
    mara.find(What::Label("Write a message")).await?.send_keys(surely).await?;
    alex.says("The letter I told you about").await?;
    fs::remove_file(other)?;
    alex.says("a letter.txt").await?;
    stage.show(alex, "conversation-file").await?;

    let downloads = stage.folder().join("downloads");
    fs::create_dir_all(&downloads)?;
    let behaviour = json!({ "behavior": "allow", "downloadPath": downloads.canonicalize()? });
    alex.devtools("Browser.setDownloadBehavior", behaviour).await?;
    alex.press_button("Save").await?;
    wait::until("the letter to arrive whole", async || {
        let arrived = fs::read_to_string(downloads.join("a letter.txt"));
        Ok(arrived.is_ok_and(|arrived| arrived == words).then_some(()))
    })
    .await?;
    fs::remove_file(letter)?;
    fs::remove_dir_all(downloads)?;
    Ok(())
}

async fn offline(stage: &mut Stage, mara: &Browser, alex: &Browser) -> Result<()> {
    alex.set_line(Line::NONE).await?;
    stage.server()?.kill().await?;
    write(alex, "Are you still there?").await?;
    alex.says("kept on this device").await?;
    stage.show(alex, "offline").await?;
    stage.server()?.start_again().await?;
    alex.set_line(Line::GOOD).await?;
    mara.says("Are you still there?").await?;
    write(mara, "Yes, I am here.").await?;
    alex.says("Yes, I am here.").await
}

async fn reload(mara: &Browser, alex: &Browser) -> Result<()> {
    alex.reload().await?;
    alex.says("Better than the last one. I slept.").await?;
    alex.says("I will be late on Monday").await?;
    ensure!(!alex.has(What::Label("Passphrase")).await?, "a reload asks for the passphrase");
    write(alex, "I loaded the page again.").await?;
    mara.says("I loaded the page again.").await
}
