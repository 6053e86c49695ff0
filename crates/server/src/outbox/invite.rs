//! What an invitation or a cancellation tells a calendar (iTIP, RFC 5546).

use lettre::Address;
use lettre::message::Mailbox;
use rapport_calendar::ical::{Event, When, itip};
use rapport_calendar::{Instant, Span, Zone};
use rapport_store::{ForCalendar, Series, Taken, What};
use rapport_wire::Timestamp;

use crate::app::App;
use crate::calendar_name;
use crate::mail::Enclosed;
use crate::mail::words::CALENDAR_TITLE;
use crate::outbox::series;

/// The part of a letter that a calendar reads; none when the row is no matter for one.
pub(super) fn enclosed(
    app: &App,
    taken: &Taken,
    from: &Mailbox,
    to: &Address,
    zone: &Zone,
    now: Timestamp,
) -> Option<Enclosed> {
    let (told, cancelled) = match &taken.what {
        What::Invitation(told) => (told, false),
        What::Cancellation(told) => (told, true),
        What::Reminder { .. }
        | What::Code { .. }
        | What::Series { .. }
        | What::Offered { .. }
        | What::Due { .. } => return None,
    };
    let uid = calendar_name::uid(taken.appointment?, &app.config);
    written(told, cancelled, &uid, from, to, zone, now)
}

/// The same for a whole series; none when it is no rhythm that a calendar knows.
pub(super) fn enclosed_series(
    app: &App,
    series: &Series,
    from: &Mailbox,
    to: &Address,
    now: Timestamp,
) -> Option<Enclosed> {
    let uid = calendar_name::uid_of_series(series.id, &app.config);
    let told = series::told(series)?;
    enclose(&told.event(&uid, now), from, to)
}

fn written(
    told: &ForCalendar,
    cancelled: bool,
    uid: &str,
    from: &Mailbox,
    to: &Address,
    zone: &Zone,
    now: Timestamp,
) -> Option<Enclosed> {
    let instant = |at: Timestamp| Instant::from_micros(at.as_micros());
    let event = Event {
        uid,
        sequence: told.sequence,
        changed_at: instant(now),
        title: CALENDAR_TITLE,
        when: When::Once { span: Span { start: instant(told.starts_at), end: instant(told.ends_at) }, zone },
        url: None,
        cancelled,
    };
    enclose(&event, from, to)
}

fn enclose(event: &Event<'_>, from: &Mailbox, to: &Address) -> Option<Enclosed> {
    let method = itip::Method::of(event).as_str();
    let text = itip::message(event, from.email.as_ref(), to.as_ref()).ok()?;
    Some(Enclosed { method, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cancelled: bool, sequence: u32) -> String {
        let told = ForCalendar {
            sequence,
            starts_at: Timestamp::from_millis(1_795_532_400_000),
            ends_at: Timestamp::from_millis(1_795_535_400_000),
        };
        let from: Mailbox = "Notices <no-reply@rooms.example>".parse().unwrap();
        let to: Address = "somebody@post.example".parse().unwrap();
        let zone: Zone = "Europe/London".parse().unwrap();
        let enclosed =
            written(&told, cancelled, "ID@rooms.example", &from, &to, &zone, told.starts_at).unwrap();
        assert_eq!(enclosed.method, if cancelled { "CANCEL" } else { "REQUEST" });
        enclosed.text
    }

    #[test]
    fn a_calendar_is_told_the_hour_and_nothing_else() {
        let request = text(false, 2);
        for line in [
            "METHOD:REQUEST",
            "UID:ID@rooms.example",
            "SEQUENCE:2",
            "SUMMARY:Busy",
            "STATUS:CONFIRMED",
            "BEGIN:VTIMEZONE",
            "DTSTART;TZID=Europe/London:20261124T150000",
        ] {
            assert!(request.contains(line), "{line} is not in\n{request}");
        }
        let cancel = text(true, 3);
        assert!(
            cancel.contains("METHOD:CANCEL")
                && cancel.contains("STATUS:CANCELLED")
                && cancel.contains("SEQUENCE:3")
        );
        for said in [request, cancel].map(|text| text.to_lowercase()) {
            for word in ["appointment", "session", "therap", "practice", "client", "description", "location"]
            {
                assert!(!said.contains(word), "{word} is in\n{said}");
            }
        }
    }
}
