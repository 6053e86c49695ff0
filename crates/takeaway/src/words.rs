//! Small words that every form of the contents shares: times, names, and text that FHIR lets through.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rapport_care::AccountId;
use rapport_care::content::{Practice, PracticeDone};
use rapport_care::conversation::Conversation;
use rapport_care::library;
use rapport_care::whole::Part;

/// A moment, from microseconds since the Unix epoch; what cannot be a moment is the epoch.
fn moment(at: i64) -> Timestamp {
    Timestamp::from_microsecond(at.max(0)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `2026-11-22T13:00:00.5Z`: a FHIR instant.
pub(crate) fn instant(at: i64) -> String {
    moment(at).to_string()
}

/// `22 November 2026, 13:00`, in UTC.
pub(crate) fn day_and_time(at: i64) -> String {
    moment(at).to_zoned(TimeZone::UTC).strftime("%-d %B %Y, %H:%M").to_string()
}

/// Text as FHIR's `string` takes it (R4 2.24.0.1): of white space it knows the space, the tab and the line's
/// end alone, and it is never empty. The untouched words are in `entries.bin`.
pub(crate) fn text(words: &str) -> Option<String> {
    let plain = |c: char| match c {
        '\u{2028}' | '\u{2029}' => '\n',
        ' ' | '\t' | '\n' | '\r' => c,
        // What a regular expression of JavaScript calls white space besides, and what no text has.
        '\u{feff}' => ' ',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    };
    let words: String = words.chars().map(plain).collect();
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// What somebody in a part is called.
pub(crate) fn name_of(part: &Part, account: AccountId) -> String {
    let someone = part.someone(account);
    let called = someone.and_then(|it| it.name.as_deref()).and_then(text);
    called.unwrap_or_else(|| match someone {
        Some(it) if it.staff => "Somebody of the practice".into(),
        Some(_) => "Client".into(),
        None => "Somebody".into(),
    })
}

/// What somebody practised or read, as a title. `is_staff` says whose articles count.
pub(crate) fn practised(
    all: &Conversation,
    it: &PracticeDone,
    is_staff: impl Fn(AccountId) -> bool,
) -> String {
    match &it.practice {
        Practice::Skill(id) => format!("An exercise: {id}"),
        Practice::Article(id) => {
            let own = || {
                library::written(all, |event| is_staff(event.author)).into_iter().find(|own| own.id == *id)
            };
            let shipped = library::find(id).map(|article| article.title.clone());
            let title = shipped.or_else(|| own().map(|own| own.article.title)).unwrap_or_else(|| id.clone());
            format!("Read: {title}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_that_fhir_knows() {
        assert_eq!(instant(1_800_000_000_500_000), "2027-01-15T08:00:00.5Z");
        assert_eq!(instant(-5), "1970-01-01T00:00:00Z");
        assert_eq!(instant(i64::MAX), "1970-01-01T00:00:00Z");
        assert_eq!(day_and_time(1_800_000_000_000_000), "15 January 2027, 08:00");
    }

    #[test]
    fn white_space_that_fhir_does_not_know_becomes_a_space() {
        assert_eq!(text("a\u{a0}b\u{3000}c\u{2028}d\u{feff}").as_deref(), Some("a b c\nd"));
        assert_eq!(text("\u{1b}[1m\0").as_deref(), Some("[1m"));
        assert_eq!(text(" \u{a0}\n"), None);
    }
}
