//! A series as a calendar knows it: a rhythm, and what became of single ones of it. Pure.
//!
//! It begins with the first appointment there is and ends with the last, so that what was left out before and
//! after them need not be told. What was left out or called off in between is left out, what was moved is moved.

use rapport_calendar::ical::{Event, When};
use rapport_calendar::recur::{self, Change, Occurrence};
use rapport_calendar::{Instant, Zone};
use rapport_store::{Appointment, Series};
use rapport_wire::Timestamp;
use rapport_wire::appointment::{AppointmentState, Every, Repeat};

use crate::mail::words::CALENDAR_TITLE;
use crate::time;

/// What a calendar is told.
pub(super) struct Told {
    repeat: recur::Repeat,
    minutes: u16,
    sequence: u32,
    cancelled: bool,
}

impl Told {
    /// As it is written.
    pub(super) fn event<'a>(&'a self, uid: &'a str, now: Timestamp) -> Event<'a> {
        Event {
            uid,
            sequence: self.sequence,
            changed_at: time::instant(now),
            title: CALENDAR_TITLE,
            when: When::Series { repeat: &self.repeat, minutes: self.minutes },
            url: None,
            cancelled: self.cancelled,
        }
    }
}

/// What there is to tell of a series; none when its appointments are not where its rhythm would put them.
pub(super) fn told(series: &Series) -> Option<Told> {
    let kept: Repeat = serde_json::from_str(&series.repeat).ok()?;
    let first = series.appointments.first()?;
    let minutes = u16::try_from(first.ends_at.seconds_since(first.starts_at) / 60).ok()?;
    let (mut repeat, occurrences) = rhythm(&kept, &series.appointments)?;
    let cancelled = series.appointments.iter().all(|one| one.state == AppointmentState::Cancelled);
    if !cancelled {
        repeat.changes = changes(&repeat.zone, &occurrences, &series.appointments);
    }
    Some(Told { repeat, minutes, sequence: series.sequence(), cancelled })
}

/// From the first appointment to the last, each of them an occurrence.
fn rhythm(kept: &Repeat, appointments: &[Appointment]) -> Option<(recur::Repeat, Vec<Occurrence>)> {
    let zone = time::zone(&kept.zone).ok()?;
    let walls: Vec<_> = appointments.iter().map(|one| zone.wall(original(one))).collect();
    let (first, last) = (walls.iter().min()?, walls.iter().max()?);
    let every = match kept.every {
        Every::Weeks(weeks) => recur::Every::Weeks(weeks),
        Every::MonthWeekday => recur::Every::MonthWeekday,
    };
    // The first one may stand where the clock left its time out; another then shows what time was meant.
    walls.iter().find_map(|wall| {
        let first = first.date().to_datetime(wall.time());
        let end = recur::End::Until(last.date());
        let repeat = recur::Repeat { first, zone: zone.clone(), every, end, changes: Vec::new() };
        let occurrences = repeat.occurrences().ok()?;
        let is_there = |one: &Appointment| occurrences.iter().any(|at| is_of(&zone, at, one));
        appointments.iter().all(is_there).then_some((repeat, occurrences))
    })
}

fn changes(zone: &Zone, occurrences: &[Occurrence], appointments: &[Appointment]) -> Vec<Change> {
    let change = |at: &Occurrence| {
        let booked = appointments.iter().filter(|one| one.state == AppointmentState::Booked);
        let one = booked.clone().find(|one| is_of(zone, at, one));
        let moved_to = one.map(|one| time::instant(one.starts_at));
        (moved_to != Some(at.start)).then_some(Change { original: at.original, moved_to })
    };
    occurrences.iter().filter_map(change).collect()
}

/// Whether an appointment was made for this occurrence. By the wall: an hour that comes twice names two instants.
fn is_of(zone: &Zone, at: &Occurrence, one: &Appointment) -> bool {
    zone.wall(original(one)) == zone.wall(at.start)
}

fn original(one: &Appointment) -> Instant {
    time::instant(one.original_start.unwrap_or(one.starts_at))
}

