//! Which choices can be kept. Pure.

use rapport_calendar::Zone;
use rapport_wire::limits::{
    DUE_DAYS_MAX, DUE_TIMES_MAX, REMINDER_BEFORE_MINUTES_MAX, REMINDER_BEFORE_MINUTES_MIN, REMINDERS_MAX,
};
use rapport_wire::reminder::{Quiet, Reminders};
use rapport_wire::{AccountId, Code, Problem, Timestamp};

use crate::chance::sha256;

/// Minutes in a day.
const DAY_MINUTES: u16 = 24 * 60;
/// Seconds in a day.
const DAY_SECONDS: i64 = 24 * 3600;

/// A choice as it is kept: the longest time first, none twice, the zone by its own name.
pub(super) fn checked(mut chosen: Reminders) -> Result<Reminders, Problem> {
    let wrong = |detail: &str| Problem::with_detail(Code::RemindersInvalid, detail);
    chosen.before_minutes.sort_unstable_by(|a, b| b.cmp(a));
    chosen.before_minutes.dedup();
    let allowed = REMINDER_BEFORE_MINUTES_MIN..=REMINDER_BEFORE_MINUTES_MAX;
    if chosen.before_minutes.len() > REMINDERS_MAX {
        return Err(wrong("at most four reminders"));
    }
    if !chosen.before_minutes.iter().all(|minutes| allowed.contains(minutes)) {
        return Err(wrong("a reminder comes between five minutes and 14 days before"));
    }
    if !chosen.quiet.is_none_or(is_part_of_a_day) {
        return Err(wrong("quiet hours are part of a day"));
    }
    let zone: Zone = chosen.zone.parse().map_err(|_| Problem::new(Code::ZoneUnknown))?;
    zone.name().clone_into(&mut chosen.zone);
    Ok(chosen)
}

/// Refuses more times than are kept, and those too far ahead.
pub(super) fn check_due_times(at: &[Timestamp], now: Timestamp) -> Result<(), Problem> {
    let last = now.plus_seconds(DUE_DAYS_MAX * DAY_SECONDS);
    if at.len() > DUE_TIMES_MAX || at.iter().any(|at| *at > last) {
        return Err(Problem::with_detail(Code::RemindersInvalid, "at most 60 times, in the next 400 days"));
    }
    Ok(())
}

fn is_part_of_a_day(quiet: Quiet) -> bool {
    quiet.from_minute < DAY_MINUTES && quiet.to_minute < DAY_MINUTES && quiet.from_minute != quiet.to_minute
}

/// Six digits out of random bytes, all of them as likely.
pub(super) fn digits(random: [u8; 8]) -> String {
    // 2^64 is so much larger than a million that the tilt is below one in 10^13.
    format!("{:06}", u64::from_le_bytes(random) % 1_000_000)
}

/// What is kept of a code. Bound to its account; short as it is, what protects it is how often one may try.
pub(super) fn code_hash(account: AccountId, code: &str) -> [u8; 32] {
    let mut bytes = b"rapport address code\0".to_vec();
    bytes.extend_from_slice(account.as_bytes());
    bytes.extend(code.bytes().filter(u8::is_ascii_digit));
    sha256(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(before_minutes: &[u32], quiet: Option<(u16, u16)>, zone: &str) -> Reminders {
        let quiet = quiet.map(|(from_minute, to_minute)| Quiet { from_minute, to_minute });
        Reminders {
            before_minutes: before_minutes.to_vec(),
            zone: zone.to_owned(),
            quiet,
            invitations: false,
            due: false,
        }
    }

    #[test]
    fn a_choice_is_put_in_order() {
        let kept = checked(chosen(&[60, 1440, 60], Some((1260, 480)), "Europe/London")).unwrap();
        assert_eq!(kept.before_minutes, [1440, 60]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let refused = |chosen| checked(chosen).unwrap_err().code;
        let london = "Europe/London";
        assert_eq!(refused(chosen(&[4], None, london)), Code::RemindersInvalid);
        assert_eq!(refused(chosen(&[14 * 24 * 60 + 1], None, london)), Code::RemindersInvalid);
        assert_eq!(refused(chosen(&[5, 10, 15, 20, 25], None, london)), Code::RemindersInvalid);
        assert_eq!(refused(chosen(&[], Some((1440, 0)), london)), Code::RemindersInvalid);
        assert_eq!(refused(chosen(&[], Some((60, 60)), london)), Code::RemindersInvalid);
        assert_eq!(refused(chosen(&[], None, "Europe/Atlantis")), Code::ZoneUnknown);
    }

    #[test]
    fn a_code_has_six_digits_and_one_owner() {
        assert_eq!(digits([0; 8]), "000000");
        assert!((0..=255).all(|byte| digits([byte; 8]).len() == 6));
        let (me, you) = (AccountId::from_bytes([1; 16]), AccountId::from_bytes([2; 16]));
        assert_eq!(code_hash(me, "123 456"), code_hash(me, "123456"), "typed as it was shown");
        assert_ne!(code_hash(me, "123456"), code_hash(you, "123456"));
    }
}
