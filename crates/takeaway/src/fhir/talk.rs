//! What was said to one another: messages, files, voice notes, sessions.

use std::collections::BTreeMap;

use rapport_care::content::{CallKind, CallNote, File};
use rapport_care::conversation::{Body, Item, Looking};
use rapport_care::whole::hash_of;
use rapport_care::{AccountId, EntryId};
use serde_json::{Value, json};

use super::people::who;
use super::{Scene, concept, reference, uuid};
use crate::words::{instant, text};

/// The items of a part's conversation, oldest first.
pub(super) fn said(scene: &Scene<'_>) -> Vec<Value> {
    // Nobody looks: nothing is one's own, and nothing waits.
    let looking = Looking {
        me: AccountId([0; 16]),
        others: &[],
        read_to: u64::MAX,
        pending: &[],
        items_max: usize::MAX,
    };
    let items = scene.all.view(&looking).items;
    let messages: BTreeMap<EntryId, String> = items
        .iter()
        .filter(|item| matches!(item.body, Body::Text(_)))
        .map(|item| (item.id, id(scene, item)))
        .collect();
    items.iter().filter_map(|item| resource(scene, item, &messages)).collect()
}

fn id(scene: &Scene<'_>, item: &Item) -> String {
    uuid("entry", scene.number, &[&item.author.0, &item.id.0])
}

fn resource(scene: &Scene<'_>, item: &Item, messages: &BTreeMap<EntryId, String>) -> Option<Value> {
    let id = id(scene, item);
    match &item.body {
        Body::Text(words) => {
            let answers = item.reply_to.as_ref().and_then(|reply| messages.get(&reply.id));
            Some(json!({
                "resourceType": "Communication",
                "id": id,
                "status": "completed",
                "subject": scene.subject,
                "inResponseTo": answers.map(|id| vec![reference(id)]),
                "sent": instant(item.at),
                "sender": who(scene.part, item.author),
                "payload": [{ "contentString": text(words)? }],
            }))
        }
        Body::Attachment(it) => Some(file(scene, item, &id, &it.file, "File", &it.caption)),
        Body::VoiceNote(it) => Some(file(scene, item, &id, &it.file, "Voice note", "")),
        Body::Call(it) => Some(session(scene, item, &id, it)),
        _ => None,
    }
}

fn file(scene: &Scene<'_>, item: &Item, id: &str, file: &File, kind: &str, caption: &str) -> Value {
    let place = hash_of(file).and_then(|hash| scene.places.get(&hash));
    json!({
        "resourceType": "DocumentReference",
        "id": id,
        "status": "current",
        "type": concept(kind),
        "subject": scene.subject,
        "date": instant(item.at),
        "author": [who(scene.part, item.author)],
        "description": text(caption),
        "content": [{ "attachment": {
            "contentType": media_type(&file.media_type),
            "url": place,
            // FHIR's unsignedInt ends there.
            "size": i32::try_from(file.size).ok(),
            "title": text(&file.name),
            "creation": instant(item.at),
        } }],
    })
}

/// A media type that is one; anything else is bytes.
fn media_type(said: &str) -> &str {
    let token = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && c != '/');
    let is_one = said.split_once('/').is_some_and(|(of, kind)| token(of) && token(kind));
    if is_one { said } else { "application/octet-stream" }
}

fn session(scene: &Scene<'_>, item: &Item, id: &str, it: &CallNote) -> Value {
    let staff = scene.part.people.iter().filter(|someone| someone.staff);
    let participants: Vec<Value> =
        staff.map(|someone| json!({ "individual": who(scene.part, someone.account) })).collect();
    let (kind, began) =
        (if it.kind == CallKind::Video { "Video session" } else { "Voice session" }, it.started_at);
    json!({
        "resourceType": "Encounter",
        "id": id,
        "status": "finished",
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "VR", "display": "virtual",
        },
        "type": [concept(kind)],
        "subject": scene.subject,
        "participant": participants,
        "period": {
            "start": instant(began.min(item.at)),
            "end": instant(it.ended_at.max(began).min(item.at)),
        },
    })
}
