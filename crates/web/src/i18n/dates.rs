//! Dates and times as people write them, by the browser's own `Intl`, in the device's time zone.

use js_sys::{Date, Object, Reflect};
use rapport_wire::Timestamp;
use wasm_bindgen::JsValue;

/// The language of the words on the screen; dates among them must not speak another.
const LANGUAGE: &str = "en-GB";

/// "Saturday 21 November".
pub(crate) fn day(at: Timestamp) -> String {
    format(at, &[("weekday", "long"), ("day", "numeric"), ("month", "long")])
}

/// "21 Nov, 14:05".
pub(crate) fn moment(at: Timestamp) -> String {
    format(at, &[("day", "numeric"), ("month", "short"), ("hour", "2-digit"), ("minute", "2-digit")])
}

/// "21 November 2026".
pub(crate) fn date(at: Timestamp) -> String {
    format(at, &[("day", "numeric"), ("month", "long"), ("year", "numeric")])
}

/// A day of the calendar, wherever one is: "21 November 2026".
pub(crate) fn day_of(year: u16, month: u8, day: u8) -> String {
    // At noon, so that no clock change makes it another day.
    let noon = Date::new(&JsValue::from(format!("{year:04}-{month:02}-{day:02}T12:00")));
    date(Timestamp::from_millis(noon.get_time() as i64))
}

/// "21 Nov".
pub(crate) fn date_short(at: Timestamp) -> String {
    format(at, &[("day", "numeric"), ("month", "short")])
}

fn format(at: Timestamp, wanted: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in wanted {
        let _ = Reflect::set(&options, &JsValue::from(*name), &JsValue::from(*value));
    }
    Date::new(&JsValue::from(at.as_millis() as f64)).to_locale_string(LANGUAGE, &options).into()
}
