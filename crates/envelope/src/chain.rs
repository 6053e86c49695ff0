//! Verifying entries in order: each author's chain, and the transcript that everybody's entries confirm.
//!
//! The transcript after entry *n* is SHA-256 over the transcript before and the entry's hash; before the
//! first entry it is the space's id. Each entry carries a position its author had reached and the
//! transcript there. One 40-byte acknowledgement thus covers everybody's every entry: reordering,
//! dropping, replaying or showing two people different histories breaks it at the next entry that comes
//! through, and [`ChainError`] says which.

use std::collections::BTreeMap;

use rapport_wire::{AccountId, SpaceId};

use crate::codec::FormatError;
use crate::entry::EntryHead;
use crate::log::Log;
use crate::{Hash, hash};

/// What is wrong with an entry, each a different way a server or a member can cheat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// Bytes of a wrong form.
    #[error("an entry is malformed: {0}")]
    Format(#[from] FormatError),
    /// It belongs to another space.
    #[error("an entry was moved here from another space")]
    Moved,
    /// The position is not the next one.
    #[error("an entry came out of order")]
    Position,
    /// The membership head it names is not in the log: the log is behind, or forged.
    #[error("an entry names a membership that is not known")]
    UnknownMembership,
    /// Its author was no member then.
    #[error("an entry is by somebody who was no member")]
    NotMember,
    /// It was written after its author's removal.
    #[error("an entry is by somebody who had been removed")]
    Removed,
    /// The signature does not fit its author's key.
    #[error("the signature of an entry does not fit its author")]
    Signature,
    /// The body is not the one that was signed.
    #[error("the sealed body of an entry was changed")]
    Body,
    /// A number in the author's chain is missing, repeated or out of order.
    #[error("an entry is missing, repeated or out of order in its author's chain")]
    Sequence,
    /// The epoch is not the one that was current under the membership it names.
    #[error("an entry uses a key of another membership")]
    Epoch,
    /// The author went back to an older membership than they had acknowledged.
    #[error("an entry goes back to a membership its author had left behind")]
    OldMembership,
    /// Its author saw more than this device was given.
    #[error("the server holds entries back from this device")]
    Withheld,
    /// Its author saw another history than this device was given.
    #[error("the server shows different histories to different people")]
    Forked,
    /// A version below the space's floor.
    #[error("an entry is of a version this space no longer accepts")]
    Downgrade,
}

/// How far one author has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthorHead {
    /// Number of their newest entry; 0 for none.
    pub seq: u64,
    /// Its hash; zeros for none.
    pub hash: Hash,
    /// Index of the membership record they have acknowledged.
    pub log_index: u64,
}

impl AuthorHead {
    const NONE: Self = Self { seq: 0, hash: [0; 32], log_index: 0 };
}

/// The verified entries of one space, as far as order and authorship go. Holds no body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    space: SpaceId,
    transcripts: Vec<Hash>,
    authors: BTreeMap<AccountId, AuthorHead>,
}

impl Chain {
    /// No entries yet.
    pub fn new(space: SpaceId) -> Self {
        Self { space, transcripts: vec![*space.as_bytes()], authors: BTreeMap::new() }
    }

    /// Takes the entry at `position`, or says what is wrong with it and changes nothing.
    ///
    /// `body` is `None` when it was erased. The signature is checked last: it is the dearest.
    pub fn append(
        &mut self,
        log: &Log,
        position: u64,
        head_bytes: &[u8],
        body: Option<&[u8]>,
    ) -> Result<EntryHead, ChainError> {
        let head = EntryHead::from_bytes(head_bytes)?;
        let header = head.header();
        if header.space != self.space {
            return Err(ChainError::Moved);
        }
        if log.version_min() > crate::entry::VERSION {
            return Err(ChainError::Downgrade);
        }
        if position != self.position() + 1 {
            return Err(ChainError::Position);
        }
        let log_index = log.index_of(&header.log_head).ok_or(ChainError::UnknownMembership)?;
        let member = log.member(header.author).ok_or(ChainError::NotMember)?;
        if !member.was_in(log_index) {
            return Err(ChainError::NotMember);
        }
        if member.until.is_some_and(|(_, cut)| position > cut) {
            return Err(ChainError::Removed);
        }
        if header.epoch != log.epoch_at(log_index) {
            return Err(ChainError::Epoch);
        }
        let author = self.author(header.author);
        if header.seq != author.seq + 1 || header.previous != author.hash {
            return Err(ChainError::Sequence);
        }
        if log_index < author.log_index {
            return Err(ChainError::OldMembership);
        }
        self.check_seen(header.seen_position, &header.seen_transcript)?;
        if body.is_some_and(|body| !head.fits(body)) {
            return Err(ChainError::Body);
        }
        head.verify(&member.identity).map_err(|_| ChainError::Signature)?;

        let entry = EntryHead::hash_of(head_bytes);
        self.transcripts.push(next_transcript(&self.transcript(), &entry));
        let newest = AuthorHead { seq: header.seq, hash: entry, log_index };
        self.authors.insert(header.author, newest);
        Ok(head)
    }

    /// Keeps the order past an entry that [`Self::append`] refused for its author or body, without
    /// trusting it: its content is never opened, but one bad entry does not end the conversation.
    ///
    /// Whoever holds a stolen sign-in (and no key) can make such entries; so can a lying server, whose
    /// lie then breaks the transcript at the next honest acknowledgement.
    pub fn skip(&mut self, log: &Log, position: u64, head_bytes: &[u8]) -> Result<(), ChainError> {
        let head = EntryHead::from_bytes(head_bytes)?;
        if position != self.position() + 1 {
            return Err(ChainError::Position);
        }
        let header = head.header();
        let entry = EntryHead::hash_of(head_bytes);
        let before = self.author(header.author);
        if header.seq == before.seq + 1 {
            let log_index = log.index_of(&header.log_head).unwrap_or(0).max(before.log_index);
            self.authors.insert(header.author, AuthorHead { seq: header.seq, hash: entry, log_index });
        }
        self.transcripts.push(next_transcript(&self.transcript(), &entry));
        Ok(())
    }

    /// Whether what somebody says they have seen agrees with what this device was given.
    pub fn check_seen(&self, position: u64, transcript: &Hash) -> Result<(), ChainError> {
        let known = usize::try_from(position).ok().and_then(|p| self.transcripts.get(p));
        match known {
            None => Err(ChainError::Withheld),
            Some(known) if known != transcript => Err(ChainError::Forked),
            Some(_) => Ok(()),
        }
    }

    /// Position of the newest entry; 0 for none.
    pub fn position(&self) -> u64 {
        self.transcripts.len() as u64 - 1
    }

    /// Transcript up to the newest entry.
    pub fn transcript(&self) -> Hash {
        self.transcripts.last().copied().unwrap_or_default()
    }

    /// Transcript up to a position.
    pub fn transcript_at(&self, position: u64) -> Option<Hash> {
        self.transcripts.get(usize::try_from(position).ok()?).copied()
    }

    /// How far an author has come.
    pub fn author(&self, account: AccountId) -> AuthorHead {
        self.authors.get(&account).copied().unwrap_or(AuthorHead::NONE)
    }
}

/// The transcript after an entry.
pub fn next_transcript(transcript: &Hash, entry: &Hash) -> Hash {
    hash("rapport/transcript/v1", &[transcript, entry])
}
