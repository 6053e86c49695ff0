//! One mail, from its parts to its bytes. The same letter always has the same Message-ID.

use std::time::{Duration, SystemTime};

use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use rapport_wire::Timestamp;

use super::words::Words;

/// A mail to one person.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    /// By which two copies can be told to be one.
    pub(crate) key: String,
    pub(crate) from: Mailbox,
    pub(crate) to: Mailbox,
    /// When it is written.
    pub(crate) at: Timestamp,
    pub(crate) words: Words,
    pub(crate) enclosed: Option<Enclosed>,
}

/// What a calendar reads (RFC 6047).
#[derive(Debug, Clone)]
pub(crate) struct Enclosed {
    /// `REQUEST` or `CANCEL`.
    pub(crate) method: &'static str,
    /// A whole VCALENDAR.
    pub(crate) text: String,
}

impl Letter {
    /// As it travels (RFC 5322).
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, LetterError> {
        let id = format!("<{}@{}>", self.key, self.from.email.domain());
        let micros = u64::try_from(self.at.as_micros()).unwrap_or_default();
        let builder = Message::builder()
            .message_id(Some(id))
            .date(SystemTime::UNIX_EPOCH + Duration::from_micros(micros))
            .from(self.from.clone())
            .to(self.to.clone())
            .subject(self.words.subject.clone())
            .header(Key(self.key.clone()))
            .header(AutoSubmitted);
        let text = SinglePart::plain(self.words.text.clone());
        let message = match &self.enclosed {
            None => builder.singlepart(text)?,
            Some(enclosed) => {
                builder.multipart(
                    MultiPart::alternative()
                        // Not by chance: the same letter is the same bytes.
                        .boundary(self.key.clone())
                        .singlepart(text)
                        .singlepart(enclosed.part()?),
                )?
            }
        };
        Ok(message.formatted())
    }
}

impl Enclosed {
    /// RFC 6047 2.4: the method stands in the content type, too.
    fn part(&self) -> Result<SinglePart, LetterError> {
        let content_type = format!("text/calendar; method={}; charset=UTF-8; component=VEVENT", self.method);
        let content_type = ContentType::parse(&content_type).map_err(|_| LetterError)?;
        Ok(SinglePart::builder().header(content_type).body(self.text.clone()))
    }
}

/// The letter cannot be written: a part of it is not what mail can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this cannot be written as mail")]
pub(crate) struct LetterError;

impl From<lettre::error::Error> for LetterError {
    fn from(_: lettre::error::Error) -> Self {
        Self
    }
}

/// For providers that know two copies of one message by a key of ours.
#[derive(Clone)]
struct Key(String);

impl Header for Key {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Idempotency-Key")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// RFC 3834 5: no machine is to answer this, and no "I am away" to come back.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            key: "00ff".to_owned(),
            from: "Notices <no-reply@rooms.example>".parse().unwrap(),
            to: "somebody@post.example".parse().unwrap(),
            at: Timestamp::from_millis(1_795_532_400_000),
            words: Words { subject: "A subject".to_owned(), text: "Words.\r\n".to_owned() },
            enclosed: None,
        }
    }

    fn written(letter: &Letter) -> String {
        String::from_utf8(letter.to_bytes().unwrap()).unwrap()
    }

    #[test]
    fn the_key_is_in_two_places_and_the_same_letter_is_the_same_bytes() {
        let text = written(&letter());
        for line in [
            "Message-ID: <00ff@rooms.example>",
            "Idempotency-Key: 00ff",
            "Auto-Submitted: auto-generated",
            "Date: Tue, 24 Nov 2026 15:00:00 +0000",
            "From: Notices <no-reply@rooms.example>",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        assert_eq!(text, written(&letter()));
    }

    #[test]
    fn what_a_calendar_reads_says_its_method() {
        let enclosed = Enclosed { method: "CANCEL", text: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned() };
        let again = Letter { enclosed: Some(enclosed), ..letter() };
        let text = written(&again);
        let unfolded = text.replace("\r\n ", " ");
        let unfolded = unfolded.to_lowercase();
        assert!(unfolded.contains("content-type: text/calendar; method=cancel; charset=utf-8"), "{text}");
        assert!(text.contains("multipart/alternative") && text.contains("BEGIN:VCALENDAR"));
        assert_eq!(text, written(&again));
    }
}
