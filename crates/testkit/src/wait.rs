//! Waiting for the thing itself.

use std::time::Duration;

use anyhow::{Result, bail};
use tokio::time::{Instant, MissedTickBehavior, interval};

/// How often it is asked again.
const AGAIN: Duration = Duration::from_millis(50);

/// How long anything may take on a slow, busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Asks until the answer is `Some`, at most for [`PATIENCE`]. An error ends the wait at once.
///
/// # Errors
/// `what` did not come about in time, or asking failed.
pub async fn until<T>(what: &str, ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    until_within(PATIENCE, what, ask).await
}

/// As [`until`], with a limit of its own.
pub async fn until_within<T>(
    limit: Duration,
    what: &str,
    mut ask: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let deadline = Instant::now() + limit;
    let mut ticks = interval(AGAIN);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        if let Some(answer) = ask().await? {
            return Ok(answer);
        }
        if Instant::now() >= deadline {
            bail!("waited {} s for {what}", limit.as_secs());
        }
        ticks.tick().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waits_until_it_is_there() {
        let mut asked = 0;
        let ask = async || {
            asked += 1;
            Ok((asked == 3).then_some("here"))
        };
        assert_eq!(until("it", ask).await.unwrap(), "here");
    }

    #[tokio::test]
    async fn says_what_never_came() {
        let error = until_within(AGAIN, "the bus", async || Ok(None::<()>)).await.unwrap_err();
        assert_eq!(error.to_string(), "waited 0 s for the bus");
    }

    #[tokio::test]
    async fn an_error_ends_the_wait() {
        let error = until("it", async || bail!("lost")).await.map(|(): ()| ()).unwrap_err();
        assert_eq!(error.to_string(), "lost");
    }
}
