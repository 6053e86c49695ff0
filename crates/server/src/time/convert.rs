//! Between the words of the wire and those of the calendar.

use rapport_calendar::availability::{Exception, Hours, Kind, KindId, Mode, Offer, Rules, Timetable, Window};
use rapport_calendar::civil::{Date, Weekday};
use rapport_calendar::{Instant, Zone};
use rapport_wire::{Code, Problem, Timestamp, offer as wire};

/// An instant as the calendar counts it.
pub(crate) const fn instant(at: Timestamp) -> Instant {
    Instant::from_micros(at.as_micros())
}

/// An instant as everything else counts it.
pub(crate) const fn timestamp(at: Instant) -> Timestamp {
    Timestamp::from_micros(at.as_micros())
}

/// The zone of a name.
pub(crate) fn zone(name: &str) -> Result<Zone, Problem> {
    name.parse().map_err(|_| Problem::new(Code::ZoneUnknown))
}

/// A local date: `2026-12-24`.
pub(crate) fn date(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// An offer that makes sense, laid out for searching.
///
/// # Errors
/// `zone-unknown`, or `offer-invalid` with what is wrong with it.
pub(crate) fn timetable(offer: &wire::Offer) -> Result<Timetable, Problem> {
    for (at, kind) in offer.kinds.iter().enumerate() {
        let same = |other: &wire::Kind| other.mode == kind.mode && other.minutes == kind.minutes;
        // A search names a mode and a length: two kinds with both the same could not be told apart by it.
        if offer.kinds[..at].iter().any(same) {
            return Err(invalid(format!("kind {} is as long and as another one", kind.id)));
        }
    }
    Timetable::new(&to_calendar(offer)?).map_err(|error| invalid(error.to_string()))
}

fn to_calendar(offer: &wire::Offer) -> Result<Offer, Problem> {
    let window = |window: &wire::Window| {
        let weekday =
            i8::try_from(window.weekday).ok().and_then(|day| Weekday::from_monday_one_offset(day).ok());
        let weekday = weekday.ok_or_else(|| invalid(format!("there is no weekday {}", window.weekday)))?;
        Ok(Window { weekday, hours: hours(&window.hours) })
    };
    let exception = |exception: &wire::Exception| {
        let date =
            date(&exception.date).ok_or_else(|| invalid(format!("no date: {}", short(&exception.date))))?;
        Ok(Exception { date, hours: exception.hours.iter().map(hours).collect() })
    };
    Ok(Offer {
        zone: zone(&offer.zone)?,
        kinds: offer.kinds.iter().copied().map(kind).collect(),
        windows: offer.windows.iter().map(window).collect::<Result<_, Problem>>()?,
        exceptions: offer.exceptions.iter().map(exception).collect::<Result<_, Problem>>()?,
        rules: Rules {
            buffer_before_minutes: offer.buffer_before_minutes,
            buffer_after_minutes: offer.buffer_after_minutes,
            notice_minutes: offer.notice_minutes,
            horizon_days: offer.horizon_days,
            step_minutes: offer.step_minutes,
        },
    })
}

fn kind(kind: wire::Kind) -> Kind {
    Kind { id: KindId(kind.id), minutes: kind.minutes, mode: mode(kind.mode) }
}

const fn mode(mode: wire::Mode) -> Mode {
    match mode {
        wire::Mode::Video => Mode::Video,
        wire::Mode::Voice => Mode::Voice,
        wire::Mode::Phone => Mode::Phone,
        wire::Mode::Chat => Mode::Chat,
        wire::Mode::InPerson => Mode::InPerson,
        wire::Mode::Group => Mode::Group,
    }
}

fn hours(hours: &wire::Hours) -> Hours {
    Hours {
        from_minute: hours.from_minute,
        to_minute: hours.to_minute,
        kinds: hours.kinds.iter().copied().map(KindId).collect(),
    }
}

fn invalid(detail: String) -> Problem {
    Problem::with_detail(Code::OfferInvalid, detail)
}

fn short(text: &str) -> String {
    text.chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer() -> wire::Offer {
        let hours = wire::Hours { from_minute: 540, to_minute: 720, kinds: Vec::new() };
        let kind = wire::Kind { id: 1, minutes: 50, mode: wire::Mode::Video, self_booked: true };
        wire::Offer {
            zone: "Europe/London".to_owned(),
            kinds: vec![kind],
            windows: vec![wire::Window { weekday: 1, hours }],
            exceptions: vec![wire::Exception { date: "2026-12-24".to_owned(), hours: Vec::new() }],
            buffer_before_minutes: 0,
            buffer_after_minutes: 10,
            notice_minutes: 60,
            horizon_days: 60,
            step_minutes: 30,
        }
    }

    fn refused(change: impl FnOnce(&mut wire::Offer)) -> Code {
        let mut changed = offer();
        change(&mut changed);
        timetable(&changed).unwrap_err().code
    }

    #[test]
    fn an_offer_that_contradicts_itself_is_refused_with_its_reason() {
        assert!(timetable(&offer()).is_ok());
        assert_eq!(refused(|offer| offer.zone = "Mars/Olympus".to_owned()), Code::ZoneUnknown);
        for change in [
            (|offer| offer.windows[0].weekday = 0) as fn(&mut wire::Offer),
            |offer| offer.windows[0].weekday = 8,
            |offer| offer.windows[0].hours.to_minute = 540,
            |offer| offer.windows[0].hours.kinds = vec![9],
            |offer| offer.exceptions[0].date = "2026-02-30".to_owned(),
            |offer| offer.kinds[0].minutes = 0,
            |offer| offer.kinds[0].minutes = 51,
            |offer| offer.kinds.push(wire::Kind { id: 2, ..offer.kinds[0] }),
            |offer| offer.step_minutes = 0,
            |offer| offer.step_minutes = 50,
            |offer| (offer.windows[0].hours.from_minute, offer.windows[0].hours.to_minute) = (0, 1445),
        ] {
            assert_eq!(refused(change), Code::OfferInvalid);
        }
        for minutes in [5, 15, 30, 45, 60, 90, 120] {
            let fills_a_day = wire::Offer { step_minutes: minutes, ..offer() };
            assert!(timetable(&fills_a_day).is_ok(), "{minutes}");
        }
    }
}
