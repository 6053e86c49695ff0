//! Times in words: the day, from when to when, how people meet, and what the clock shows for the others.

use rapport_wire::appointment::{Appointment, Outcome};
use rapport_wire::offer::Mode;
use rapport_wire::{AccountId, Timestamp};

use super::date::{Date, clock};
use super::part::{Part, by_day};
use super::policy::{Span, span};
use super::rooms::Rooms;
use super::zone::{self, Local, local, weekday_long};
use crate::i18n::t;

/// "Today", "Tomorrow", "Tuesday 24 November".
pub(super) fn day(date: Date, today: Date) -> String {
    if date == today {
        t!("time-today")
    } else if date == today.plus(1) {
        t!("time-tomorrow")
    } else if date.year == today.year || date.to_days() - today.to_days() < 180 {
        zone::day_long(date)
    } else {
        format!("{} {}", zone::day_long(date), date.year)
    }
}

/// "17:00 to 17:50".
pub(super) fn hours(from: Timestamp, until: Timestamp, zone: &str) -> String {
    t!("time-hours", from = clock(local(from, zone).minute), until = clock(local(until, zone).minute))
}

/// "17:00".
pub(super) fn at(moment: Timestamp, zone: &str) -> String {
    clock(local(moment, zone).minute)
}

/// "Tuesday 24 November, 17:00".
pub(super) fn moment(moment: Timestamp, zone: &str, today: Date) -> String {
    let Local { date, minute } = local(moment, zone);
    t!("time-moment", day = day(date, today), time = clock(minute))
}

/// The same in the middle of a sentence: "tomorrow, 17:00".
pub(super) fn moment_within(moment: Timestamp, zone: &str, today: Date) -> String {
    let Local { date, minute } = local(moment, zone);
    let day = match date.to_days() - today.to_days() {
        0 => t!("time-today-within"),
        1 => t!("time-tomorrow-within"),
        _ => day(date, today),
    };
    t!("time-moment", day = day, time = clock(minute))
}

/// What the clock shows for everybody whose clock shows something else: "12:00 for Thea in New York".
pub(super) fn elsewhere(it: &Appointment, me: AccountId, zone: &str, rooms: Rooms) -> Vec<String> {
    let here = local(it.starts_at, zone);
    let other = it.attendees.iter().filter(|other| other.account != me);
    other
        .filter_map(|other| {
            let theirs = other.zone.as_deref()?;
            let there = local(it.starts_at, theirs);
            let differs = there != here;
            differs.then(|| elsewhere_words(here, there, &rooms.name(it.space, other.account), theirs))
        })
        .collect()
}

fn elsewhere_words(here: Local, there: Local, name: &str, zone: &str) -> String {
    let (time, city) = (clock(there.minute), zone::city(zone));
    if there.date == here.date {
        t!("time-elsewhere", time = time, name = name, city = city)
    } else {
        t!("time-elsewhere-day", time = time, day = zone::day_short(there.date), name = name, city = city)
    }
}

/// How people meet.
pub(super) fn mode(mode: Mode) -> String {
    match mode {
        Mode::Video => t!("mode-video"),
        Mode::Voice => t!("mode-voice"),
        Mode::Phone => t!("mode-phone"),
        Mode::Chat => t!("mode-chat"),
        Mode::InPerson => t!("mode-in-person"),
        Mode::Group => t!("mode-group"),
    }
}

/// "Video, 50 minutes".
pub(super) fn kind(mode_of: Mode, minutes: u16) -> String {
    t!("time-kind", mode = mode(mode_of), length = length(minutes.into()))
}

/// "50 minutes", "24 hours", "3 days".
pub(super) fn length(minutes: u32) -> String {
    match span(minutes) {
        Span::Minutes(count) => t!("time-minutes", count = count),
        Span::Hours(count) => t!("time-hours-long", count = count),
        Span::Days(count) => t!("time-days", count = count),
    }
}

/// What became of an hour.
pub(super) fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Met => t!("outcome-met"),
        Outcome::NoShow => t!("outcome-no-show"),
        Outcome::LateCancel => t!("outcome-late-cancel"),
        Outcome::Cancelled => t!("outcome-cancelled"),
        Outcome::CancelledByPractice => t!("outcome-by-practice"),
    }
}

/// A part of the day.
pub(super) fn part(part: Part) -> String {
    match part {
        Part::Morning => t!("part-morning"),
        Part::Afternoon => t!("part-afternoon"),
        Part::Evening => t!("part-evening"),
    }
}

/// Parts of the week: "Monday: morning; Thursday: afternoon, evening".
pub(super) fn parts(chosen: u32) -> String {
    let of = |(day, parts): (u8, Vec<Part>)| {
        let names: Vec<_> = parts.into_iter().map(|it| part(it).to_lowercase()).collect();
        format!("{} {}", weekday_long(day), names.join(", "))
    };
    by_day(chosen).into_iter().map(of).collect::<Vec<_>>().join("; ")
}
