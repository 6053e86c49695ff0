//! What was asked, planned and noted.

use rapport_care::content::{Content, GoalRated, Held, HeldBy};
use rapport_care::conversation::{Event, What};
use rapport_care::limits::RATING_MAX;
use rapport_care::note::{Note, State};
use rapport_care::plan::{self, Plan, plan};
use rapport_care::safety::{SafetyPlan, Step, safety_plan};
use rapport_care::versions::Version;
use serde_json::{Value, json};

use super::people::who;
use super::{Scene, base64, concept, reference, uuid};
use crate::answers::{Given, Sheet};
use crate::tale::{agreed_to, note_title, note_words, signed_notes, step_name};
use crate::words::{instant, practised, text};

/// LOINC's codes of total scores: where a measure's main scale is that score, and no other.
const TOTALS: [(&str, &str, &str); 5] = [
    ("phq-9", "44261-6", "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]"),
    ("phq-2", "55758-7", "Patient Health Questionnaire 2 item (PHQ-2) total score [Reported]"),
    ("gad-7", "70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"),
    ("audit-c", "75626-2", "Total score [AUDIT-C]"),
    ("audit", "75624-7", "Total score [AUDIT]"),
];

/// The record of a part: what stands in its folds.
pub(super) fn kept(scene: &Scene<'_>) -> Vec<Value> {
    let mut resources = Vec::new();
    for event in scene.all.events().filter(|event| !scene.all.is_withdrawn(event)) {
        let What::Said(content) = &event.what else { continue };
        match content {
            Content::MeasureAnswered(it) => {
                let sheet = Sheet::measure(it, event.received_at);
                resources.push(response(scene, event, &sheet));
                resources.extend(scores(scene, event, &sheet, &it.measure.id));
            }
            Content::FormAnswered(it) => {
                resources.push(response(
                    scene,
                    event,
                    &Sheet::form(scene.part, &scene.all, it, event.received_at),
                ));
            }
            Content::JournalShared(it) => {
                resources.extend(words(scene, event, "A page of a journal", &it.words));
            }
            Content::PracticeDone(it) => {
                let done = practised(&scene.all, it, |who| scene.part.is_staff(who));
                let told = if it.words.trim().is_empty() { &done } else { &it.words };
                resources.extend(words(scene, event, &done, told));
            }
            Content::GoalRated(it) => resources.push(rating(scene, event, it)),
            Content::AppointmentAbout(it) => {
                resources.extend(words(scene, event, "What an appointment is about", &it.words));
            }
            Content::RiskDealt(it) => {
                resources.extend(words(
                    scene,
                    event,
                    "What was done about an answer that worries",
                    &it.words,
                ));
            }
            _ => {}
        }
    }
    let plans = plan(&scene.all, |_| true);
    let now = plan::standing(&scene.all, |who| scene.part.is_staff(who));
    for (version, _) in standing(&plans) {
        let is = |it: &Version<'_, Plan>| it.entry == version.entry;
        let status = if now.agreed.as_ref().is_some_and(is) {
            "active"
        } else if now.suggested.iter().any(is) {
            "draft"
        } else {
            "revoked"
        };
        resources.extend(care_plan(scene, version, status));
    }
    let safety = safety_plan(&scene.all, |_| true);
    resources.extend(standing(&safety).map(|(version, stands)| safety_steps(scene, version, stands)));
    for note in signed_notes(scene.part, &scene.all) {
        resources.extend(progress_note(scene, &note));
    }
    resources
}

/// Every version of a page, with whether it is what stands.
fn standing<'a, 'v, T>(
    all: &'v rapport_care::versions::Versions<'a, T>,
) -> impl Iterator<Item = (&'v Version<'a, T>, bool)> {
    let tips = all.current.iter().chain(&all.beside).map(|version| (version, true));
    tips.chain(all.earlier.iter().map(|version| (version, false)))
}

fn id(scene: &Scene<'_>, event: &Event) -> String {
    uuid("entry", scene.number, &[&event.author.0, &event.id.0])
}

fn words(scene: &Scene<'_>, event: &Event, category: &str, words: &str) -> Option<Value> {
    Some(json!({
        "resourceType": "Communication",
        "id": id(scene, event),
        "status": "completed",
        "category": [concept(category)],
        "subject": scene.subject,
        "sent": instant(event.received_at),
        "sender": who(scene.part, event.author),
        "payload": [{ "contentString": text(words)? }],
    }))
}

