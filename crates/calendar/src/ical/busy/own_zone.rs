//! A zone that a file explains by itself (RFC 5545 3.6.5), as Outlook's "Customized Time Zone" does: either it
//! never changes its clock, or twice a year by a rule. Anything longer is not guessed at.

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarFrequency, ICalendarProperty,
    ICalendarRecurrenceRule, ICalendarValue, ICalendarWeekday,
};

use crate::zone::Zone;

/// What holds from some moment of each year, or from the beginning.
struct Observance<'a> {
    /// Since when, as written; the later one of two is the one that still holds.
    since: (u16, u8, u8),
    /// Ahead of UTC, in seconds.
    offset: i32,
    /// At which time of day on the wall, in POSIX's words.
    time: String,
    rule: Option<&'a ICalendarRecurrenceRule>,
}

/// The zone that a VTIMEZONE describes.
pub(super) fn described(file: &ICalendar, part: &ICalendarComponent) -> Option<Zone> {
    let standard = latest(file, part, &ICalendarComponentType::Standard)?;
    let Some(summer) = latest(file, part, &ICalendarComponentType::Daylight) else {
        return Zone::fixed(standard.offset);
    };
    // POSIX counts what UTC is ahead, and gives the rules by when summer begins and ends.
    Zone::by_posix_rule(&format!(
        "STD{}DST{},{},{}",
        offset(-standard.offset),
        offset(-summer.offset),
        date(&summer)?,
        date(&standard)?
    ))
}

fn latest<'a>(
    file: &'a ICalendar,
    part: &'a ICalendarComponent,
    kind: &ICalendarComponentType,
) -> Option<Observance<'a>> {
    let parts = part.component_ids.iter().filter_map(|id| file.component_by_id(*id));
    let observances = parts.filter(|part| part.component_type == *kind).filter_map(observance);
    observances.max_by_key(|observance| observance.since)
}

fn observance(part: &ICalendarComponent) -> Option<Observance<'_>> {
    let value = |name| part.property(name).and_then(|entry| entry.values.first());
    let offset = value(&ICalendarProperty::Tzoffsetto)?.as_partial_date_time()?;
    let seconds = i32::from(offset.tz_hour?) * 3600 + i32::from(offset.tz_minute.unwrap_or(0)) * 60;
    let start = value(&ICalendarProperty::Dtstart)?.as_partial_date_time()?;
    let rule = match value(&ICalendarProperty::Rrule) {
        Some(ICalendarValue::RecurrenceRule(rule)) => Some(&**rule),
        _ => None,
    };
    Some(Observance {
        since: (start.year?, start.month?, start.day?),
        offset: if offset.tz_minus { -seconds } else { seconds },
        time: format!("{}:{:02}", start.hour.unwrap_or(0), start.minute.unwrap_or(0)),
        rule,
    })
}

/// `M10.5.0/3:00`: the last Sunday of October, at three.
fn date(observance: &Observance<'_>) -> Option<String> {
    let rule =
        observance.rule.filter(|rule| rule.freq == ICalendarFrequency::Yearly && rule.until.is_none())?;
    let ([month], [day]) = (&rule.bymonth[..], &rule.byday[..]) else { return None };
    let week = match day.ordwk? {
        -1 => 5,
        week @ 1..=4 => week,
        _ => return None,
    };
    Some(format!("M{}.{week}.{}/{}", month.month(), from_sunday(day.weekday), observance.time))
}

fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let minutes = seconds.abs() / 60;
    format!("{sign}{}:{:02}", minutes / 60, minutes % 60)
}

fn from_sunday(weekday: ICalendarWeekday) -> u8 {
    match weekday {
        ICalendarWeekday::Sunday => 0,
        ICalendarWeekday::Monday => 1,
        ICalendarWeekday::Tuesday => 2,
        ICalendarWeekday::Wednesday => 3,
        ICalendarWeekday::Thursday => 4,
        ICalendarWeekday::Friday => 5,
        ICalendarWeekday::Saturday => 6,
    }
}
