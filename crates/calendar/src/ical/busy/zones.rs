//! What a TZID means (RFC 5545 3.2.19): a name of the tz database, what another program calls it, or a rule
//! that the file brings along.

use std::collections::HashMap;
use std::str::FromStr;

use calcard::common::timezone::Tz;
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarProperty, ICalendarValue};
use jiff::civil::DateTime;

use super::{Unread, own_zone};
use crate::zone::Zone;

/// The zones of one file.
pub(super) struct Zones<'a> {
    file: &'a ICalendar,
    home: &'a Zone,
    /// What was looked up before.
    known: HashMap<String, Option<Zone>>,
}

/// A time as it stands in a file.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    pub(super) wall: DateTime,
    pub(super) zone: Zone,
    /// A date without a time.
    pub(super) whole_day: bool,
}

impl<'a> Zones<'a> {
    pub(super) fn new(file: &'a ICalendar, home: &'a Zone) -> Self {
        Self { file, home, known: HashMap::new() }
    }

    /// Where times without a zone belong.
    pub(super) fn home(&self) -> &Zone {
        self.home
    }

    pub(super) fn find(&mut self, name: &str) -> Result<Zone, Unread> {
        if !self.known.contains_key(name) {
            let zone = name.parse().ok().or_else(|| self.explained(name));
            self.known.insert(name.to_owned(), zone);
        }
        let found = self.known.get(name).cloned().flatten();
        found.ok_or_else(|| Unread::Zone(name.chars().take(64).collect()))
    }

    /// What the file itself says of a name: another name for it, or its rule.
    fn explained(&self, name: &str) -> Option<Zone> {
        let parts = || {
            self.file.timezones().filter(|part| {
                let named = part.property(&ICalendarProperty::Tzid).and_then(|entry| entry.values.first());
                named.and_then(ICalendarValue::as_text) == Some(name)
            })
        };
        let renamed =
            parts().filter_map(ICalendarComponent::timezone).find_map(|(_, zone)| known_to_us(zone));
        renamed
            .or_else(|| foreign(name))
            .or_else(|| parts().find_map(|part| own_zone::described(self.file, part)))
    }
}

/// Names that Windows, Outlook and older libraries use.
fn foreign(name: &str) -> Option<Zone> {
    known_to_us(Tz::from_str(name).ok()?)
}

/// calcard knows the names; what they mean we take from our own database.
fn known_to_us(zone: Tz) -> Option<Zone> {
    match zone {
        Tz::Tz(zone) => zone.name().parse().ok(),
        Tz::Fixed(offset) => Zone::fixed(offset.local_minus_utc()),
        Tz::Floating => None,
    }
}
