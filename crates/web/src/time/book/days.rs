//! Free beginnings, by day and by part of the day.

use rapport_wire::offer::{Kind, Mode, Offer, Slot};

use crate::time::date::Date;
use crate::time::part::Part;
use crate::time::zone::Local;

/// A day with free time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FreeDay {
    /// The local date.
    pub(super) date: Date,
    /// What is free, with its local minute, in order.
    pub(super) slots: Vec<(u16, Slot)>,
}

impl FreeDay {
    /// What is free in a part of the day.
    pub(super) fn in_part(&self, part: Part) -> Vec<(u16, Slot)> {
        self.slots.iter().filter(|(minute, _)| Part::of(*minute) == part).cloned().collect()
    }
}

/// Groups slots, which come in order, by the date that `local` gives them.
pub(super) fn by_day(slots: &[Slot], local: impl Fn(&Slot) -> Local) -> Vec<FreeDay> {
    let mut days: Vec<FreeDay> = Vec::new();
    for slot in slots {
        let Local { date, minute } = local(slot);
        let free = (minute, slot.clone());
        match days.last_mut() {
            Some(day) if day.date == date => day.slots.push(free),
            _ => days.push(FreeDay { date, slots: vec![free] }),
        }
    }
    days
}

/// What clients may book themselves, over several offers: each way and length once, in the order of the offers.
pub(super) fn kinds<'a>(offers: impl Iterator<Item = &'a Offer>) -> Vec<(Mode, u16)> {
    let own = |kind: &&Kind| kind.self_booked;
    let mut kinds = Vec::new();
    for kind in offers.flat_map(|offer| offer.kinds.iter().filter(own)) {
        if !kinds.contains(&(kind.mode, kind.minutes)) {
            kinds.push((kind.mode, kind.minutes));
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use rapport_wire::Timestamp;

    use super::*;

    fn slot(minute: i64) -> Slot {
        Slot { starts_at: Timestamp::from_millis(minute * 60_000), therapists: Vec::new() }
    }

    fn utc(slot: &Slot) -> Local {
        let minutes = slot.starts_at.as_millis() / 60_000;
        Local { date: Date::from_days(minutes.div_euclid(1_440)), minute: minutes.rem_euclid(1_440) as u16 }
    }

    #[test]
    fn slots_fall_into_days_and_parts_of_them() {
        let slots = [slot(600), slot(720), slot(1_020), slot(1_440 + 600)];
        let days = by_day(&slots, utc);
        assert_eq!(days.len(), 2);
        let counts = Part::ALL.map(|part| days[0].in_part(part).len());
        assert_eq!(counts, [1, 1, 1]);
        assert_eq!(days[1].slots.len(), 1);
        assert!(by_day(&[], utc).is_empty());
    }

    #[test]
    fn only_what_clients_may_book_is_offered_and_each_kind_once() {
        let kind = |id, minutes, self_booked| Kind { id, minutes, mode: Mode::Video, self_booked };
        let offer = |kinds| Offer {
            zone: "UTC".into(),
            kinds,
            windows: Vec::new(),
            exceptions: Vec::new(),
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            notice_minutes: 0,
            horizon_days: 30,
            step_minutes: 30,
        };
        let (mine, theirs) = (
            offer(vec![kind(1, 50, true), kind(2, 90, false)]),
            offer(vec![kind(7, 50, true), kind(8, 25, true)]),
        );
        assert_eq!(kinds([&mine, &theirs].into_iter()), [(Mode::Video, 50), (Mode::Video, 25)]);
    }
}
