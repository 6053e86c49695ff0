//! Parts of a day, as people speak of them and as waiting lists keep them ([`rapport_wire::waiting::Parts`]).

/// Morning, afternoon or evening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Until noon.
    Morning,
    /// From noon until five.
    Afternoon,
    /// From five on.
    Evening,
}

impl Part {
    /// In the order of a day.
    pub(super) const ALL: [Self; 3] = [Self::Morning, Self::Afternoon, Self::Evening];

    /// The part a local minute is in.
    pub(super) const fn of(minute: u16) -> Self {
        match minute {
            0..720 => Self::Morning,
            720..1_020 => Self::Afternoon,
            _ => Self::Evening,
        }
    }

    /// Its bit on a weekday (1 is Monday) in a waiting list's parts of the week.
    pub(super) const fn bit(self, weekday: u8) -> u32 {
        1 << ((weekday as u32 - 1) * 3 + self as u32)
    }
}

/// Parts of the week as words, days and parts in order: `[(1, [Morning]), (4, [Afternoon, Evening])]`.
pub(super) fn by_day(parts: u32) -> Vec<(u8, Vec<Part>)> {
    let of =
        |day: u8| Part::ALL.into_iter().filter(move |part| parts & part.bit(day) != 0).collect::<Vec<_>>();
    (1..=7).map(|day| (day, of(day))).filter(|(_, parts)| !parts.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use rapport_wire::waiting::Parts;

    use super::*;

    #[test]
    fn parts_are_those_of_the_waiting_list() {
        for weekday in 1..=7 {
            for minute in (0..1_440).step_by(5) {
                assert!(Parts(Part::of(minute).bit(weekday)).suits(weekday, minute));
            }
        }
        let all = (1..=7).flat_map(|day| Part::ALL.map(|part| part.bit(day))).fold(0, |all, bit| all | bit);
        assert_eq!(Parts(all), Parts::ANY);
    }

    #[test]
    fn chosen_parts_are_told_day_by_day() {
        let chosen = Part::Morning.bit(1) | Part::Evening.bit(4) | Part::Afternoon.bit(4);
        assert_eq!(by_day(chosen), [(1, vec![Part::Morning]), (4, vec![Part::Afternoon, Part::Evening])]);
        assert!(by_day(0).is_empty());
    }
}
