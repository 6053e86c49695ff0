//! Mail that something waits, by real clients on a real server: the times are said by the device of whoever chose
//! it, and by nobody else's; what they are about stays on the devices.

use anyhow::{Context as _, Result, ensure};
use rapport_bot::person::Person;
use rapport_bot::practice::{client, owner};
use rapport_care::content::{Practice, Rhythm};
use rapport_client::api;
use rapport_testkit::server::Options;
use rapport_testkit::{Mailbox, Server, wait};
use rapport_wire::reminder::{ConfirmAddress, PutAddress, PutReminders, Reminders};
use tokio::process::Command;
use tokio::task::LocalSet;

const ADDRESS: &str = "alex@mail.example";

#[tokio::test]
async fn what_falls_due_is_announced_by_whoever_chose_it() {
    LocalSet::new().run_until(announced()).await.unwrap();
}

async fn announced() -> Result<()> {
    let mailbox = Mailbox::open().await?;
    let server = Server::start_with(Options { settings: mailbox.settings(), ..Options::default() }).await?;
    let thea = owner(server.origin(), server.owner_link(), "thea").await?;
    let (alex, care) = client(server.origin(), &thea, "alex").await?;
    let (noor, other) = client(server.origin(), &thea, "noor").await?;
    confirm(&alex, &mailbox).await?;

    let breathe = || Practice::Skill("breathing".into());
    for (who, space) in [(&alex, care), (&noor, other)] {
        let account = who.session.account();
        thea.session.give_practice(space, account, breathe(), Rhythm::Weeks(1), "").await?;
    }
    thea.until_sent().await?;
    for who in [&alex, &noor] {
        who.until("what was given", |session| session.practices_due().len() == 1).await?;
    }

    // Nobody has chosen it, and nothing is known. Then one has: sixty days are nine weeks.
    ensure!(due_mails(&server).await? == 0, "times were said that nobody chose");
    choose(&alex, true).await?;
    until_mails(&server, 9).await?;
    // Done today, by whoever it was given to: the next mail is next week's.
    let due = alex.session.practices_due().into_iter().next().context("it is not due")?;
    alex.session.practised(&due, "").await?;
    until_mails(&server, 8).await?;
    choose(&alex, false).await?;
    until_mails(&server, 0).await?;
    choose(&alex, true).await?;
    until_mails(&server, 8).await
}

async fn confirm(who: &Person, mailbox: &Mailbox) -> Result<()> {
    api::call(&*who.machine, &PutAddress { mail: ADDRESS.to_owned() }).await?;
    let letter = mailbox.letter(wait::PATIENCE, ADDRESS, "Your code is").await?;
    let (_, code) = letter.text.split_once("Your code is").context("a code")?;
    let code: String = code.chars().filter(char::is_ascii_digit).take(6).collect();
    api::call(&*who.machine, &ConfirmAddress { code }).await?;
    Ok(())
}

async fn choose(who: &Person, due: bool) -> Result<()> {
    let zone = "Europe/London".to_owned();
    let reminders = Reminders { before_minutes: Vec::new(), zone, quiet: None, invitations: false, due };
    api::call(&*who.machine, &PutReminders { reminders }).await?;
    who.session.reminders_changed();
    Ok(())
}

async fn until_mails(server: &Server, count: usize) -> Result<()> {
    let counted = async || Ok((due_mails(server).await? == count).then_some(()));
    wait::until(&format!("{count} mails"), counted).await
}

/// How many mails of this kind wait, as an operator sees them.
async fn due_mails(server: &Server) -> Result<usize> {
    let done = Command::from(server.command("outbox")?).output().await?;
    let table = String::from_utf8(done.stdout)?;
    ensure!(done.status.success(), "{table}{}", String::from_utf8_lossy(&done.stderr));
    Ok(table.lines().filter(|line| line.split_whitespace().nth(1) == Some("due")).count())
}
