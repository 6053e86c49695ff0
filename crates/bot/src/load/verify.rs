//! `rapport-bot verify`: signs every writer in anew, on an empty device, and looks for each acknowledged
//! entry: there, once, in the order in which it was acknowledged.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, ensure};
use rapport_care::conversation::Body;
use rapport_wire::SpaceId;

use super::{Noted, read};
use crate::person::{Name, Person};

/// Verifies a record against a server.
pub async fn run(origin: &str, record: &Path) -> Result<()> {
    let mut writers: BTreeMap<String, (String, SpaceId)> = BTreeMap::new();
    let mut acknowledged: BTreeMap<String, Vec<([u8; 16], String)>> = BTreeMap::new();
    for noted in read(record)? {
        match noted {
            Noted::Writer { handle, passphrase, space } => {
                writers.insert(handle, (passphrase, space));
            }
            Noted::Acknowledged { handle, entry, text } => {
                acknowledged.entry(handle).or_default().push((*entry.as_bytes(), text));
            }
        }
    }
    let mut total = 0;
    for (handle, (passphrase, space)) in writers {
        let expected = acknowledged.remove(&handle).unwrap_or_default();
        let person = Person::sign_in(origin, &Name::new(&handle, &handle, &passphrase)).await?;
        person.until_in(space, 2).await?;
        check(&person, space, &expected)?;
        total += expected.len();
    }
    println!("{total} acknowledged entries are there, each once, in order");
    Ok(())
}

fn check(person: &Person, space: SpaceId, expected: &[([u8; 16], String)]) -> Result<()> {
    let handle = person.session.handle();
    let findings = person.session.findings();
    ensure!(findings.is_empty(), "{handle}: {findings:?}");
    let view = person.session.timeline(space, usize::MAX);
    let mine = view.items.iter().filter(|item| item.mine);
    let found: Vec<([u8; 16], String)> = mine
        .filter_map(|item| match &item.body {
            Body::Text(text) => Some((item.id.0, text.clone())),
            _ => None,
        })
        .collect();
    // What was sent and not acknowledged when the run ended may be there as well, but only after the rest.
    ensure!(found.len() >= expected.len(), "{handle}: {} of {} are there", found.len(), expected.len());
    for (index, (there, noted)) in found.iter().zip(expected).enumerate() {
        ensure!(there == noted, "{handle}: entry {index} is {there:?}, acknowledged was {noted:?}");
    }
    ensure!(found.len() <= expected.len() + 1, "{handle}: something is there twice");
    Ok(())
}