fn response(scene: &Scene<'_>, event: &Event, sheet: &Sheet) -> Value {
    let items: Vec<Value> = sheet
        .answers
        .iter()
        .map(|it| {
            let answers: Vec<Value> = it.given.iter().map(answer).collect();
            json!({ "linkId": it.link, "text": it.question, "answer": answers })
        })
        .collect();
    json!({
        "resourceType": "QuestionnaireResponse",
        "id": id(scene, event),
        "questionnaire": format!("urn:rapport:{}", sheet.name),
        "status": "completed",
        "subject": who(scene.part, event.author),
        "authored": instant(sheet.at),
        "author": who(scene.part, event.author),
        "item": items,
    })
}

fn answer(given: &Given) -> Value {
    match given {
        Given::Choice(value, words) => json!({ "valueCoding": { "code": value, "display": words } }),
        Given::Number(number, _) => json!({ "valueInteger": number }),
        Given::Words(words) => json!({ "valueString": words }),
        Given::Date(date) => json!({ "valueDate": date }),
        Given::Time(time) => json!({ "valueTime": time }),
    }
}

fn scores(scene: &Scene<'_>, event: &Event, sheet: &Sheet, measure: &str) -> Vec<Value> {
    let scales = sheet.score.iter().flat_map(|score| &score.scales).enumerate();
    let observation = |(number, scale): (usize, &rapport_care::measure::ScaleScore)| {
        let total = TOTALS.iter().find(|(id, ..)| number == 0 && *id == measure);
        let coding = total.map(
            |(_, code, display)| json!([{ "system": "http://loinc.org", "code": code, "display": display }]),
        );
        let name =
            if number == 0 { sheet.title.clone() } else { format!("{}: {}", sheet.title, scale.scale) };
        json!({
            "resourceType": "Observation",
            "id": uuid("scale", scene.number, &[&event.author.0, &event.id.0, scale.scale.as_bytes()]),
            "status": "final",
            "category": [{ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey",
            }] }],
            "code": { "coding": coding, "text": name },
            "subject": who(scene.part, event.author),
            "effectiveDateTime": instant(sheet.at),
            "performer": [who(scene.part, event.author)],
            "valueInteger": scale.value,
            "interpretation": scale.band.as_deref().map(|band| vec![concept(band)]),
            "derivedFrom": [reference(&id(scene, event))],
        })
    };
    scales.map(observation).collect()
}

/// How near a client is to a goal, as they see it.
fn rating(scene: &Scene<'_>, event: &Event, it: &GoalRated) -> Value {
    let plans = plan(&scene.all, |_| true);
    let goals =
        plans.current.iter().chain(&plans.beside).chain(&plans.earlier).flat_map(|version| &version.is.goals);
    let words = goals.filter(|goal| goal.id == it.goal).find_map(|goal| text(&goal.words));
    let name = words.unwrap_or_else(|| "a goal".into());
    json!({
        "resourceType": "Observation",
        "id": id(scene, event),
        "status": "final",
        "category": [{ "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey",
        }] }],
        "code": { "text": format!("How near to: {name} (0 to {RATING_MAX})") },
        "subject": who(scene.part, event.author),
        "effectiveDateTime": instant(event.received_at),
        "performer": [who(scene.part, event.author)],
        "valueInteger": it.rating,
    })
}

fn plan_id(scene: &Scene<'_>, entry: &[u8]) -> String {
    uuid("plan", scene.number, &[entry])
}

