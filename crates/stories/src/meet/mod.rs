//! Two people meet: from an empty server to a session in which they see and hear each other.

mod call;
mod come_in;
mod compare;
mod devices;
mod talk;

use anyhow::Result;

use crate::{Stage, Story};

/// Two people meet.
pub(crate) const STORY: Story = Story {
    name: "meet",
    about: "An owner sets up a practice, Mara joins as therapist and Alex as client; they write, send a \
            file, lose the network, reload, use a second device, recover by words, and meet by video.",
    tell: |stage| Box::pin(tell(stage)),
};

async fn tell(stage: &mut Stage) -> Result<()> {
    stage.serve().await?;
    let people = come_in::tell(stage).await?;
    compare::tell(stage, &people).await?;
    talk::tell(stage, &people).await?;
    call::tell(stage, &people).await?;
    devices::tell(stage, &people).await
}
