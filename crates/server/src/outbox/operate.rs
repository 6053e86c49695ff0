//! `rapport outbox`: what waits and what is dead, without a word about whom it is for.

use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use rapport_calendar::{Instant, Zone};
use rapport_store::{Listed, Requeued, Store};
use rapport_wire::Timestamp;

use crate::config::Config;

/// Everything that waits, is on its way, or is dead: a table.
///
/// # Errors
/// There is no database yet, or it does not open.
pub async fn list(config: &Config, now: Timestamp) -> anyhow::Result<String> {
    config.check_database_file()?;
    let store = Store::open(&config.database_url(), now).await?;
    let listed = store.list_out().await?;
    store.close().await?;
    Ok(table(&listed))
}

/// Puts a dead one back, due now. A running server sees it within half a minute.
///
/// # Errors
/// The id is none, is of nothing dead, or its time is over.
pub async fn requeue(config: &Config, id: &str, now: Timestamp) -> anyhow::Result<String> {
    let id = id.parse().context("cannot requeue")?;
    config.check_database_file()?;
    let store = Store::open(&config.database_url(), now).await?;
    let done = store.requeue_out(id, now).await?;
    store.close().await?;
    match done {
        Requeued::Waits => Ok(format!("{id} waits again")),
        Requeued::NotDead => bail!("nothing dead has this id: `rapport outbox` shows what there is"),
        Requeued::TooLate => bail!("its time is over: sent now, it would only confuse"),
    }
}

fn table(listed: &[Listed]) -> String {
    if listed.is_empty() {
        return "nothing waits, and nothing is dead".to_owned();
    }
    let mut text = format!(
        "{:32}  {:12}  {:7}  {:16}  {:16}  {:>8}  last error",
        "id", "kind", "state", "due (UTC)", "not after (UTC)", "attempts"
    );
    for row in listed {
        let _ = write!(
            text,
            "\n{:32}  {:12}  {:7}  {:16}  {:16}  {:>8}  {}",
            row.id.to_string(),
            row.kind.as_str(),
            row.state,
            utc(row.due_at),
            utc(row.not_after),
            row.attempts,
            row.last_error.as_deref().unwrap_or("-")
        );
    }
    text
}

/// `2026-11-24 15:00`.
fn utc(at: Timestamp) -> String {
    let wall = Zone::utc().wall(Instant::from_micros(at.as_micros()));
    format!("{} {:02}:{:02}", wall.date(), wall.hour(), wall.minute())
}

#[cfg(test)]
mod tests {
    use rapport_store::OutboxKind;

    use super::*;

    #[tokio::test]
    async fn before_the_first_start_a_sentence_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let now = Timestamp::from_millis(1_795_532_400_000);
        let file = folder.path().join("elsewhere.db");
        let mut config = Config { data_dir: folder.path().join("data"), ..Config::default() };
        let refused = list(&config, now).await.unwrap_err().to_string();
        assert!(refused.contains("rapport.db") && refused.contains("--config"), "{refused}");
        config.database.url = Some(format!("sqlite:{}", file.display()));
        let id = "000102030405060708090a0b0c0d0e0f";
        let refused = requeue(&config, id, now).await.unwrap_err().to_string();
        assert!(refused.contains("elsewhere.db"), "{refused}");
        assert!(!file.exists(), "looking makes nothing");
    }

    #[test]
    fn a_row_says_what_and_when_and_why_not() {
        let row = Listed {
            id: "000102030405060708090a0b0c0d0e0f".parse().unwrap(),
            kind: OutboxKind::Reminder,
            state: "dead".to_owned(),
            due_at: Timestamp::from_millis(1_795_532_400_000),
            not_after: Timestamp::from_millis(1_795_536_000_000),
            attempts: 3,
            last_error: Some("mail-refused".to_owned()),
        };
        let text = table(&[row]);
        let line: Vec<_> = text.lines().nth(1).unwrap().split_whitespace().collect();
        assert_eq!(
            line,
            [
                "000102030405060708090a0b0c0d0e0f",
                "reminder",
                "dead",
                "2026-11-24",
                "15:00",
                "2026-11-24",
                "16:00",
                "3",
                "mail-refused"
            ]
        );
        assert_eq!(table(&[]), "nothing waits, and nothing is dead");
    }
}
