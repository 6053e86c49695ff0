//! Marks and hints: how far somebody has received and read; that they are typing, or here.
//!
//! Sealed under the epoch key, padded to one size, signed. Only the newest of each person's marks counts;
//! its counter rises, so that an older one shown again is noticed.
//!
//! ```
//! # use rand_core::SeedableRng;
//! # use rapport_envelope::Log;
//! # use rapport_seal::{Epochs, SecretIdentity, mark::{self, Note}, space};
//! # use rapport_wire::{AccountId, Role, space::SpaceKind};
//! # let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! # let (me, identity) = (AccountId::from_bytes([1; 16]), SecretIdentity::generate(&mut rng));
//! # let genesis = space::genesis(SpaceKind::Own, Role::Client, me, &identity, &mut rng).unwrap();
//! # let log = Log::begin(Log::space_of(&genesis.record), &genesis.record, genesis.wraps.as_deref()).unwrap();
//! # let mut epochs = Epochs::default();
//! # epochs.learn(&log, genesis.wraps.as_deref().unwrap(), me, &identity).unwrap();
//! let author = space::Author { log: &log, account: me, identity: &identity };
//! let note = Note::Progress { received: 4, read: 2, transcript: [7; 32] };
//! let bytes = mark::seal(&author, &epochs, 17, note, &mut rng).unwrap();
//! let opened = mark::open(&log, &epochs, &bytes, 0).unwrap();
//! assert_eq!((opened.author, opened.note), (me, note));
//! ```

use rand_core::CryptoRng;
use rapport_envelope::Hash;
use rapport_envelope::codec::{FormatError, Reader, Writer};
use rapport_envelope::mark::{MARK_LABEL, Mark, MarkClass};
use rapport_wire::AccountId;

use crate::epoch::Epochs;
use crate::space::Author;
use crate::{aead, padding};

/// Every note is sealed at this size, in bytes.
const NOTE_BYTES: usize = 64;

/// What a mark or a hint says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// A mark: positions up to which its author has received and has read.
    Progress {
        /// Received.
        received: u64,
        /// Read.
        read: u64,
        /// Transcript up to what was received: a withheld tail or a fork shows without a word written.
        transcript: Hash,
    },
    /// A hint: its author is writing.
    Typing,
    /// A hint: its author has stopped writing.
    Idle,
    /// A hint: its author has this conversation open.
    Present,
    /// A hint: its author has left it.
    Away,
}

/// Why a mark was not sealed or not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// Bytes of a wrong form.
    #[error("a mark is malformed: {0}")]
    Format(#[from] FormatError),
    /// It belongs to another space.
    #[error("a mark was moved here from another space")]
    Moved,
    /// Its author is no member.
    #[error("a mark is by somebody who is no member")]
    NotMember,
    /// The signature does not fit.
    #[error("the signature of a mark does not fit its author")]
    Signature,
    /// Its counter is not newer than one already seen.
    #[error("an old mark was shown again")]
    Old,
    /// The epoch's key is not known.
    #[error("the key of epoch {0} is not known on this device")]
    NoKey(u32),
    /// It does not open.
    #[error("a mark does not open, although its author signed it")]
    DoesNotOpen,
}

/// An opened mark or hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Who made it.
    pub author: AccountId,
    /// To be remembered per author and class; the next must be higher.
    pub counter: u64,
    /// What it says.
    pub note: Note,
}

