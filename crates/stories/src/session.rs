//! A session that two people hold, from the door to the pictures: for every story that ends in one.

use anyhow::{Result, ensure};
use rapport_testkit::Browser;

/// From two open pages of the same session to people who see and hear each other.
///
/// # Errors
/// They do not meet, or something that arrived was not sealed for them.
pub(crate) async fn meet(therapist: &Browser, client: &Browser) -> Result<()> {
    client.says("You can be heard.").await?;
    client.press_button("Join session").await?;
    client.says("Waiting room").await?;
    therapist.says("You can be heard.").await?;
    therapist.press_button("Join session").await?;
    therapist.press_button("Let in").await?;
    therapist.media_rises(true).await?;
    client.media_rises(true).await?;
    refused_nothing(therapist).await?;
    refused_nothing(client).await
}

/// Everything that arrived was opened: the seals fit, and nothing was passed on in the clear.
///
/// # Errors
/// Nothing was, or something was not.
pub(crate) async fn refused_nothing(who: &Browser) -> Result<()> {
    let opened: u64 = who.script("return globalThis.rapportCall?.framesOpened ?? 0", Vec::new()).await?;
    let sealed: u64 = who.script("return globalThis.rapportCall?.framesSealed ?? 0", Vec::new()).await?;
    ensure!(opened > 0 && sealed > 0, "{}: {sealed} frames sealed, {opened} opened", who.who());
    Ok(())
}
