//! A space's epoch keys: unwrapped, checked against what the log commits to, kept in memory.
//!
//! An epoch key is 32 random bytes. Nothing is sealed under it directly: each use derives its own key,
//! bound to space and epoch. A wrap is believed only when the key inside fits the commitment in the signed
//! record, so nobody can give two members two keys.
//!
//! ```
//! use rand_core::SeedableRng;
//! use rapport_envelope::Log;
//! use rapport_seal::{Epochs, SecretIdentity, space};
//! use rapport_wire::{AccountId, Role, space::SpaceKind};
//! let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! let (me, identity) = (AccountId::from_bytes([1; 16]), SecretIdentity::generate(&mut rng));
//! let genesis = space::genesis(SpaceKind::Own, Role::Client, me, &identity, &mut rng).unwrap();
//! let id = Log::space_of(&genesis.record);
//! let log = Log::begin(id, &genesis.record, genesis.wraps.as_deref()).unwrap();
//! let mut epochs = Epochs::default();
//! epochs.learn(&log, genesis.wraps.as_deref().unwrap(), me, &identity).unwrap();
//! assert!(epochs.get(1).is_some());
//! ```

use std::collections::BTreeMap;
use std::fmt;

use rand_core::CryptoRng;
use rapport_envelope::codec::Writer;
use rapport_envelope::record::SealedSecret;
use rapport_envelope::wraps::{Recipient, wrap_info};
use rapport_envelope::{Act, BoxPublic, FormatError, Hash, Log, Record, WrapSet};
use rapport_wire::{AccountId, SpaceId};

use crate::identity::ReceiveSecret;
use crate::invitation::InvitationSecret;
use crate::{Key, SecretIdentity, aead};

const COMMIT_LABEL: &[u8] = b"rapport/epoch/commit/v1";
const PREVIOUS_LABEL: &[u8] = b"rapport/epoch/previous/v1";
const DROPBOX_LABEL: &[u8] = b"rapport/epoch/dropbox/v1";
const ENTRY_LABEL: &[u8] = b"rapport/entry-key/v1";
const MARK_LABEL: &[u8] = b"rapport/mark-key/v1";
const CALL_LABEL: &[u8] = b"rapport/call-exporter/v1";

/// Why an epoch's key could not be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EpochError {
    /// The wraps are malformed.
    #[error("the keys of an epoch are malformed: {0}")]
    Format(#[from] FormatError),
    /// The log has no such epoch, or these wraps are not the ones it names.
    #[error("the keys are not those of an epoch in this space's log")]
    UnknownEpoch,
    /// There is no wrap for this recipient.
    #[error("there is no key for this account in that epoch")]
    NotForMe,
    /// The wrap does not open.
    #[error("the key of an epoch was changed, or sealed for another place")]
    DoesNotOpen,
    /// The key inside is not the one the signed record commits to: its author gave different people
    /// different keys.
    #[error("an epoch's key is not the one its author committed to")]
    Commitment,
}

/// One epoch's key.
pub struct EpochKey {
    epoch: u32,
    key: Key,
}

impl EpochKey {
    /// A fresh one.
    pub(crate) fn generate(epoch: u32, rng: &mut impl CryptoRng) -> Self {
        Self { epoch, key: Key::random(rng) }
    }

    /// Which epoch.
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }

    pub(crate) const fn key(&self) -> &Key {
        &self.key
    }

    /// What the signed record holds of the key.
    pub(crate) fn commitment(&self, binding: &SpaceId) -> Hash {
        *self.derive(COMMIT_LABEL, binding).as_bytes()
    }

    /// Seals the key of the epoch before, for those who get this one.
    pub(crate) fn seal_previous(
        &self,
        binding: &SpaceId,
        previous: &Self,
        rng: &mut impl CryptoRng,
    ) -> SealedSecret {
        seal_secret(&self.derive(PREVIOUS_LABEL, binding), previous.key.as_bytes(), rng)
    }

    /// Seals the drop box's secret half.
    pub(crate) fn seal_dropbox(
        &self,
        binding: &SpaceId,
        secret: &ReceiveSecret,
        rng: &mut impl CryptoRng,
    ) -> SealedSecret {
        seal_secret(&self.derive(DROPBOX_LABEL, binding), secret.seed().as_bytes(), rng)
    }

    /// Opens the drop box's secret half; none if it is not the half of `public`.
    pub(crate) fn open_dropbox(
        &self,
        binding: &SpaceId,
        sealed: &SealedSecret,
        public: &BoxPublic,
    ) -> Option<ReceiveSecret> {
        let secret = ReceiveSecret::from_seed(open_secret(&self.derive(DROPBOX_LABEL, binding), sealed)?);
        (secret.public() == *public).then_some(secret)
    }

    /// Seals entries' bodies.
    pub(crate) fn entry_key(&self, space: &SpaceId) -> Key {
        self.derive(ENTRY_LABEL, space)
    }

    /// Seals marks and hints.
    pub(crate) fn mark_key(&self, space: &SpaceId) -> Key {
        self.derive(MARK_LABEL, space)
    }

    /// Salts the frame keys of calls, so that only members of the epoch can have them.
    pub(crate) fn call_exporter(&self, space: &SpaceId) -> Key {
        self.derive(CALL_LABEL, space)
    }

    fn derive(&self, label: &[u8], place: &SpaceId) -> Key {
        self.key.derive(label, &Writer::new().raw(place).u32(self.epoch).done())
    }

    fn open_previous(&self, binding: &SpaceId, sealed: &SealedSecret) -> Option<Self> {
        let key = open_secret(&self.derive(PREVIOUS_LABEL, binding), sealed)?;
        Some(Self { epoch: self.epoch.checked_sub(1)?, key })
    }
}

