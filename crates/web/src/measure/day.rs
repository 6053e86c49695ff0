//! Days of the device's calendar, as date fields write them, and the moments they begin at.

use js_sys::Date;
use rapport_wire::Timestamp;
use wasm_bindgen::JsValue;

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

/// A moment's day as a date field writes it: "2026-11-22".
pub(super) fn field(at: Timestamp) -> String {
    let date = Date::new(&JsValue::from(at.as_millis() as f64));
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}

/// When a day begins, in microseconds since the Unix epoch; none for what is no day.
pub(super) fn begins(field: &str) -> Option<i64> {
    let ms = Date::new(&JsValue::from(format!("{field}T00:00"))).get_time();
    (field.len() == 10 && ms.is_finite()).then(|| Timestamp::from_millis(ms as i64).as_micros())
}

/// The last moment of a day, likewise.
pub(super) fn ends(field: &str) -> Option<i64> {
    Some(begins(field)? + DAY_US - 1)
}
