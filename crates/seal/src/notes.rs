//! What a person remembers for themselves: that their recovery words were copied, and whom an invitation
//! was meant for. It stands in the keyring, so every device of theirs has it and the server never does.
//!
//! ```
//! use rapport_seal::notes::Notes;
//! use rapport_wire::{InvitationId, Timestamp};
//! let mut notes = Notes::default();
//! notes.confirm_words([7; 32]);
//! assert!(notes.words_confirmed(&[7; 32]) && !notes.words_confirmed(&[8; 32]));
//! let invitation = InvitationId::from_bytes([1; 16]);
//! notes.name_invitation(invitation, "Alex, from the Monday group", Timestamp::from_millis(1));
//! assert_eq!(notes.invitation(&invitation), Some("Alex, from the Monday group"));
//! ```

use std::collections::BTreeMap;

use rapport_wire::{InvitationId, Timestamp, limits};
use serde::{Deserialize, Serialize};

/// Whom an invitation was meant for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Named {
    at: i64,
    text: String,
}

/// Everything remembered for oneself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    words: Option<[u8; 32]>,
    invitations: BTreeMap<InvitationId, Named>,
}

impl Notes {
    /// Notes that the words with this public key were copied, and the copy checked.
    pub const fn confirm_words(&mut self, verify_key: [u8; 32]) {
        self.words = Some(verify_key);
    }

    /// Whether a checked copy of the words with this public key exists. Other words need another check.
    pub fn words_confirmed(&self, verify_key: &[u8; 32]) -> bool {
        self.words.as_ref() == Some(verify_key)
    }

    /// Notes whom an invitation is for, cut to [`limits::INVITATION_NOTE_BYTES_MAX`]. Beyond
    /// [`limits::INVITATION_NOTES_MAX`] the oldest is forgotten.
    pub fn name_invitation(&mut self, invitation: InvitationId, text: &str, at: Timestamp) {
        let text = cut(text.trim(), limits::INVITATION_NOTE_BYTES_MAX);
        if !text.is_empty() {
            self.invitations.insert(invitation, Named { at: at.as_micros(), text: text.to_owned() });
            self.make_room();
        }
    }

    /// Whom an invitation is for.
    pub fn invitation(&self, invitation: &InvitationId) -> Option<&str> {
        self.invitations.get(invitation).map(|named| named.text.as_str())
    }

    /// Joins what another device noted. `verify_key` is of the words that count now.
    pub(crate) fn merge(&mut self, other: &Self, verify_key: &[u8; 32]) {
        if other.words_confirmed(verify_key) {
            self.words = other.words;
        }
        for (invitation, named) in &other.invitations {
            let mine = self.invitations.entry(*invitation).or_insert_with(|| named.clone());
            if *mine < *named {
                mine.clone_from(named);
            }
        }
        self.make_room();
    }

    /// Whether there is nothing to keep.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn make_room(&mut self) {
        while self.invitations.len() > limits::INVITATION_NOTES_MAX {
            let oldest =
                self.invitations.iter().min_by_key(|(id, named)| (named.at, **id)).map(|(id, _)| *id);
            oldest.and_then(|id| self.invitations.remove(&id));
        }
    }
}

/// As many whole characters as fit into so many bytes.
fn cut(text: &str, bytes_max: usize) -> &str {
    let end = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= bytes_max).last();
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> InvitationId {
        InvitationId::from_bytes([n; 16])
    }

    #[test]
    fn two_devices_come_to_the_same_notes() {
        let (mut a, mut b) = (Notes::default(), Notes::default());
        a.confirm_words([1; 32]);
        a.name_invitation(id(1), "Alex", Timestamp::from_millis(1));
        b.name_invitation(id(1), "Alex M.", Timestamp::from_millis(2));
        b.name_invitation(id(2), "Noor", Timestamp::from_millis(1));
        let (mut ab, mut ba) = (a.clone(), b.clone());
        ab.merge(&b, &[1; 32]);
        ba.merge(&a, &[1; 32]);
        assert_eq!(ab, ba);
        assert_eq!((ab.invitation(&id(1)), ab.invitation(&id(2))), (Some("Alex M."), Some("Noor")));
        assert!(ab.words_confirmed(&[1; 32]));
    }

    #[test]
    fn a_check_of_words_that_were_replaced_does_not_come_back() {
        let (mut now, mut before) = (Notes::default(), Notes::default());
        before.confirm_words([1; 32]);
        now.merge(&before, &[2; 32]);
        assert!(now.is_empty());
    }

    #[test]
    fn a_note_and_their_number_are_bounded() {
        let mut notes = Notes::default();
        notes.name_invitation(id(0), "  ", Timestamp::from_millis(0));
        assert!(notes.is_empty());
        let long = "ö".repeat(limits::INVITATION_NOTE_BYTES_MAX);
        for n in 0..=limits::INVITATION_NOTES_MAX as u8 {
            notes.name_invitation(id(n), &long, Timestamp::from_millis(n.into()));
        }
        assert_eq!(notes.invitation(&id(0)), None);
        assert_eq!(notes.invitation(&id(1)).unwrap().len(), limits::INVITATION_NOTE_BYTES_MAX);
    }
}