impl fmt::Debug for EpochKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EpochKey(REDACTED, epoch {})", self.epoch)
    }
}

/// The epoch keys of one space that this account may have.
#[derive(Debug, Default)]
pub struct Epochs {
    keys: BTreeMap<u32, EpochKey>,
}

impl Epochs {
    /// Learns an epoch from the wraps that came with the record that begins it, and whatever earlier
    /// epochs its history chain opens. `log` must hold that record already.
    pub fn learn(
        &mut self,
        log: &Log,
        wraps: &[u8],
        me: AccountId,
        identity: &SecretIdentity,
    ) -> Result<(), EpochError> {
        let set = WrapSet::from_bytes(wraps)?;
        let info = log.epoch_info(set.epoch).ok_or(EpochError::UnknownEpoch)?;
        if WrapSet::hash_of(wraps) != info.start.wraps {
            return Err(EpochError::UnknownEpoch);
        }
        let recipient = Recipient::Member(me);
        let sealed = set.for_recipient(recipient).ok_or(EpochError::NotForMe)?;
        let public = identity.public();
        let bound = wrap_info(&info.binding, set.epoch, recipient, public.seal_to(), &info.head_before);
        let opened = identity.open(&bound, b"", sealed).map_err(|_| EpochError::DoesNotOpen)?;
        let key = Key::from_slice(&opened).ok_or(EpochError::DoesNotOpen)?;
        self.keep(log, EpochKey { epoch: set.epoch, key })
    }

    /// Learns the epoch that an invitation's link opens, from the Invite record and its wraps.
    pub fn learn_invited(
        &mut self,
        log: &Log,
        invite: &[u8],
        wraps: &[u8],
        secret: &InvitationSecret,
    ) -> Result<(), EpochError> {
        let record = Record::from_bytes(invite)?;
        let Act::Invite { invitation, wraps: named, .. } = &record.act else {
            return Err(EpochError::UnknownEpoch);
        };
        let in_log = log.head_at(record.index) == Some(Record::hash_of(invite));
        if !in_log || WrapSet::hash_of(wraps) != *named {
            return Err(EpochError::UnknownEpoch);
        }
        let set = WrapSet::from_bytes(wraps)?;
        let recipient = Recipient::Invitation(*invitation);
        let sealed = set.for_recipient(recipient).ok_or(EpochError::NotForMe)?;
        let receive = secret.receive_secret();
        let bound = wrap_info(&log.space(), set.epoch, recipient, &receive.public(), &record.previous);
        let opened = receive.open(&bound, b"", sealed).map_err(|_| EpochError::DoesNotOpen)?;
        let key = Key::from_slice(&opened).ok_or(EpochError::DoesNotOpen)?;
        self.keep(log, EpochKey { epoch: set.epoch, key })
    }

    /// An epoch's key, if this account may have it.
    pub fn get(&self, epoch: u32) -> Option<&EpochKey> {
        self.keys.get(&epoch)
    }

    /// The key of the log's current epoch.
    pub fn current(&self, log: &Log) -> Option<&EpochKey> {
        self.get(log.epoch())
    }

    /// Which epochs are known, ascending.
    pub fn known(&self) -> impl Iterator<Item = u32> + '_ {
        self.keys.keys().copied()
    }

    // Checks a key against the log before keeping it, then follows the history chain down.
    fn keep(&mut self, log: &Log, key: EpochKey) -> Result<(), EpochError> {
        let info = log.epoch_info(key.epoch).ok_or(EpochError::UnknownEpoch)?;
        if key.commitment(&info.binding) != info.start.commitment {
            return Err(EpochError::Commitment);
        }
        let unknown = |_: &&SealedSecret| !self.keys.contains_key(&(key.epoch - 1));
        let previous = info.start.previous_key.as_ref().filter(unknown);
        let previous = previous.map(|sealed| key.open_previous(&info.binding, sealed));
        // A history that does not open is told, but does not take the epoch itself away.
        self.keys.insert(key.epoch, key);
        match previous {
            None => Ok(()),
            Some(previous) => self.keep(log, previous.ok_or(EpochError::DoesNotOpen)?),
        }
    }
}

fn seal_secret(key: &Key, secret: &[u8; 32], rng: &mut impl CryptoRng) -> SealedSecret {
    let mut out = [0; rapport_envelope::record::SEALED_SECRET_LEN];
    out.copy_from_slice(&aead::seal(key, b"", secret, rng));
    out
}

fn open_secret(key: &Key, sealed: &SealedSecret) -> Option<Key> {
    Key::from_slice(&aead::open(key, b"", sealed).ok()?)
}
