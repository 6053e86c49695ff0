use proptest::prelude::*;

use super::*;
use crate::content::{Attachment, Message};

const MARA: AccountId = AccountId([1; 16]);
const ANNA: AccountId = AccountId([2; 16]);
const FROM: Provenance = Provenance { archive: [3; 32], signer: [4; 32], exported_at: 9 };

fn said(id: u8, author: AccountId, content: &Content) -> Entry {
    Entry { id: EntryId([id; 16]), author, at: i64::from(id), what: Kept::Said(content.to_bytes()) }
}

fn part() -> Part {
    let message = Content::Message(Message { text: "Hello".into(), reply_to: None });
    let erased = Entry { id: EntryId([8; 16]), author: ANNA, at: 8, what: Kept::Erased };
    let mara = Someone { account: MARA, name: Some("Mara".into()), staff: false };
    let anna = Someone { account: ANNA, name: None, staff: true };
    let entries = vec![said(7, MARA, &message), erased];
    Part { kind: PartKind::Care, from: None, people: vec![mara, anna], entries }
}

#[test]
fn bytes_are_read_back_and_nothing_else_is() {
    let whole = Whole { exported_at: 5, parts: vec![part()] };
    let bytes = whole.to_bytes();
    assert_eq!(Whole::from_bytes(&bytes), Ok(whole));
    assert_eq!(Whole::from_bytes(&bytes[..bytes.len() - 1]), Err(WholeError::Malformed));
    assert_eq!(Whole::from_bytes(&[bytes.as_slice(), &[0]].concat()), Err(WholeError::Malformed));
    assert_eq!(Whole::from_bytes(&[2]), Err(WholeError::Newer));
    assert_eq!(Whole::from_bytes(&[]), Err(WholeError::Malformed));
    let many =
        Whole { exported_at: 5, parts: vec![Part { entries: Vec::new(), ..part() }; WHOLE_PARTS_MAX + 1] };
    assert_eq!(Whole::from_bytes(&many.to_bytes()), Err(WholeError::TooLarge));
}

#[test]
fn what_opens_a_file_is_not_taken_along() {
    let file = File { manifest: vec![9; 80], name: "a.txt".into(), media_type: "text/plain".into(), size: 3 };
    let content = Content::Attachment(Attachment { file, caption: String::new(), reply_to: None });
    let aside = lay_aside(content, [5; 32]);
    assert_eq!(hash_of(file_in(&aside).unwrap()), Some([5; 32]));
    assert_eq!(hash_of(file_in(&lay_aside(aside.clone(), GONE)).unwrap()), None);
    let mut one = part();
    one.entries.push(said(9, MARA, &aside));
    let whole = Whole { exported_at: 5, parts: vec![one] };
    assert_eq!(whole.files().count(), 1);
}

/// A conversation into which `by` brought a part, with the entries in the order of `order`.
fn bring(part: &Part, by: AccountId, order: impl Iterator<Item = usize>) -> Conversation {
    let people = part.people.clone();
    let entries = part.entries.len() as u32;
    let title = EarlierPart { from: FROM, part: 0, kind: part.kind, entries, people };
    let mut said = vec![Content::EarlierPart(title)];
    said.extend(order.map(|number| {
        let entry = part.entries[number].clone();
        let number = number as u32;
        Content::EarlierEntry(EarlierEntry { archive: FROM.archive, part: 0, number, entry, file: None })
    }));
    let mut all = Conversation::default();
    for (position, content) in (1..).zip(said) {
        let id = EntryId([position as u8; 16]);
        let content = Content::from_bytes(&content.to_bytes());
        all.insert(Event { position, received_at: 1, author: by, id, what: What::of(content) });
    }
    all
}

#[test]
fn what_is_brought_comes_back_entry_for_entry_and_says_nothing_here() {
    let part = part();
    let all = bring(&part, ANNA, [1, 0].into_iter());
    assert_eq!(brought(&all), [(ANNA, Part { from: Some(FROM), ..part.clone() })]);
    assert!(all.preview().is_none() && all.name_of(MARA).is_none());
    assert_eq!(all.unread(MARA, 1..=u64::MAX), 0);
    assert!(all.search(&crate::search::Query::new("hello")).is_empty());
    assert!(entry_of(&all, ANNA, &FROM.archive, &part.entries[0]).is_some());
    assert!(entry_of(&all, MARA, &FROM.archive, &part.entries[0]).is_none(), "she brought nothing");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(whole) = Whole::from_bytes(&[&[VERSION], bytes.as_slice()].concat()) {
            prop_assert_eq!(Whole::from_bytes(&whole.to_bytes()), Ok(whole));
        }
    }
}
