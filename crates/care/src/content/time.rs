//! What is said about appointments.

use serde::{Deserialize, Serialize};

use super::{ContentError, at_most};
use crate::limits::ABOUT_CHARS_MAX;

/// What its author would like an appointment to be about; their newest counts, and blank words take it back.
/// The server knows when people meet and never why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentAbout {
    /// The appointment's id.
    pub appointment: [u8; 16],
    /// At most [`ABOUT_CHARS_MAX`] characters of plain text.
    pub words: String,
}

impl AppointmentAbout {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        at_most("what it is about", &self.words, ABOUT_CHARS_MAX)
    }
}
