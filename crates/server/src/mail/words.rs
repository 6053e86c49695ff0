//! Every sentence that leaves by mail.
//!
//! Whoever holds the telephone it lights up on learns that something is at some time, and where to sign in:
//! not with whom, not what, not why. A test reads everything that can be made here, headers and calendar
//! included, and refuses names, roles and words of health.

use rapport_calendar::civil::{DateTime, Weekday};
use rapport_calendar::{Instant, Zone};
use rapport_wire::Timestamp;

/// Subject and text of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// What stands in calendars.
pub(crate) const CALENDAR_TITLE: &str = "Busy";

/// Reminds of something that begins then.
pub(crate) fn reminder(starts_at: Timestamp, zone: &Zone, origin: &str) -> Words {
    let wall = wall(zone, starts_at);
    Words {
        subject: format!("You have something at {}", time(wall)),
        text: format!(
            "You have something at {}, on {} ({}).\r\nSign in to see it: {origin}\r\n\r\n\
             You asked for this message. You can change that where you sign in.\r\n",
            time(wall),
            day(wall),
            place(zone)
        ),
    }
}

/// Comes with what puts an hour into a calendar, or moves it there.
pub(crate) fn invitation(starts_at: Timestamp, zone: &Zone, origin: &str) -> Words {
    let wall = wall(zone, starts_at);
    Words {
        subject: format!("For your calendar: {}, {}", day(wall), time(wall)),
        text: format!(
            "This puts {} at {} ({}) into your calendar.\r\nSign in to see it: {origin}\r\n\r\n\
             You asked for this message. You can change that where you sign in.\r\n",
            day(wall),
            time(wall),
            place(zone)
        ),
    }
}

/// Comes with what takes an hour out of a calendar.
pub(crate) fn cancellation(starts_at: Timestamp, zone: &Zone, origin: &str) -> Words {
    let wall = wall(zone, starts_at);
    Words {
        subject: format!("No longer in your calendar: {}, {}", day(wall), time(wall)),
        text: format!(
            "This takes {} at {} ({}) out of your calendar.\r\nSign in to see more: {origin}\r\n\r\n\
             You asked for this message. You can change that where you sign in.\r\n",
            day(wall),
            time(wall),
            place(zone)
        ),
    }
}

/// Comes with what a calendar is to know of hours that come again and again: this one and others.
pub(crate) fn series(starts_at: Timestamp, zone: &Zone, origin: &str) -> Words {
    let wall = wall(zone, starts_at);
    Words {
        subject: format!("For your calendar: {}, {} and more", day(wall), time(wall)),
        text: format!(
            "This brings your calendar up to date:\r\n{} at {} ({}), and what belongs to it.\r\n\
             Sign in to see it: {origin}\r\n\r\n\
             You asked for this message. You can change that where you sign in.\r\n",
            day(wall),
            time(wall),
            place(zone)
        ),
    }
}

/// Comes with what takes all of them out again.
pub(crate) fn no_series(starts_at: Timestamp, zone: &Zone, origin: &str) -> Words {
    let wall = wall(zone, starts_at);
    Words {
        subject: format!("No longer in your calendar: {}, {}", day(wall), time(wall)),
        text: format!(
            "This takes out of your calendar:\r\n{} at {} ({}), and all that belongs to it.\r\n\
             Sign in to see more: {origin}\r\n\r\n\
             You asked for this message. You can change that where you sign in.\r\n",
            day(wall),
            time(wall),
            place(zone)
        ),
    }
}

/// Says that an hour became free and waits for an answer.
pub(crate) fn offered(starts_at: Timestamp, until: Timestamp, zone: &Zone, origin: &str) -> Words {
    let (wall, until) = (wall(zone, starts_at), wall(zone, until));
    Words {
        subject: format!("A time became free: {}, {}", day(wall), time(wall)),
        text: format!(
            "A time you asked for became free: {} at {} ({}).\r\n\
             It is kept for you until {}. Sign in to take it or leave it: {origin}\r\n\r\n\
             You asked for this message. You can change that where you sign in.\r\n",
            day(wall),
            time(wall),
            place(zone),
            time(until)
        ),
    }
}

/// Says that something waits, and not what.
pub(crate) fn due(origin: &str) -> Words {
    Words {
        subject: "Something waits for you".to_owned(),
        text: format!(
            "Something waits for you, whenever it suits you today.\r\nSign in to see it: {origin}\r\n\r\n\
             You asked for this message. You can change that where you sign in.\r\n"
        ),
    }
}

/// Carries the code that shows that an address is somebody's.
pub(crate) fn code(digits: &str, origin: &str) -> Words {
    let (first, second) = digits.split_at_checked(3).unwrap_or((digits, ""));
    Words {
        subject: "Your code".to_owned(),
        text: format!(
            "Your code is {first} {second}.\r\nType it where you are signed in: {origin}\r\n\r\n\
             It works for 15 minutes. If you did not ask for it, do nothing: no more will come.\r\n"
        ),
    }
}

/// What `rapport doctor --mail` sends.
pub(crate) fn trial(origin: &str) -> Words {
    Words {
        subject: "A trial".to_owned(),
        text: format!("Mail from {origin} arrives here.\r\nNobody else was written to.\r\n"),
    }
}

