//! The smallest story: the page opens.

use anyhow::Result;
use rapport_testkit::browser::find::What;

use crate::{Stage, Story};

/// Somebody opens the page.
pub(crate) const STORY: Story = Story {
    name: "hello",
    about: "Somebody who was never here opens the page, and finds a room they can find their way in.",
    tell: |stage| Box::pin(tell(stage)),
};

async fn tell(stage: &mut Stage) -> Result<()> {
    stage.serve().await?;
    let mara = stage.person("mara").await?;
    mara.goto("/").await?;
    mara.holds("the page to have started", "return !document.getElementById('boot')").await?;
    mara.find(What::Any("heading")).await?;
    stage.show(&mara, "welcome").await?;
    mara.no_errors(&[]).await
}
