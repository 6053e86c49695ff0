//! One event of a file: its times, how it comes back, and whether it takes time at all.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendarComponent, ICalendarDuration, ICalendarEntry, ICalendarFreeBusyType, ICalendarFrequency,
    ICalendarParameterName, ICalendarParameterValue, ICalendarPeriod, ICalendarProperty,
    ICalendarRecurrenceRule, ICalendarStatus, ICalendarTransparency, ICalendarValue, ICalendarWeekday,
};
use jiff::civil::{Date, DateTime, Time, Weekday};

use super::Unread;
use super::zones::{Moment, Zones};
use crate::instant::{Instant, Span};
use crate::recur::rule::{Freq, Rule};
use crate::zone::{Zone, day_number};

/// What counts of an event.
pub(super) struct Event {
    pub(super) uid: Option<String>,
    pub(super) start: Moment,
    pub(super) length: Length,
    pub(super) rules: Vec<Recurring>,
    /// Further starts, some with an end of their own.
    pub(super) more: Vec<(Moment, Option<Length>)>,
    pub(super) except: Vec<Moment>,
    /// Which occurrence of another event it stands for.
    pub(super) replaces: Option<Moment>,
    /// Neither called off nor shown as free.
    pub(super) takes_time: bool,
}

/// How long it takes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Length {
    /// Whole days on the wall.
    Days(i64),
    /// Microseconds.
    Exact(i64),
}

/// A rule and its end.
pub(super) struct Recurring {
    pub(super) rule: Rule,
    pub(super) count: Option<u32>,
    pub(super) until: Option<Until>,
}

/// The last moment at which an occurrence may begin.
pub(super) enum Until {
    /// In UTC.
    Instant(Instant),
    /// On the wall of the event.
    Wall(DateTime),
}

pub(super) fn event(part: &ICalendarComponent, zones: &mut Zones<'_>) -> Result<Event, Unread> {
    let start = moment_of(part, &ICalendarProperty::Dtstart, zones)?.ok_or(Unread::Dates)?;
    let mut event = Event {
        uid: part.uid().map(str::to_owned),
        length: length(part, &start, zones)?,
        start,
        rules: Vec::new(),
        more: Vec::new(),
        except: Vec::new(),
        replaces: moment_of(part, &ICalendarProperty::RecurrenceId, zones)?,
        takes_time: takes_time(part),
    };
    for entry in &part.entries {
        match entry.name {
            ICalendarProperty::Rrule => event.rules.push(recurring(entry)?),
            ICalendarProperty::Rdate => {
                for value in &entry.values {
                    event.more.push(further(entry, value, zones)?);
                }
            }
            ICalendarProperty::Exdate => {
                for value in &entry.values {
                    event.except.push(moment(entry, date_time(value)?, zones)?);
                }
            }
            // Old, and never seen; better not understood than understood wrongly.
            ICalendarProperty::Exrule => return Err(Unread::Rule),
            ICalendarProperty::RecurrenceId if entry.has_parameter(&ICalendarParameterName::Range) => {
                return Err(Unread::Rule);
            }
            _ => {}
        }
    }
    Ok(event)
}

/// What a VFREEBUSY says is taken; its periods are in UTC (RFC 5545 3.8.2.6).
pub(super) fn freebusy(part: &ICalendarComponent) -> Vec<Span> {
    let free = |entry: &ICalendarEntry| {
        let kind = entry.parameter(&ICalendarParameterName::Fbtype);
        matches!(kind, Some(ICalendarParameterValue::Fbtype(ICalendarFreeBusyType::Free)))
    };
    let entries = part.properties(&ICalendarProperty::Freebusy).filter(|entry| !free(entry));
    let spans = entries.flat_map(|entry| &entry.values).filter_map(|value| {
        let ICalendarValue::Period(period) = value else { return None };
        let utc = |partial: &PartialDateTime| Some(Zone::utc().instant(wall(partial)?));
        Some(match period {
            ICalendarPeriod::Range { start, end } => Span { start: utc(start)?, end: utc(end)? },
            ICalendarPeriod::Duration { start, duration } => {
                let start = utc(start)?;
                Span { start, end: start.plus_micros(micros(duration)) }
            }
        })
    });
    spans.collect()
}

