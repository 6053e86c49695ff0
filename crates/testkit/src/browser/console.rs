//! What the page says to developers.

use std::fmt;

use anyhow::{Result, bail};

use super::Browser;

/// A line of the browser's console, or an error nobody caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleLine {
    /// `SEVERE`, `WARNING`, `INFO`, `DEBUG`.
    pub level: String,
    /// What it says.
    pub message: String,
}

impl fmt::Display for ConsoleLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.level, self.message)
    }
}

impl Browser {
    /// What has been said since it was last asked for.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn console(&self) -> Result<Vec<ConsoleLine>> {
        let lines = self.driver.browser_log().await?;
        Ok(lines.into_iter().map(|line| ConsoleLine { level: line.level, message: line.message }).collect())
    }

    /// Checks that no error has been said since the console was last read. `expected` are parts of
    /// errors that belong to the story, such as a request that was to fail.
    ///
    /// # Errors
    /// There was one.
    pub async fn no_errors(&self, expected: &[&str]) -> Result<()> {
        let lines = self.console().await?;
        let errors: Vec<_> = lines
            .iter()
            .filter(|line| line.level == "SEVERE" && !expected.iter().any(|part| line.message.contains(part)))
            .map(|line| format!("\n  {}", line.message))
            .collect();
        if errors.is_empty() {
            return Ok(());
        }
        bail!("{}'s console has errors:{}", self.who, errors.concat())
    }
}
