//! Who may do what with an appointment, and when.

use rapport_store::{Appointment, Attendee, Buffers};
use rapport_wire::appointment::{AppointmentState, Outcome};
use rapport_wire::offer::BookingPolicy;
use rapport_wire::{AccountId, Code, Problem, Timestamp, limits};

/// Shortest and longest appointment, in minutes.
const MINUTES: std::ops::RangeInclusive<u16> = 5..=480;

/// When an appointment ends that begins then: on the grid, in the future, not too far ahead.
pub(super) fn ends_at(starts_at: Timestamp, minutes: u16, now: Timestamp) -> Result<Timestamp, Problem> {
    let malformed = |detail| Err(Problem::with_detail(Code::Malformed, detail));
    if !MINUTES.contains(&minutes) || !minutes.is_multiple_of(limits::GRANULE_MINUTES) {
        return malformed("an appointment takes 5 to 480 minutes, in steps of five");
    }
    if starts_at.as_micros().rem_euclid(i64::from(limits::GRANULE_MINUTES) * 60_000_000) != 0 {
        return malformed("an appointment begins at a multiple of five minutes");
    }
    let ahead = starts_at.seconds_since(now);
    if starts_at <= now || ahead > limits::APPOINTMENT_AHEAD_DAYS_MAX * 24 * 3600 {
        return Err(Problem::with_detail(
            Code::SlotNotOffered,
            "in the past, or more than three years ahead",
        ));
    }
    Ok(starts_at.plus_seconds(i64::from(minutes) * 60))
}

/// How long an appointment takes, in minutes.
pub(super) const fn minutes(appointment: &Appointment) -> u16 {
    (appointment.ends_at.seconds_since(appointment.starts_at) / 60) as u16
}

/// Until when a slot is held: it is let go of at its beginning at the latest.
pub(super) fn held_until(starts_at: Timestamp, now: Timestamp) -> Timestamp {
    now.plus_seconds(limits::HOLD_SECONDS).min(starts_at)
}

/// A client, as one who takes part: nothing is kept free around it for them.
pub(super) const fn client(account: AccountId) -> Attendee {
    Attendee { account, staff: false, zone: None, buffers: Buffers { before_minutes: 0, after_minutes: 0 } }
}

/// Whether a change of this appointment may still be made, standing on this sequence.
pub(super) fn check_open(appointment: &Appointment, sequence: u32, now: Timestamp) -> Result<(), Problem> {
    if appointment.state != AppointmentState::Booked || appointment.sequence != sequence {
        return Err(Code::AppointmentChanged.into());
    }
    if appointment.starts_at <= now {
        return Err(Code::AppointmentOver.into());
    }
    Ok(())
}

/// Whether less notice is left than the practice asks for.
pub(super) fn is_late(appointment: &Appointment, policy: BookingPolicy, now: Timestamp) -> bool {
    appointment.starts_at.seconds_since(now) < i64::from(policy.cancel_notice_minutes) * 60
}

/// Whether a client may move it by themselves.
pub(super) fn check_client_moves(
    appointment: &Appointment,
    policy: BookingPolicy,
    now: Timestamp,
) -> Result<(), Problem> {
    if is_late(appointment, policy, now) && !policy.late_move {
        return Err(Code::NoticeTooShort.into());
    }
    Ok(())
}

/// What becomes of an appointment that is called off.
pub(super) fn outcome_of_cancel(
    appointment: &Appointment,
    by_staff: bool,
    policy: BookingPolicy,
    now: Timestamp,
) -> Outcome {
    if by_staff {
        Outcome::CancelledByPractice
    } else if is_late(appointment, policy, now) {
        Outcome::LateCancel
    } else {
        Outcome::Cancelled
    }
}

/// Whether this may be recorded of an appointment now.
pub(super) fn check_outcome(
    appointment: &Appointment,
    outcome: Outcome,
    now: Timestamp,
) -> Result<(), Problem> {
    if appointment.starts_at > now {
        return Err(Code::AppointmentOver.into());
    }
    let called_off =
        matches!(outcome, Outcome::LateCancel | Outcome::Cancelled | Outcome::CancelledByPractice);
    match appointment.state {
        // Nobody asked, nothing came of it.
        AppointmentState::Held => Err(Code::NotFound.into()),
        AppointmentState::Booked => Ok(()),
        AppointmentState::Cancelled if called_off => Ok(()),
        AppointmentState::Cancelled => Err(Problem::with_detail(
            Code::AppointmentChanged,
            "it was called off: nobody came, and nobody failed to come",
        )),
    }
}

