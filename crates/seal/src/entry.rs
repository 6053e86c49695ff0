//! Sealing and opening the words themselves.
//!
//! The body is padded, then sealed with XChaCha20-Poly1305 under a key of the epoch, with the entry's
//! header as associated data; the author signs header and body hash. Opening asks for a head that
//! [`rapport_envelope::Chain`] has verified.
//!
//! ```
//! # use rand_core::SeedableRng;
//! # use rapport_envelope::{Chain, Log};
//! # use rapport_seal::{Epochs, SecretIdentity, entry, space};
//! # use rapport_wire::{AccountId, EntryId, Role, space::SpaceKind};
//! # let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! # let (me, identity) = (AccountId::from_bytes([1; 16]), SecretIdentity::generate(&mut rng));
//! # let genesis = space::genesis(SpaceKind::Own, Role::Client, me, &identity, &mut rng).unwrap();
//! # let id = Log::space_of(&genesis.record);
//! # let log = Log::begin(id, &genesis.record, genesis.wraps.as_deref()).unwrap();
//! # let mut epochs = Epochs::default();
//! # epochs.learn(&log, genesis.wraps.as_deref().unwrap(), me, &identity).unwrap();
//! let mut chain = Chain::new(id);
//! let draft = entry::Draft {
//!     id: EntryId::from_bytes([9; 16]),
//!     urgent: false,
//!     place: entry::Place::next(&chain, me),
//!     content: b"slept well",
//! };
//! let author = space::Author { log: &log, account: me, identity: &identity };
//! let sealed = entry::seal(&author, &epochs, &draft, &mut rng).unwrap();
//! let head = chain.append(&log, 1, &sealed.head, Some(&sealed.body)).unwrap();
//! assert_eq!(*entry::open(&epochs, &head, &sealed.body).unwrap(), b"slept well");
//! ```

use rand_core::CryptoRng;
use rapport_envelope::entry::{ENTRY_LABEL, URGENT, body_hash};
use rapport_envelope::{Chain, EntryHead, EntryHeader, EntrySigned, Hash};
use rapport_wire::{AccountId, EntryId, limits};
use zeroize::Zeroizing;

use crate::epoch::Epochs;
use crate::space::Author;
use crate::{aead, padding};

/// The only class there is: what an entry says is inside.
const CLASS: u8 = 1;

/// Why an entry was not sealed or not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The epoch's key is not known: from before one's time, or the wraps have not come.
    #[error("the key of epoch {0} is not known on this device")]
    NoKey(u32),
    /// The words are longer than an entry holds.
    #[error("this is too long for one entry; send it as a file")]
    TooLong,
    /// The body is not the one that was signed.
    #[error("the sealed words of an entry were changed")]
    Changed,
    /// The body was signed as it is, but does not open: its author sealed something else.
    #[error("an entry does not open, although its author signed it")]
    DoesNotOpen,
}

/// Where an entry stands: after what of its author's, and after what of everybody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The author's count.
    pub seq: u64,
    /// Hash of the author's entry before.
    pub previous: Hash,
    /// Newest position seen.
    pub seen_position: u64,
    /// Transcript there.
    pub seen_transcript: Hash,
}

impl Place {
    /// The next place for an author, given what this device has verified.
    pub fn next(chain: &Chain, author: AccountId) -> Self {
        let head = chain.author(author);
        Self {
            seq: head.seq + 1,
            previous: head.hash,
            seen_position: chain.position(),
            seen_transcript: chain.transcript(),
        }
    }

    /// The place after an entry of one's own that is on its way and not yet acknowledged.
    #[must_use]
    pub fn after(&self, sent: &SealedEntry) -> Self {
        Self { seq: self.seq + 1, previous: EntryHead::hash_of(&sent.head), ..*self }
    }
}

/// An entry to be sealed.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    /// Random, and kept when the entry is sealed anew for another place: it is stored once.
    pub id: EntryId,
    /// Whether somebody should look soon; the server learns this.
    pub urgent: bool,
    /// Where it stands.
    pub place: Place,
    /// The words, at most [`limits::ENTRY_CLEAR_BYTES_MAX`].
    pub content: &'a [u8],
}

/// An entry ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEntry {
    /// `EntryHead`.
    pub head: Vec<u8>,
    /// Sealed body.
    pub body: Vec<u8>,
}

/// Seals an entry under the current epoch of the author's log.
pub fn seal(
    author: &Author<'_>,
    epochs: &Epochs,
    draft: &Draft<'_>,
    rng: &mut impl CryptoRng,
) -> Result<SealedEntry, EntryError> {
    if draft.content.len() > limits::ENTRY_CLEAR_BYTES_MAX {
        return Err(EntryError::TooLong);
    }
    let log = author.log;
    let key = epochs.current(log).ok_or(EntryError::NoKey(log.epoch()))?;
    let header = EntryHeader {
        class: CLASS,
        flags: if draft.urgent { URGENT } else { 0 },
        space: log.space(),
        epoch: key.epoch(),
        author: author.account,
        id: draft.id,
        seq: draft.place.seq,
        previous: draft.place.previous,
        log_head: log.head(),
        seen_position: draft.place.seen_position,
        seen_transcript: draft.place.seen_transcript,
        nonce: aead::nonce(rng),
    };
    let padded = padding::pad(draft.content);
    let body = aead::seal_with(&key.entry_key(&header.space), &header.nonce, &header.to_bytes(), &padded);
    let signed = EntrySigned { header, body_len: body.len() as u32, body_hash: body_hash(&body) };
    let signature = author.identity.sign(ENTRY_LABEL, &signed.to_bytes());
    Ok(SealedEntry { head: EntryHead { signed, signature }.to_bytes(), body })
}

