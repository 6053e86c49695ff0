//! A keyring's bytes: header, lock, body.
//!
//! ```text
//! version 1 (u8) | keyring version (u64) | previous link (32) | account (16)
//! lock kind (u8: 1 passphrase, 2 words) | lock length (u32) | lock
//! body length (u32) | body: nonce (24), ciphertext, tag (16)
//! ```
//!
//! The body's associated data is a label and the first line, so both copies share one body; the link that
//! the next version names is the hash of first line and body, whichever the lock.

use rand_core::CryptoRng;
use rapport_envelope::codec::{FormatError, Reader, Writer};
use rapport_envelope::{BoxPublic, Hash, SealedBox, hash};
use rapport_wire::{AccountId, limits};
use zeroize::Zeroizing;

use super::KeyringError;
use crate::words::RecoveryWords;
use crate::{Key, aead};

const VERSION: u8 = 1;
const PASSPHRASE: u8 = 1;
const WORDS: u8 = 2;
const PASSPHRASE_LOCK_LEN: usize = Key::LEN + aead::OVERHEAD;
const WORDS_LOCK_LEN: usize = SealedBox::ENC_LEN + Key::LEN + 16;

/// The body key, locked in one of two ways.
pub(super) enum Lock {
    Passphrase(Vec<u8>),
    Words(Vec<u8>),
}

/// A sealed keyring, taken apart.
pub(super) struct Sealed {
    pub(super) version: u64,
    pub(super) previous: Hash,
    pub(super) account: AccountId,
    pub(super) lock: Lock,
    pub(super) body: Vec<u8>,
}

impl Sealed {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        if bytes.len() > limits::KEYRING_BYTES_MAX {
            return Err(FormatError::Range("keyring length"));
        }
        let mut r = Reader::new(bytes);
        r.version(VERSION)?;
        let version = r.u64()?;
        let previous = r.array()?;
        let account = AccountId::from_bytes(r.array()?);
        let kind = r.u8()?;
        let lock = r.bytes(WORDS_LOCK_LEN)?.to_vec();
        let lock = match (kind, lock.len()) {
            (PASSPHRASE, PASSPHRASE_LOCK_LEN) => Lock::Passphrase(lock),
            (WORDS, WORDS_LOCK_LEN) => Lock::Words(lock),
            _ => return Err(FormatError::Range("lock")),
        };
        let body = r.bytes(limits::KEYRING_BYTES_MAX)?.to_vec();
        r.end()?;
        Ok(Self { version, previous, account, lock, body })
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let (kind, lock) = match &self.lock {
            Lock::Passphrase(lock) => (PASSPHRASE, lock),
            Lock::Words(lock) => (WORDS, lock),
        };
        Writer::new().raw(self.header()).u8(kind).bytes(lock).bytes(&self.body).done()
    }

    pub(super) fn link(&self) -> Hash {
        hash("rapport/keyring/link/v1", &[&self.header(), &self.body])
    }

    pub(super) fn passphrase_lock(&self) -> Option<Vec<u8>> {
        match &self.lock {
            Lock::Passphrase(lock) => Some(lock.clone()),
            Lock::Words(_) => None,
        }
    }

    pub(super) fn unlock_with_passphrase(&self, key: &Key) -> Result<Key, KeyringError> {
        let Lock::Passphrase(lock) = &self.lock else { return Err(KeyringError::DoesNotOpen) };
        let opened =
            aead::open(key, &lock_label(self.account), lock).map_err(|_| KeyringError::DoesNotOpen)?;
        Key::from_slice(&opened).ok_or(KeyringError::DoesNotOpen)
    }

    pub(super) fn unlock_with_words(&self, words: &RecoveryWords) -> Result<Key, KeyringError> {
        let Lock::Words(lock) = &self.lock else { return Err(KeyringError::DoesNotOpen) };
        let sealed = SealedBox::from_bytes(lock)?;
        let opened = words.receive_secret().open(&words_info(self.account), b"", &sealed);
        let opened = opened.map_err(|_| KeyringError::DoesNotOpen)?;
        Key::from_slice(&opened).ok_or(KeyringError::DoesNotOpen)
    }

    pub(super) fn seal_body(&mut self, key: &Key, clear: &[u8], rng: &mut impl CryptoRng) {
        self.body = aead::seal(key, &self.bound(), clear, rng);
    }

    pub(super) fn open_body(&self, key: &Key) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
        aead::open(key, &self.bound(), &self.body).map_err(|_| KeyringError::DoesNotOpen)
    }

    fn header(&self) -> Vec<u8> {
        Writer::new().u8(VERSION).u64(self.version).raw(self.previous).raw(self.account).done()
    }

    fn bound(&self) -> Vec<u8> {
        Writer::new().raw(b"rapport/keyring/body/v1").raw(self.header()).done()
    }
}

/// Locks the body key under the passphrase's key; the lock serves every version until the passphrase changes.
pub(super) fn lock_with_passphrase(
    account: AccountId,
    body_key: &Key,
    passphrase_key: &Key,
    rng: &mut impl CryptoRng,
) -> Vec<u8> {
    aead::seal(passphrase_key, &lock_label(account), body_key.as_bytes(), rng)
}

/// Locks the body key to the recovery words' public key.
pub(super) fn lock_to_words(
    account: AccountId,
    body_key: &Key,
    words: &BoxPublic,
    rng: &mut impl CryptoRng,
) -> Option<Vec<u8>> {
    words.seal(&words_info(account), b"", body_key.as_bytes(), rng).ok().map(|sealed| sealed.to_bytes())
}

fn lock_label(account: AccountId) -> Vec<u8> {
    Writer::new().raw(b"rapport/keyring/lock/v1").raw(account).done()
}

fn words_info(account: AccountId) -> Vec<u8> {
    Writer::new().raw(b"rapport/keyring/words/v1").raw(account).done()
}
