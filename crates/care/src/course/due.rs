//! What somebody is asked to answer now.

use std::collections::BTreeSet;
use std::iter::successors;

use super::{Ask, Course, Response, Sheet};
use crate::content::{AskedFor, Rhythm};
use crate::ids::{AccountId, EntryId};

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;
/// How long what was asked once may wait before anybody is told of it again, in microseconds.
pub(crate) const PATIENCE_US: i64 = 36 * 60 * 60 * 1_000_000;

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub sheet: Sheet,
    /// What the answer is for.
    pub asked: AskedFor,
}

impl Course {
    /// What `of` is asked to answer at `now` (microseconds since the Unix epoch), longest due first.
    ///
    /// Of a rhythm only the newest occurrence is due: whoever missed three weeks is asked once. What
    /// two people asked for is asked once as well, and one answer does for both.
    pub fn due(&self, of: AccountId, now: i64) -> Vec<Due> {
        let mut due: Vec<Due> = Vec::new();
        for (ask, asked) in self.asks.iter().filter(|(_, asked)| asked.of == of) {
            let Some(at) = occurrence(asked, now) else { continue };
            if self.standing().any(|it| does(it, *ask, asked, at)) {
                continue;
            }
            let this = Due { sheet: asked.sheet.clone(), asked: AskedFor { ask: *ask, due: at } };
            match due.iter_mut().find(|it| it.sheet.is_same(&this.sheet)) {
                Some(first) if this.asked.due < first.asked.due => *first = this,
                Some(_) => {}
                None => due.push(this),
            }
        }
        due.sort_by_key(|it| it.asked.due);
        due
    }

    /// What is asked for and not over at `now`: due now, or to come.
    pub fn asks(&self, now: i64) -> impl Iterator<Item = (EntryId, &Ask)> {
        let goes_on = move |(id, asked): &(&EntryId, &Ask)| match asked.rhythm {
            Rhythm::Once => !self.standing().any(|it| does(it, **id, asked, asked.due)),
            Rhythm::Days(_) | Rhythm::Weeks(_) => asked.until.is_none_or(|until| now <= until),
        };
        self.asks.iter().filter(goes_on).map(|(id, asked)| (*id, asked))
    }
}

impl Course {
    /// When `of` is to be told that something waits, from the newest occurrence at `now` to `last`: what comes again
    /// when it falls due, and what was asked once when it has waited for [`PATIENCE_US`].
    pub fn falls_due(&self, of: AccountId, now: i64, last: i64) -> BTreeSet<i64> {
        let mut times = BTreeSet::new();
        for (ask, asked) in self.asks.iter().filter(|(_, asked)| asked.of == of) {
            let last = asked.until.map_or(last, |until| until.min(last));
            let done = |at| self.standing().any(|it| does(it, *ask, asked, at));
            let Some(every) = every(asked.rhythm) else {
                let at = asked.due.saturating_add(PATIENCE_US);
                times.extend(Some(at).filter(|at| *at <= last && !done(asked.due)));
                continue;
            };
            let first = if now < asked.due { Some(asked.due) } else { occurrence(asked, now) };
            let all = successors(first, |at| at.checked_add(every)).take_while(|at| *at <= last);
            times.extend(all.filter(|at| !done(*at)));
        }
        times
    }
}

/// When the newest occurrence at or before `now` was due; none before the first and after the end.
fn occurrence(asked: &Ask, now: i64) -> Option<i64> {
    if now < asked.due || asked.until.is_some_and(|until| now > until) {
        return None;
    }
    let Some(every) = every(asked.rhythm) else { return Some(asked.due) };
    let gone_by = now.saturating_sub(asked.due).checked_rem(every)?;
    Some(now - gone_by)
}

/// How long it takes to come again. Days of 24 hours: a questionnaire may move by an hour when the clocks change.
fn every(rhythm: Rhythm) -> Option<i64> {
    match rhythm {
        Rhythm::Once => None,
        Rhythm::Days(n) => Some(i64::from(n).saturating_mul(DAY_US)),
        Rhythm::Weeks(n) => Some(i64::from(n).saturating_mul(7 * DAY_US)),
    }
}

/// Whether a response does for what was due at `at`: it names this occurrence or a later one, or is of the
/// same sheet, by whoever is asked, and older neither than that nor than the asking.
fn does(response: &Response, ask: EntryId, asked: &Ask, at: i64) -> bool {
    let named = response.asked.is_some_and(|it| it.ask == ask && it.due >= at);
    let own = response.by == asked.of;
    let new = response.at >= at.max(asked.asked_at);
    response.sheet.is_same(&asked.sheet) && (named && (own || response.by_staff) || own && new)
}