fn care_plan(scene: &Scene<'_>, version: &Version<'_, Plan>, status: &str) -> Vec<Value> {
    let entry = version.entry.0;
    let goal_id = |number: usize| uuid("goal", scene.number, &[&entry, &(number as u64).to_be_bytes()]);
    let mut resources: Vec<Value> = Vec::new();
    let mut activities = Vec::new();
    for (number, goal) in version.is.goals.iter().enumerate() {
        let life = match (goal.reached, status) {
            (true, _) => "completed",
            (false, "active") => "active",
            (false, "draft") => "proposed",
            (false, _) => "cancelled",
        };
        resources.push(json!({
            "resourceType": "Goal",
            "id": goal_id(number),
            "lifecycleStatus": life,
            "description": concept(&text(&goal.words).unwrap_or_else(|| "A goal".into())),
            "subject": scene.subject,
            "statusDate": instant(version.at).get(..10),
            "expressedBy": who(scene.part, version.by),
        }));
        activities.extend(goal.steps.iter().map(|step| {
            let done = if step.done { "completed" } else { "not-started" };
            json!({ "detail": {
                "goal": [reference(&goal_id(number))], "status": done, "description": text(&step.words),
            } })
        }));
    }
    let goals: Vec<Value> = (0..version.is.goals.len()).map(|number| reference(&goal_id(number))).collect();
    let agreed: Vec<Value> = agreed_to(&scene.all, version.entry)
        .into_iter()
        .map(|(by, at)| {
            json!({ "authorReference": who(scene.part, by), "time": instant(at), "text": "Agreed to this plan." })
        })
        .collect();
    let review = version.is.review.filter(|day| day.exists());
    resources.push(json!({
        "resourceType": "CarePlan",
        "id": plan_id(scene, &entry),
        "status": status,
        "intent": "plan",
        "title": "Plan",
        "description": text(&version.is.ways),
        "subject": scene.subject,
        "period": {
            "start": instant(version.at),
            "end": review.map(|day| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)),
        },
        "created": instant(version.at),
        "author": who(scene.part, version.by),
        "goal": goals,
        "activity": activities,
        "note": agreed,
    }));
    resources
}

fn safety_steps(scene: &Scene<'_>, version: &Version<'_, SafetyPlan>, stands: bool) -> Value {
    let lines =
        Step::ALL.into_iter().flat_map(|step| version.is.step(step).iter().map(move |line| (step, line)));
    let activities: Vec<Value> = lines
        .map(|(step, line)| {
            let reach = line.reach.as_deref().map(|reach| format!(" ({reach})")).unwrap_or_default();
            let words = format!("{}: {}{reach}", step_name(step), line.words);
            json!({ "detail": { "status": "not-started", "description": text(&words) } })
        })
        .collect();
    json!({
        "resourceType": "CarePlan",
        "id": plan_id(scene, &version.entry.0),
        "status": if stands { "active" } else { "revoked" },
        "intent": "plan",
        "category": [concept("Safety plan")],
        "title": "Safety plan",
        "subject": scene.subject,
        "created": instant(version.at),
        "author": who(scene.part, version.by),
        "activity": activities,
    })
}

fn progress_note(scene: &Scene<'_>, note: &Note) -> Vec<Value> {
    let meeting = note.held.map(|held| meeting(scene, note, held));
    let context =
        meeting.as_ref().map(|it| json!({ "encounter": [reference(it["id"].as_str().unwrap_or_default())] }));
    let status = match note.state {
        // Drafts are not here at all.
        State::Draft | State::AwaitsCosignature => "preliminary",
        State::Signed | State::Locked if note.added.is_empty() => "final",
        State::Signed | State::Locked => "amended",
    };
    let signer = note.cosigned.or(note.signed).map(|it| who(scene.part, it.by));
    let document = json!({
        "resourceType": "DocumentReference",
        "id": uuid("note", scene.number, &[&note.id.0]),
        "status": "current",
        "docStatus": status,
        "type": concept("Progress note"),
        "subject": scene.subject,
        "date": instant(note.at),
        "author": [who(scene.part, note.author)],
        "authenticator": signer,
        "description": note_title(note),
        "content": [{ "attachment": {
            "contentType": "text/plain; charset=utf-8",
            "data": base64(&note_words(scene.part, note)),
            "title": "Progress note",
            "creation": instant(note.at),
        } }],
        "context": context,
    });
    meeting.into_iter().chain([document]).collect()
}

fn meeting(scene: &Scene<'_>, note: &Note, held: Held) -> Value {
    let (code, display) = match held.by {
        HeldBy::InPerson | HeldBy::Group => ("AMB", "ambulatory"),
        HeldBy::Video | HeldBy::Voice | HeldBy::Phone | HeldBy::Chat => ("VR", "virtual"),
    };
    let ends_at = held.begins_at.saturating_add(i64::from(held.minutes) * 60_000_000);
    json!({
        "resourceType": "Encounter",
        "id": uuid("meeting", scene.number, &[&note.id.0]),
        "status": "finished",
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": code, "display": display,
        },
        "subject": scene.subject,
        "participant": [{ "individual": who(scene.part, note.author) }],
        "period": { "start": instant(held.begins_at), "end": instant(ends_at) },
    })
}
