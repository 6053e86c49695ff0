//! The forms that are at hand: those that come with Rapport, and those a practice made.
//!
//! A form a practice made travels as an entry of its own, [`Content::FormWorded`]: in the practice's space it
//! is on the practice's shelf, in a care space it says what an ask beside it is about. Whoever reads an answer
//! finds the words by their checksum, so that nobody is shown answers under questions they never saw.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::Form;
use crate::content::{Content, FormAnswered, FormName};
use crate::conversation::{Conversation, Event, What};
use crate::worksheet;

static FIRST_ASSESSMENT: LazyLock<Form> =
    LazyLock::new(|| shipped(include_bytes!("../../forms/first-assessment.json")));
static SESSION_FEEDBACK: LazyLock<Form> =
    LazyLock::new(|| shipped(include_bytes!("../../forms/session-feedback.json")));

/// A test reads the files; an empty form is what nobody should ever see.
fn shipped(file: &[u8]) -> Form {
    Form::read(file).unwrap_or_else(|_| Form(super::Draft::default()))
}

/// The first assessment that a practice starts from, in our words: what brings somebody, their goals,
/// their history, what helped before, risk, and practical things.
pub fn first_assessment() -> &'static Form {
    &FIRST_ASSESSMENT
}

/// Four short questions after a session, in our words: whether somebody felt understood, whether it was about
/// what matters, whether the way of working suited them, and whether they take something along.
pub fn session_feedback() -> &'static Form {
    &SESSION_FEEDBACK
}

/// A form that comes with Rapport, by its name.
pub fn with_rapport(id: &str) -> Option<&'static Form> {
    [first_assessment(), session_feedback()]
        .into_iter()
        .find(|form| form.id == id)
        .or_else(|| worksheet::find(id))
}

/// The forms a practice made, each in its newest version, by title; those that were put away are left out.
/// `counts` says whose words do.
pub fn made(all: &Conversation, counts: impl Fn(&Event) -> bool) -> Vec<Form> {
    let (newest, away) = shelf(all, counts);
    by_title(newest.into_iter().filter(|form| !away.contains(&form.id)))
}

/// The forms a practice made and put away, in the same order. The words of one, said again, bring it back.
pub fn put_away(all: &Conversation, counts: impl Fn(&Event) -> bool) -> Vec<Form> {
    let (newest, away) = shelf(all, counts);
    by_title(newest.into_iter().filter(|form| away.contains(&form.id)))
}

fn by_title(forms: impl Iterator<Item = Form>) -> Vec<Form> {
    let mut forms: Vec<Form> = forms.collect();
    forms.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
    forms
}

/// Every form that was ever made, in its newest version, and the names of those that were put away.
fn shelf(all: &Conversation, counts: impl Fn(&Event) -> bool) -> (Vec<Form>, BTreeSet<String>) {
    let mut newest: BTreeMap<String, Form> = BTreeMap::new();
    let mut away = BTreeSet::new();
    for event in standing(all, counts) {
        match &event.what {
            What::Said(Content::FormWorded(it)) => {
                let Some(form) = it.form() else { continue };
                away.remove(&form.id);
                if newest.get(&form.id).is_none_or(|known| known.version <= form.version) {
                    newest.insert(form.id.clone(), form);
                }
            }
            What::Said(Content::FormPutAway(it)) => {
                away.insert(it.form.clone());
            }
            _ => {}
        }
    }
    (newest.into_values().collect(), away)
}

/// The form an ask in a space is about: one that comes with Rapport, or one whose words stand in the space.
pub fn asked_for(all: &Conversation, name: &FormName, counts: impl Fn(&Event) -> bool) -> Option<Form> {
    let this = |form: &Form| form.id == name.id && form.version == name.version;
    with_rapport(&name.id).filter(|form| this(form)).cloned().or_else(|| worded(all, this, counts))
}

/// The form whose words were seen by whoever gave these answers; none when it is not at hand, word for word.
pub fn answered(all: &Conversation, answers: &FormAnswered, counts: impl Fn(&Event) -> bool) -> Option<Form> {
    let this = |form: &Form| form.checksum() == answers.checksum;
    let shipped = with_rapport(&answers.form.id).filter(|form| this(form)).cloned();
    shipped.or_else(|| worded(all, |form| form.id == answers.form.id && this(form), counts))
}