fn takes_time(part: &ICalendarComponent) -> bool {
    let cancelled = part.status() == Some(&ICalendarStatus::Cancelled);
    let transparent = part.transparency() == Some(&ICalendarTransparency::Transparent);
    // What Outlook means by "free" and "working elsewhere" when it says nothing else.
    let shown_free = part.entries.iter().any(|entry| {
        let name = matches!(&entry.name, ICalendarProperty::Other(name)
            if name.eq_ignore_ascii_case("X-MICROSOFT-CDO-BUSYSTATUS"));
        let value = entry.values.first().and_then(ICalendarValue::as_text);
        name && value.is_some_and(|value| ["FREE", "WORKINGELSEWHERE"].contains(&value))
    });
    !cancelled && !transparent && !shown_free
}

/// DTEND, DURATION, or what holds when neither is there (RFC 5545 3.6.1).
fn length(part: &ICalendarComponent, start: &Moment, zones: &mut Zones<'_>) -> Result<Length, Unread> {
    let length = if let Some(end) = moment_of(part, &ICalendarProperty::Dtend, zones)? {
        between(start, &end)
    } else if let Some(entry) = part.property(&ICalendarProperty::Duration) {
        let Some(ICalendarValue::Duration(duration)) = entry.values.first() else {
            return Err(Unread::Dates);
        };
        by_duration(duration)
    } else if start.whole_day {
        Length::Days(1)
    } else {
        Length::Exact(0)
    };
    match length {
        Length::Days(days) if days < 0 => Err(Unread::Dates),
        Length::Exact(micros) if micros < 0 => Err(Unread::Dates),
        // Outlook writes days of no length.
        Length::Days(0) => Ok(Length::Days(1)),
        length => Ok(length),
    }
}

fn between(start: &Moment, end: &Moment) -> Length {
    if start.whole_day && end.whole_day {
        return Length::Days(day_number(end.wall.date()) - day_number(start.wall.date()));
    }
    Length::Exact(end.instant().as_micros().saturating_sub(start.instant().as_micros()))
}

/// Days and weeks are those on the wall, hours are hours (RFC 5545 3.3.6).
fn by_duration(duration: &ICalendarDuration) -> Length {
    let whole_days = duration.hours == 0 && duration.minutes == 0 && duration.seconds == 0;
    let days = i64::from(duration.weeks) * 7 + i64::from(duration.days);
    if whole_days && days > 0 && !duration.neg { Length::Days(days) } else { Length::Exact(micros(duration)) }
}

fn micros(duration: &ICalendarDuration) -> i64 {
    duration.as_seconds().saturating_mul(1_000_000)
}

fn further(
    entry: &ICalendarEntry,
    value: &ICalendarValue,
    zones: &mut Zones<'_>,
) -> Result<(Moment, Option<Length>), Unread> {
    match value {
        ICalendarValue::Period(ICalendarPeriod::Range { start, end }) => {
            let (start, end) = (moment(entry, start, zones)?, moment(entry, end, zones)?);
            let length = between(&start, &end);
            Ok((start, Some(length)))
        }
        ICalendarValue::Period(ICalendarPeriod::Duration { start, duration }) => {
            Ok((moment(entry, start, zones)?, Some(by_duration(duration))))
        }
        value => Ok((moment(entry, date_time(value)?, zones)?, None)),
    }
}

fn moment_of(
    part: &ICalendarComponent,
    name: &ICalendarProperty,
    zones: &mut Zones<'_>,
) -> Result<Option<Moment>, Unread> {
    let Some(entry) = part.property(name) else { return Ok(None) };
    let value = entry.values.first().ok_or(Unread::Dates)?;
    moment(entry, date_time(value)?, zones).map(Some)
}

fn date_time(value: &ICalendarValue) -> Result<&PartialDateTime, Unread> {
    value.as_partial_date_time().ok_or(Unread::Dates)
}

fn moment(
    entry: &ICalendarEntry,
    partial: &PartialDateTime,
    zones: &mut Zones<'_>,
) -> Result<Moment, Unread> {
    let zone = match (partial.has_zone(), entry.tz_id()) {
        (true, _) => {
            let minutes =
                i32::from(partial.tz_hour.unwrap_or(0)) * 60 + i32::from(partial.tz_minute.unwrap_or(0));
            let seconds = if partial.tz_minus { -minutes } else { minutes } * 60;
            Zone::fixed(seconds).ok_or(Unread::Dates)?
        }
        // A whole day is one at home, wherever it was written (RFC 5545 3.8.2.4 gives it no zone).
        (false, Some(name)) if partial.has_time() => zones.find(name)?,
        (false, _) => zones.home().clone(),
    };
    let wall = wall(partial).ok_or(Unread::Dates)?;
    Ok(Moment { wall, zone, whole_day: !partial.has_time() })
}

