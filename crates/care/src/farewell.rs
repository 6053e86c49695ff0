//! Who left for good. They say so themselves, as the last thing their keys ever sign: the server can hide it and
//! cannot make it up.

use serde::{Deserialize, Serialize};

use crate::content::Content;
use crate::conversation::{Conversation, What};
use crate::ids::AccountId;

/// Its author leaves for good: their account and their keys are about to be destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Until when the practice said it keeps what is here, in microseconds since the Unix epoch.
    pub kept_until: i64,
}

/// That somebody has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Farewell {
    /// When it came, in microseconds since the Unix epoch.
    pub at: i64,
    /// Until when what is here is kept, in microseconds since the Unix epoch.
    pub kept_until: i64,
}

/// Somebody's farewell: the last thing they said, whatever it is. Whoever says anything after it, or takes it back,
/// has not left.
pub fn farewell(all: &Conversation, who: AccountId) -> Option<Farewell> {
    let last = all.events().rev().find(|event| event.author == who)?;
    match &last.what {
        What::Said(Content::Left(left)) => {
            Some(Farewell { at: last.received_at, kept_until: left.kept_until })
        }
        _ => None,
    }
}

/// Until when a record is kept, in microseconds since the Unix epoch: its newest word on that, whoever's of its
/// readers it is. None while it has no end.
pub fn record_end(record: &Conversation) -> Option<i64> {
    record.events().rev().find_map(|event| match &event.what {
        What::Said(Content::RecordKept(kept)) => Some(kept.until),
        _ => None,
    })?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::RecordKept;
    use crate::content::{Message, Withdraw};
    use crate::conversation::Event;
    use crate::ids::EntryId;

    const NOOR: AccountId = AccountId([1; 16]);
    const THEA: AccountId = AccountId([2; 16]);

    fn conversation(said: &[(AccountId, Content)]) -> Conversation {
        let mut all = Conversation::default();
        for (position, (author, content)) in (1..).zip(said.iter().cloned()) {
            let id = EntryId([position as u8; 16]);
            let received_at = position as i64 * 10;
            all.insert(Event { position, received_at, author, id, what: What::Said(content) });
        }
        all
    }

    #[test]
    fn the_last_word_counts_and_only_ones_own() {
        let words = || Content::Message(Message { text: "Hello".into(), reply_to: None });
        let left = || Content::Left(Left { kept_until: 99 });
        let gone = conversation(&[(NOOR, words()), (NOOR, left()), (THEA, words())]);
        assert_eq!(farewell(&gone, NOOR), Some(Farewell { at: 20, kept_until: 99 }));
        assert_eq!(farewell(&gone, THEA), None);
        assert_eq!(farewell(&gone, AccountId([3; 16])), None);
        let back = conversation(&[(NOOR, left()), (NOOR, words())]);
        assert_eq!(farewell(&back, NOOR), None, "somebody who speaks is here");
        let taken_back = Content::Withdraw(Withdraw { of: EntryId([1; 16]) });
        assert_eq!(farewell(&conversation(&[(NOOR, left()), (NOOR, taken_back)]), NOOR), None);
    }

    #[test]
    fn a_record_is_kept_until_what_was_said_last() {
        let kept = |until| Content::RecordKept(RecordKept { until });
        assert_eq!(record_end(&conversation(&[(THEA, kept(Some(5)))])), Some(5));
        let longer = [(THEA, kept(Some(5))), (NOOR, kept(Some(9)))];
        assert_eq!(record_end(&conversation(&longer)), Some(9));
        let goes_on = [(THEA, kept(Some(5))), (THEA, kept(None))];
        assert_eq!(record_end(&conversation(&goes_on)), None);
        assert_eq!(record_end(&conversation(&[])), None);
    }

    #[test]
    fn its_bytes_stay_as_they_are() {
        let bytes = Content::Left(Left { kept_until: 1 }).to_bytes();
        assert_eq!(bytes, [1, 46, 2], "version, kind, and a zigzag of one");
        assert_eq!(Content::from_bytes(&bytes), Ok(Content::Left(Left { kept_until: 1 })));
    }
}
