//! The owner sets the practice up, a therapist is invited, a client is invited.

use anyhow::Result;
use rapport_testkit::Browser;
use rapport_testkit::browser::find::What;

use crate::Stage;
use crate::person::{Person, confirm, invite, make_account};

/// Everybody of this story, each at their own browser.
pub(super) struct People {
    /// The therapist's browser.
    pub(super) mara: Browser,
    /// The client's browser.
    pub(super) alex: Browser,
    /// The client, to come back as.
    pub(super) alex_person: Person,
}

/// Tells it.
pub(super) async fn tell(stage: &mut Stage) -> Result<People> {
    let owner_link = stage.server()?.owner_link().to_owned();
    let owner = stage.person("owner").await?;
    owner.goto(&owner_link).await?;
    owner.says("Set up your practice").await?;
    make_account(stage, &owner, "harbour", "Robin (owner)", "Create the practice").await?;
    stage.show(&owner, "owner-empty").await?;
    let for_mara = invite(stage, &owner, "A therapist").await?;
    owner.no_errors(&["api/me"]).await?;

    let mara = stage.person("mara").await?;
    mara.goto(&for_mara).await?;
    mara.says("invited to join as a therapist").await?;
    make_account(stage, &mara, "mara", "Mara (therapist)", "Join").await?;
    let for_alex = invite(stage, &mara, "A client").await?;
    take_back(stage, &mara).await?;

    let alex = stage.person("alex").await?;
    alex.goto(&for_alex).await?;
    alex.says("invited to join as a client").await?;
    // The secret has left the address bar; a page loaded again still knows it.
    alex.reload().await?;
    alex.says("invited to join as a client").await?;
    let alex_person = make_account(stage, &alex, "heron-7", "Alex", "Join").await?;

    // The link has been used: it says so, and lets nobody else in.
    owner.goto(&for_alex).await?;
    owner.says("This invitation has been used").await?;
    stage.show(&owner, "invitation-used").await?;
    owner.no_errors(&["410"]).await?;
    owner.clone().quit().await?;

    mara.follow("Messages").await?;
    mara.find(What::Text("Alex")).await?;
    stage.show(&mara, "therapist-list").await?;
    Ok(People { mara, alex, alex_person })
}

/// A second invitation, for somebody who then does not come: it can be told from the first, and taken back.
async fn take_back(stage: &Stage, mara: &Browser) -> Result<()> {
    mara.press_button("Invite somebody else").await?;
    mara.fill("For whom?", "Kim, who rang on Monday").await?;
    mara.press_button("Make the link").await?;
    mara.says("Your link is ready").await?;
    mara.has_focus("Your link is ready").await?;
    mara.says("Kim, who rang on Monday").await?;
    stage.show(mara, "invitations").await?;
    mara.press_button("Take back the invitation for Kim").await?;
    confirm(mara).await?;
    mara.says("Taken back").await?;
    mara.gone(What::Text("Your link is ready")).await?;
    // Nothing is left of it among the conversations, and the other one still waits.
    mara.follow("Messages").await?;
    mara.gone(What::Text("Kim")).await?;
    mara.says("Nobody has joined yet").await
}
