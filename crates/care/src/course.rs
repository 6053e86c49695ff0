//! Measures, forms, exercises and articles over time: what somebody is asked, what they answered, and what worries.
//!
//! A fold over a space's events, like [`crate::conversation`]: the result depends on the set of events
//! alone. The rules that keep it honest:
//! - Asking, stopping and dealing with a risk count from staff alone; who is staff is the caller's to
//!   say, event by event, from the membership log.
//! - Answers count for their author alone. A page that staff kept, having filled it in together with whoever was
//!   asked, does for what it names. A client may withdraw answers, and they leave the series; a risk
//!   that was seen in them stays open until staff dealt with it.
//! - What was dealt with is open again when whoever wrote so takes it back.
//!
//! ```
//! use rapport_care::{AccountId, Conversation, course::Course};
//! let course = Course::of(&Conversation::default(), |_| true);
//! assert!(course.due(AccountId([1; 16]), 0).is_empty());
//! ```

mod due;
mod risk;
mod series;

use std::collections::{BTreeMap, BTreeSet};

use crate::content::{
    AskedFor, Content, FormAnswered, FormAsked, FormName, MeasureAnswered, MeasureAsked, MeasureName,
    Practice, PracticeAsked, PracticeDone, Rhythm, RiskDealt,
};
use crate::conversation::{Conversation, Event, Pending, Sending, What};
use crate::ids::{AccountId, EntryId};

pub use due::Due;
pub(crate) use due::PATIENCE_US;
pub use risk::OpenRisk;
pub use series::{Point, Series, Unscored, on_shelf};

/// What is asked for and answered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sheet {
    /// A measure.
    Measure(MeasureName),
    /// A form or a worksheet.
    Form(FormName),
    /// An exercise or an article.
    Practice(Practice),
}

impl Sheet {
    /// The measure, when it is one.
    pub const fn measure(&self) -> Option<&MeasureName> {
        match self {
            Self::Measure(name) => Some(name),
            Self::Form(_) | Self::Practice(_) => None,
        }
    }

    /// Whether both are the same, in whatever version.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Measure(a), Self::Measure(b)) => a.id == b.id,
            (Self::Form(a), Self::Form(b)) => a.id == b.id,
            (Self::Practice(a), Self::Practice(b)) => a == b,
            _ => false,
        }
    }
}

/// Everything about measures and forms in one space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    asks: BTreeMap<EntryId, Ask>,
    stopped: BTreeSet<EntryId>,
    responses: Vec<Response>,
    dealt: Vec<Dealt>,
}

/// Somebody is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What for.
    pub sheet: Sheet,
    /// Who.
    pub of: AccountId,
    /// How often.
    pub rhythm: Rhythm,
    /// When it is first due, in microseconds since the Unix epoch.
    pub due: i64,
    /// When asking ends, likewise; none for no end.
    pub until: Option<i64>,
    /// When it was asked for, likewise: what was answered before does not do for it.
    pub asked_at: i64,
}

impl Ask {
    fn measure(event: &Event, it: &MeasureAsked) -> Self {
        let sheet = Sheet::Measure(it.measure.clone());
        let asked_at = event.received_at;
        Self { sheet, of: it.of, rhythm: it.rhythm, due: it.due, until: it.until, asked_at }
    }

    fn form(event: &Event, it: &FormAsked) -> Self {
        let sheet = Sheet::Form(it.form.clone());
        let asked_at = event.received_at;
        Self { sheet, of: it.of, rhythm: it.rhythm, due: it.due, until: it.until, asked_at }
    }

    fn practice(event: &Event, it: &PracticeAsked) -> Self {
        let sheet = Sheet::Practice(it.practice.clone());
        let asked_at = event.received_at;
        Self { sheet, of: it.of, rhythm: it.rhythm, due: it.due, until: it.until, asked_at }
    }
}

/// Something that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Response {
    entry: EntryId,
    position: u64,
    /// Who answered.
    by: AccountId,
    /// Whether they were staff.
    by_staff: bool,
    /// When, in microseconds since the Unix epoch: as they say, and no later than it came.
    at: i64,
    /// When the server took it, likewise.
    received_at: i64,
    withdrawn: bool,
    sheet: Sheet,
    asked: Option<AskedFor>,
    /// The questions whose answers worry.
    worries: Vec<String>,
    /// The answers, of a measure.
    measured: Option<MeasureAnswered>,
}

impl Response {
    fn measure(event: &Event, withdrawn: bool, it: &MeasureAnswered) -> Self {
        let worries = it.risks().into_iter().map(|risk| risk.item).collect();
        let measured = Some(it.clone());
        let sheet = Sheet::Measure(it.measure.clone());
        Self { worries, measured, ..Self::of(event, withdrawn, sheet, it.answered_at, it.asked) }
    }

