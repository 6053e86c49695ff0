//! A therapist's screens with years behind them: how long a record and a caseload take to open, on a machine that
//! is slowed down, and how that grows.

use std::env;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rapport_testkit::server::Options;
use rapport_testkit::{Browser, Chromedriver, Server, wait};
use serde::Deserialize;
use serde_json::json;

use super::Measured;
use crate::person::{Person, sign_in};

/// A phone is about this many times slower than a desk.
const SLOWER: f64 = 4.0;
/// Looks at each screen; the middle one counts.
const LOOKS: usize = 7;
/// Caseloads.
const CLIENTS: [usize; 2] = [50, 200];
/// Records: the last spans five years. One entry in twelve is a response.
const ENTRIES: [usize; 3] = [300, 1_000, 3_000];
const RESPONSES: usize = 250;
/// Fetching and opening everything for the first time, which is not what is measured.
const ARRIVING: Duration = Duration::from_mins(4);

/// Goes to a page as a link does, and says how many milliseconds went by until it had been drawn.
const GO: &str = "
const [path, selector, count] = arguments;
const begun = performance.now();
history.pushState({}, '', path);
dispatchEvent(new PopStateEvent('popstate'));
const there = () => document.querySelectorAll(selector).length >= count;
while (!there()) await new Promise(requestAnimationFrame);
await new Promise(requestAnimationFrame);
return performance.now() - begun;";

/// A care space that was filled.
#[derive(Debug, Deserialize)]
struct Filled {
    space: String,
    entries: usize,
}

pub(super) async fn measure() -> Result<Measured> {
    let driver = Chromedriver::start().await?;
    let (mut figures, mut rows) = (Vec::new(), Vec::new());
    for clients in CLIENTS {
        // Whoever fills it accepts hundreds of invitations from one address.
        let settings = vec![("RAPPORT_LIMITS__KNOCKS_PER_MINUTE".to_owned(), "100000".to_owned())];
        let server = Server::start_with(Options { settings, ..Options::default() }).await?;
        let filled = fill(&server, clients)?;
        let desk = driver.open("thea", server.origin()).await?;
        let outcome = looks(&desk, clients, &filled).await;
        desk.quit().await?;
        for (screen, size, open_ms) in outcome? {
            rows.push(json!({ "clients": clients, "screen": screen, "size": size, "open_ms": open_ms }));
            figures.push((format!("{screen}_{size}_of_{clients}_ms"), open_ms));
        }
    }
    Ok(Measured { figures: figures.into_iter().collect(), rows })
}

/// Through the public API, as everybody else.
fn fill(server: &Server, clients: usize) -> Result<Vec<Filled>> {
    let bot = env::var_os("TESTKIT_BOT").context("TESTKIT_BOT names no program that fills a caseload")?;
    let long = ENTRIES.map(|entries| entries.to_string()).join(",");
    let mut bot = Command::new(bot);
    bot.args(["caseload", "--origin", server.origin(), "--owner-link", server.owner_link()]);
    bot.args(["--spaces", &clients.to_string(), "--long", &long]);
    let told = bot.output()?;
    ensure!(told.status.success(), "the caseload was not filled: {}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).context("what was filled cannot be read")
}

async fn looks(desk: &Browser, clients: usize, filled: &[Filled]) -> Result<Vec<(&'static str, usize, f64)>> {
    let thea = Person {
        handle: "thea",
        passphrase: "thea walks seven quiet herons home".to_owned(),
        words: Vec::new(),
    };
    sign_in(desk, &thea).await?;
    let longest = filled.iter().max_by_key(|it| it.entries).context("nothing was filled")?;
    arrived(desk, clients, longest).await?;
    desk.slow_down(SLOWER).await?;
    let mut told =
        vec![("caseload", clients, open(desk, "/records", "[data-testid=records] > li", clients).await?)];
    for it in &filled[..ENTRIES.len()] {
        let path = format!("/records/{}", it.space);
        told.push(("record", it.entries, open(desk, &path, "[data-testid=moments] > li", 1).await?));
    }
    let path = format!("/progress/{}", longest.space);
    told.push(("course", longest.entries, open(desk, &path, ".chart .score", RESPONSES).await?));
    Ok(told)
}

/// Everything is on this device, down to the last response.
async fn arrived(desk: &Browser, clients: usize, longest: &Filled) -> Result<()> {
    for (path, selector, count) in [
        (format!("/progress/{}", longest.space), ".chart .score", RESPONSES),
        ("/records".to_owned(), "[data-testid=records] > li", clients),
    ] {
        let go = "history.pushState({}, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate')); return null";
        desk.script::<Option<()>>(go, vec![json!(path)]).await?;
        let there = "return document.querySelectorAll(arguments[0]).length >= arguments[1]";
        wait::until_within(ARRIVING, selector, async || {
            Ok(desk.script::<bool>(there, vec![json!(selector), json!(count)]).await?.then_some(()))
        })
        .await?;
    }
    Ok(())
}

/// The middle one of some looks, each from a page that shows nothing of them.
async fn open(desk: &Browser, path: &str, selector: &str, count: usize) -> Result<f64> {
    let mut times_ms = Vec::new();
    for _ in 0..LOOKS {
        let away = vec![json!("/settings"), json!("main h1"), json!(1)];
        desk.script_async::<f64>(GO, away).await?;
        times_ms.push(desk.script_async::<f64>(GO, vec![json!(path), json!(selector), json!(count)]).await?);
    }
    times_ms.sort_by(f64::total_cmp);
    Ok(times_ms[LOOKS / 2])
}
