//! Measures over time: what somebody is asked, what they answered, and what worries.
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

use crate::content::{Content, MeasureAnswered, MeasureAsked, RiskDealt};
use crate::conversation::{Conversation, Event, What};
use crate::ids::{AccountId, EntryId};

pub use due::Due;
pub use risk::OpenRisk;
pub use series::{Point, Series, Unscored, on_shelf};

/// Everything about measures in one space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    asks: BTreeMap<EntryId, MeasureAsked>,
    responses: Vec<Response>,
    dealt: Vec<Dealt>,
}

/// A measure that was answered.
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
    answered: MeasureAnswered,
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
                Content::MeasureAnswered(it) => course.responses.push(Response {
                    entry: event.id,
                    position: event.position,
                    by: event.author,
                    at: it.answered_at.min(event.received_at),
                    received_at: event.received_at,
                    withdrawn: all.is_withdrawn(event),
                    answered: it.clone(),
                }),
                Content::MeasureAsked(it) if stands() => {
                    course.asks.entry(event.id).or_insert_with(|| it.clone());
                }
                Content::MeasureStopped(it) if stands() => stopped.push(it.ask),
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

    /// Answers that stand: not taken back.
    fn standing(&self) -> impl Iterator<Item = &Response> {
        self.responses.iter().filter(|response| !response.withdrawn)
    }
}

#[cfg(test)]
mod tests;