#[cfg(test)]
mod tests {
    use rapport_calendar::ical::itip;
    use rapport_wire::appointment::RepeatEnd;
    use rapport_wire::offer::Mode;
    use rapport_wire::{AppointmentId, SeriesId, SpaceId};

    use super::*;

    // Monday 19 October 2026, 17:00 in London, still summer time.
    const FIRST: Timestamp = Timestamp::from_millis(1_792_425_600_000);
    const WEEK: i64 = 7 * 24 * 3600;

    fn weekly(originals: impl IntoIterator<Item = Timestamp>) -> Series {
        let repeat =
            Repeat { zone: "Europe/London".to_owned(), every: Every::Weeks(1), end: RepeatEnd::Count(5) };
        let appointment = |starts_at: Timestamp| Appointment {
            id: AppointmentId::from_bytes([1; 16]),
            space: SpaceId::from_bytes([2; 32]),
            attendees: Vec::new(),
            starts_at,
            ends_at: starts_at.plus_seconds(3000),
            mode: Mode::Video,
            state: AppointmentState::Booked,
            held_until: None,
            held_by: None,
            booked_by: None,
            series: Some(SeriesId::from_bytes([1; 16])),
            original_start: Some(starts_at),
            sequence: 0,
            cancelled_by: None,
            outcome: None,
        };
        Series {
            id: SeriesId::from_bytes([1; 16]),
            repeat: serde_json::to_string(&repeat).unwrap(),
            appointments: originals.into_iter().map(appointment).collect(),
        }
    }

    /// At five on Mondays, so many weeks after the first; summer time ends after the first.
    fn week(number: i64) -> Timestamp {
        FIRST.plus_seconds(number * WEEK + if number > 0 { 3600 } else { 0 })
    }

    fn written(series: &Series) -> String {
        let told = told(series).unwrap();
        itip::message(&told.event("1@rooms.example", FIRST), "a@rooms.example", "b@post.example").unwrap()
    }

    fn has(text: &str, lines: &[&str]) {
        for line in lines {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn what_was_left_out_before_between_and_after_is_not_told() {
        let text = written(&weekly([1, 2, 4].map(week)));
        has(
            &text,
            &[
                "METHOD:REQUEST",
                "DTSTART;TZID=Europe/London:20261026T170000",
                "RRULE:FREQ=WEEKLY;UNTIL=20261116T235959Z",
                "EXDATE;TZID=Europe/London:20261109T170000",
                "DURATION:PT50M",
            ],
        );
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
    }

    #[test]
    fn a_moved_one_and_one_called_off_are_told_with_all_the_others() {
        let mut series = weekly([0, 1, 2].map(week));
        series.appointments[1].starts_at = week(1).plus_seconds(7200);
        series.appointments[1].sequence = 1;
        series.appointments[2].state = AppointmentState::Cancelled;
        series.appointments[2].sequence = 1;
        let text = written(&series);
        has(
            &text,
            &[
                "SEQUENCE:2",
                "EXDATE;TZID=Europe/London:20261102T170000",
                "RECURRENCE-ID;TZID=Europe/London:20261026T170000",
                "DTSTART;TZID=Europe/London:20261026T190000",
            ],
        );
        for one in &mut series.appointments {
            one.state = AppointmentState::Cancelled;
            one.sequence += 1;
        }
        let gone = written(&series);
        has(&gone, &["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:5"]);
        assert!(!gone.contains("EXDATE"), "all of it is called off:\n{gone}");
    }

    #[test]
    fn a_time_that_the_clock_left_out_is_still_of_the_rhythm() {
        // Half past one on 28 March 2027 is not there in London: that week it is half past two.
        let spring = Timestamp::from_millis(1_806_197_400_000);
        let series = weekly([spring, spring.plus_seconds(WEEK - 3600), spring.plus_seconds(2 * WEEK - 3600)]);
        has(&written(&series), &["DTSTART;TZID=Europe/London:20270328T013000"]);
        assert!(told(&weekly([FIRST, FIRST.plus_seconds(3600)])).is_none(), "that is no rhythm");
    }
}
