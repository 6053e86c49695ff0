//! Finding things as a person does, and waiting until they are there.

use std::fmt;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::WebElement;

use super::Browser;
use crate::wait;

/// What to look for. Words match whole names first, then parts of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What<'a> {
    /// A role, and its accessible name: `Role("button", "Send")`.
    Role(&'a str, &'a str),
    /// Anything with this role.
    Any(&'a str),
    /// A field, by the label beside it.
    Label(&'a str),
    /// Any element that says so.
    Text(&'a str),
    /// What has no name a person would know it by.
    TestId(&'a str),
    /// By its place in the page, where a person would know it by where it stands.
    Css(&'a str),
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(role, name) => write!(f, "the {role} {name:?}"),
            Self::Any(role) => write!(f, "a {role}"),
            Self::Label(label) => write!(f, "the field {label:?}"),
            Self::Text(text) => write!(f, "the words {text:?}"),
            Self::TestId(id) => write!(f, "the part {id:?}"),
            Self::Css(selector) => write!(f, "the place {selector}"),
        }
    }
}

impl What<'_> {
    fn arguments(self) -> Vec<Value> {
        match self {
            Self::Role(role, name) => vec![json!("role"), json!(role), json!(name)],
            Self::Any(role) => vec![json!("role"), json!(role), Value::Null],
            Self::Label(label) => vec![json!("label"), Value::Null, json!(label)],
            Self::Text(text) => vec![json!("text"), Value::Null, json!(text)],
            Self::TestId(id) => vec![json!("testid"), Value::Null, json!(id)],
            Self::Css(selector) => vec![json!("css"), Value::Null, json!(selector)],
        }
    }
}

impl Browser {
    /// Waits until it is there.
    ///
    /// # Errors
    /// It did not come; the message says what was on the screen instead.
    pub async fn find(&self, what: What<'_>) -> Result<WebElement> {
        let found = wait::until(&what.to_string(), async || self.look(what).await).await;
        self.explained(found).await
    }

    /// Waits until it is no longer there.
    ///
    /// # Errors
    /// It stayed.
    pub async fn gone(&self, what: What<'_>) -> Result<()> {
        let name = format!("{what} to go");
        let left = wait::until(&name, async || Ok(self.look(what).await?.is_none().then_some(())));
        self.explained(left.await).await
    }

    /// Waits until these words are somewhere on the page.
    ///
    /// # Errors
    /// They did not come.
    pub async fn says(&self, words: &str) -> Result<()> {
        self.find(What::Text(words)).await.map(|_| ())
    }

    /// Whether it is there now.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn has(&self, what: What<'_>) -> Result<bool> {
        Ok(self.look(what).await?.is_some())
    }

    /// Waits until a condition in the page holds: JavaScript that returns true or false.
    ///
    /// # Errors
    /// It did not come to hold, or the script failed.
    pub async fn holds(&self, what: &str, condition: &str) -> Result<()> {
        let holds =
            wait::until(what, async || Ok(self.script::<bool>(condition, Vec::new()).await?.then_some(())));
        self.explained(holds.await).await
    }

    /// Waits until the focus is on what is called so: by its label, its name or its words.
    ///
    /// # Errors
    /// It is elsewhere, or nowhere.
    pub async fn has_focus(&self, called: &str) -> Result<()> {
        let names = "
            const on = document.activeElement;
            if (!on || on === document.body) return false;
            const labels = [...(on.labels ?? [])].map(label => label.innerText);
            return [...labels, on.getAttribute('aria-label'), on.innerText].some(it => it?.includes(arguments[0]));";
        let what = format!("the focus to be on {called:?}");
        let on = wait::until(&what, async || {
            Ok(self.script::<bool>(names, vec![json!(called)]).await?.then_some(()))
        });
        self.explained(on.await).await
    }

    /// Looks once. A page in the middle of being replaced has nothing in it.
    pub(super) async fn look(&self, what: What<'_>) -> Result<Option<WebElement>> {
        let Ok(returned) = self.driver.execute(include_str!("find.js"), what.arguments()).await else {
            self.driver.current_url().await.with_context(|| format!("{}'s browser is gone", self.who))?;
            return Ok(None);
        };
        if returned.json().is_null() { Ok(None) } else { Ok(Some(returned.element()?)) }
    }

    pub(super) async fn explained<T>(&self, outcome: Result<T>) -> Result<T> {
        match outcome {
            Ok(value) => Ok(value),
            Err(error) => Err(error.context(self.situation().await)),
        }
    }
}
