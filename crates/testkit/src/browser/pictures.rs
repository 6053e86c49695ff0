//! Pictures of every page, on a phone and on a desk, light and dark; and axe-core on each.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};

use super::Browser;
use super::emulate::Screen;

/// Where the pictures of one story go, numbered in the order they were taken.
#[derive(Debug, Clone)]
pub struct Pictures {
    folder: PathBuf,
    taken: Arc<AtomicU32>,
}

impl Pictures {
    /// An empty folder.
    ///
    /// # Errors
    /// It cannot be emptied.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned(), taken: Arc::default() })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn next(&self) -> u32 {
        self.taken.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl Browser {
    /// Looks at the page on every screen: takes a picture `NN-WHAT-360-light.png` of each, and has
    /// axe-core check each.
    ///
    /// # Errors
    /// axe-core found something; the pictures are taken all the same.
    pub async fn show(&self, pictures: &Pictures, what: &str) -> Result<()> {
        let number = pictures.next();
        let mut outcome = Ok(());
        for screen in Screen::ALL {
            self.set_screen(screen).await?;
            self.picture(&pictures.folder.join(format!("{number:02}-{what}-{}.png", screen.name()))).await?;
            self.unroll(screen).await?;
            let place = format!("{what} at {}", screen.name());
            outcome = outcome.and(self.accessible(&place).await);
        }
        self.usual_screen().await?;
        outcome
    }

    /// One picture of what the browser shows now.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        self.driver.screenshot(file).await.with_context(|| format!("{}: no picture can be taken", self.who))
    }
}
