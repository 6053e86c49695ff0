//! The calendars inside a CalDAV server's answer (RFC 4791 9.6, RFC 4918 13).
//!
//! An answer comes from a stranger: no document types, no entities but those of XML itself, no great depth.

use quick_xml::Reader;
use quick_xml::events::Event;
use thiserror::Error;

use crate::limits::{CALDAV_CALENDARS_MAX, CALDAV_DEPTH_MAX};

/// Why an answer cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum CaldavError {
    /// It is not XML, or breaks off.
    #[error("the answer is not XML: check that the address is a CalDAV calendar")]
    NotXml,
    /// It is XML, but no multistatus.
    #[error("the answer is not that of a CalDAV calendar: check the address")]
    NotMultistatus,
    /// It declares a document type or uses an entity of its own.
    #[error("the answer uses entities of its own, which are not read")]
    Entities,
    /// It is nested deeper or holds more than any calendar.
    #[error("the answer is nested too deeply or holds too many calendars")]
    TooMuch,
}

/// The text of each calendar-data in a multistatus, whatever its prefix.
pub fn calendars(body: &[u8]) -> Result<Vec<String>, CaldavError> {
    let text = String::from_utf8_lossy(body);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut found = Found::default();
    loop {
        match reader.read_event().map_err(|_| CaldavError::NotXml)? {
            Event::Start(tag) => found.open(tag.local_name().as_ref())?,
            Event::End(_) => found.close()?,
            Event::Empty(tag) => {
                found.open(tag.local_name().as_ref())?;
                found.close()?;
            }
            Event::Text(words) => found.push(&words),
            Event::CData(words) => found.push(&words),
            Event::GeneralRef(entity) => {
                let named = match entity.resolve_char_ref().map_err(|_| CaldavError::NotXml)? {
                    Some(character) => character,
                    None => predefined(&entity).ok_or(CaldavError::Entities)?,
                };
                found.push(named.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(CaldavError::Entities),
            Event::Eof => return found.finish(),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

/// The five that every XML has.
fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

#[derive(Default)]
struct Found {
    calendars: Vec<String>,
    depth: usize,
    /// How deep the calendar-data is that is open.
    inside: Option<usize>,
    is_multistatus: bool,
}

impl Found {
    fn open(&mut self, name: &str) -> Result<(), CaldavError> {
        if self.depth == 0 {
            self.is_multistatus = name == "multistatus";
        }
        self.depth += 1;
        if name == "calendar-data" && self.inside.is_none() {
            self.inside = Some(self.depth);
            self.calendars.push(String::new());
        }
        let too_much = self.depth > CALDAV_DEPTH_MAX || self.calendars.len() > CALDAV_CALENDARS_MAX;
        if too_much { Err(CaldavError::TooMuch) } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), CaldavError> {
        if self.inside == Some(self.depth) {
            self.inside = None;
        }
        self.depth = self.depth.checked_sub(1).ok_or(CaldavError::NotXml)?;
        Ok(())
    }

    fn push(&mut self, text: &str) {
        if let (Some(_), Some(last)) = (self.inside, self.calendars.last_mut()) {
            last.push_str(text);
        }
    }

    fn finish(mut self) -> Result<Vec<String>, CaldavError> {
        if self.depth > 0 {
            return Err(CaldavError::NotXml);
        }
        if !self.is_multistatus {
            return Err(CaldavError::NotMultistatus);
        }
        self.calendars.retain(|calendar| !calendar.trim().is_empty());
        Ok(self.calendars)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Vec<String>, CaldavError> {
        calendars(body.as_bytes())
    }

    #[test]
    fn each_calendar_is_found_whatever_its_prefix() {
        let body = r#"<?xml version="1.0" encoding="utf-8"?>
            <D:multistatus xmlns:D="DAV:" xmlns:X="urn:ietf:params:xml:ns:caldav">
              <D:response><D:href>/a.ics</D:href><D:propstat><D:prop>
                <X:calendar-data>BEGIN:VCALENDAR&#13;
SUMMARY:Fish &amp; chips
END:VCALENDAR</X:calendar-data></D:prop></D:propstat></D:response>
              <D:response><D:propstat><D:prop>
                <calendar-data xmlns="urn:ietf:params:xml:ns:caldav"><![CDATA[BEGIN:VCALENDAR <&>]]></calendar-data>
              </D:prop></D:propstat></D:response>
              <D:response><D:propstat><D:prop><X:calendar-data/></D:prop></D:propstat></D:response>
            </D:multistatus>"#;
        let found = read(body).unwrap();
        assert_eq!(found, ["BEGIN:VCALENDAR\r\nSUMMARY:Fish & chips\nEND:VCALENDAR", "BEGIN:VCALENDAR <&>"]);
    }

    #[test]
    fn entities_of_its_own_are_refused() {
        let bomb = r#"<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">]><multistatus><calendar-data>&a;</calendar-data></multistatus>"#;
        assert_eq!(read(bomb), Err(CaldavError::Entities));
        assert_eq!(read("<multistatus>&file;</multistatus>"), Err(CaldavError::Entities));
    }

    #[test]
    fn what_is_no_answer_is_an_error() {
        for (body, why) in [
            ("", CaldavError::NotMultistatus),
            ("<html><body>Sign in</body></html>", CaldavError::NotMultistatus),
            ("<multistatus><response>", CaldavError::NotXml),
            ("<multistatus></response>", CaldavError::NotXml),
            ("</multistatus>", CaldavError::NotXml),
            (&"<a>".repeat(40), CaldavError::TooMuch),
            (&format!("<multistatus>{}", "<calendar-data/>".repeat(20_001)), CaldavError::TooMuch),
        ] {
            assert_eq!(read(body), Err(why), "{body:.80}");
        }
    }
}
