//! The keyring: an account's secret keys and what it remembers, sealed where the server keeps it.
//!
//! One body, sealed under a random body key; the body key is locked twice, once under the passphrase's
//! export key and once (by HPKE) to the recovery words' public key, so that a new version needs neither
//! passphrase nor words. Versions rise by one and name their predecessor: a server that hands out an old
//! keyring, or a different one of the same number, is noticed by whoever remembers a [`Mark`].
//!
//! ```
//! use rand_core::SeedableRng;
//! use rapport_seal::{Key, Keyring, SecretIdentity, words::RecoveryWords};
//! use rapport_wire::AccountId;
//! let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! let words = RecoveryWords::generate(&mut rng);
//! let passphrase_key = Key::random(&mut rng);
//! let account = AccountId::from_bytes([1; 16]);
//! let mut keyring =
//!     Keyring::create(account, SecretIdentity::generate(&mut rng), "Mara", &words, &passphrase_key, &mut rng);
//! let sealed = keyring.seal(&mut rng).unwrap();
//! let again = Keyring::open(&sealed.keyring, &passphrase_key).unwrap();
//! assert_eq!(again.display_name(), "Mara");
//! ```

mod sealed;

use std::fmt;

use rand_core::CryptoRng;
use rapport_envelope::{BoxPublic, FormatError, Hash};
use rapport_wire::{AccountId, limits};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use self::sealed::{Lock, Sealed};
use crate::identity::SecretIdentity;
use crate::notes::Notes;
use crate::pins::Pins;
use crate::words::RecoveryWords;
use crate::{Key, padding};

/// Why a keyring does not open, or is not the one it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// The bytes are no keyring.
    #[error("the keyring is malformed: {0}")]
    Format(#[from] FormatError),
    /// The key is not the one it was locked with, or the bytes were changed.
    #[error("the keyring does not open with this key")]
    DoesNotOpen,
    /// An older version than this device has seen.
    #[error("the server gave an old keyring: version {got}, where {known} was seen before")]
    RolledBack {
        /// The version seen before.
        known: u64,
        /// The version given.
        got: u64,
    },
    /// Another keyring of a version that was seen, or one that does not follow it.
    #[error("the server gave a keyring that does not follow the one seen before")]
    Forked,
    /// The keyring of another account or another identity.
    #[error("this keyring belongs to somebody else")]
    SomebodyElse,
    /// It was opened with the recovery words and needs a new passphrase before it can be sealed.
    #[error("a keyring opened with the recovery words needs a new passphrase first")]
    NeedsPassphrase,
    /// More is remembered than fits.
    #[error("the keyring holds too much")]
    TooLarge,
}

/// What a device remembers of the newest keyring it saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Its version.
    pub version: u64,
    /// Its link: what the next version names as its predecessor.
    pub link: Hash,
}

/// A version, ready to be stored.
pub struct SealedPair {
    /// Locked under the passphrase's key.
    pub keyring: Vec<u8>,
    /// Locked to the recovery words' key; the same body.
    pub recovery: Vec<u8>,
}

/// An open keyring.
pub struct Keyring {
    account: AccountId,
    version: u64,
    link: Hash,
    previous: Hash,
    body_key: Key,
    passphrase_lock: Option<Vec<u8>>,
    identity: SecretIdentity,
    recovery: RecoveryPublic,
    display_name: String,
    pins: Pins,
    notes: Notes,
}

/// Public halves of the recovery words' two keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryPublic {
    /// Verifies that somebody has the words.
    pub verify_key: [u8; 32],
    /// What each version is sealed to.
    pub seal_to: BoxPublic,
}

impl Keyring {
    /// A keyring for a new account. Nothing is stored until [`Self::seal`], which makes version 1.
    pub fn create(
        account: AccountId,
        identity: SecretIdentity,
        display_name: &str,
        words: &RecoveryWords,
        passphrase_key: &Key,
        rng: &mut impl CryptoRng,
    ) -> Self {
        let body_key = Key::random(rng);
        let passphrase_lock = Some(sealed::lock_with_passphrase(account, &body_key, passphrase_key, rng));
        let recovery = RecoveryPublic { verify_key: words.verify_key(), seal_to: words.receive_key() };
        Self {
            account,
            version: 0,
            link: [0; 32],
            previous: [0; 32],
            body_key,
            passphrase_lock,
            identity,
            recovery,
            display_name: display_name.to_owned(),
            pins: Pins::default(),
            notes: Notes::default(),
        }
    }

