//! Worksheets that come with Rapport, in our words. A worksheet is a [`Form`] that is filled in again and
//! again; a practice makes its own in the same builder.
//!
//! The methods are common property; what shows that they help: thought records and problem solving (Beck
//! et al. 1979, *Cognitive Therapy of Depression*; D'Zurilla & Goldfried 1971, doi:10.1037/h0031360),
//! activity (Jacobson et al. 1996, doi:10.1037/0022-006X.64.2.295), steps towards what frightens (Craske et
//! al. 2014, doi:10.1016/j.brat.2014.04.006), a time for worries (Borkovec et al. 1983,
//! doi:10.1016/0005-7967(83)90206-1), values (Hayes et al. 2006, doi:10.1016/j.brat.2005.06.006), the sleep
//! diary (Carney et al. 2012, doi:10.5665/sleep.1642), riding out an urge (Bowen & Marlatt 2009,
//! doi:10.1037/a0017127). No text is theirs.
//!
//! ```
//! let sheet = rapport_care::worksheet::find("thought-record").unwrap();
//! assert_eq!(sheet.title, "Thought record");
//! ```

use std::sync::LazyLock;

use crate::content::{Content, FormAnswered};
use crate::conversation::{Conversation, Pending, What};
use crate::form::Form;
use crate::form::known::with_rapport;
use crate::ids::{AccountId, EntryId};

/// In the order that a list shows them.
const FILES: [&str; 9] = [
    include_str!("../forms/thought-record.json"),
    include_str!("../forms/activity.json"),
    include_str!("../forms/ladder.json"),
    include_str!("../forms/worry-time.json"),
    include_str!("../forms/problem-solving.json"),
    include_str!("../forms/values.json"),
    include_str!("../forms/sleep-diary.json"),
    include_str!("../forms/mood-diary.json"),
    include_str!("../forms/urge-surfing.json"),
];

// A test reads every file, so none is left out here.
static SHELF: LazyLock<Vec<Form>> =
    LazyLock::new(|| FILES.iter().filter_map(|file| Form::read(file.as_bytes()).ok()).collect());

/// Every worksheet that comes with Rapport.
pub fn shelf() -> &'static [Form] {
    &SHELF
}

/// A worksheet by its name.
pub fn find(id: &str) -> Option<&'static Form> {
    shelf().iter().find(|form| form.id == id)
}

/// A page that somebody filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<'a> {
    /// The entry.
    pub entry: EntryId,
    /// By whom.
    pub by: AccountId,
    /// When, in microseconds since the Unix epoch: as they say, and no later than it came.
    pub at: i64,
    /// What is on it.
    pub is: &'a FormAnswered,
}

impl Page<'_> {
    /// The worksheet whose words they saw, when it came with Rapport and is the same still.
    pub fn form(&self) -> Option<&'static Form> {
        on_shelf(self.is)
    }
}

/// The form whose words were seen by whoever filled this in, when it came with Rapport and is the same still.
pub fn on_shelf(page: &FormAnswered) -> Option<&'static Form> {
    with_rapport(&page.form.id).filter(|form| form.checksum() == page.checksum)
}

/// The pages filled in, in a space, newest first; those their author took back are gone. What `me` has
/// written and not sent yet counts.
pub fn pages<'a>(all: &'a Conversation, me: AccountId, pending: &'a [Pending]) -> Vec<Page<'a>> {
    let said = all.events().filter(|event| !all.is_withdrawn(event)).filter_map(|event| match &event.what {
        What::Said(Content::FormAnswered(is)) => {
            let at = is.answered_at.min(event.received_at);
            Some(Page { entry: event.id, by: event.author, at, is })
        }
        _ => None,
    });
    let waiting = pending.iter().filter_map(|it| match &it.content {
        Content::FormAnswered(is) => Some(Page { entry: it.id, by: me, at: it.written_at, is }),
        _ => None,
    });
    let mut pages: Vec<_> = said.chain(waiting).collect();
    pages.sort_by_key(|page| std::cmp::Reverse(page.at));
    pages
}

/// What whoever asked for a page said it is for.
pub fn words_of(all: &Conversation, ask: EntryId) -> Option<&str> {
    all.events().find(|event| event.id == ask).and_then(|event| match &event.what {
        What::Said(Content::FormAsked(asked)) => Some(asked.words.as_str()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{FormName, Withdraw};
    use crate::conversation::Event;
    use crate::form::{Answer, Kind, Responses};

    #[test]
    fn pages_come_newest_first_and_what_was_taken_back_is_gone() {
        let form = find("mood-diary").unwrap();
        let page = |at| {
            Content::FormAnswered(FormAnswered {
                form: FormName { id: form.id.clone(), version: form.version },
                checksum: form.checksum(),
                responses: Responses::from([("mood".into(), Answer::Scale(3))]),
                worries: Vec::new(),
                answered_at: at,
                asked: None,
            })
        };
        let (alex, id) = (AccountId([2; 16]), |n: u8| EntryId([n; 16]));
        let said = [page(5), page(9), page(7), Content::Withdraw(Withdraw { of: id(3) })];
        let mut all = Conversation::default();
        for (position, content) in (1u64..).zip(said) {
            let what = What::Said(content);
            all.insert(Event { position, received_at: 8, author: alex, id: id(position as u8), what });
        }
        let found = pages(&all, alex, &[]);
        let told: Vec<_> = found.iter().map(|page| (page.entry, page.at)).collect();
        assert_eq!(told, [(id(2), 8), (id(1), 5)], "no later than it came");
        assert_eq!(found[0].form(), Some(form));
        let mut other = found[0].is.clone();
        other.checksum = [0; 32];
        assert_eq!(on_shelf(&other), None, "other words than these were answered");
    }

    #[test]
    fn every_file_is_a_form_of_its_own_name() {
        for file in FILES {
            if let Err(wrong) = Form::read(file.as_bytes()) {
                panic!("{}…: {wrong}", &file[..40]);
            }
        }
        let mut names: Vec<_> = shelf().iter().map(|form| form.id.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FILES.len());
    }

    #[test]
    fn what_is_required_is_enough_and_nothing_stays_out_of_reach() {
        for form in shelf() {
            let mut whole = Responses::new();
            let mut least = Responses::new();
            for (_, question) in form.questions() {
                let answer = match &question.kind {
                    // The first option, or the far end: what branches in these sheets ask for.
                    Kind::Choice(options) => Answer::Chosen(vec![options.of[0].0.clone()], None),
                    Kind::Scale(span) => Answer::Scale(span.to),
                    Kind::Line | Kind::Text => Answer::Text("words".into()),
                    Kind::Date | Kind::Time => continue,
                };
                if question.required {
                    least.insert(question.id.clone(), answer.clone());
                }
                whole.insert(question.id.clone(), answer);
            }
            let dates = form.questions().filter(|(_, it)| it.kind == Kind::Date && it.required);
            let dates: Vec<_> = dates.map(|(_, it)| it.id.clone()).collect();
            let missing = form.validate(&least).err().unwrap_or_default();
            let missing: Vec<_> = missing.into_iter().map(|it| it.question).collect();
            assert_eq!(missing, dates, "{}", form.id);
            let hidden = form.questions().count() - form.shown(&whole).len();
            assert!(hidden <= 1, "{}: {hidden} questions hide from whoever answers all", form.id);
        }
    }
}
