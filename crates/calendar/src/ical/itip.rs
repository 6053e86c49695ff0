//! Invitations and cancellations that travel in mail (iTIP, RFC 5546; as a part of a mail by RFC 6047).
//!
//! One message a person: nobody learns from it who else takes part.

use calcard::icalendar::{
    ICalendarParameter, ICalendarParameterName, ICalendarParticipationStatus, ICalendarProperty,
};

use super::event::Event;
use super::feed::write_zones;
use super::write::{Part, Writer, without_controls};
use crate::recur::SeriesError;

/// The `method` parameter of the mail part's content type: `text/calendar; method=REQUEST; charset=utf-8`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// It is on, or was moved.
    Request,
    /// It was called off.
    Cancel,
}

impl Method {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }

    /// The one that fits an event.
    pub const fn of(event: &Event<'_>) -> Self {
        if event.cancelled { Self::Cancel } else { Self::Request }
    }
}

/// Writes the message for one person. A cancellation is an event that says so; its sequence must be higher
/// than that of what it cancels.
///
/// `organizer` and `attendee` are mail addresses: the practice's and the person's.
pub fn message(event: &Event<'_>, organizer: &str, attendee: &str) -> Result<String, SeriesError> {
    let mut writer = Writer::new();
    writer.text(Writer::ROOT, ICalendarProperty::Calscale, "GREGORIAN");
    writer.text(Writer::ROOT, ICalendarProperty::Method, Method::of(event).as_str());
    write_zones(&mut writer, std::slice::from_ref(event))?;
    event.write(&mut writer, &|writer: &mut Writer, part: Part| {
        writer.text(part, ICalendarProperty::Organizer, &format!("mailto:{organizer}"));
        // They have agreed already, so there is nothing to answer.
        let agreed = ICalendarParticipationStatus::Accepted;
        let params = [
            ICalendarParameter::new(ICalendarParameterName::Partstat, agreed),
            ICalendarParameter::new(ICalendarParameterName::Rsvp, false),
        ];
        let address = without_controls(&format!("mailto:{attendee}"));
        writer.with_params(part, ICalendarProperty::Attendee, params, address);
    })?;
    Ok(writer.finish())
}
