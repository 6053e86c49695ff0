//! A feed that other programs read by a secret address (RFC 5545, with RFC 7986 for its name).

use calcard::icalendar::{
    ICalendarDuration, ICalendarParameter, ICalendarParameterName, ICalendarProperty, ICalendarValueType,
};

use super::event::Event;
use super::vtimezone;
use super::write::{Part, Writer};
use crate::instant::Span;
use crate::recur::SeriesError;
use crate::zone::Zone;

/// How often a reader may come back.
const REFRESH_SECONDS: i64 = 15 * 60;

/// Writes a whole feed. An event that was called off should stay in it for a while, as cancelled.
///
/// Fails when one of its series is none.
pub fn feed(name: &str, events: &[Event<'_>]) -> Result<String, SeriesError> {
    let mut writer = Writer::new();
    writer.text(Writer::ROOT, ICalendarProperty::Calscale, "GREGORIAN");
    writer.text(Writer::ROOT, ICalendarProperty::Name, name);
    // What Apple and Google read instead.
    writer.text(Writer::ROOT, ICalendarProperty::Other("X-WR-CALNAME".to_owned()), name);
    let refresh = ICalendarDuration::from_seconds(REFRESH_SECONDS);
    let is_duration = ICalendarParameter::new(ICalendarParameterName::Value, ICalendarValueType::Duration);
    writer.with_params(Writer::ROOT, ICalendarProperty::RefreshInterval, [is_duration], refresh);
    write_zones(&mut writer, events)?;
    for event in events {
        event.write(&mut writer, &|_: &mut Writer, _: Part| ())?;
    }
    Ok(writer.finish())
}

/// A VTIMEZONE for each zone in use, over the time it is used.
pub(super) fn write_zones(writer: &mut Writer, events: &[Event<'_>]) -> Result<(), SeriesError> {
    let mut zones: Vec<(&Zone, Span)> = Vec::new();
    for event in events {
        let (zone, extent) = (event.zone(), event.extent()?);
        match zones.iter_mut().find(|(known, _)| *known == zone) {
            Some((_, over)) => {
                *over = Span { start: over.start.min(extent.start), end: over.end.max(extent.end) };
            }
            None => zones.push((zone, extent)),
        }
    }
    for (zone, over) in zones {
        vtimezone::write(writer, zone, over);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
