//! What clients agreed to: a Consent for each client and each version of the words they answered, and one that is
//! proposed where the newest words wait.

use rapport_care::AccountId;
use rapport_care::consent::{Asked, Consent, Said, consents};
use rapport_care::content::Says;
use serde_json::{Value, json};

use super::people::who;
use super::{Scene, base64, concept, reference, uuid};
use crate::words::{instant, text};

/// The consents of a part.
pub(super) fn agreed(scene: &Scene<'_>) -> Vec<Value> {
    let all = consents(&scene.all, |who| scene.part.is_staff(who));
    all.iter().flat_map(|consent| one(scene, consent)).collect()
}

fn one(scene: &Scene<'_>, consent: &Consent) -> Vec<Value> {
    let here = scene.part.people.iter().filter(|it| !it.staff).map(|it| it.account);
    let mut clients: Vec<AccountId> = here.chain(consent.said.iter().map(|said| said.by)).collect();
    clients.sort_unstable();
    clients.dedup();
    let mut resources = Vec::new();
    for client in clients {
        for (number, asked) in consent.asked.iter().enumerate() {
            let answered =
                consent.said.iter().rev().find(|said| said.by == client && said.to == Some(number));
            let newest = number + 1 == consent.asked.len();
            let status = match answered {
                None if newest => "proposed",
                None => continue,
                Some(said) if consent.last_of(client) == Some(said) && said.says == Says::Agrees => "active",
                Some(_) if agreed_once(consent, client, number) => "inactive",
                Some(_) => "rejected",
            };
            resources.push(resource(scene, client, asked, answered, status));
        }
    }
    let why = consent.said.iter().filter_map(|said| reason(scene, consent, said));
    resources.extend(why);
    resources
}

/// Whether somebody ever agreed to these words.
fn agreed_once(consent: &Consent, client: AccountId, number: usize) -> bool {
    let mut said = consent.said.iter().filter(|said| said.by == client && said.to == Some(number));
    said.any(|said| said.says == Says::Agrees)
}

fn id(scene: &Scene<'_>, client: AccountId, asked: &Asked) -> String {
    uuid("consent", scene.number, &[&client.0, &asked.by.0, &asked.entry.0])
}

fn resource(
    scene: &Scene<'_>,
    client: AccountId,
    asked: &Asked,
    answered: Option<&Said>,
    status: &str,
) -> Value {
    json!({
        "resourceType": "Consent",
        "id": id(scene, client, asked),
        "status": status,
        "scope": { "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "treatment",
        }] },
        "category": [{ "coding": [{ "system": "http://loinc.org", "code": "59284-0" }], "text": text(&asked.article.title) }],
        "patient": who(scene.part, client),
        "dateTime": instant(answered.map_or(asked.at, |said| said.at)),
        "performer": answered.map(|_| [who(scene.part, client)]),
        "sourceAttachment": {
            "contentType": "text/markdown; charset=utf-8",
            "data": base64(&asked.markdown),
            "title": text(&asked.article.title),
            "creation": instant(asked.at),
        },
        "policyRule": concept("The words in the attachment"),
    })
}

/// What somebody said to it in their own words: a Consent has no place for that.
fn reason(scene: &Scene<'_>, consent: &Consent, said: &Said) -> Option<Value> {
    Some(json!({
        "resourceType": "Communication",
        "id": uuid("entry", scene.number, &[&said.by.0, &said.entry.0]),
        "status": "completed",
        "category": [concept("What was said to a consent")],
        "subject": scene.subject,
        "about": said.to.and_then(|to| consent.asked.get(to)).map(|asked| [reference(&id(scene, said.by, asked))]),
        "sent": instant(said.at),
        "sender": who(scene.part, said.by),
        "payload": [{ "contentString": text(&said.why)? }],
    }))
}
