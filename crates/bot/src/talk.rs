//! `rapport-bot talk`: two people who write to each other, for looking at a server while it works.

use std::time::Duration;

use anyhow::{Context as _, Result};
use rapport_wire::SpaceId;
use tokio::time::sleep;

use crate::person::{Name, Person};

/// Two people sign in and write, in turn, in the first space they share.
pub async fn run(origin: &str, one: &Name, other: &Name, lines: u32, pause: Duration) -> Result<()> {
    let people = [Person::sign_in(origin, one).await?, Person::sign_in(origin, other).await?];
    for person in &people {
        person
            .until("the spaces", |session| {
                let spaces = session.spaces();
                !spaces.is_empty() && spaces.iter().all(|space| space.caught_up)
            })
            .await?;
    }
    let space = shared(&people).context("they share no space")?;
    for line in 0..lines {
        let [speaker, listener] = if line % 2 == 0 { [0, 1] } else { [1, 0] };
        let text = format!("Line {} of {lines}.", line + 1);
        people[speaker].session.typing(space);
        let id = people[speaker].session.send_message(space, &text, None).await?;
        let came = |session: &rapport_client::Session| {
            session.timeline(space, 64).items.iter().any(|item| item.id == id && item.position.is_some())
        };
        people[listener].until("the line", came).await?;
        println!("{}: {text}", people[speaker].session.handle());
        sleep(pause).await;
    }
    for person in &people {
        person.until_sent().await?;
    }
    Ok(())
}

fn shared([one, other]: &[Person; 2]) -> Option<SpaceId> {
    let theirs: Vec<SpaceId> = other.session.spaces().iter().map(|space| space.id).collect();
    one.session.spaces().iter().map(|space| space.id).find(|space| theirs.contains(space))
}
