//! Days of the calendar: as a plan holds them, as date fields write them, as people read them.

use rapport_care::form::Date;

use crate::i18n::day_of;

/// The device's today.
pub(super) fn today() -> Date {
    let now = js_sys::Date::new_0();
    let [year, month, day] = [now.get_full_year(), now.get_month() + 1, now.get_date()];
    Date { year: year as u16, month: month as u8, day: day as u8 }
}

/// A day as a date field writes it: "2026-11-22".
pub(super) fn field(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

/// The day a date field holds; none for what is no day.
pub(super) fn parse(field: &str) -> Option<Date> {
    let mut parts = field.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let day = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
    (parts.next().is_none() && day.exists()).then_some(day)
}

/// "22 November 2026".
pub(super) fn words(day: Date) -> String {
    day_of(day.year, day.month, day.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_written_and_no_other_text_is_one() {
        let day = Date { year: 2027, month: 1, day: 31 };
        assert_eq!(parse(&field(day)), Some(day));
        for not in ["", "2027-02-30", "2027-01", "2027-01-31-1", "soon"] {
            assert_eq!(parse(not), None, "{not}");
        }
    }
}
