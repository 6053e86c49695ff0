//! Telling stories one after another, and saying how each went.

use std::env;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::{STORIES, Stage, Story};

/// No story takes longer; one that does hangs.
const STORY_LIMIT: Duration = Duration::from_mins(10);

/// Names them.
pub fn list() {
    for story in STORIES {
        println!("{:<12} {}", story.name, story.about);
    }
}

/// Tells one or all. Each gets a line `story NAME ... ok (1.0 s)`, which `cargo xtask test` counts.
///
/// # Errors
/// One failed, or there is none of that name.
pub async fn run(name: Option<&str>) -> Result<()> {
    let chosen: Vec<&Story> =
        STORIES.iter().filter(|story| name.is_none_or(|name| name == story.name)).collect();
    if chosen.is_empty() {
        bail!("there is no story {}: --list names them", name.unwrap_or_default());
    }
    let mut failed = 0;
    for story in &chosen {
        let begun = Instant::now();
        let outcome = tell(story).await;
        let word = if outcome.is_ok() { "ok" } else { "FAILED" };
        println!("story {} ... {word} ({:.1} s)", story.name, begun.elapsed().as_secs_f64());
        if let Err(error) = outcome {
            println!("{error:#}");
            failed += 1;
        }
    }
    if failed > 0 {
        bail!("{failed} of {} stories failed", chosen.len());
    }
    Ok(())
}

async fn tell(story: &Story) -> Result<()> {
    let folder = folder().join(story.name);
    let mut stage = Stage::open(&folder).await.context("the stage cannot be set")?;
    let outcome = match tokio::time::timeout(STORY_LIMIT, (story.tell)(&mut stage)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(anyhow!("not told to its end within {} s", STORY_LIMIT.as_secs())),
    };
    stage.close(outcome.is_err()).await;
    outcome
}

/// `TESTKIT_STORIES`, or `target/stories`.
fn folder() -> PathBuf {
    env::var_os("TESTKIT_STORIES").map_or_else(|| PathBuf::from("target/stories"), PathBuf::from)
}
