//! What an appointment is called in calendars outside: the same in a feed and in an invitation, so that a
//! calendar that gets both shows it once.

use rapport_wire::AppointmentId;

use crate::config::Config;

/// RFC 5545 3.8.4.7: unique for ever, and the same for as long as anybody remembers it.
pub(crate) fn uid(appointment: AppointmentId, config: &Config) -> String {
    format!("{appointment}@{}", config.public_host())
}