/// Seals a note. `counter` must be higher than that of any before.
pub fn seal(
    author: &Author<'_>,
    epochs: &Epochs,
    counter: u64,
    note: Note,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, MarkError> {
    let log = author.log;
    let key = epochs.current(log).ok_or(MarkError::NoKey(log.epoch()))?;
    let mut mark = Mark {
        class: note.class(),
        space: log.space(),
        epoch: key.epoch(),
        author: author.account,
        counter,
        nonce: aead::nonce(rng),
        sealed: Vec::new(),
        signature: [0; 64],
    };
    let padded = padding::pad_to(&note.to_bytes(), NOTE_BYTES);
    mark.sealed = aead::seal_with(&key.mark_key(&mark.space), &mark.nonce, &mark.header(), &padded);
    mark.signature = author.identity.sign(MARK_LABEL, &mark.signed());
    Ok(mark.to_bytes())
}

/// Opens a mark or hint of a present member; `newest` is the highest counter seen from its author in its
/// class, or 0.
pub fn open(
    log: &rapport_envelope::Log,
    epochs: &Epochs,
    bytes: &[u8],
    newest: u64,
) -> Result<Opened, MarkError> {
    let mark = Mark::from_bytes(bytes)?;
    if mark.space != log.space() {
        return Err(MarkError::Moved);
    }
    let member = log.current_member(mark.author).ok_or(MarkError::NotMember)?;
    mark.verify(&member.identity).map_err(|_| MarkError::Signature)?;
    if mark.counter <= newest {
        return Err(MarkError::Old);
    }
    let key = epochs.get(mark.epoch).ok_or(MarkError::NoKey(mark.epoch))?;
    let padded = aead::open_with(&key.mark_key(&mark.space), &mark.nonce, &mark.header(), &mark.sealed)
        .map_err(|_| MarkError::DoesNotOpen)?;
    let note = Note::from_bytes(padding::unpad(&padded).ok_or(MarkError::DoesNotOpen)?)?;
    if note.class() != mark.class {
        return Err(FormatError::Range("class").into());
    }
    Ok(Opened { author: mark.author, counter: mark.counter, note })
}

impl Note {
    /// Whether it is stored or passed on and forgotten.
    pub const fn class(self) -> MarkClass {
        match self {
            Self::Progress { .. } => MarkClass::Mark,
            Self::Typing | Self::Idle | Self::Present | Self::Away => MarkClass::Hint,
        }
    }

    fn to_bytes(self) -> Vec<u8> {
        match self {
            Self::Progress { received, read, transcript } => {
                Writer::new().u8(1).u64(received).u64(read).raw(transcript)
            }
            Self::Typing => Writer::new().u8(2),
            Self::Idle => Writer::new().u8(3),
            Self::Present => Writer::new().u8(4),
            Self::Away => Writer::new().u8(5),
        }
        .done()
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut r = Reader::new(bytes);
        let note = match r.u8()? {
            1 => Self::Progress { received: r.u64()?, read: r.u64()?, transcript: r.array()? },
            2 => Self::Typing,
            3 => Self::Idle,
            4 => Self::Present,
            5 => Self::Away,
            _ => return Err(FormatError::Range("kind of note")),
        };
        r.end()?;
        Ok(note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::World;
    use proptest::prelude::*;
    use rapport_wire::limits;

    #[test]
    fn every_note_reads_back_at_one_size() {
        let mut world = World::new();
        let mut rng = world.rng.clone();
        let progress = Note::Progress { received: u64::MAX, read: 1, transcript: [9; 32] };
        let mut sizes = Vec::new();
        for note in [progress, Note::Typing, Note::Idle, Note::Present, Note::Away] {
            let bytes = seal(&world.by_mara(), &world.mara.epochs, 3, note, &mut rng).unwrap();
            assert_eq!(open(&world.log, &world.thea.epochs, &bytes, 2).unwrap().note, note);
            assert_eq!(open(&world.log, &world.thea.epochs, &bytes, 3), Err(MarkError::Old));
            assert_eq!(open(&world.log, &Epochs::default(), &bytes, 2), Err(MarkError::NoKey(2)));
            sizes.push(bytes.len());
        }
        assert!(sizes.iter().all(|size| *size == sizes[0] && *size <= limits::MARK_BYTES_MAX));
        world.rng = rng;
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_flipped_bit_and_no_cut_passes(at: prop::sample::Index, bit in 0..8u32) {
            let world = World::new();
            let mut rng = world.rng.clone();
            let bytes = seal(&world.by_mara(), &world.mara.epochs, 3, Note::Typing, &mut rng).unwrap();
            let at = at.index(bytes.len());
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            prop_assert!(open(&world.log, &world.thea.epochs, &flipped, 0).is_err());
            prop_assert!(open(&world.log, &world.thea.epochs, &bytes[..at], 0).is_err());
        }
    }
}
