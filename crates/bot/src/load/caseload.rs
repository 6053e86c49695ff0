//! A therapist with a long caseload and long records, for `bench care`.
//!
//! One client is in every care space: what is measured is the therapist's screens, and those see a name a space.

use anyhow::{Context as _, Result};
use rapport_care::Content;
use rapport_care::content::{MeasureAnswered, MeasureName};
use rapport_care::measure::find;
use rapport_client::Link;
use rapport_client::platform::Platform as _;
use rapport_wire::SpaceId;
use serde_json::json;

use crate::person::{Name, Person};

/// Measured by which the client answers.
const MEASURE: &str = "phq-9";
/// One entry in so many is a response: 250 of 3,000.
const RESPONSE_EVERY: usize = 12;
/// The years that a record spans.
const YEARS_US: i64 = 5 * 365 * 86_400 * 1_000_000;
const INVITATION_SECONDS: i64 = 3_600;

/// Makes the therapist `thea` and a client in `spaces` care spaces; the first few hold as many entries as
/// `long` says, all others `short`. Prints the spaces, the long ones first, as JSON.
pub async fn run(origin: &str, owner_link: &str, spaces: usize, long: &[usize], short: usize) -> Result<()> {
    let thea = person(origin, &Link::parse(owner_link)?, "thea").await?;
    thea.until_in(thea.session.practice().context("the practice")?, 1).await?;
    let mut alex: Option<Person> = None;
    let mut made = Vec::new();
    for n in 0..spaces.max(1) {
        let invited = thea.session.invite_client(INVITATION_SECONDS).await?;
        match &alex {
            None => alex = Some(person(origin, &invited.link, "alex").await?),
            Some(alex) => drop(alex.session.accept(&invited.link).await?),
        }
        let Some(alex) = &alex else { continue };
        alex.until_in(invited.space, 2).await?;
        thea.until_in(invited.space, 2).await?;
        let entries = long.get(n).copied().unwrap_or(short);
        fill(&thea, alex, invited.space, entries).await?;
        made.push((invited.space, entries));
    }
    thea.until_sent().await?;
    if let Some(alex) = &alex {
        alex.until_sent().await?;
    }
    let told: Vec<_> =
        made.iter().map(|(space, entries)| json!({ "space": space, "entries": entries })).collect();
    println!("{}", serde_json::to_string(&told)?);
    Ok(())
}

async fn person(origin: &str, link: &Link, handle: &str) -> Result<Person> {
    let passphrase = format!("{handle} walks seven quiet herons home");
    Person::sign_up(origin, link, &Name::new(handle, handle, &passphrase)).await
}

async fn fill(thea: &Person, alex: &Person, space: SpaceId, entries: usize) -> Result<()> {
    let package = find(MEASURE, 1).context("the measure")?;
    for n in 0..entries {
        if n % RESPONSE_EVERY != 0 {
            let from = if n % 2 == 0 { thea } else { alex };
            from.session
                .send_message(space, &format!("It is the {n}th time that we write to each other here."), None)
                .await?;
            continue;
        }
        let gone = YEARS_US - YEARS_US / i64::try_from(entries)? * i64::try_from(n)?;
        let answer = u8::try_from(n / RESPONSE_EVERY % 3)?;
        let answered = MeasureAnswered {
            measure: MeasureName { id: package.id.clone(), version: package.version },
            checksum: *package.checksum(),
            // The ninth question is left at none: nobody here is in danger.
            answers: package
                .items
                .iter()
                .enumerate()
                .map(|(n, _)| Some(if n == 8 { 0 } else { answer }))
                .collect(),
            answered_at: alex.machine.now().as_micros() - gone,
            asked: None,
        };
        alex.session.send(space, Content::MeasureAnswered(answered)).await?;
    }
    Ok(())
}
