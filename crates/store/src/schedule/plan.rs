//! When somebody is reminded of an appointment, by their own choice. Pure.

use std::collections::BTreeSet;

use rapport_calendar::civil::DateTime;
use rapport_calendar::{Instant, Zone};
use rapport_wire::reminder::{Quiet, Reminders};
use rapport_wire::{AccountId, AppointmentId, Timestamp};

use crate::outbox::{NewOut, What};

/// When somebody is told that something waits, in minutes after midnight.
const MORNING_MINUTE: u16 = 9 * 60;
/// For how long that is still worth telling, in minutes: until evening.
const DUE_WITHIN_MINUTES: i64 = 12 * 60;

/// What a reminder needs to know of an appointment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ahead {
    pub(super) id: AppointmentId,
    pub(super) sequence: u32,
    pub(super) starts_at: Timestamp,
}

/// The reminders of one person before one appointment, those included whose time has passed. Two that quiet
/// hours would push together are one.
pub(super) fn reminders(account: AccountId, chosen: &Reminders, ahead: Ahead) -> Vec<NewOut> {
    let zone = chosen.zone.parse().unwrap_or_else(|_| Zone::utc());
    let mut before = chosen.before_minutes.clone();
    before.sort_unstable_by(|a, b| b.cmp(a));
    let mut planned: Vec<NewOut> = Vec::with_capacity(before.len());
    for before_minutes in before {
        let chosen_at = ahead.starts_at.plus_seconds(-60 * i64::from(before_minutes));
        let due_at = chosen.quiet.map_or(chosen_at, |quiet| out_of(quiet, &zone, chosen_at));
        if planned.iter().any(|other| other.due_at == due_at) {
            continue;
        }
        planned.push(NewOut {
            what: What::Reminder { before_minutes, sequence: ahead.sequence, starts_at: ahead.starts_at },
            account,
            appointment: Some(ahead.id),
            due_at,
            // Once it has begun, nobody needs reminding.
            not_after: ahead.starts_at,
        });
    }
    planned
}

/// What tells somebody that something waits: at nine in the morning, where they are, once it is due. Two on one
/// morning are one.
pub(super) fn due(account: AccountId, chosen: &Reminders, at: &[Timestamp]) -> Vec<NewOut> {
    let zone = chosen.zone.parse().unwrap_or_else(|_| Zone::utc());
    let mornings: BTreeSet<Timestamp> = at.iter().map(|at| morning(&zone, *at)).collect();
    let out = |at| NewOut {
        what: What::Due { at },
        account,
        appointment: None,
        due_at: at,
        not_after: at.plus_seconds(60 * DUE_WITHIN_MINUTES),
    };
    mornings.into_iter().map(out).collect()
}

/// The first nine in the morning that is not before an instant.
fn morning(zone: &Zone, at: Timestamp) -> Timestamp {
    let wall = zone.wall(Instant::from_micros(at.as_micros()));
    let nine = |wall| Timestamp::from_micros(zone.instant(wall_at(wall, MORNING_MINUTE, false)).as_micros());
    let today = nine(wall);
    if today >= at {
        return today;
    }
    let tomorrow = wall.date().tomorrow().unwrap_or_else(|_| wall.date());
    nine(tomorrow.to_datetime(wall.time()))
}

/// The same instant, or when it is quiet then, the last minute before it became so.
fn out_of(quiet: Quiet, zone: &Zone, at: Timestamp) -> Timestamp {
    let wall = zone.wall(Instant::from_micros(at.as_micros()));
    if !is_quiet(quiet, wall) {
        return at;
    }
    let began = wall_at(wall, quiet.from_minute, minute_of(wall) < quiet.from_minute);
    let began = Timestamp::from_micros(zone.instant(began).as_micros());
    began.plus_seconds(-60).min(at)
}

/// When it is no longer quiet; none when it is not quiet at all.
pub(super) fn quiet_until(quiet: Quiet, zone: &Zone, at: Timestamp) -> Option<Timestamp> {
    let wall = zone.wall(Instant::from_micros(at.as_micros()));
    is_quiet(quiet, wall).then(|| {
        let across = minute_of(wall) >= quiet.to_minute;
        let day = if across { wall.date().tomorrow().unwrap_or_else(|_| wall.date()) } else { wall.date() };
        let ends = zone.instant(wall_at(day.to_datetime(wall.time()), quiet.to_minute, false));
        Timestamp::from_micros(ends.as_micros())
    })
}

fn is_quiet(quiet: Quiet, wall: DateTime) -> bool {
    let minute = minute_of(wall);
    if quiet.from_minute <= quiet.to_minute {
        (quiet.from_minute..quiet.to_minute).contains(&minute)
    } else {
        minute >= quiet.from_minute || minute < quiet.to_minute
    }
}

