//! Whether the mail server answers, and whether a mail arrives.

use anyhow::Context as _;
use rapport_wire::Timestamp;

use super::Finding;
use crate::chance::random;
use crate::config::Config;
use crate::edge;
use crate::mail::{Letter, Mailer, mailbox, parse_address, words};

/// Off is a choice, and said.
const OFF: &str = "off: no reminders or invitations are sent; [mail] in the file turns it on";

pub(super) async fn look(config: &Config) -> Finding {
    edge::install_provider();
    let mailer = match Mailer::open(config) {
        Ok(Some(mailer)) => mailer,
        Ok(None) => return Finding::good("mail", OFF),
        Err(error) => return Finding::bad("mail", format!("{error:#}")),
    };
    match mailer.look().await {
        Ok(()) => Finding::good("mail", "the mail server answers and lets us in"),
        Err(error) => Finding::bad("mail", error.to_string()),
    }
}

/// Sends a mail to an operator; what to tell them.
///
/// # Errors
/// Mail is off, the address is none, or why the mail server did not take it.
pub async fn trial(config: &Config, address: &str, now: Timestamp) -> anyhow::Result<&'static str> {
    edge::install_provider();
    crate::config::rules::check(config)?;
    let mailer = Mailer::open(config)?.context("mail is off: set mail.host")?;
    let to = parse_address(address).context("this is no mail address")?;
    let origin = config.origins(config.listen).into_iter().next().unwrap_or_default();
    let letter = Letter {
        key: format!("{:032x}", u128::from_be_bytes(random())),
        from: mailer.from().clone(),
        to: mailbox(to),
        at: now,
        words: words::trial(&origin),
        enclosed: None,
    };
    mailer.send(&letter).await?;
    Ok("the mail server has taken the mail: look whether it arrives")
}
