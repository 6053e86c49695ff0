//! The first visit of somebody on a slow phone: how much comes over the line, and when the page can
//! be used.

use anyhow::{Context, Result};
use rapport_testkit::browser::Line;
use rapport_testkit::{Browser, Chromedriver, Server};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Measured;

/// Visits, each with an empty browser.
const VISITS: usize = 5;

/// A phone is about this many times slower than a desk.
const SLOWER: f64 = 4.0;

/// Runs before the page: notes when there is something a person can use in place of the waiting words.
const WATCH: &str = "
const usable = () => !document.getElementById('boot') &&
  document.querySelector('#app :is(button, input, textarea, a[href]):not(:disabled)');
const watch = () => {
  if (usable()) { globalThis.__interactive_ms = performance.now(); return; }
  requestAnimationFrame(watch);
};
watch();";

/// What the page fetched before it could be used.
const FETCHED: &str = "
const seen = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
return seen.filter((one) => one.startTime <= globalThis.__interactive_ms)
  .map((one) => ({ file: new URL(one.name).pathname, bytes: one.encodedBodySize }));";

/// One file of the first visit.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Fetched {
    file: String,
    bytes: u64,
}

pub(super) async fn measure() -> Result<Measured> {
    let server = Server::start().await?;
    let driver = Chromedriver::start().await?;
    let mut times_ms = Vec::new();
    let mut files = Vec::new();
    for _ in 0..VISITS {
        let phone = driver.open("phone", server.origin()).await?;
        let outcome = visit(&phone).await;
        phone.quit().await?;
        let (interactive_ms, fetched) = outcome?;
        times_ms.push(interactive_ms);
        files = fetched;
    }
    times_ms.sort_by(f64::total_cmp);
    let first_load_bytes: u64 = files.iter().map(|one| one.bytes).sum();
    let figures = [
        ("first_load_bytes", first_load_bytes as f64),
        ("interactive_ms", times_ms[VISITS / 2]),
        ("interactive_max_ms", times_ms[VISITS - 1]),
    ];
    let figures = figures.map(|(name, value)| (name.to_owned(), value)).into();
    let rows = files.iter().map(|one| json!(one)).collect();
    Ok(Measured { figures, rows })
}

async fn visit(phone: &Browser) -> Result<(f64, Vec<Fetched>)> {
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
    phone.set_line(Line::SLOW_3G).await?;
    phone.slow_down(SLOWER).await?;
    phone.goto("/").await?;
    phone.holds("the page to be usable", "return typeof globalThis.__interactive_ms === 'number'").await?;
    let time_ms = phone.script("return globalThis.__interactive_ms", Vec::new()).await?;
    let fetched =
        phone.script(FETCHED, Vec::new()).await.context("the browser kept no list of what it fetched")?;
    Ok((time_ms, fetched))
}
