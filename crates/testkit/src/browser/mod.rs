//! Real browsers: Chromium, driven as a person would use it.
//!
//! A [`Chromedriver`] opens [`Browser`]s, each with a profile of its own, so that two are two
//! people. Things are found by what a person (or their screen reader) perceives: role, name, label.
//! Finding waits until the thing is there.

mod act;
mod axe;
mod clock;
mod console;
mod driver;
pub mod emulate;
pub mod find;
mod media;
mod network;
mod pictures;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::WebDriver;
use thirtyfour::common::command::Command;

pub use console::ConsoleLine;
pub use driver::Chromedriver;
pub use media::MediaStats;
pub use network::Line;
pub use pictures::Pictures;

/// One person's browser. Call [`Browser::quit`] at the end: it deletes the profile.
#[derive(Debug, Clone)]
pub struct Browser {
    who: String,
    driver: WebDriver,
    origin: String,
}

impl Browser {
    /// Whose browser it is, for messages and file names.
    pub fn who(&self) -> &str {
        &self.who
    }

    /// The WebDriver session, for what has no helper here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Opens a page: a path of the server, or a whole address.
    ///
    /// # Errors
    /// The page cannot be loaded.
    pub async fn goto(&self, place: &str) -> Result<()> {
        let url = if place.starts_with('/') { format!("{}{place}", self.origin) } else { place.to_owned() };
        self.driver.goto(&url).await.with_context(|| format!("{}: cannot open {url}", self.who))
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// The page cannot be loaded.
    pub async fn reload(&self) -> Result<()> {
        self.driver.refresh().await.with_context(|| format!("{}: cannot load the page again", self.who))
    }

    /// The path of the page that is open.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn path(&self) -> Result<String> {
        Ok(self.driver.current_url().await?.path().to_owned())
    }

    /// Runs JavaScript in the page: the body of a function whose `arguments` are these.
    ///
    /// # Errors
    /// The script threw, or returned something else.
    pub async fn script<T: DeserializeOwned>(&self, body: &str, arguments: Vec<Value>) -> Result<T> {
        let returned = self.driver.execute(body, arguments).await;
        let returned = returned.with_context(|| format!("{}: a script failed", self.who))?;
        returned.convert().with_context(|| format!("{}: a script returned something unexpected", self.who))
    }

    /// As [`Browser::script`], for the body of an async function: what it returns is awaited.
    ///
    /// # Errors
    /// As [`Browser::script`].
    pub async fn script_async<T: DeserializeOwned>(&self, body: &str, arguments: Vec<Value>) -> Result<T> {
        let whole = format!(
            "const done = arguments[arguments.length - 1];\
             (async function() {{ {body} }}).apply(null, arguments)\
             .then(value => done({{ value }}), error => done({{ error: String(error) }}));"
        );
        let returned = self.driver.execute_async(&whole, arguments).await;
        let mut outcome: Value =
            returned.with_context(|| format!("{}: a script failed", self.who))?.convert()?;
        if let Some(error) = outcome.get("error").and_then(Value::as_str) {
            anyhow::bail!("{}: a script failed: {error}", self.who);
        }
        let value = outcome.get_mut("value").map(Value::take).unwrap_or_default();
        serde_json::from_value(value)
            .with_context(|| format!("{}: a script returned something unexpected", self.who))
    }

    /// Sends a command of the DevTools protocol to the page.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        let answer = self.driver.cdp().send_raw(method, parameters).await;
        answer.with_context(|| format!("{}: {method} failed", self.who))
    }

    /// Closes the browser.
    ///
    /// # Errors
    /// It is gone already.
    pub async fn quit(self) -> Result<()> {
        let closed = self.driver.cmd(Command::DeleteSession).await;
        closed.with_context(|| format!("{}: the browser cannot be closed", self.who)).map(|_| ())
    }

    /// What a person would say is on the screen, for messages.
    async fn situation(&self) -> String {
        let seen: Result<Value> = self.script(include_str!("situation.js"), Vec::new()).await;
        let seen = seen.unwrap_or_else(|e| json!(e.to_string()));
        let console = self.console().await.unwrap_or_default();
        let last: Vec<_> =
            console.iter().rev().take(5).rev().map(|line| format!("\n  console: {line}")).collect();
        format!("{}'s page: {seen}{}", self.who, last.concat())
    }
}
