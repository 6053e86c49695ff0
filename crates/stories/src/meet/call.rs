//! They meet: device check, waiting room, video both ways, voice only, leaving.

use anyhow::Result;
use rapport_testkit::Browser;
use rapport_testkit::browser::Line;
use rapport_testkit::browser::find::What;

use super::come_in::People;
use super::talk::write;
use crate::Stage;
use crate::session::refused_nothing;

/// Tells it.
pub(super) async fn tell(stage: &mut Stage, people: &People) -> Result<()> {
    let People { mara, alex, .. } = people;
    arrive(stage, mara, alex).await?;
    together(stage, mara, alex).await?;
    survive(stage, mara, alex).await?;
    voice_only(stage, mara, alex).await?;
    leave(stage, mara, alex).await
}

async fn arrive(stage: &Stage, mara: &Browser, alex: &Browser) -> Result<()> {
    alex.follow("Join session").await?;
    alex.says("Nobody sees or hears you yet.").await?;
    alex.says("You can be heard.").await?;
    stage.show(alex, "device-check").await?;
    alex.press_button("Join session").await?;
    alex.says("Waiting room").await?;
    stage.show(alex, "waiting-room").await?;

    mara.says("somebody is waiting for you").await?;
    stage.show(mara, "somebody-waits").await?;
    mara.follow("Open the session").await?;
    mara.says("Nobody sees or hears you yet.").await?;
    mara.press_button("Join session").await?;
    mara.press_button("Let in").await
}

async fn together(stage: &Stage, mara: &Browser, alex: &Browser) -> Result<()> {
    mara.media_rises(true).await?;
    alex.media_rises(true).await?;
    refused_nothing(mara).await?;
    refused_nothing(alex).await?;
    stage.show(mara, "session-therapist").await?;
    stage.show(alex, "session-client").await?;

    mara.press_button("Chat").await?;
    write(mara, "Can you see me well?").await?;
    alex.says("Chat").await?;
    alex.press_button("Chat").await?;
    alex.says("Can you see me well?").await?;
    stage.show(alex, "session-chat").await?;
    alex.press_button("Code").await?;
    stage.show(alex, "session-code").await
}

/// A line breaks; then the server dies and is started again. Both are back without doing anything.
async fn survive(stage: &mut Stage, mara: &Browser, alex: &Browser) -> Result<()> {
    let dropped = "The connection dropped";
    alex.set_line(Line::NONE).await?;
    alex.drop_sockets().await?;
    alex.says(dropped).await?;
    alex.set_line(Line::GOOD).await?;
    alex.gone(What::Text(dropped)).await?;
    alex.media_rises(true).await?;
    mara.media_rises(true).await?;

    stage.server()?.kill().await?;
    alex.says(dropped).await?;
    mara.says(dropped).await?;
    stage.show(alex, "session-returning").await?;
    stage.server()?.start_again().await?;
    for person in [mara, alex] {
        person.gone(What::Text(dropped)).await?;
        person.media_rises(true).await?;
        refused_nothing(person).await?;
    }
    Ok(())
}

async fn voice_only(stage: &Stage, mara: &Browser, alex: &Browser) -> Result<()> {
    alex.press_button("Camera off").await?;
    alex.says("Camera is off").await?;
    mara.says("camera off").await?;
    mara.press_button("Camera off").await?;
    alex.says("camera off").await?;
    mara.media_rises(false).await?;
    alex.media_rises(false).await?;
    stage.show(alex, "voice-only").await?;

    alex.press_button("Mute").await?;
    mara.says("microphone off").await?;
    alex.press_button("Unmute").await?;
    mara.gone(What::Text("microphone off")).await?;
    alex.media_rises(false).await?;
    mara.media_rises(false).await.map(|_| ())
}

async fn leave(stage: &Stage, mara: &Browser, alex: &Browser) -> Result<()> {
    alex.press_button("Leave").await?;
    alex.says("The session has ended").await?;
    stage.show(alex, "ended").await?;
    mara.press_button("Leave").await?;
    mara.says("The session has ended").await?;
    for person in [mara, alex] {
        person.click(What::Text("Back to messages")).await?;
        person.find(What::Label("Write a message")).await?;
        person.says("session, less than a minute").await.or(person.says("session, 1 minute").await)?;
    }
    Ok(())
}
