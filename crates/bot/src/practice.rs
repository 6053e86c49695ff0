//! How people come in: the owner by the first start's link, a colleague and a client by an invitation.

use anyhow::{Context as _, Result};
use rapport_client::Link;
use rapport_wire::{Role, SpaceId};

use crate::person::{Name, Person};

/// How long an invitation holds.
const VALID_SECONDS: i64 = 3_600;

/// Somebody's names and passphrase, from their handle alone.
pub fn named(handle: &str) -> Name {
    Name::new(handle, &handle.to_uppercase(), &format!("{handle} walks by nine quiet harbours"))
}

/// The owner of a new practice.
pub async fn owner(origin: &str, link: &str, handle: &str) -> Result<Person> {
    let owner = Person::sign_up(origin, &Link::parse(link)?, &named(handle)).await?;
    owner.until_in(owner.session.practice().context("the practice")?, 1).await?;
    Ok(owner)
}

/// A therapist, invited by somebody who may.
pub async fn colleague(origin: &str, by: &Person, handle: &str) -> Result<Person> {
    let invited = by.session.invite_staff(Role::Therapist, VALID_SECONDS).await?;
    let person = Person::sign_up(origin, &invited.link, &named(handle)).await?;
    person.until_in(invited.space, 2).await?;
    Ok(person)
}

/// A client of somebody, and the care space the two share.
pub async fn client(origin: &str, of: &Person, handle: &str) -> Result<(Person, SpaceId)> {
    let invited = of.session.invite_client(VALID_SECONDS).await?;
    let client = Person::sign_up(origin, &invited.link, &named(handle)).await?;
    for person in [of, &client] {
        person.until_in(invited.space, 2).await?;
        person.until_sent().await?;
    }
    Ok((client, invited.space))
}
