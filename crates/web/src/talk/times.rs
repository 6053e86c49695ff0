//! Dates and times as this browser's person reads them.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::i18n::t;

/// Microseconds in a millisecond, which is what browsers count in.
const MICROS: f64 = 1_000.0;
/// The language of the words on the screen; dates among them must not speak another.
const LANGUAGE: &str = "en-GB";
const DAY_MS: f64 = 24.0 * 3_600.0 * 1_000.0;

/// A day of the local calendar, to be compared with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Day(u32, u32, u32);

/// The local day of a moment, in microseconds since the Unix epoch.
pub(crate) fn day_of(at: i64) -> Day {
    day(&date(at))
}

/// "14:05".
pub(crate) fn clock(at: i64) -> String {
    let options = options(&[("hour", "2-digit"), ("minute", "2-digit")]);
    date(at).to_locale_time_string_with_options(LANGUAGE, &options).into()
}

/// "Today", "Yesterday", "Tuesday, 3 March".
pub(crate) fn day_in_words(at: i64) -> String {
    let now = Date::new_0();
    let (then, today) = (date(at), day(&now));
    if day(&then) == today {
        return t!("talk-today");
    }
    if day(&Date::new(&(now.get_time() - DAY_MS).into())) == day(&then) {
        return t!("talk-yesterday");
    }
    let mut parts = vec![("weekday", "long"), ("day", "numeric"), ("month", "long")];
    if then.get_full_year() != now.get_full_year() {
        parts.push(("year", "numeric"));
    }
    then.to_locale_date_string(LANGUAGE, &options(&parts)).into()
}

/// As short as it can be told in a list: a time today, else a day.
pub(crate) fn short(at: i64) -> String {
    let now = Date::new_0();
    let then = date(at);
    if day(&then) == day(&now) {
        return clock(at);
    }
    let parts: &[_] = if now.get_time() - then.get_time() < 6.0 * DAY_MS {
        &[("weekday", "short")]
    } else if then.get_full_year() == now.get_full_year() {
        &[("day", "numeric"), ("month", "short")]
    } else {
        &[("day", "numeric"), ("month", "short"), ("year", "numeric")]
    };
    then.to_locale_date_string(LANGUAGE, &options(parts)).into()
}

/// A moment for machines, as `<time datetime>` wants it.
pub(crate) fn machine(at: i64) -> String {
    date(at).to_iso_string().into()
}

/// "1:05", from milliseconds.
pub(crate) fn length(ms: u32) -> String {
    let seconds = ms.div_ceil(1_000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn date(at: i64) -> Date {
    Date::new(&(at as f64 / MICROS).into())
}

fn day(date: &Date) -> Day {
    Day(date.get_full_year(), date.get_month(), date.get_date())
}

fn options(parts: &[(&str, &str)]) -> JsValue {
    let options = Object::new();
    for (name, value) in parts {
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    options.into()
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn a_length_is_told_in_minutes_and_whole_seconds() {
        assert_eq!(length(0), "0:00");
        assert_eq!(length(64_100), "1:05");
        assert_eq!(length(600_000), "10:00");
    }
}
