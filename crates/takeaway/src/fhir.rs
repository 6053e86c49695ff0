//! Contents as a FHIR R4 Bundle, for software that is not Rapport.
//!
//! | what | resource |
//! |---|---|
//! | who is there | Patient, Practitioner; Group for several clients of one space |
//! | messages, shared pages of a journal, what appointments are about, what was done about a worry | Communication |
//! | files, voice notes, progress notes | DocumentReference |
//! | sessions that were held | Encounter |
//! | measures | QuestionnaireResponse, and an Observation for each scale |
//! | forms and worksheets | QuestionnaireResponse |
//! | plans, safety plans | CarePlan, Goal |
//! | what clients agreed to, or did not | Consent |
//! | how near somebody is to a goal | Observation |
//!
//! What stands now is what is shown: words as they were last corrected, nothing that was taken back. What has no
//! resource of its own (who asked for what and when, who compared whose words) is in `entries.bin` alone.
//!
//! Invariant: no null, no empty list and no empty text, because FHIR knows none (R4 2.6.2.2).

mod care;
mod consent;
mod people;
mod talk;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rapport_care::Conversation;
use rapport_care::whole::{Part, Whole};
use serde_json::{Map, Value, json};

use crate::manifest::hash;
use crate::pack::Places;
use crate::words::instant;

/// One part while its resources are made.
struct Scene<'a> {
    part: &'a Part,
    number: usize,
    all: Conversation,
    places: &'a Places,
    /// A reference to whom it is about.
    subject: Value,
}

/// The Bundle of everything.
pub fn bundle(whole: &Whole, places: &Places) -> Value {
    let mut resources: Vec<Value> = Vec::new();
    for (number, part) in whole.parts.iter().enumerate() {
        let (subject, someone) = people::subject(whole, part);
        resources.extend(people::everybody(part));
        resources.extend(someone);
        let all = part.conversation();
        let scene = Scene { part, number, all, places, subject };
        resources.extend(talk::said(&scene));
        resources.extend(care::kept(&scene));
        resources.extend(consent::agreed(&scene));
    }
    let mut seen = std::collections::BTreeSet::new();
    // Whoever is in two parts is one person.
    let once =
        resources.into_iter().filter(|it| seen.insert(it["id"].as_str().unwrap_or_default().to_owned()));
    let entries: Vec<Value> = once
        .map(|resource| {
            let url = format!("urn:uuid:{}", resource["id"].as_str().unwrap_or_default());
            json!({ "fullUrl": url, "resource": pruned(resource) })
        })
        .collect();
    let whole_id = uuid("bundle", 0, &[&whole.to_bytes()]);
    pruned(json!({
        "resourceType": "Bundle",
        "id": whole_id,
        "identifier": { "system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{whole_id}") },
        "type": "collection",
        "timestamp": instant(whole.exported_at),
        "entry": entries,
    }))
}

/// A name that is the same each time the same thing is exported (RFC 9562 5.8: version 8, a hash of ours).
fn uuid(what: &str, part: usize, of: &[&[u8]]) -> String {
    let mut bytes = what.as_bytes().to_vec();
    bytes.push(0);
    bytes.extend((part as u64).to_be_bytes());
    for field in of {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend(*field);
    }
    let mut id = hash(&bytes);
    id[6] = id[6] & 0x0f | 0x80;
    id[8] = id[8] & 0x3f | 0x80;
    let hex = hex::encode(&id[..16]);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn reference(id: &str) -> Value {
    json!({ "reference": format!("urn:uuid:{id}") })
}

/// A CodeableConcept of words alone.
fn concept(words: &str) -> Value {
    json!({ "text": words })
}

fn base64(words: &str) -> String {
    BASE64_STANDARD.encode(words)
}

/// Without what FHIR has no form for: nulls, and what is empty.
fn pruned(value: Value) -> Value {
    let is_nothing = |value: &Value| match value {
        Value::Null => true,
        Value::String(words) => words.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, pruned(value)));
            Value::Object(fields.filter(|(_, value)| !is_nothing(value)).collect::<Map<_, _>>())
        }
        Value::Array(values) => {
            Value::Array(values.into_iter().map(pruned).filter(|value| !is_nothing(value)).collect())
        }
        other => other,
    }
}