    fn form(event: &Event, withdrawn: bool, it: &FormAnswered) -> Self {
        let sheet = Sheet::Form(it.form.clone());
        Self { worries: it.worries.clone(), ..Self::of(event, withdrawn, sheet, it.answered_at, it.asked) }
    }

    fn practice(event: &Event, withdrawn: bool, it: &PracticeDone) -> Self {
        Self::of(event, withdrawn, Sheet::Practice(it.practice.clone()), it.done_at, it.asked)
    }

    /// What every response has, whatever was answered.
    fn of(event: &Event, withdrawn: bool, sheet: Sheet, answered_at: i64, asked: Option<AskedFor>) -> Self {
        Self {
            entry: event.id,
            position: event.position,
            by: event.author,
            by_staff: false,
            at: answered_at.min(event.received_at),
            received_at: event.received_at,
            withdrawn,
            sheet,
            asked,
            worries: Vec::new(),
            measured: None,
        }
    }
}

/// What was done about one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Dealt {
    position: u64,
    dealt: RiskDealt,
}

impl Course {
    /// Reads a space's events. `is_staff` says whether an event's author was staff when they wrote it.
    pub fn of(all: &Conversation, is_staff: impl Fn(&Event) -> bool) -> Self {
        let mut course = Self::default();
        for event in all.events() {
            course.take(event, all.is_withdrawn(event), is_staff(event));
        }
        course.settled()
    }

    /// The same with what `me` wrote on this device and the server does not have yet: whoever answered while
    /// the line was broken is not asked again. What was refused for good is left out.
    #[must_use]
    pub fn with_waiting(mut self, me: AccountId, is_staff: bool, waiting: &[Pending]) -> Self {
        for pending in waiting.iter().filter(|it| it.sending != Sending::Failed) {
            let event = Event {
                // Behind everything that has a place.
                position: u64::MAX,
                received_at: pending.written_at,
                author: me,
                id: pending.id,
                what: What::Said(pending.content.clone()),
            };
            self.take(&event, false, is_staff);
        }
        self.settled()
    }

    fn take(&mut self, event: &Event, withdrawn: bool, is_staff: bool) {
        let What::Said(content) = &event.what else { return };
        let stands = is_staff && !withdrawn;
        match content {
            Content::MeasureAnswered(it) => self.responses.push(Response::measure(event, withdrawn, it)),
            Content::FormAnswered(it) => {
                let response = Response::form(event, withdrawn, it);
                self.responses.push(Response { by_staff: is_staff, ..response });
            }
            Content::PracticeDone(it) => self.responses.push(Response::practice(event, withdrawn, it)),
            Content::MeasureAsked(it) if stands => {
                self.asks.entry(event.id).or_insert_with(|| Ask::measure(event, it));
            }
            Content::FormAsked(it) if stands => {
                self.asks.entry(event.id).or_insert_with(|| Ask::form(event, it));
            }
            Content::PracticeAsked(it) if stands => {
                self.asks.entry(event.id).or_insert_with(|| Ask::practice(event, it));
            }
            Content::AskStopped(it) if stands => {
                self.stopped.insert(it.ask);
            }
            Content::RiskDealt(it) if stands => {
                self.dealt.push(Dealt { position: event.position, dealt: it.clone() });
            }
            _ => {}
        }
    }

    /// Without what was stopped, whichever of the two came first.
    fn settled(mut self) -> Self {
        self.asks.retain(|ask, _| !self.stopped.contains(ask));
        self
    }

    /// The answers in an entry, as they were given.
    pub fn answers(&self, entry: EntryId) -> Option<&MeasureAnswered> {
        self.responses.iter().find(|it| it.entry == entry).and_then(|it| it.measured.as_ref())
    }

    /// The entries in which `of` filled in a form, and when, oldest first: a diary's pages.
    pub fn filled(&self, of: AccountId, form: &FormName) -> Vec<(EntryId, i64)> {
        let sheet = Sheet::Form(form.clone());
        let mine = |it: &&Response| it.by == of && it.sheet == sheet;
        let mut filled: Vec<&Response> = self.standing().filter(mine).collect();
        filled.sort_by_key(|it| (it.at, it.position));
        filled.into_iter().map(|it| (it.entry, it.at)).collect()
    }

    /// Answers that stand: not taken back.
    fn standing(&self) -> impl Iterator<Item = &Response> {
        self.responses.iter().filter(|response| !response.withdrawn)
    }
}

#[cfg(test)]
mod tests;
