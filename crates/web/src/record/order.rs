//! In which order a caseload stands. Pure.

use std::cmp::Reverse;

use rapport_client::session::CaseView;
use rapport_wire::Timestamp;

/// A client in the caseload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    /// What is known on this device.
    pub(super) view: CaseView,
    /// What the space is called.
    pub(super) title: String,
    /// When they meet next, as far as the server has told.
    pub(super) next: Option<Timestamp>,
}

impl Case {
    /// How much it wants one: what worries before what is off track, that before what is unread or unwritten.
    pub(super) const fn need(&self) -> (usize, bool, usize) {
        (self.view.risks, self.view.off_track, self.view.unread + self.view.unfinished)
    }
}

/// What a caseload is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Whoever wants one most, first.
    Need,
    /// By name.
    Name,
    /// The longest without a word first.
    Contact,
    /// The next session first; without one, last.
    Next,
}

impl Order {
    pub(super) const ALL: [Self; 4] = [Self::Need, Self::Name, Self::Contact, Self::Next];

    /// Its name for programs.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Name => "name",
            Self::Contact => "contact",
            Self::Next => "next",
        }
    }

    /// By its name; by need when it is none.
    pub(super) fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.key() == key).unwrap_or(Self::Need)
    }
}

/// Sorts; where two are alike, by name.
pub(super) fn sort(all: &mut [Case], order: Order) {
    all.sort_by_cached_key(|case| (case.title.to_lowercase(), case.view.space));
    match order {
        Order::Name => {}
        Order::Need => all.sort_by_key(|case| Reverse(case.need())),
        Order::Contact => all.sort_by_key(|case| case.view.last_contact),
        Order::Next => all.sort_by_key(|case| (case.next.is_none(), case.next)),
    }
}

#[cfg(test)]
mod tests {
    use rapport_wire::SpaceId;

    use super::*;

    fn case(title: &str, risks: usize, off_track: bool, unread: usize, at: [Option<i64>; 2]) -> Case {
        let [last_contact, next] = at.map(|at| at.map(Timestamp::from_micros));
        let view = CaseView {
            space: SpaceId::from_bytes([title.len() as u8; 32]),
            last_contact,
            unread,
            scores: Vec::new(),
            measure: None,
            off_track,
            risks,
            unfinished: 0,
        };
        Case { view, title: title.into(), next }
    }

    #[test]
    fn every_order_puts_first_what_it_says() {
        let mut all = [
            case("noor", 0, false, 9, [Some(5), None]),
            case("Alex", 0, true, 0, [Some(9), Some(3)]),
            case("Zoe", 1, false, 0, [None, Some(2)]),
            case("Bo", 0, false, 0, [Some(7), None]),
        ];
        let mut told = |order| {
            sort(&mut all, order);
            all.iter().map(|case| case.title.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told(Order::Need), "Zoe Alex noor Bo");
        assert_eq!(told(Order::Name), "Alex Bo noor Zoe");
        assert_eq!(told(Order::Contact), "Zoe noor Bo Alex");
        assert_eq!(told(Order::Next), "Zoe Alex Bo noor");
        assert!(Order::ALL.into_iter().all(|order| Order::from_key(order.key()) == order));
    }
}