/// Refuses a range that is none, or too long a one.
pub(super) fn check_range(from: Timestamp, until: Timestamp) -> Result<(), Problem> {
    if (1..=limits::APPOINTMENT_DAYS_MAX * 24 * 3600).contains(&until.seconds_since(from)) {
        return Ok(());
    }
    Err(Problem::with_detail(Code::Malformed, "ask for up to 400 days that end after they begin"))
}

#[cfg(test)]
mod tests {
    use rapport_wire::offer::Mode;
    use rapport_wire::{AppointmentId, SpaceId};

    use super::*;

    const POLICY: BookingPolicy =
        BookingPolicy { cancel_notice_minutes: 24 * 60, late_move: false, ahead_max: 4 };

    fn hours(hours: i64) -> Timestamp {
        Timestamp::from_millis(0).plus_seconds(hours * 3600)
    }

    fn booked(starts_at: Timestamp) -> Appointment {
        Appointment {
            id: AppointmentId::from_bytes([1; 16]),
            space: SpaceId::from_bytes([1; 32]),
            attendees: Vec::new(),
            starts_at,
            ends_at: starts_at.plus_seconds(3000),
            mode: Mode::Video,
            state: AppointmentState::Booked,
            held_until: None,
            held_by: None,
            booked_by: None,
            series: None,
            original_start: None,
            sequence: 2,
            cancelled_by: None,
            outcome: None,
        }
    }

    #[test]
    fn zero_odd_and_past_times_are_refused() {
        let code = |starts_at, minutes| ends_at(starts_at, minutes, hours(1)).map_err(|problem| problem.code);
        assert_eq!(code(hours(2), 50), Ok(hours(2).plus_seconds(3000)));
        for minutes in [0, 4, 51, 485, u16::MAX] {
            assert_eq!(code(hours(2), minutes), Err(Code::Malformed), "{minutes}");
        }
        assert_eq!(code(hours(2).plus_seconds(1), 50), Err(Code::Malformed));
        for past in [hours(1), hours(0), hours(-3), hours(30_000)] {
            assert_eq!(code(past, 50), Err(Code::SlotNotOffered));
        }
    }

    #[test]
    fn a_change_stands_on_a_sequence_and_comes_before_the_beginning() {
        let code =
            |sequence, now| check_open(&booked(hours(5)), sequence, now).map_err(|problem| problem.code);
        assert_eq!(code(2, hours(4)), Ok(()));
        assert_eq!(code(1, hours(4)), Err(Code::AppointmentChanged));
        assert_eq!(code(2, hours(5)), Err(Code::AppointmentOver));
        let off = Appointment { state: AppointmentState::Cancelled, ..booked(hours(5)) };
        assert_eq!(check_open(&off, 2, hours(4)).unwrap_err().code, Code::AppointmentChanged);
    }

    #[test]
    fn inside_the_notice_a_client_is_late() {
        let one = booked(hours(48));
        assert_eq!(outcome_of_cancel(&one, false, POLICY, hours(24)), Outcome::Cancelled);
        let late = hours(24).plus_seconds(1);
        assert_eq!(outcome_of_cancel(&one, false, POLICY, late), Outcome::LateCancel);
        assert_eq!(outcome_of_cancel(&one, true, POLICY, late), Outcome::CancelledByPractice);
        assert!(check_client_moves(&one, POLICY, hours(24)).is_ok());
        assert_eq!(check_client_moves(&one, POLICY, late).unwrap_err().code, Code::NoticeTooShort);
        let lenient = BookingPolicy { late_move: true, ..POLICY };
        assert!(check_client_moves(&one, lenient, late).is_ok());
    }

    #[test]
    fn what_became_of_it_is_known_once_it_began() {
        let one = booked(hours(5));
        let code =
            |one: &Appointment, outcome, now| check_outcome(one, outcome, now).map_err(|error| error.code);
        assert_eq!(code(&one, Outcome::NoShow, hours(5)), Ok(()));
        assert_eq!(code(&one, Outcome::NoShow, hours(4)), Err(Code::AppointmentOver));
        let off = Appointment { state: AppointmentState::Cancelled, ..one };
        assert_eq!(code(&off, Outcome::Cancelled, hours(6)), Ok(()));
        assert_eq!(code(&off, Outcome::Met, hours(6)), Err(Code::AppointmentChanged));
        let held = Appointment { state: AppointmentState::Held, ..off };
        assert_eq!(code(&held, Outcome::Met, hours(6)), Err(Code::NotFound));
    }

    #[test]
    fn a_hold_ends_when_the_hour_begins() {
        assert_eq!(held_until(hours(5), hours(1)), hours(1).plus_seconds(limits::HOLD_SECONDS));
        let soon = hours(1).plus_seconds(300);
        assert_eq!(held_until(soon, hours(1)), soon);
    }
}