/// Opens the body of an entry whose head has been verified.
pub fn open(epochs: &Epochs, head: &EntryHead, body: &[u8]) -> Result<Zeroizing<Vec<u8>>, EntryError> {
    if !head.fits(body) {
        return Err(EntryError::Changed);
    }
    let header = head.header();
    let key = epochs.get(header.epoch).ok_or(EntryError::NoKey(header.epoch))?;
    let padded = aead::open_with(&key.entry_key(&header.space), &header.nonce, &header.to_bytes(), body)
        .map_err(|_| EntryError::DoesNotOpen)?;
    let content = padding::unpad(&padded).ok_or(EntryError::DoesNotOpen)?;
    Ok(Zeroizing::new(content.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::World;
    use proptest::prelude::*;
    use rapport_envelope::ChainError;

    fn write(world: &mut World, content: &[u8]) -> SealedEntry {
        let mut rng = world.rng.clone();
        let place = Place::next(&world.chain, world.mara.account);
        let draft = Draft { id: EntryId::from_bytes([5; 16]), urgent: true, place, content };
        let sealed = seal(&world.by_mara(), &world.mara.epochs, &draft, &mut rng);
        world.rng = rng;
        sealed.unwrap()
    }

    #[test]
    fn one_writes_and_the_other_reads() {
        let mut world = World::new();
        let sealed = write(&mut world, b"I could not sleep");
        let head = world.chain.append(&world.log, 1, &sealed.head, Some(&sealed.body)).unwrap();
        assert_eq!(*open(&world.thea.epochs, &head, &sealed.body).unwrap(), b"I could not sleep");
        assert_eq!(head.header().flags, URGENT);
    }

    #[test]
    fn several_may_be_on_their_way_at_once() {
        let mut world = World::new();
        let mut rng = world.rng.clone();
        let mut place = Place::next(&world.chain, world.mara.account);
        for position in 1..=3 {
            let draft = Draft { id: EntryId::from_bytes([position; 16]), urgent: false, place, content: b"" };
            let sent = seal(&world.by_mara(), &world.mara.epochs, &draft, &mut rng).unwrap();
            place = place.after(&sent);
            world.chain.append(&world.log, position.into(), &sent.head, Some(&sent.body)).unwrap();
        }
    }

    #[test]
    fn lengths_show_classes_only() {
        let mut world = World::new();
        let (yes, no) = (write(&mut world, b"yes"), write(&mut world, &[b'n'; 200]));
        assert_eq!(yes.body.len(), no.body.len());
        let longest = vec![0; limits::ENTRY_CLEAR_BYTES_MAX];
        let sealed = write(&mut world, &longest);
        assert!(sealed.head.len() + sealed.body.len() <= limits::ENTRY_BYTES_MAX);
        let place = Place::next(&world.chain, world.mara.account);
        let over = vec![0; limits::ENTRY_CLEAR_BYTES_MAX + 1];
        let draft = Draft { id: EntryId::from_bytes([5; 16]), urgent: false, place, content: &over };
        let mut rng = world.rng.clone();
        let refused = seal(&world.by_mara(), &world.mara.epochs, &draft, &mut rng);
        assert_eq!(refused, Err(EntryError::TooLong));
    }

    #[test]
    fn without_the_key_there_is_a_name_for_it() {
        let mut world = World::new();
        let sealed = write(&mut world, b"words");
        let head = EntryHead::from_bytes(&sealed.head).unwrap();
        assert_eq!(open(&Epochs::default(), &head, &sealed.body), Err(EntryError::NoKey(2)));
    }

    #[test]
    fn a_body_under_another_header_does_not_open_even_when_signed() {
        let mut world = World::new();
        let sealed = write(&mut world, b"words");
        let mut head = EntryHead::from_bytes(&sealed.head).unwrap();
        head.signed.header.seq = 9;
        head.signature = world.mara.identity.sign(ENTRY_LABEL, &head.signed.to_bytes());
        assert_eq!(open(&world.thea.epochs, &head, &sealed.body), Err(EntryError::DoesNotOpen));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_flipped_bit_passes(content in proptest::collection::vec(any::<u8>(), 0..600), at: prop::sample::Index, bit in 0..8u32) {
            let mut world = World::new();
            let sealed = write(&mut world, &content);
            let (mut head, mut body) = (sealed.head.clone(), sealed.body.clone());
            let at = at.index(head.len() + body.len());
            if at < head.len() { head[at] ^= 1 << bit } else { body[at - head.len()] ^= 1 << bit }
            let mut chain = world.chain.clone();
            prop_assert!(chain.append(&world.log, 1, &head, Some(&body)).is_err());
            let cut = world.chain.clone().append(&world.log, 1, &sealed.head, Some(&sealed.body[1..]));
            prop_assert_eq!(cut, Err(ChainError::Body));
            let head = world.chain.append(&world.log, 1, &sealed.head, Some(&sealed.body)).unwrap();
            prop_assert_eq!(&*open(&world.thea.epochs, &head, &sealed.body).unwrap(), &content);
        }
    }
}
