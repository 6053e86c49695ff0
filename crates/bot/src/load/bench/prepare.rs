//! Before the timed part: accounts, spaces, and every entry sealed.

use anyhow::{Context as _, Result};
use rapport_care::Content;
use rapport_care::content::Message;
use rapport_client::Link;
use rapport_seal::entry::{self, Draft, Place, SealedEntry};
use rapport_wire::{EntryId, Role, SpaceId};

use super::SPACES_PER_ACCOUNT;
use super::serve::Host;
use crate::chance::System;
use crate::load::write::{VALID_SECONDS, writer};
use crate::load::writer_name;
use crate::person::{Name, Person};

/// Somebody who reads along: they are a member of every space.
pub(super) struct Owner {
    pub(super) person: Person,
    name: Name,
}

impl Owner {
    /// The same person on a device that knows nothing.
    pub(super) async fn again(&self, origin: &str) -> Result<Person> {
        Person::sign_in(origin, &self.name).await
    }
}

/// One writer's line: where it writes, and what, sealed.
pub(super) struct WriterLine {
    pub(super) space: SpaceId,
    pub(super) person: std::rc::Rc<Person>,
    /// Newest position before the first of these.
    pub(super) after: u64,
    pub(super) entries: Vec<(EntryId, SealedEntry)>,
}

/// Makes everybody, and seals what each will say.
pub(super) async fn prepare(host: &Host, writers: usize, entries: usize) -> Result<(Owner, Vec<WriterLine>)> {
    let name = writer_name("bench", 0);
    let owner = Person::sign_up(&host.origin, &Link::parse(&host.owner_link)?, &name).await?;
    let mut lines: Vec<WriterLine> = Vec::with_capacity(writers);
    for number in 0..writers.div_ceil(SPACES_PER_ACCOUNT) {
        let (person, first) = writer(&host.origin, &owner, &writer_name("bench", number + 1)).await?;
        let person = std::rc::Rc::new(person);
        let mut spaces = vec![first];
        while spaces.len() < SPACES_PER_ACCOUNT.min(writers - lines.len()) {
            spaces.push(further_space(&owner, &person).await?);
        }
        for space in spaces {
            let (after, entries) = sealed(&person, space, entries)?;
            lines.push(WriterLine { space, person: person.clone(), after, entries });
        }
        // From here on the account speaks through bare sockets; its engine would only compete for the core.
        person.session.stop();
    }
    owner.session.stop();
    Ok((Owner { person: owner, name }, lines))
}

async fn further_space(owner: &Person, person: &Person) -> Result<SpaceId> {
    let space = owner.session.begin_space(rapport_wire::space::SpaceKind::Care).await?;
    owner.until_in(space, 1).await?;
    let invited = owner.session.invite_into(space, Role::Client, VALID_SECONDS).await?;
    person.session.accept(&invited.link).await?;
    for member in [person, owner] {
        member.until_in(space, 2).await?;
        member.until_sent().await?;
    }
    Ok(space)
}

/// Entries of one writer, each standing on the one before.
fn sealed(person: &Person, space: SpaceId, count: usize) -> Result<(u64, Vec<(EntryId, SealedEntry)>)> {
    person.session.engine(|engine| {
        let standing = engine.standing(space).context("the space is here")?;
        let mut place = Place::next(standing.chain, engine.account());
        let after = place.seen_position;
        let mut entries = Vec::with_capacity(count);
        for number in 0..count {
            let text = format!("Entry {number}: slept a little better, walked to the river, called nobody.");
            let content = Content::Message(Message { text, reply_to: None }).to_bytes();
            let mut id = [0; EntryId::LEN];
            System.fill(&mut id);
            let id = EntryId::from_bytes(id);
            let draft = Draft { id, urgent: false, place, content: &content };
            let sealed = entry::seal(&standing.author, standing.epochs, &draft, &mut System)?;
            place = place.after(&sealed);
            entries.push((id, sealed));
        }
        Ok((after, entries))
    })
}
