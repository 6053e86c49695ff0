//! Which searches are made, and what they give.

use std::collections::BTreeMap;

use rapport_calendar::{Instant, Span, Spans, slots};
use rapport_wire::offer::{FindSlots, Slot, Slots, Who};
use rapport_wire::{AccountId, Code, Problem, Timestamp, limits};

use crate::time::{self, Offered};

/// A search for something.
pub(super) struct Search<'a> {
    /// What was asked.
    pub(super) ask: &'a FindSlots,
    /// Those of whom it was asked who offer anything, and when each of them is busy.
    pub(super) hosts: &'a [(Offered, Spans)],
    /// How many were asked for.
    pub(super) wanted: usize,
    /// When those are busy who would come.
    pub(super) guests: &'a [Spans],
    /// Now.
    pub(super) now: Timestamp,
}

/// Refuses a range that is none, or too long a one.
pub(super) fn check_range(from: Timestamp, until: Timestamp) -> Result<(), Problem> {
    let seconds = until.seconds_since(from);
    if (1..=limits::SLOT_DAYS_MAX * 24 * 3600).contains(&seconds) {
        return Ok(());
    }
    Err(Problem::with_detail(Code::Malformed, "search up to 62 days that end after they begin"))
}

impl Search<'_> {
    /// The free beginnings, as many as one reply holds.
    pub(super) fn slots(&self) -> Result<Slots, Problem> {
        let found = match self.ask.who {
            Who::All => self.all(),
            Who::Any => self.any(),
        };
        let found = found.map_err(|error| Problem::with_detail(Code::Malformed, error.to_string()))?;
        let more = found.len() > limits::SLOTS_MAX;
        let slot = |(start, therapists)| Slot { starts_at: time::timestamp(start), therapists };
        Ok(Slots { slots: found.into_iter().take(limits::SLOTS_MAX).map(slot).collect(), more })
    }

    fn all(&self) -> Result<BTreeMap<Instant, Vec<AccountId>>, slots::SlotError> {
        let hosts: Option<Vec<_>> = self
            .hosts
            .iter()
            .map(|(offer, busy)| Some(offer.host(offer.kind(self.ask.mode, self.ask.minutes)?, busy)))
            .collect();
        let Some(hosts) = hosts.filter(|hosts| hosts.len() == self.wanted) else {
            return Ok(BTreeMap::new());
        };
        let everybody: Vec<AccountId> = self.hosts.iter().map(|(offer, _)| offer.account).collect();
        let guests: Vec<&Spans> = self.guests.iter().collect();
        let slots = slots::together(&hosts, &guests, time::instant(self.now), self.range())?;
        Ok(slots.take(limits::SLOTS_MAX + 1).map(|slot| (slot.start, everybody.clone())).collect())
    }

    fn any(&self) -> Result<BTreeMap<Instant, Vec<AccountId>>, slots::SlotError> {
        let guests: Vec<&Spans> = self.guests.iter().collect();
        let mut found: BTreeMap<Instant, Vec<AccountId>> = BTreeMap::new();
        for (offer, busy) in self.hosts {
            let Some(kind) = offer.kind(self.ask.mode, self.ask.minutes) else { continue };
            let slots = offer.free(kind, busy, &guests, time::instant(self.now), self.range())?;
            for slot in slots.take(limits::SLOTS_MAX + 1) {
                found.entry(slot.start).or_default().push(offer.account);
            }
        }
        Ok(found)
    }

    fn range(&self) -> Span {
        Span { start: time::instant(self.ask.from), end: time::instant(self.ask.until) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_ends_after_it_begins_and_within_two_months() {
        let at = |seconds| Timestamp::from_millis(0).plus_seconds(seconds);
        assert!(check_range(at(0), at(1)).is_ok());
        assert!(check_range(at(0), at(limits::SLOT_DAYS_MAX * 24 * 3600)).is_ok());
        assert!(check_range(at(0), at(limits::SLOT_DAYS_MAX * 24 * 3600 + 1)).is_err());
        assert!(check_range(at(5), at(5)).is_err());
        assert!(check_range(at(5), at(0)).is_err());
    }
}
