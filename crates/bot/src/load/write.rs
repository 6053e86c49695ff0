//! `rapport-bot write`: many people write as fast as they are answered, through restarts of the server, and
//! every acknowledged entry is noted in a file before the next is written.

use std::cell::RefCell;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use rapport_care::conversation::Receipt;
use rapport_client::{Link, Session};
use rapport_wire::{EntryId, Role, SpaceId};
use tokio::task::spawn_local;
use tokio::time::Instant;

use super::{Noted, writer_name};
use crate::person::{Name, Person};

/// How long an invitation of a run holds, in seconds.
pub(crate) const VALID_SECONDS: i64 = 24 * 3_600;

/// What to do.
pub struct Plan<'a> {
    /// The server.
    pub origin: &'a str,
    /// Its owner link.
    pub owner_link: &'a str,
    /// How many people write, each to a space of their own.
    pub writers: usize,
    /// For how long.
    pub seconds: u64,
    /// Where acknowledgements are noted.
    pub record: &'a Path,
}

/// Makes the writers, then lets them write.
pub async fn run(plan: &Plan<'_>) -> Result<()> {
    let record = Rc::new(Record(RefCell::new(File::create(plan.record)?)));
    let owner = Person::sign_up(plan.origin, &Link::parse(plan.owner_link)?, &writer_name("0", 0)).await?;
    let mut people = Vec::new();
    for number in 1..=plan.writers {
        let name = writer_name("0", number);
        let (person, space) = writer(plan.origin, &owner, &name).await?;
        let Name { handle, passphrase, .. } = name;
        record.note(&Noted::Writer { handle, passphrase, space })?;
        people.push((person, space));
    }
    println!("writing");
    let end = Instant::now() + Duration::from_secs(plan.seconds);
    let writing = people.into_iter().map(|(person, space)| {
        let record = Rc::clone(&record);
        spawn_local(async move { write(&person, space, end, &record).await })
    });
    let mut total = 0;
    for task in writing.collect::<Vec<_>>() {
        total += task.await??;
    }
    println!("{total} entries acknowledged");
    Ok(())
}

/// A client in a care space of their own: the owner invites them.
pub(crate) async fn writer(origin: &str, owner: &Person, name: &Name) -> Result<(Person, SpaceId)> {
    let space = owner.session.begin_space(rapport_wire::space::SpaceKind::Care).await?;
    owner.until_in(space, 1).await?;
    let invited = owner.session.invite_into(space, Role::Client, VALID_SECONDS).await?;
    let person = Person::sign_up(origin, &invited.link, name).await?;
    person.until_in(space, 2).await?;
    person.until_sent().await?;
    Ok((person, space))
}

async fn write(person: &Person, space: SpaceId, end: Instant, record: &Record) -> Result<usize> {
    let handle = person.session.handle();
    let mut count = 0;
    while Instant::now() < end {
        let text = format!("{handle} {count}");
        let id = person.session.send_message(space, &text, None).await?;
        person.until_acknowledged(space, id).await?;
        let entry = EntryId::from_bytes(id.0);
        record.note(&Noted::Acknowledged { handle: handle.clone(), entry, text })?;
        count += 1;
    }
    Ok(count)
}

impl Person {
    /// Waits until the server has said that it has an entry.
    async fn until_acknowledged(&self, space: SpaceId, id: rapport_care::EntryId) -> Result<()> {
        let sent = |session: &Session| {
            let view = session.timeline(space, 4);
            let item = view.items.iter().find(|item| item.id == id);
            item.is_some_and(|item| item.receipt >= Some(Receipt::Sent))
        };
        self.until("an acknowledgement", sent).await
    }
}

/// The file of acknowledgements.
struct Record(RefCell<File>);

impl Record {
    fn note(&self, noted: &Noted) -> Result<()> {
        let mut line = serde_json::to_vec(noted)?;
        line.push(b'\n');
        self.0.borrow_mut().write_all(&line).context("the record could not be written")
    }
}
