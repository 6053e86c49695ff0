//! Measures and forms over time: what somebody is asked, what they answered, and what worries.
//!
//! A fold over a space's events, like [`crate::conversation`]: the result depends on the set of events
//! alone. The rules that keep it honest:
//! - Asking, stopping and dealing with a risk count from staff alone; who is staff is the caller's to
//!   say, event by event, from the membership log.
//! - Answers count for their author alone. A client may withdraw answers, and they leave the series; a risk
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

use std::collections::BTreeMap;

use crate::content::{
    AskedFor, Content, FormAnswered, FormAsked, FormName, MeasureAnswered, MeasureAsked, MeasureName, Rhythm,
    RiskDealt,
};
use crate::conversation::{Conversation, Event, What};
use crate::ids::{AccountId, EntryId};

pub use due::Due;
pub use risk::OpenRisk;
pub use series::{Point, Series, Unscored, on_shelf};

/// What is asked for and answered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sheet {
    /// A measure.
    Measure(MeasureName),
    /// A form or a worksheet.
    Form(FormName),
}

impl Sheet {
    /// Whether both are the same, in whatever version.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Measure(a), Self::Measure(b)) => a.id == b.id,
            (Self::Form(a), Self::Form(b)) => a.id == b.id,
            _ => false,
        }
    }
}

/// Everything about measures and forms in one space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    asks: BTreeMap<EntryId, Ask>,
    responses: Vec<Response>,
    dealt: Vec<Dealt>,
}

/// Somebody is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ask {
    sheet: Sheet,
    of: AccountId,
    rhythm: Rhythm,
    due: i64,
    until: Option<i64>,
}

impl Ask {
    fn measure(it: &MeasureAsked) -> Self {
        let sheet = Sheet::Measure(it.measure.clone());
        Self { sheet, of: it.of, rhythm: it.rhythm, due: it.due, until: it.until }
    }

    fn form(it: &FormAsked) -> Self {
        let sheet = Sheet::Form(it.form.clone());
        Self { sheet, of: it.of, rhythm: it.rhythm, due: it.due, until: it.until }
    }
}

/// Something that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Response {
    entry: EntryId,
    position: u64,
    /// Who answered.
    by: AccountId,
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
        Self {
            entry: event.id,
            position: event.position,
            by: event.author,
            at: it.answered_at.min(event.received_at),
            received_at: event.received_at,
            withdrawn,
            sheet: Sheet::Measure(it.measure.clone()),
            asked: it.asked,
            worries: it.risks().into_iter().map(|risk| risk.item).collect(),
            measured: Some(it.clone()),
        }
    }

    fn form(event: &Event, withdrawn: bool, it: &FormAnswered) -> Self {
        Self {
            entry: event.id,
            position: event.position,
            by: event.author,
            at: it.answered_at.min(event.received_at),
            received_at: event.received_at,
            withdrawn,
            sheet: Sheet::Form(it.form.clone()),
            asked: it.asked,
            worries: it.worries.clone(),
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
        let mut stopped = Vec::new();
        for event in all.events() {
            let What::Said(content) = &event.what else { continue };
            let stands = || !all.is_withdrawn(event) && is_staff(event);
            match content {
                Content::MeasureAnswered(it) => {
                    course.responses.push(Response::measure(event, all.is_withdrawn(event), it));
                }
                Content::FormAnswered(it) => {
                    course.responses.push(Response::form(event, all.is_withdrawn(event), it));
                }
                Content::MeasureAsked(it) if stands() => {
                    course.asks.entry(event.id).or_insert_with(|| Ask::measure(it));
                }
                Content::FormAsked(it) if stands() => {
                    course.asks.entry(event.id).or_insert_with(|| Ask::form(it));
                }
                Content::AskStopped(it) if stands() => stopped.push(it.ask),
                Content::RiskDealt(it) if stands() => {
                    course.dealt.push(Dealt { position: event.position, dealt: it.clone() });
                }
                _ => {}
            }
        }
        for ask in stopped {
            course.asks.remove(&ask);
        }
        course
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
