//! Who is there: clients are patients, whoever works for the practice is a practitioner.

use rapport_care::AccountId;
use rapport_care::whole::{Part, PartKind, Provenance, Whole};
use serde_json::{Value, json};

use super::{reference, uuid};
use crate::words::name_of;

/// A person's id. The same account in the parts of one archive is one person.
fn id(from: Option<Provenance>, account: AccountId) -> String {
    let archive = from.map(|from| from.archive).unwrap_or_default();
    uuid("person", 0, &[&archive, &account.0])
}

/// A reference to somebody in a part.
pub(super) fn who(part: &Part, account: AccountId) -> Value {
    let mut to = reference(&id(part.from, account));
    to["display"] = json!(name_of(part, account));
    to
}

/// The people of a part, and whoever wrote something and is not among them.
pub(super) fn everybody(part: &Part) -> Vec<Value> {
    let mut accounts: Vec<AccountId> = part.people.iter().map(|it| it.account).collect();
    accounts.extend(part.entries.iter().map(|entry| entry.author));
    accounts.sort_unstable();
    accounts.dedup();
    let person = |account: AccountId| {
        let is_client = part.someone(account).is_some_and(|it| !it.staff);
        json!({
            "resourceType": if is_client { "Patient" } else { "Practitioner" },
            "id": id(part.from, account),
            "name": [{ "text": name_of(part, account) }],
        })
    };
    accounts.into_iter().map(person).collect()
}

/// Whom a part is about: its client, a group of several, or, for a record, those of its care space. Where
/// nobody is known, somebody without a name. With the resource, when it is none of the people.
pub(super) fn subject(whole: &Whole, part: &Part) -> (Value, Option<Value>) {
    let beside = |it: &&Part| it.from == part.from && it.kind == PartKind::Care;
    let about = if part.kind == PartKind::Care { Some(part) } else { whole.parts.iter().find(beside) };
    let clients: Vec<AccountId> = about
        .into_iter()
        .flat_map(|about| about.people.iter().filter(|it| !it.staff).map(|it| it.account))
        .collect();
    match (about, clients.as_slice()) {
        (Some(about), [one]) => (who(about, *one), None),
        (Some(about), [_, ..]) => {
            let members: Vec<Value> =
                clients.iter().map(|one| json!({ "entity": who(about, *one) })).collect();
            let ids: Vec<&[u8]> = clients.iter().map(|one| one.0.as_slice()).collect();
            let id = uuid("group", 0, &ids);
            let group = json!({
                "resourceType": "Group", "id": id, "type": "person", "actual": true, "member": members,
            });
            (reference(&id), Some(group))
        }
        _ => {
            let id = uuid("nobody", 0, &[&part.from.map(|from| from.archive).unwrap_or_default()]);
            (reference(&id), Some(json!({ "resourceType": "Patient", "id": id, "active": true })))
        }
    }
}
