//! Contents as a person reads them: headings and paragraphs, in plain words, oldest first.

use rapport_care::consent::{Consent, consents};
use rapport_care::content::{CallKind, Content, NotePart, Says};
use rapport_care::conversation::{Body, Item, Looking, What};
use rapport_care::note::{Note, Role, State, Supervision, notes};
use rapport_care::plan::{Plan, standing};
use rapport_care::safety::{SafetyPlan, Step, safety_plan};
use rapport_care::together::close_marks;
use rapport_care::whole::{Part, PartKind, Whole, hash_of};
use rapport_care::{AccountId, Conversation, EntryId};

use crate::answers::Sheet;
use crate::pack::Places;
use crate::words::{day_and_time, name_of, practised, text};

/// One paragraph, by how it looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Begins a chapter.
    Heading(String),
    /// Begins something in it.
    Sub(String),
    /// Words.
    Words(String),
    /// Words beside: who, when.
    Beside(String),
}

/// Everything, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tale {
    /// What it is called.
    pub title: String,
    /// Its paragraphs.
    pub lines: Vec<Line>,
}

impl Tale {
    /// The whole of it.
    pub fn of(whole: &Whole, places: &Places) -> Self {
        let mut lines = vec![Line::Beside(format!(
            "Taken along on {} (all times are UTC).",
            day_and_time(whole.exported_at)
        ))];
        for part in &whole.parts {
            tell(part, places, &mut lines);
        }
        Self { title: title(whole), lines }
    }
}

