use proptest::prelude::*;

use super::*;
use crate::ids::EntryId;
use crate::limits::TEXT_CHARS_MAX;

fn message(text: &str) -> Content {
    Content::Message(Message { text: text.into(), reply_to: Some(EntryId([7; 16])) })
}

#[test]
fn bytes_are_as_specified() {
    let bytes = message("Hi").to_bytes();
    assert_eq!(bytes[..5], [1, 2, 2, b'H', b'i']);
    assert_eq!(bytes[5], 1, "a reply follows");
    assert_eq!(bytes[6..], [7; 16]);
}

#[test]
fn kinds_and_versions_not_yet_known_survive() {
    for bytes in [vec![1, 200, 5, 6], vec![2, 2, 0], vec![9, 9]] {
        let content = Content::from_bytes(&bytes).unwrap();
        assert_eq!(content, Content::Newer { bytes: bytes.clone() });
        assert_eq!(content.to_bytes(), bytes);
    }
}

#[test]
fn a_field_added_later_does_not_disturb_an_older_reader() {
    let mut bytes = message("Hi").to_bytes();
    bytes.extend([1, 2, 3]);
    assert_eq!(Content::from_bytes(&bytes), Ok(message("Hi")));
}

#[test]
fn empty_and_endless_words_are_refused_on_both_sides() {
    assert_eq!(message("  \n").check(), Err(ContentError::Empty));
    let longest = "ö".repeat(TEXT_CHARS_MAX);
    assert_eq!(Content::from_bytes(&message(&longest).to_bytes()), Ok(message(&longest)));
    let over = message(&(longest + "!"));
    let refused = ContentError::TooLong { what: "the message", max: TEXT_CHARS_MAX };
    assert_eq!(over.check(), Err(refused));
    assert_eq!(Content::from_bytes(&over.to_bytes()), Err(refused));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(content) = Content::from_bytes(&bytes) {
            prop_assert_eq!(Content::from_bytes(&content.to_bytes()), Ok(content));
        }
    }
}