    /// Opens a keyring with the passphrase's key (`ExportKey::keyring_key`).
    pub fn open(sealed: &[u8], passphrase_key: &Key) -> Result<Self, KeyringError> {
        let sealed = Sealed::read(sealed)?;
        let body_key = sealed.unlock_with_passphrase(passphrase_key)?;
        Self::open_body(&sealed, body_key)
    }

    /// Opens the recovery copy with the words. Seal it again only after [`Self::lock`].
    pub fn recover(sealed: &[u8], words: &RecoveryWords) -> Result<Self, KeyringError> {
        let sealed = Sealed::read(sealed)?;
        let body_key = sealed.unlock_with_words(words)?;
        Self::open_body(&sealed, body_key)
    }

    /// Opens a keyring with its body key, as an unlock copy holds it ([`crate::unlock`]).
    pub fn open_unlocked(sealed: &[u8], body_key: &Key) -> Result<Self, KeyringError> {
        Self::open_body(&Sealed::read(sealed)?, body_key.duplicate())
    }

    /// Locks under a new passphrase's key and a fresh body key: unlock copies of other devices and the old
    /// passphrase open no later version.
    pub fn lock(&mut self, passphrase_key: &Key, rng: &mut impl CryptoRng) {
        self.body_key = Key::random(rng);
        let lock = sealed::lock_with_passphrase(self.account, &self.body_key, passphrase_key, rng);
        self.passphrase_lock = Some(lock);
    }

    /// Seals the next version, in both copies.
    pub fn seal(&mut self, rng: &mut impl CryptoRng) -> Result<SealedPair, KeyringError> {
        let lock = self.passphrase_lock.clone().ok_or(KeyringError::NeedsPassphrase)?;
        let (sign, receive) = self.identity.seeds();
        let body = Body {
            sign,
            receive,
            recovery_verify_key: self.recovery.verify_key,
            recovery_seal_to: self.recovery.seal_to.as_bytes().to_vec(),
            display_name: self.display_name.clone(),
            pins: self.pins.clone(),
        };
        let body = Zeroizing::new(postcard::to_allocvec(&body).map_err(|_| KeyringError::TooLarge)?);
        // Behind the body, where a client that knows nothing of them reads no further.
        let notes = (!self.notes.is_empty()).then(|| postcard::to_allocvec(&self.notes));
        let notes = notes.transpose().map_err(|_| KeyringError::TooLarge)?.unwrap_or_default();
        let clear = Zeroizing::new([&body[..], &notes].concat());
        let to_words = sealed::lock_to_words(self.account, &self.body_key, &self.recovery.seal_to, rng)
            .ok_or(FormatError::Key)?;
        let mut sealed = Sealed {
            version: self.version + 1,
            previous: self.link,
            account: self.account,
            lock: Lock::Passphrase(lock),
            body: Vec::new(),
        };
        sealed.seal_body(&self.body_key, &padding::pad(&clear), rng);
        let (keyring, link) = (sealed.to_bytes(), sealed.link());
        sealed.lock = Lock::Words(to_words);
        let recovery = sealed.to_bytes();
        if recovery.len() > limits::KEYRING_BYTES_MAX {
            return Err(KeyringError::TooLarge);
        }
        self.version = sealed.version;
        self.previous = self.link;
        self.link = link;
        Ok(SealedPair { keyring, recovery })
    }

    /// Refuses a keyring older than, or other than, what this device has seen.
    pub fn check_follows(&self, seen: &Mark) -> Result<(), KeyringError> {
        let follows = match self.version {
            got if got < seen.version => {
                return Err(KeyringError::RolledBack { known: seen.version, got });
            }
            same if same == seen.version => self.link == seen.link,
            next if next == seen.version + 1 => self.previous == seen.link,
            _ => true,
        };
        if follows { Ok(()) } else { Err(KeyringError::Forked) }
    }

