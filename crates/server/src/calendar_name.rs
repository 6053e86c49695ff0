//! What an appointment is called in calendars outside: the same in a feed and in an invitation, so that a
//! calendar that gets both shows it once. A series that comes by mail has a name of its own; a feed tells its
//! appointments one by one.

use rapport_wire::{AppointmentId, SeriesId};

use crate::config::Config;

/// RFC 5545 3.8.4.7: unique for ever, and the same for as long as anybody remembers it.
pub(crate) fn uid(appointment: AppointmentId, config: &Config) -> String {
    format!("{appointment}@{}", config.public_host())
}

/// The name of a series that is told as one.
pub(crate) fn uid_of_series(series: SeriesId, config: &Config) -> String {
    format!("series-{series}@{}", config.public_host())
}
