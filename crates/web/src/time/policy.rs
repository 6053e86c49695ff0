//! What the practice's policy means for one appointment, now: decided here, said in words by the screens.

use rapport_wire::Timestamp;
use rapport_wire::appointment::{Appointment, AppointmentState};
use rapport_wire::offer::BookingPolicy;

/// From how long before the beginning one can go in, in seconds.
const EARLY_SECONDS: i64 = 10 * 60;
/// How long after the end the door stays, for whoever lost their line in the last minute.
const AFTER_SECONDS: i64 = 10 * 60;

/// Where an appointment stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// Not yet.
    Later,
    /// One can go in.
    Open,
    /// It is over.
    Over,
}

/// The door of an appointment.
pub(super) fn door(appointment: &Appointment, now: Timestamp) -> Door {
    if now.seconds_since(appointment.ends_at) >= AFTER_SECONDS {
        Door::Over
    } else if appointment.starts_at.seconds_since(now) <= EARLY_SECONDS {
        Door::Open
    } else {
        Door::Later
    }
}

/// What follows when a client calls an appointment off, or moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    /// In time, until this moment.
    InTime(Timestamp),
    /// Later than the practice asks; whether it can still be moved by oneself.
    Late {
        /// Whether moving is still allowed.
        may_move: bool,
    },
    /// It has begun.
    Begun,
}

/// The notice of an appointment under a policy.
pub(super) fn notice(appointment: &Appointment, policy: BookingPolicy, now: Timestamp) -> Notice {
    let last = appointment.starts_at.plus_seconds(-i64::from(policy.cancel_notice_minutes) * 60);
    if now >= appointment.starts_at {
        Notice::Begun
    } else if now <= last {
        Notice::InTime(last)
    } else {
        Notice::Late { may_move: policy.late_move }
    }
}

/// Whether somebody should say what became of it: it is over, was not called off, and nobody has said.
pub(super) fn wants_outcome(appointment: &Appointment, now: Timestamp) -> bool {
    appointment.state == AppointmentState::Booked
        && appointment.outcome.is_none()
        && now >= appointment.ends_at
}

/// A length of time in the largest unit that is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// So many minutes.
    Minutes(u32),
    /// So many hours.
    Hours(u32),
    /// So many days.
    Days(u32),
}

/// How people say a number of minutes: up to two days in hours, beyond that in days, when they are whole.
pub(super) const fn span(minutes: u32) -> Span {
    match minutes {
        0 => Span::Minutes(0),
        it if it % (24 * 60) == 0 && it > 48 * 60 => Span::Days(it / (24 * 60)),
        it if it % 60 == 0 => Span::Hours(it / 60),
        it => Span::Minutes(it),
    }
}

#[cfg(test)]
mod tests {
    use rapport_wire::offer::Mode;
    use rapport_wire::{AppointmentId, SpaceId};

    use super::*;

    const HOUR: i64 = 3_600;

    fn appointment() -> Appointment {
        let starts_at = Timestamp::from_millis(1_800_000_000_000);
        Appointment {
            id: AppointmentId::from_bytes([1; 16]),
            space: SpaceId::from_bytes([2; 32]),
            attendees: Vec::new(),
            starts_at,
            ends_at: starts_at.plus_seconds(50 * 60),
            mode: Mode::Video,
            state: AppointmentState::Booked,
            held_until: None,
            series: None,
            moved: false,
            sequence: 0,
            cancelled_by: None,
            outcome: None,
        }
    }

    #[test]
    fn the_door_opens_ten_minutes_before_and_not_a_second_earlier() {
        let it = appointment();
        assert_eq!(door(&it, it.starts_at.plus_seconds(-601)), Door::Later);
        assert_eq!(door(&it, it.starts_at.plus_seconds(-600)), Door::Open);
        assert_eq!(door(&it, it.ends_at.plus_seconds(599)), Door::Open);
        assert_eq!(door(&it, it.ends_at.plus_seconds(600)), Door::Over);
    }

    #[test]
    fn notice_is_what_the_practice_asks_for() {
        let it = appointment();
        let policy = BookingPolicy { cancel_notice_minutes: 24 * 60, late_move: false, ahead_max: 4 };
        let last = it.starts_at.plus_seconds(-24 * HOUR);
        assert_eq!(notice(&it, policy, last), Notice::InTime(last));
        assert_eq!(notice(&it, policy, last.plus_seconds(1)), Notice::Late { may_move: false });
        assert_eq!(notice(&it, policy, it.starts_at), Notice::Begun);
        let kind = BookingPolicy { cancel_notice_minutes: 0, late_move: true, ahead_max: 4 };
        assert_eq!(notice(&it, kind, it.starts_at.plus_seconds(-1)), Notice::InTime(it.starts_at));
    }

    #[test]
    fn an_outcome_is_asked_for_once_the_hour_is_over() {
        let mut it = appointment();
        assert!(!wants_outcome(&it, it.ends_at.plus_seconds(-1)));
        assert!(wants_outcome(&it, it.ends_at));
        it.state = AppointmentState::Cancelled;
        assert!(!wants_outcome(&it, it.ends_at));
    }

    #[test]
    fn lengths_are_said_as_people_say_them() {
        assert_eq!(span(45), Span::Minutes(45));
        assert_eq!(span(90), Span::Minutes(90));
        assert_eq!(span(120), Span::Hours(2));
        assert_eq!(span(24 * 60), Span::Hours(24));
        assert_eq!(span(48 * 60), Span::Hours(48));
        assert_eq!(span(7 * 24 * 60), Span::Days(7));
    }
}
