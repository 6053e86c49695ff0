//! axe-core in the page: what a machine can find of what would stand in a person's way.
//!
//! It finds a part of WCAG 2.2 AA; keyboard and screen reader are for stories and people to check.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;

use super::Browser;

/// The version that xtask fetches and checks (xtask/src/install.rs).
const VERSION: &str = "4.14.1";

const RUN: &str = "
const found = await axe.run(document, {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  resultTypes: ['violations'],
});
return found.violations.map(({ id, help, nodes }) => ({
  id, help, places: nodes.slice(0, 5).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
}));";

/// A rule that the page breaks.
#[derive(Debug, Deserialize)]
struct Violation {
    id: String,
    help: String,
    places: Vec<String>,
}

impl Browser {
    /// Has axe-core look at the page as it is now.
    ///
    /// # Errors
    /// It found something: the message says what and where.
    pub async fn accessible(&self, place: &str) -> Result<()> {
        if !self.script::<bool>("return typeof axe === 'object'", Vec::new()).await? {
            self.driver
                .execute(source()?, Vec::new())
                .await
                .context("axe-core does not start in the page")?;
        }
        let violations: Vec<Violation> = self.script_async(RUN, vec![json!(null)]).await?;
        if violations.is_empty() {
            return Ok(());
        }
        let told = violations
            .iter()
            .map(|one| format!("\n- {} ({}):\n    {}", one.help, one.id, one.places.join("\n    ")));
        bail!("{}: axe-core finds at {place}:{}", self.who, told.collect::<String>())
    }
}

fn source() -> Result<&'static str> {
    static SOURCE: OnceLock<String> = OnceLock::new();
    if let Some(source) = SOURCE.get() {
        return Ok(source);
    }
    let home = env::var_os("HOME").context("HOME is not set")?;
    let file = PathBuf::from(home).join(format!(".cache/rapport/npm/axe-core-{VERSION}/axe.min.js"));
    let source =
        fs::read_to_string(&file).context("axe-core is not here yet: `cargo xtask story` fetches it")?;
    Ok(SOURCE.get_or_init(|| source))
}