fn wall(zone: &Zone, at: Timestamp) -> DateTime {
    zone.wall(Instant::from_micros(at.as_micros()))
}

/// `15:00`.
fn time(wall: DateTime) -> String {
    format!("{:02}:{:02}", wall.hour(), wall.minute())
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `Tuesday, 24 November`.
fn day(wall: DateTime) -> String {
    let weekday = match wall.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    let month = usize::from(wall.month().unsigned_abs()).checked_sub(1).and_then(|at| MONTHS.get(at));
    format!("{weekday}, {} {}", wall.day(), month.copied().unwrap_or_default())
}

/// `London time`: the zone's own city, since a letter says nothing about where its reader is.
fn place(zone: &Zone) -> String {
    let name = zone.name();
    let city = name.rsplit_once('/').map_or(name, |(_, city)| city);
    if name.starts_with("Etc/") || !name.contains('/') {
        return name.to_owned();
    }
    format!("{} time", city.replace('_', " "))
}

#[cfg(test)]
mod tests {
    use lettre::message::Mailbox;

    use super::super::{Enclosed, Letter, mailbox, parse_address};
    use super::*;

    /// Tuesday, 24 November 2026, 15:00 UTC.
    const THREE: Timestamp = Timestamp::from_millis(1_795_532_400_000);
    const ORIGIN: &str = "https://rooms.example";

    /// Who it is with, what it is, and why: none of it may be said, in any form of the word.
    const REFUSED: &[&str] = &[
        "therap",
        "client",
        "patient",
        "counsel",
        "psych",
        "clinic",
        "practice",
        "practitioner",
        "trainee",
        "supervis",
        "coordinat",
        "facilitat",
        "peer support",
        "owner",
        "doctor",
        "nurse",
        "treat",
        "session",
        "appointment",
        "consult",
        "assess",
        "intake",
        "wellbeing",
        "well-being",
        "mental",
        "health",
        "medic",
        "hospital",
        "diagnos",
        "depress",
        "anxi",
        "trauma",
        "crisis",
        "risk",
        "safety plan",
        "suicid",
        "self-harm",
        "grief",
        "addict",
        "disorder",
        "symptom",
        "phq",
        "gad-7",
        "core-10",
        "worksheet",
        "homework",
        "journal",
        "mood",
        "group",
        "couple",
        "video",
        "call with",
        "rapport",
        "mara",
        "thea",
        "noor",
        "alex",
        "heron",
        "harbour",
    ];

    fn all(zone: &Zone) -> Vec<Words> {
        vec![
            reminder(THREE, zone, ORIGIN),
            invitation(THREE, zone, ORIGIN),
            cancellation(THREE, zone, ORIGIN),
            series(THREE, zone, ORIGIN),
            no_series(THREE, zone, ORIGIN),
            offered(THREE, THREE, zone, ORIGIN),
            due(ORIGIN),
            code("012345", ORIGIN),
            trial(ORIGIN),
        ]
    }

    fn refused(text: &str) -> Option<&'static str> {
        let text = text.to_lowercase();
        REFUSED.iter().copied().find(|word| text.contains(word))
    }

    #[test]
    fn no_mail_says_who_what_or_why() {
        let zones = ["Europe/London", "America/New_York", "UTC", "Asia/Kathmandu"];
        for zone in zones.map(|name| name.parse::<Zone>().unwrap()) {
            for words in all(&zone) {
                // The whole mail as it leaves, and not only what was meant to be read.
                let letter = Letter {
                    key: "0123456789abcdef0123456789abcdef".to_owned(),
                    from: "Notices <no-reply@rooms.example>".parse::<Mailbox>().unwrap(),
                    to: mailbox(parse_address("somebody@post.example").unwrap()),
                    at: THREE,
                    words,
                    enclosed: Some(Enclosed { method: "REQUEST", text: CALENDAR_TITLE.to_owned() }),
                };
                let bytes = String::from_utf8(letter.to_bytes().unwrap()).unwrap();
                assert_eq!(refused(&bytes), None, "{bytes}");
            }
        }
        assert_eq!(refused("Your Therapist is waiting"), Some("therap"), "the search finds what is there");
    }

    #[test]
    fn a_reminder_names_the_time_where_its_reader_is() {
        let words = reminder(THREE, &"America/New_York".parse().unwrap(), ORIGIN);
        assert_eq!(words.subject, "You have something at 10:00");
        assert!(words.text.starts_with(
            "You have something at 10:00, on Tuesday, 24 November (New York time).\r\nSign in to see it: https://rooms.example\r\n"
        ));
        assert!(
            reminder(THREE, &Zone::utc(), ORIGIN).text.contains("at 15:00, on Tuesday, 24 November (UTC)")
        );
        assert!(code("012345", ORIGIN).text.contains("012 345"));
    }

    #[test]
    fn every_sentence_survives_the_oldest_mail_server() {
        for words in all(&"Europe/London".parse().unwrap()) {
            assert!(words.subject.is_ascii() && words.text.is_ascii());
            assert!(words.subject.len() < 70 && words.text.lines().all(|line| line.len() < 100));
        }
    }
}