fn worded(all: &Conversation, this: impl Fn(&Form) -> bool, counts: impl Fn(&Event) -> bool) -> Option<Form> {
    let forms = standing(all, counts).filter_map(|event| match &event.what {
        What::Said(Content::FormWorded(it)) => it.form(),
        _ => None,
    });
    forms.filter(this).last()
}

fn standing(all: &Conversation, counts: impl Fn(&Event) -> bool) -> impl Iterator<Item = &Event> {
    all.events().filter(move |event| !all.is_withdrawn(event) && counts(event))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{FormPutAway, FormWorded};
    use crate::form::{Answer, Draft, Kind, Question, Responses, Section};
    use crate::ids::{AccountId, EntryId};

    const STAFF: AccountId = AccountId([1; 16]);
    const CLIENT: AccountId = AccountId([2; 16]);

    fn form(id: &str, version: u16, title: &str) -> Form {
        let question = Question {
            id: "q".into(),
            text: "How is it?".into(),
            help: String::new(),
            kind: Kind::Line,
            required: false,
            when: None,
            worries: None,
        };
        let section = Section {
            id: "s".into(),
            title: "Part".into(),
            intro: String::new(),
            when: None,
            questions: vec![question],
        };
        Form::of(Draft {
            id: id.into(),
            version,
            language: "en".into(),
            title: title.into(),
            intro: String::new(),
            sections: vec![section],
        })
        .unwrap()
    }

    fn space(said: impl IntoIterator<Item = (AccountId, Content)>) -> Conversation {
        let mut all = Conversation::default();
        for (position, (author, content)) in (1u64..).zip(said) {
            let (id, what) = (EntryId([position as u8; 16]), What::Said(content));
            all.insert(Event { position, received_at: position as i64, author, id, what });
        }
        all
    }

    fn worded_as(form: &Form) -> Content {
        Content::FormWorded(FormWorded::of(form))
    }

    #[test]
    fn a_shelf_has_the_newest_version_of_what_was_not_put_away() {
        let (old, new, other) =
            (form("own-1", 1, "Evening"), form("own-1", 2, "Night"), form("own-2", 1, "Ärger"));
        let away = Content::FormPutAway(FormPutAway { form: "own-2".into() });
        let all = space([
            (STAFF, worded_as(&new)),
            (STAFF, worded_as(&old)),
            (STAFF, worded_as(&other)),
            (STAFF, away.clone()),
        ]);
        assert_eq!(made(&all, |_| true), [new], "whichever came first");
        assert_eq!(put_away(&all, |_| true), std::slice::from_ref(&other));
        assert_eq!(put_away(&all, |_| false), []);
        let again = space([(STAFF, worded_as(&other)), (STAFF, away), (STAFF, worded_as(&other))]);
        assert_eq!((made(&again, |_| true), put_away(&again, |_| true)), (vec![other], Vec::new()));
        assert_eq!(made(&again, |_| false), []);
    }

    #[test]
    fn words_count_from_staff_alone_and_answers_find_theirs() {
        let (asked, later) = (form("own-1", 1, "Evening"), form("own-1", 2, "Evening"));
        let forged = form("own-1", 1, "Send your passphrase");
        let staff = |event: &Event| event.author == STAFF;
        let all =
            space([(STAFF, worded_as(&asked)), (STAFF, worded_as(&later)), (CLIENT, worded_as(&forged))]);
        let name = |version| FormName { id: "own-1".into(), version };
        assert_eq!(asked_for(&all, &name(1), staff), Some(asked.clone()));
        assert_eq!(asked_for(&all, &name(3), staff), None);
        let answers = FormAnswered {
            form: name(1),
            checksum: asked.checksum(),
            responses: Responses::from([("q".into(), Answer::Text("Calm".into()))]),
            worries: Vec::new(),
            answered_at: 0,
            asked: None,
        };
        assert_eq!(answered(&all, &answers, staff), Some(asked));
        assert_eq!(answered(&all, &FormAnswered { checksum: [0; 32], ..answers }, staff), None);
    }

    #[test]
    fn what_comes_with_rapport_is_found_by_name_and_only_in_its_version() {
        let name = |id: &str, version| FormName { id: id.into(), version };
        let none = Conversation::default();
        for id in ["first-assessment", "session-feedback", "mood-diary"] {
            assert_eq!(asked_for(&none, &name(id, 1), |_| true).as_ref(), with_rapport(id));
            assert_eq!(asked_for(&none, &name(id, 9), |_| true), None);
        }
        assert_eq!(with_rapport("own-1"), None);
        assert_eq!(session_feedback().questions().count(), 5);
    }
}
