//! Wall clocks: what a moment is called in a zone, by the browser's own `Intl`. No table of zones travels
//! with the page; the browser has one, and keeps it up to date.

use std::cell::RefCell;

use js_sys::{Array, Function, Intl, Object, Reflect};
use rapport_wire::Timestamp;
use wasm_bindgen::JsValue;

use super::date::Date;

const MINUTE_MS: i64 = 60_000;
/// Its dates are year, month, day, in this order: digits that can be read back.
const NUMBERS: &str = "sv-SE";
/// The language of the words on the screen; dates among them must not speak another.
const LANGUAGE: &str = "en-GB";

/// What the wall clock and the calendar on the wall show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Local {
    /// The date.
    pub(super) date: Date,
    /// Minutes after midnight.
    pub(super) minute: u16,
}

impl Local {
    /// Minutes since 1 January 1970 by this wall clock: to compare two of the same zone.
    pub(super) fn to_minutes(self) -> i64 {
        self.date.to_days() * 24 * 60 + i64::from(self.minute)
    }
}

thread_local! {
    /// Making a formatter is slow; using one is not.
    static FORMATS: RefCell<Vec<(String, Function)>> = const { RefCell::new(Vec::new()) };
}

/// The zone of this device (IANA).
pub(super) fn mine() -> String {
    let resolved = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&resolved, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    zone.unwrap_or_else(|| "UTC".to_owned())
}

/// What a moment is in a zone; in UTC when this browser does not know the zone.
pub(super) fn local(at: Timestamp, zone: &str) -> Local {
    let text = numbers(at, zone).or_else(|| numbers(at, "UTC")).unwrap_or_default();
    read(&text).unwrap_or(Local { date: Date { year: 1970, month: 1, day: 1 }, minute: 0 })
}

fn read(text: &str) -> Option<Local> {
    let mut numbers = text.split(|it: char| !it.is_ascii_digit()).filter_map(|part| part.parse::<u16>().ok());
    let mut next = || numbers.next();
    let (year, month, day) = (next()?, next()?, next()?);
    let (hour, minute) = (next()?, next()?);
    Some(Local {
        date: Date { year: year.into(), month: month as u8, day: day as u8 },
        minute: hour % 24 * 60 + minute,
    })
}

fn numbers(at: Timestamp, zone: &str) -> Option<String> {
    let format = FORMATS.with_borrow_mut(|formats| {
        if let Some((_, format)) = formats.iter().find(|(known, _)| known == zone) {
            return Some(format.clone());
        }
        let two = "2-digit";
        let wanted = [
            ("year", "numeric"),
            ("month", two),
            ("day", two),
            ("hour", two),
            ("minute", two),
            ("hourCycle", "h23"),
            ("timeZone", zone),
        ];
        let format = format(NUMBERS, &wanted)?;
        formats.push((zone.to_owned(), format.clone()));
        Some(format)
    })?;
    told(&format, at.as_millis())
}

/// A formatter; none when its zone is unknown here.
fn format(language: &str, wanted: &[(&str, &str)]) -> Option<Function> {
    let options = Object::new();
    for (name, value) in wanted {
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    // `new` of the binding would throw past us on an unknown zone.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.into();
    let made = Reflect::construct(&class, &Array::of2(&language.into(), &options)).ok()?;
    Reflect::get(&made, &"format".into()).ok().map(Function::from)
}

fn told(format: &Function, ms: i64) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, &JsValue::from(ms as f64)).ok()?.as_string()
}

/// The moment at which the wall clock of a zone shows this. Where clocks are put forward and never show it,
/// the moment after; where they show it twice, the first.
pub(super) fn instant(zone: &str, date: Date, minute: u16) -> Timestamp {
    let wanted = date.to_days() * 24 * 60 + i64::from(minute);
    settle(wanted, |minutes| {
        let at = Timestamp::from_millis(minutes * MINUTE_MS);
        local(at, zone).to_minutes()
    })
}

/// Finds a moment from what the wall shows, given what it shows at any moment (both in minutes).
fn settle(wanted: i64, shown: impl Fn(i64) -> i64) -> Timestamp {
    // No zone is further from UTC than a day: the offsets on both sides of the day are all there are.
    let offsets = [wanted - 24 * 60, wanted + 24 * 60].map(|at| shown(at) - at);
    let fits = offsets.map(|offset| wanted - offset).into_iter().filter(|at| shown(*at) == wanted).min();
    Timestamp::from_millis(fits.unwrap_or(wanted - offsets[0]) * MINUTE_MS)
}

/// "Tuesday 24 November".
pub(super) fn day_long(date: Date) -> String {
    day(date, &[("weekday", "long"), ("day", "numeric"), ("month", "long")])
}

/// "Tue 24 Nov".
pub(super) fn day_short(date: Date) -> String {
    day(date, &[("weekday", "short"), ("day", "numeric"), ("month", "short")])
}

/// "Tuesday", of 1 (Monday) to 7.
pub(super) fn weekday_long(weekday: u8) -> String {
    // 5 January 1970 was a Monday.
    day(Date::from_days(3 + i64::from(weekday)), &[("weekday", "long")])
}

/// "Tue".
pub(super) fn weekday_short(weekday: u8) -> String {
    day(Date::from_days(3 + i64::from(weekday)), &[("weekday", "short")])
}

fn day(date: Date, wanted: &[(&str, &str)]) -> String {
    let mut wanted = wanted.to_vec();
    wanted.push(("timeZone", "UTC"));
    let ms = date.to_days() * 24 * 60 * MINUTE_MS;
    format(LANGUAGE, &wanted).and_then(|format| told(&format, ms)).unwrap_or_else(|| date.to_string())
}

/// The place a zone is named after: "New York" of `America/New_York`.
pub(super) fn city(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_called_by_its_place() {
        assert_eq!(city("America/New_York"), "New York");
        assert_eq!(city("America/Argentina/Buenos_Aires"), "Buenos Aires");
        assert_eq!(city("UTC"), "UTC");
    }

    #[test]
    fn digits_are_read_back() {
        let midnight = read("2026-11-22 24:00").unwrap();
        assert_eq!((midnight.date.to_string().as_str(), midnight.minute), ("2026-11-22", 0));
        assert_eq!(read("2026-11-22 17:05").unwrap().minute, 1_025);
        assert_eq!(read("no date"), None);
    }

    /// London, 2027: clocks go forward on 28 March at 01:00, back on 31 October at 02:00 (01:00 UTC).
    fn london(minute: i64) -> i64 {
        let spring = Date { year: 2027, month: 3, day: 28 }.to_days() * 1_440 + 60;
        let autumn = Date { year: 2027, month: 10, day: 31 }.to_days() * 1_440 + 60;
        if (spring..autumn).contains(&minute) { minute + 60 } else { minute }
    }

    #[test]
    fn moments_are_found_on_both_sides_of_a_change_and_within_it() {
        let at = |month, day, minute| {
            let wanted = Date { year: 2027, month, day }.to_days() * 1_440 + minute;
            settle(wanted, london).as_millis() / MINUTE_MS - Date { year: 2027, month, day }.to_days() * 1_440
        };
        assert_eq!(at(3, 27, 17 * 60), 17 * 60);
        assert_eq!(at(3, 28, 17 * 60), 16 * 60);
        assert_eq!(at(10, 31, 17 * 60), 17 * 60);
        assert_eq!(at(3, 28, 90), 90, "01:30 never comes: half an hour after the change");
        assert_eq!(at(10, 31, 90), 30, "01:30 comes twice: the first");
    }
}
