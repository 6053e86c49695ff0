//! Starting Chromium.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};

use super::Browser;
use crate::supervised::{Signal, Supervised};

/// What chromedriver says when it is ready; the port follows.
const READY: &str = "ChromeDriver was started successfully on port ";

/// A camera and a microphone that are always there, no questions, no chatter to the outside.
const FLAGS: [&str; 15] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-search-engine-choice-screen",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    // A page in the background must go on: two people share one machine here, not one screen.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
];

/// A script of the page may take as long as Argon2 in a busy browser.
const SCRIPT_LIMIT: Duration = Duration::from_mins(1);

/// A running chromedriver. Browsers that were not closed end with it, and their profiles go.
#[derive(Debug)]
pub struct Chromedriver {
    program: Supervised,
    url: String,
    profiles: PathBuf,
    opened: AtomicU32,
}

impl Chromedriver {
    /// Starts it on a port it chooses.
    ///
    /// # Errors
    /// Chromium or its driver is not installed.
    pub async fn start() -> Result<Self> {
        let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let profiles = tempfile::Builder::new().prefix("rapport-profiles-").tempdir()?.keep();
        let mut command = Command::new(program);
        command.args(["--port=0", "--log-level=WARNING"]).env("TMPDIR", &profiles);
        let program = Supervised::start(&command, Signal::Term, Some(&profiles)).await?;
        let port = program.line_after(READY).await.context("is chromium-driver installed?")?;
        let url = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        Ok(Self { program, url, profiles, opened: AtomicU32::new(0) })
    }

    /// A new browser with an empty profile: a person who has never been here.
    ///
    /// # Errors
    /// Chromium does not start.
    pub async fn open(&self, who: &str, origin: &str) -> Result<Browser> {
        let number = self.opened.fetch_add(1, Ordering::Relaxed);
        let profile = self.profiles.join(format!("{number}-{who}"));
        let mut caps = DesiredCapabilities::chrome();
        for flag in FLAGS {
            caps.add_arg(flag)?;
        }
        caps.add_arg(&format!("--user-data-dir={}", profile.display()))?;
        if let Some(chromium) = env::var_os("CHROMIUM") {
            caps.set_binary(&chromium.to_string_lossy())?;
        }
        caps.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let driver = WebDriver::new(&self.url, caps).await.with_context(|| {
            format!("Chromium does not start; chromedriver says:\n{}", self.program.log())
        })?;
        // Otherwise a browser dropped by a failing test would block its runtime while it closes. It need
        // not: chromedriver takes every browser along.
        let _ = driver.clone().leak();
        driver.set_script_timeout(SCRIPT_LIMIT).await?;
        let browser = Browser { who: who.to_owned(), driver, origin: origin.to_owned() };
        browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": super::media::WATCH }))
            .await?;
        browser.usual_screen().await?;
        Ok(browser)
    }
}