/// Whose record it is: the same for whoever takes it along.
fn title(whole: &Whole) -> String {
    let care = whole.parts.iter().filter(|part| part.kind == PartKind::Care);
    let mut names: Vec<String> = Vec::new();
    for (part, client) in care.flat_map(|part| part.people.iter().map(move |it| (part, it))) {
        let name = name_of(part, client.account);
        if !client.staff && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { "A record".into() } else { format!("The record of {}", names.join(", ")) }
}

/// The words that lie beside everything, with the figures of this archive.
pub(crate) fn read_me(words: &str, whole: &Whole) -> String {
    let files = whole.files().count();
    let gone = whole.files().filter(|(_, _, file)| hash_of(file).is_none()).count();
    let entries = whole.entries();
    let missing = if gone > 0 { format!("; {gone} files could not be had any more") } else { String::new() };
    format!("{words}\nThis one holds {entries} entries and {} files{missing}.\n", files - gone)
}

fn tell(part: &Part, places: &Places, lines: &mut Vec<Line>) {
    let all = part.conversation();
    let names: Vec<String> = part.people.iter().map(|it| name_of(part, it.account)).collect();
    let names = names.join(", ");
    lines.push(Line::Heading(match part.kind {
        PartKind::Care => format!("Between {names}"),
        PartKind::Record => format!("Notes, kept by {names}"),
    }));
    if let Some(from) = part.from {
        let at = day_and_time(from.exported_at);
        let signer = hex::encode(&from.signer[..8]);
        lines.push(Line::Beside(format!("From an earlier record, taken on {at}, signed by {signer}…")));
    }
    talk(part, &all, places, lines);
    sheets(part, &all, lines);
    let plans = standing(&all, |who| part.is_staff(who));
    let agreed = plans.agreed.iter().map(|version| (version, "Plan"));
    for (version, name) in agreed.chain(plans.suggested.iter().map(|it| (it, "Plan, suggested"))) {
        lines.push(Line::Sub(name.into()));
        lines.push(by(part, version.by, version.at));
        told_plan(version.is, lines);
        for (who, at) in agreed_to(&all, version.entry) {
            lines.push(Line::Beside(format!("Agreed by {}, {}", name_of(part, who), day_and_time(at))));
        }
    }
    for (version, _) in tips(&safety_plan(&all, |_| true)) {
        lines.push(Line::Sub("Safety plan".into()));
        lines.push(by(part, version.by, version.at));
        told_safety(version.is, lines);
    }
    for consent in consents(&all, |who| part.is_staff(who)) {
        told_consent(part, &consent, lines);
    }
    for note in signed_notes(part, &all) {
        lines.push(Line::Sub(note_title(&note)));
        lines.push(by(part, note.author, note.at));
        lines.push(Line::Words(note_words(part, &note)));
    }
}

fn by(part: &Part, who: AccountId, at: i64) -> Line {
    Line::Beside(format!("{}, {}", name_of(part, who), day_and_time(at)))
}

fn talk(part: &Part, all: &Conversation, places: &Places, lines: &mut Vec<Line>) {
    let looking = Looking {
        me: AccountId([0; 16]),
        others: &[],
        read_to: u64::MAX,
        pending: &[],
        items_max: usize::MAX,
    };
    let mut erased = 0_usize;
    for item in all.view(&looking).items {
        // In a record these are drafts that were written anew or thrown away: they never were part of it.
        let rubbed_out = matches!(item.body, Body::Erased | Body::Withdrawn);
        if part.kind == PartKind::Record && rubbed_out {
            continue;
        }
        // Nearly always what was replaced as somebody wrote on, and nobody's words that are gone.
        if item.body == Body::Erased {
            erased += 1;
            continue;
        }
        let Some(words) = item_words(&item, places) else { continue };
        let edited = if item.edited { ", changed later" } else { "" };
        lines.push(Line::Beside(format!(
            "{}, {}{edited}",
            name_of(part, item.author),
            day_and_time(item.at)
        )));
        lines.push(Line::Words(words));
    }
    if erased > 0 {
        lines.push(Line::Beside(format!(
            "Not shown, replaced by something later or erased: {erased}. Nothing is left of it but when it came."
        )));
    }
}

fn item_words(item: &Item, places: &Places) -> Option<String> {
    let lies =
        |file| hash_of(file).and_then(|hash| places.get(&hash)).map_or("no longer there", String::as_str);
    Some(match &item.body {
        Body::Text(words) => words.clone(),
        Body::Attachment(it) => {
            let file = format!("File: {} ({})", it.file.name, lies(&it.file));
            if it.caption.trim().is_empty() { file } else { format!("{file}\n{}", it.caption) }
        }
        Body::VoiceNote(it) => {
            format!("Voice note, {} seconds ({})", it.duration_ms.div_ceil(1_000), lies(&it.file))
        }
        Body::Call(it) => {
            let minutes = it.ended_at.saturating_sub(it.started_at).max(0) / 60_000_000;
            let kind = if it.kind == CallKind::Video { "Video" } else { "Voice" };
            format!("{kind} session, {minutes} minutes")
        }
        Body::Withdrawn => "Taken back by its author.".into(),
        Body::Unverified => "Could not be verified, and is left out.".into(),
        Body::Closed => "From before this person came.".into(),
        Body::Newer => "Made by a newer version; in entries.bin alone.".into(),
        Body::CodeCompared(_) | Body::Erased => return None,
    })
}

fn sheets(part: &Part, all: &Conversation, lines: &mut Vec<Line>) {
    let together = close_marks(all);
    for event in all.events().filter(|event| !all.is_withdrawn(event)) {
        let sheet = match &event.what {
            What::Said(Content::MeasureAnswered(it)) => Sheet::measure(it, event.received_at),
            What::Said(Content::FormAnswered(it)) => Sheet::form(part, all, it, event.received_at),
            What::Said(Content::JournalShared(it)) => {
                lines.push(Line::Sub("A page of a journal".into()));
                lines.push(by(part, event.author, it.begun_at));
                lines.push(Line::Words(it.words.clone()));
                continue;
            }
            What::Said(Content::RiskDealt(it)) => {
                lines.push(Line::Sub("What was done about an answer that worries".into()));
                lines.push(by(part, event.author, event.received_at));
                lines.extend(text(&it.words).map(Line::Words));
                continue;
            }
            What::Said(Content::PracticeDone(it)) => {
                lines.push(Line::Sub(practised(all, it, |who| part.is_staff(who))));
                lines.push(by(part, event.author, it.done_at.min(event.received_at)));
                lines.extend(text(&it.words).map(Line::Words));
                continue;
            }
            _ => continue,
        };
        lines.push(Line::Sub(sheet.title.clone()));
        match together.get(&(event.id, event.author)) {
            Some(closed) if closed.with.len() > 1 => {
                let names: Vec<String> = closed.with.iter().map(|who| name_of(part, *who)).collect();
                lines.push(Line::Beside(format!("{}, {}", names.join(" and "), day_and_time(sheet.at))));
            }
            _ => lines.push(by(part, event.author, sheet.at)),
        }
        for scale in sheet.score.iter().flat_map(|score| &score.scales) {
            let band = scale.band.as_deref().map(|band| format!(" ({band})")).unwrap_or_default();
            lines.push(Line::Words(format!("Score, {}: {}{band}", scale.scale, scale.value)));
        }
        for answer in &sheet.answers {
            let given: Vec<String> = answer.given.iter().map(crate::answers::Given::shown).collect();
            lines.push(Line::Words(format!("{}\n    {}", answer.question, given.join("; "))));
        }
    }
}

fn tips<'a, 'v, T>(
    all: &'v rapport_care::versions::Versions<'a, T>,
) -> Vec<(&'v rapport_care::versions::Version<'a, T>, bool)> {
    let beside = all.beside.iter().map(|version| (version, true));
    all.current.iter().map(|version| (version, false)).chain(beside).collect()
}

/// Who agreed to exactly this version of a plan, and when the server took it.
pub(crate) fn agreed_to(all: &Conversation, version: EntryId) -> Vec<(AccountId, i64)> {
    let stands = all.events().filter(|event| !all.is_withdrawn(event));
    let yes = stands
        .filter(|event| matches!(&event.what, What::Said(Content::PlanAgreed(it)) if it.entry == version));
    yes.map(|event| (event.author, event.received_at)).collect()
}

fn told_plan(plan: &Plan, lines: &mut Vec<Line>) {
    for goal in &plan.goals {
        let reached = if goal.reached { " (reached)" } else { "" };
        lines.push(Line::Words(format!("Goal: {}{reached}", goal.words)));
        for step in &goal.steps {
            let done = if step.done { " (done)" } else { "" };
            lines.push(Line::Words(format!("    – {}{done}", step.words)));
        }
    }
    if let Some(ways) = text(&plan.ways) {
        lines.push(Line::Words(ways));
    }
    if let Some(day) = plan.review {
        let day = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
        lines.push(Line::Words(format!("To be looked at again on {day}.")));
    }
}

/// The words, each time they were put anew, and what was said to them, in the order it happened.
fn told_consent(part: &Part, consent: &Consent, lines: &mut Vec<Line>) {
    for (number, asked) in consent.asked.iter().enumerate() {
        lines.push(Line::Sub(format!("Consent: {}", asked.article.title)));
        lines.push(by(part, asked.by, asked.at));
        lines.push(Line::Words(asked.markdown.clone()));
        let newest = number + 1 == consent.asked.len();
        // A no to words that are gone stands with the newest.
        for said in consent.said.iter().filter(|said| said.to.map_or(newest, |to| to == number)) {
            let what = match said.says {
                Says::Agrees => "Agreed",
                Says::Declines => "Said no",
                Says::Withdraws => "No longer agreed",
            };
            let at = day_and_time(said.at);
            lines.push(Line::Beside(format!("{what}, {}, {at}", name_of(part, said.by))));
            lines.extend(text(&said.why).map(Line::Words));
        }
    }
}

fn told_safety(plan: &SafetyPlan, lines: &mut Vec<Line>) {
    for step in Step::ALL {
        for line in plan.step(step) {
            let reach = line.reach.as_deref().map(|reach| format!(" ({reach})")).unwrap_or_default();
            lines.push(Line::Words(format!("{}: {}{reach}", step_name(step), line.words)));
        }
    }
}

/// What a step of a safety plan is called.
pub(crate) const fn step_name(step: Step) -> &'static str {
    match step {
        Step::Signs => "Signs that it is getting bad",
        Step::Alone => "What I can do alone",
        Step::Company => "Where I find company",
        Step::Ask => "Whom I can ask for help",
        Step::Call => "Whom I can call",
        Step::Surroundings => "Making my surroundings safe",
    }
}

