//! What a story is.

use std::pin::Pin;

use anyhow::Result;

use crate::Stage;

/// A story being told.
pub type Telling<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// A story: its name, what happens in it in one sentence, and how it goes.
///
/// ```
/// use rapport_stories::{Stage, Story};
///
/// async fn tell(stage: &mut Stage) -> anyhow::Result<()> {
///     stage.serve().await?;
///     let mara = stage.person("mara").await?;
///     mara.goto("/").await?;
///     stage.show(&mara, "welcome").await
/// }
///
/// const STORY: Story = Story {
///     name: "hello",
///     about: "Somebody opens the page for the first time.",
///     tell: |stage| Box::pin(tell(stage)),
/// };
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Story {
    /// One word, also the folder of its pictures.
    pub name: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// How it goes.
    pub tell: for<'a> fn(&'a mut Stage) -> Telling<'a>,
}
