//! What a person does: click, type, choose a file, press a key.

use std::path::Path;

use anyhow::{Context, Result};
use thirtyfour::WebElement;

use super::Browser;
use super::find::What;
use crate::wait;

impl Browser {
    /// Clicks something as soon as it can be clicked.
    ///
    /// # Errors
    /// It did not come, or stayed out of reach.
    pub async fn click(&self, what: What<'_>) -> Result<()> {
        let name = format!("{what} to take a click");
        let clicked = wait::until(&name, async || {
            let Some(element) = self.look(what).await? else { return Ok(None) };
            // Disabled, covered or just replaced: not yet.
            let ready = element.is_enabled().await.unwrap_or_default();
            if ready && element.click().await.is_ok() {
                return Ok(Some(()));
            }
            // What is under a bar that stays is scrolled clear of it, as a hand would.
            let _ = element.scroll_into_view().await;
            Ok(None)
        });
        self.explained(clicked.await).await
    }

    /// Clicks a button.
    ///
    /// # Errors
    /// As [`Browser::click`].
    pub async fn press_button(&self, name: &str) -> Result<()> {
        self.click(What::Role("button", name)).await
    }

    /// Follows a link.
    ///
    /// # Errors
    /// As [`Browser::click`].
    pub async fn follow(&self, name: &str) -> Result<()> {
        self.click(What::Role("link", name)).await
    }

    /// Types into the field with this label, in place of what it held.
    ///
    /// # Errors
    /// There is no such field.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let field = self.find(What::Label(label)).await?;
        field.clear().await.with_context(|| format!("{}: cannot empty the field {label:?}", self.who))?;
        self.send(&field, text).await
    }

    /// Types where the cursor is; [`thirtyfour::Key`]s may be part of the text.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn type_keys(&self, keys: impl Into<thirtyfour::TypingData>) -> Result<()> {
        let keys = keys.into();
        self.driver
            .action_chain()
            .send_keys(keys)
            .perform()
            .await
            .with_context(|| format!("{}: cannot type", self.who))
    }

    /// Chooses a file in the field with this label.
    ///
    /// # Errors
    /// There is no such field.
    pub async fn choose_file(&self, label: &str, file: &Path) -> Result<()> {
        let field = self.find(What::Label(label)).await?;
        self.send(&field, &file.to_string_lossy()).await
    }

    async fn send(&self, field: &WebElement, text: &str) -> Result<()> {
        field.send_keys(text).await.with_context(|| format!("{}: cannot type", self.who))
    }
}