fn minute_of(wall: DateTime) -> u16 {
    u16::from(wall.hour().unsigned_abs()) * 60 + u16::from(wall.minute().unsigned_abs())
}

/// A minute of the day of `wall`, or of the day before.
fn wall_at(wall: DateTime, minute: u16, day_before: bool) -> DateTime {
    let date = wall.date();
    let date = if day_before { date.yesterday().unwrap_or(date) } else { date };
    date.at((minute / 60 % 24) as i8, (minute % 60) as i8, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: AccountId = AccountId::from_bytes([1; 16]);
    /// Tuesday, 24 November 2026, 09:00 in London.
    const NINE: Timestamp = Timestamp::from_millis(1_795_510_800_000);
    const NIGHT: Quiet = Quiet { from_minute: 21 * 60, to_minute: 8 * 60 };

    fn chosen(before_minutes: &[u32], quiet: Option<Quiet>) -> Reminders {
        let zone = "Europe/London".to_owned();
        Reminders { before_minutes: before_minutes.to_vec(), zone, quiet, invitations: false, due: true }
    }

    /// Minutes before the beginning.
    fn planned(chosen: &Reminders) -> Vec<i64> {
        let ahead = Ahead { id: AppointmentId::from_bytes([2; 16]), sequence: 0, starts_at: NINE };
        let all = reminders(ME, chosen, ahead);
        all.iter().map(|out| NINE.seconds_since(out.due_at) / 60).collect()
    }

    #[test]
    fn each_comes_when_it_was_asked_for() {
        assert_eq!(planned(&chosen(&[60, 1440, 5], None)), [1440, 60, 5]);
        assert_eq!(planned(&chosen(&[], None)), Vec::<i64>::new());
    }

    #[test]
    fn quiet_hours_move_it_before_them() {
        // Three hours before is six in the morning: one minute before nine the evening before.
        assert_eq!(planned(&chosen(&[180], Some(NIGHT))), [12 * 60 + 1]);
        // Eight is no longer quiet; nine in the evening is.
        assert_eq!(planned(&chosen(&[60, 12 * 60], Some(NIGHT))), [12 * 60 + 1, 60]);
        // A quiet noon, within one day.
        let noon = Quiet { from_minute: 8 * 60 + 30, to_minute: 9 * 60 };
        assert_eq!(planned(&chosen(&[5], Some(noon))), [31]);
    }

    #[test]
    fn two_that_fall_together_are_one() {
        assert_eq!(planned(&chosen(&[120, 180, 240], Some(NIGHT))), [12 * 60 + 1]);
    }

    #[test]
    fn quiet_ends_on_the_right_day() {
        let zone: Zone = "Europe/London".parse().unwrap();
        let at = |minutes: i64| NINE.plus_seconds(minutes * 60);
        assert_eq!(quiet_until(NIGHT, &zone, NINE), None);
        assert_eq!(quiet_until(NIGHT, &zone, at(-120)), Some(at(-60)), "seven: until eight");
        assert_eq!(quiet_until(NIGHT, &zone, at(13 * 60)), Some(at(23 * 60)), "ten at night: until eight");
    }

    #[test]
    fn an_hour_that_comes_twice_is_quiet_twice() {
        // 25 October 2026, 01:30 in London, the second time; quiet from one to two.
        let second = Timestamp::from_millis(1_792_891_800_000);
        let zone: Zone = "Europe/London".parse().unwrap();
        let quiet = Quiet { from_minute: 60, to_minute: 120 };
        let moved = out_of(quiet, &zone, second);
        assert_eq!(second.seconds_since(moved), 91 * 60, "before the first time it was one");
    }

    #[test]
    fn what_falls_due_is_told_once_a_morning_where_one_is() {
        let chosen = chosen(&[], None);
        let minutes = |minutes: i64| NINE.plus_seconds(60 * minutes);
        let told = |at: &[Timestamp]| -> Vec<i64> {
            let all = due(ME, &chosen, at);
            assert!(all.iter().all(|out| out.not_after > out.due_at));
            all.iter().map(|out| out.due_at.seconds_since(NINE) / 60).collect()
        };
        assert_eq!(told(&[minutes(0)]), [0], "at nine it is still this morning");
        assert_eq!(told(&[minutes(1), minutes(600), minutes(-5)]), [0, 1440]);
        assert_eq!(told(&[]), Vec::<i64>::new());
        // The clocks go forward on 28 March 2027: that morning is an hour nearer.
        let eve = Timestamp::from_millis(1_806_148_800_000);
        assert_eq!(due(ME, &chosen, &[eve])[0].due_at.seconds_since(eve) / 3600, 20);
    }
}
