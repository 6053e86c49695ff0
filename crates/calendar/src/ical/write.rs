//! Small words for writing with calcard, which folds and escapes.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarParameter, ICalendarParameterName,
    ICalendarProperty, ICalendarValue,
};
use jiff::civil::DateTime;

use crate::instant::{Instant, Span};
use crate::zone::Zone;

/// Who writes.
const PRODUCT: &str = "-//Rapport//Calendar//EN";

/// A calendar as it grows.
pub(super) struct Writer(ICalendar);

/// A component of it, by its position.
#[derive(Clone, Copy)]
pub(super) struct Part(usize);

impl Writer {
    /// An empty VCALENDAR.
    pub(super) fn new() -> Self {
        let mut writer =
            Self(ICalendar { components: vec![ICalendarComponent::new(ICalendarComponentType::VCalendar)] });
        writer.text(Self::ROOT, ICalendarProperty::Version, "2.0");
        writer.text(Self::ROOT, ICalendarProperty::Prodid, PRODUCT);
        writer
    }

    /// The VCALENDAR itself.
    pub(super) const ROOT: Part = Part(0);

    /// Begins a component inside another.
    pub(super) fn begin(&mut self, inside: Part, kind: ICalendarComponentType) -> Part {
        let position = self.0.components.len();
        self.0.components.push(ICalendarComponent::new(kind));
        self.0.components[inside.0].component_ids.push(position as u32);
        Part(position)
    }

    pub(super) fn property(&mut self, part: Part, name: ICalendarProperty, value: impl Into<ICalendarValue>) {
        self.0.components[part.0].add_property(name, value);
    }

    /// A text in one line: what would end the line, or is no text at all, is left out.
    pub(super) fn text(&mut self, part: Part, name: ICalendarProperty, text: &str) {
        self.property(part, name, without_controls(text));
    }

    pub(super) fn with_params(
        &mut self,
        part: Part,
        name: ICalendarProperty,
        params: impl IntoIterator<Item = ICalendarParameter>,
        value: impl Into<ICalendarValue>,
    ) {
        self.0.components[part.0].add_property_with_params(name, params, value);
    }

    /// Start and end as the wall shows them. In UTC when the wall shows one of them twice and means the
    /// second; then both, since some readers take a length to be the difference on the wall.
    pub(super) fn span(&mut self, part: Part, zone: &Zone, span: Span) {
        let ends = [(ICalendarProperty::Dtstart, span.start), (ICalendarProperty::Dtend, span.end)];
        let clear = ends.iter().all(|(_, at)| zone.instant(zone.wall(*at)) == *at);
        for (name, at) in ends {
            if clear {
                self.wall(part, name, zone, zone.wall(at));
            } else {
                self.utc(part, name, at);
            }
        }
    }

    /// What the wall shows.
    pub(super) fn wall(&mut self, part: Part, name: ICalendarProperty, zone: &Zone, wall: DateTime) {
        let zone = ICalendarParameter::new(ICalendarParameterName::Tzid, zone.name().to_owned());
        self.with_params(part, name, [zone], partial(wall));
    }

    pub(super) fn utc(&mut self, part: Part, name: ICalendarProperty, at: Instant) {
        self.property(part, name, partial_utc(at));
    }

    pub(super) fn finish(self) -> String {
        self.0.to_string()
    }
}

/// A wall time without a zone.
pub(super) fn partial(wall: DateTime) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(wall.year()).ok(),
        month: Some(wall.month().unsigned_abs()),
        day: Some(wall.day().unsigned_abs()),
        hour: Some(wall.hour().unsigned_abs()),
        minute: Some(wall.minute().unsigned_abs()),
        second: Some(wall.second().unsigned_abs()),
        ..PartialDateTime::default()
    }
}

/// A moment, written with a Z.
pub(super) fn partial_utc(at: Instant) -> PartialDateTime {
    PartialDateTime { tz_hour: Some(0), tz_minute: Some(0), ..partial(Zone::utc().wall(at)) }
}

pub(super) fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