    /// Joins what another device put into its version of this keyring; `self` is the one the server holds,
    /// and is sealed again afterwards.
    pub fn merge(&mut self, other: &Self) -> Result<(), KeyringError> {
        if self.account != other.account || self.identity.public() != other.identity.public() {
            return Err(KeyringError::SomebodyElse);
        }
        self.pins.merge(&other.pins);
        self.notes.merge(&other.notes, &self.recovery.verify_key);
        Ok(())
    }

    /// Whose it is.
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// Which version it is; 0 before the first sealing.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// What to remember of it.
    pub const fn mark(&self) -> Mark {
        Mark { version: self.version, link: self.link }
    }

    /// The key an unlock copy holds.
    pub const fn body_key(&self) -> &Key {
        &self.body_key
    }

    /// The account's secret keys.
    pub const fn identity(&self) -> &SecretIdentity {
        &self.identity
    }

    /// Public halves of the recovery words.
    pub const fn recovery(&self) -> &RecoveryPublic {
        &self.recovery
    }

    /// Replaces the recovery words, of which somebody has a checked copy. The body key stays: what the old
    /// words open is what they opened before.
    pub fn set_words(&mut self, words: &RecoveryWords) {
        self.notes.confirm_words(words.verify_key());
        self.recovery = RecoveryPublic { verify_key: words.verify_key(), seal_to: words.receive_key() };
    }

    /// What the person wants to be called, told to the spaces they are in and to nobody else.
    pub fn display_name(&self) -> &str {
        &self.display_name
    }

    /// Changes the name.
    pub fn set_display_name(&mut self, name: &str) {
        name.clone_into(&mut self.display_name);
    }

    /// What is remembered of others.
    pub const fn pins(&self) -> &Pins {
        &self.pins
    }

    /// To remember more.
    pub const fn pins_mut(&mut self) -> &mut Pins {
        &mut self.pins
    }

    /// What is remembered for oneself.
    pub const fn notes(&self) -> &Notes {
        &self.notes
    }

    /// To remember more.
    pub const fn notes_mut(&mut self) -> &mut Notes {
        &mut self.notes
    }

    /// Whether the person has a checked copy of their recovery words.
    pub fn words_confirmed(&self) -> bool {
        self.notes.words_confirmed(&self.recovery.verify_key)
    }

    /// Notes that they have.
    pub const fn confirm_words(&mut self) {
        self.notes.confirm_words(self.recovery.verify_key);
    }

    fn open_body(sealed: &Sealed, body_key: Key) -> Result<Self, KeyringError> {
        let padded = sealed.open_body(&body_key)?;
        let clear = padding::unpad(&padded).ok_or(KeyringError::DoesNotOpen)?;
        let (body, rest) = postcard::take_from_bytes::<Body>(clear).map_err(|_| KeyringError::DoesNotOpen)?;
        let notes = match rest {
            [] => Notes::default(),
            notes => postcard::from_bytes(notes).map_err(|_| KeyringError::DoesNotOpen)?,
        };
        let recovery = RecoveryPublic {
            verify_key: body.recovery_verify_key,
            seal_to: BoxPublic::from_bytes(&body.recovery_seal_to)?,
        };
        Ok(Self {
            account: sealed.account,
            version: sealed.version,
            link: sealed.link(),
            previous: sealed.previous,
            body_key,
            passphrase_lock: sealed.passphrase_lock(),
            identity: SecretIdentity::from_seeds(&body.sign, body.receive.duplicate()),
            recovery,
            display_name: body.display_name.clone(),
            pins: body.pins,
            notes,
        })
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring(REDACTED, version {})", self.version)
    }
}

/// SHA-256 of a sealed keyring: what compare-and-swap at the server goes by.
pub fn hash_of(sealed: &[u8]) -> Hash {
    Sha256::digest(sealed).into()
}

/// What the seal holds, in postcard.
#[derive(Serialize, Deserialize)]
struct Body {
    sign: Key,
    receive: Key,
    recovery_verify_key: [u8; 32],
    recovery_seal_to: Vec<u8>,
    display_name: String,
    pins: Pins,
}

#[cfg(test)]
mod tests;