/// The notes of a part that somebody signed: a draft is no part of a record yet.
pub(crate) fn signed_notes(part: &Part, all: &Conversation) -> Vec<Note> {
    let supervision = Supervision::in_record(all);
    let role = |event: &rapport_care::conversation::Event| {
        if part.is_staff(event.author) { supervision.role(event) } else { Role::Other }
    };
    let mut all = notes(all, role);
    all.retain(|note| note.state != State::Draft);
    all
}

/// What a note is called.
pub(crate) fn note_title(note: &Note) -> String {
    let about = note.held.map(|held| format!(" about {}", day_and_time(held.begins_at)));
    format!("Progress note{}", about.unwrap_or_default())
}

/// A note's words: part by part, who signed, what was added.
pub(crate) fn note_words(part: &Part, note: &Note) -> String {
    let mut words = Vec::new();
    for (kind, said) in note.form().parts().iter().zip(&note.body.parts) {
        if said.trim().is_empty() {
            continue;
        }
        words.push(match part_name(*kind) {
            Some(name) => format!("{name}\n{said}"),
            None => said.clone(),
        });
    }
    let mark = |what: &str, signed: &rapport_care::note::Signature| {
        format!("{what} by {}, {}", name_of(part, signed.by), day_and_time(signed.at))
    };
    words.extend(note.signed.iter().map(|it| mark("Signed", it)));
    words.extend(note.cosigned.iter().map(|it| mark("Co-signed", it)));
    words.extend(note.locked.iter().map(|it| mark("Locked", it)));
    for added in &note.added {
        words.push(format!("{}\n{}", mark("Added", &added.signed), added.words));
        words.extend(added.cosigned.iter().map(|it| mark("Co-signed", it)));
    }
    words.join("\n")
}

const fn part_name(part: NotePart) -> Option<&'static str> {
    Some(match part {
        NotePart::Subjective => "Subjective",
        NotePart::Objective => "Objective",
        NotePart::Assessment => "Assessment",
        NotePart::Plan => "Plan",
        NotePart::Data => "Data",
        NotePart::Behaviour => "Behaviour",
        NotePart::Intervention => "Intervention",
        NotePart::Response => "Response",
        NotePart::Goals => "Goals",
        NotePart::Words => return None,
    })
}