fn wall(partial: &PartialDateTime) -> Option<DateTime> {
    let year = i16::try_from(partial.year?).ok()?;
    let small = |number: Option<u8>| i8::try_from(number.unwrap_or(0)).ok();
    let date = Date::new(year, small(partial.month)?, small(partial.day)?).ok()?;
    // A leap second is the last one of its minute.
    let second = small(partial.second)?.min(59);
    let time = Time::new(small(partial.hour)?, small(partial.minute)?, second, 0).ok()?;
    Some(date.to_datetime(time))
}

fn recurring(entry: &ICalendarEntry) -> Result<Recurring, Unread> {
    let Some(ICalendarValue::RecurrenceRule(rule)) = entry.values.first() else { return Err(Unread::Rule) };
    let until = rule.until.as_ref().map(until).transpose()?;
    Ok(Recurring { rule: dates_of(rule)?, count: rule.count, until })
}

fn until(partial: &PartialDateTime) -> Result<Until, Unread> {
    let wall = wall(partial).ok_or(Unread::Rule)?;
    Ok(match (partial.has_zone(), partial.has_time()) {
        (true, _) => Until::Instant(Zone::utc().instant(wall)),
        (false, true) => Until::Wall(wall),
        (false, false) => Until::Wall(wall.date().to_datetime(Time::MAX)),
    })
}

/// Daily to yearly, by day, day of the month, month and position. The rest (hours, week numbers, days of
/// the year) is not seen in people's calendars, and refused rather than got wrong.
fn dates_of(rule: &ICalendarRecurrenceRule) -> Result<Rule, Unread> {
    let freq = match rule.freq {
        ICalendarFrequency::Daily => Freq::Daily,
        ICalendarFrequency::Weekly => Freq::Weekly,
        ICalendarFrequency::Monthly => Freq::Monthly,
        ICalendarFrequency::Yearly => Freq::Yearly,
        _ => return Err(Unread::Rule),
    };
    let by_time = !rule.bysecond.is_empty() || !rule.byminute.is_empty() || !rule.byhour.is_empty();
    let by_year = !rule.byyearday.is_empty() || !rule.byweekno.is_empty();
    let nth = rule.byday.iter().any(|day| day.ordwk.is_some());
    let nth_of_nothing = nth && matches!(freq, Freq::Daily | Freq::Weekly);
    let month_day_of_week = !rule.bymonthday.is_empty() && freq == Freq::Weekly;
    let zero = rule.interval == Some(0)
        || rule.count == Some(0)
        || rule.bymonthday.contains(&0)
        || rule.bysetpos.contains(&0)
        || rule.byday.iter().any(|day| day.ordwk == Some(0));
    let other_calendar =
        rule.rscale.is_some() || rule.bymonth.iter().any(calcard::icalendar::ICalendarMonth::is_leap);
    if by_time || by_year || nth_of_nothing || month_day_of_week || zero || other_calendar {
        return Err(Unread::Rule);
    }
    Ok(Rule {
        freq,
        interval: rule.interval.unwrap_or(1),
        by_day: rule.byday.iter().map(|day| (day.ordwk, weekday(day.weekday))).collect(),
        by_month_day: rule.bymonthday.clone(),
        by_month: rule.bymonth.iter().map(|month| month.month() as i8).collect(),
        by_set_pos: rule.bysetpos.clone(),
        week_start: rule.wkst.map_or(Weekday::Monday, weekday),
    })
}

fn weekday(weekday: ICalendarWeekday) -> Weekday {
    match weekday {
        ICalendarWeekday::Monday => Weekday::Monday,
        ICalendarWeekday::Tuesday => Weekday::Tuesday,
        ICalendarWeekday::Wednesday => Weekday::Wednesday,
        ICalendarWeekday::Thursday => Weekday::Thursday,
        ICalendarWeekday::Friday => Weekday::Friday,
        ICalendarWeekday::Saturday => Weekday::Saturday,
        ICalendarWeekday::Sunday => Weekday::Sunday,
    }
}

impl Moment {
    pub(super) fn instant(&self) -> Instant {
        self.zone.instant(self.wall)
    }
}
