//! `rapport-bot demo`: a practice with life in it, made through the same interface that people use.
//!
//! Everybody in it is invented, and so is every word they say.

mod between;
mod calendar;
mod measures;
mod script;

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use rapport_care::EntryId;
use rapport_client::session::{Cancel, NewFile, Source};
use rapport_client::{ClientError, Link, Session};
use rapport_wire::{Role, SpaceId};

use self::script::{CAST, Line, Part, TALKS};
use crate::person::{Name, Person};

/// How long the demo's invitations hold, in seconds.
const VALID_SECONDS: i64 = 24 * 3_600;

/// Fills an empty server and prints who can sign in with what.
pub async fn run(origin: &str, owner_link: &str) -> Result<()> {
    let people = cast(origin, owner_link).await?;
    for talk in TALKS {
        let [therapist, client] = [talk.therapist, talk.client].map(|handle| people.get(handle));
        let (therapist, client) = (therapist.context("a therapist")?, client.context("a client")?);
        let space = space_of(client)?;
        perform(talk.lines, space, therapist, client).await?;
    }
    calendar::fill(&people).await?;
    measures::fill(&people).await?;
    between::fill(&people).await?;
    for person in people.values() {
        person.until_sent().await?;
    }
    table();
    Ok(())
}

/// Everybody, signed up by whoever invites them.
async fn cast(origin: &str, owner_link: &str) -> Result<BTreeMap<&'static str, Person>> {
    let mut people: BTreeMap<&'static str, Person> = BTreeMap::new();
    for part in CAST {
        let link = match part.invited_by {
            None => Link::parse(owner_link)?,
            Some(by) => {
                let host = people.get(by).with_context(|| format!("{by} comes before whom they invite"))?;
                let practice = host.session.practice().context("the practice")?;
                let invited = if part.role == Role::Client {
                    host.session.invite_client(VALID_SECONDS).await?
                } else {
                    host.until_in(practice, 1).await?;
                    host.session.invite_staff(part.role, VALID_SECONDS).await?
                };
                invited.link
            }
        };
        let name = Name::new(part.handle, part.name, part.passphrase);
        let person = Person::sign_up(origin, &link, &name).await?;
        person.until("a first space", |session| session.spaces().iter().any(|space| space.caught_up)).await?;
        people.insert(part.handle, person);
    }
    Ok(people)
}

fn space_of(client: &Person) -> Result<SpaceId> {
    Ok(client.session.spaces().first().context("a client is in one care space")?.id)
}

/// Plays a conversation, each line once the one before has arrived on the other side.
async fn perform(lines: &[Line], space: SpaceId, therapist: &Person, client: &Person) -> Result<()> {
    therapist.until_in(space, 2).await?;
    client.until_in(space, 2).await?;
    let mut said: Vec<EntryId> = Vec::new();
    for line in lines {
        let (speaker, listener) =
            if line.therapist_speaks() { (therapist, client) } else { (client, therapist) };
        let id = speak(&speaker.session, space, line, &said).await?;
        said.push(id);
        listener
            .until("a line of the script", |session| {
                session.timeline(space, usize::MAX).items.iter().any(|item| item.id == id)
            })
            .await?;
        if !line.stays_unread() {
            let newest = listener.session.timeline(space, 1).items.last().and_then(|item| item.position);
            listener.session.mark_read(space, newest.unwrap_or(0));
        }
    }
    Ok(())
}

async fn speak(session: &Session, space: SpaceId, line: &Line, said: &[EntryId]) -> Result<EntryId> {
    Ok(match line {
        Line::Therapist(text) | Line::Client(text) | Line::Unread(text) => {
            session.send_message(space, text, None).await?
        }
        Line::ClientAnswers(back, text) => {
            let reply_to = said.len().checked_sub(*back).and_then(|index| said.get(index)).copied();
            session.send_message(space, text, reply_to).await?
        }
        Line::File { name, media_type, text, caption } => {
            let file = NewFile {
                name: (*name).into(),
                media_type: (*media_type).into(),
                caption: (*caption).into(),
                ..NewFile::default()
            };
            let sheet = Sheet(text);
            let upload = session.begin_upload(space, file, sheet.size())?;
            session.upload(&upload, &sheet, &|_| (), &Cancel::default()).await?
        }
    })
}

/// A file that stands in the script.
struct Sheet(&'static str);

impl Source for Sheet {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(
        &self,
        offset: u64,
        len: usize,
    ) -> futures_util::future::LocalBoxFuture<'_, Result<Vec<u8>, ClientError>> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let part = self.0.as_bytes().get(from..).and_then(|rest| rest.get(..len)).map(<[u8]>::to_vec);
        Box::pin(std::future::ready(part.ok_or(ClientError::FileDamaged)))
    }
}

fn table() {
    println!("\n{:<12} {:<22} {:<12} passphrase", "sign in as", "who", "role");
    for Part { handle, name, role, passphrase, .. } in CAST {
        let role = match role {
            Role::Owner => "owner",
            Role::Coordinator => "coordinator",
            Role::Therapist => "therapist",
            Role::Client => "client",
        };
        println!("{handle:<12} {name:<22} {role:<12} {passphrase}");
    }
}
