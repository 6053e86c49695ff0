//! Reopening after a reload without the passphrase: half on the device, half at the server.
//!
//! The device keeps random bytes and a small sealed copy; the server keeps the device key and returns it
//! only to that device's live sign-in. Either half alone opens nothing: a stolen disk has no device key, a
//! curious server no local half. Locking throws the local half away; revoking a device, the other.
//!
//! ```
//! use rand_core::SeedableRng;
//! use rapport_seal::{Key, keyring::Mark, unlock};
//! use rapport_wire::AccountId;
//! let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! let (account, device_key, body_key) = (AccountId::from_bytes([1; 16]), [5; 32], Key::random(&mut rng));
//! let seen = Mark { version: 3, link: [0; 32] };
//! let copy = unlock::make(account, &device_key, &body_key, seen, &mut rng);
//! let opened = unlock::open(account, &device_key, &copy.local, &copy.sealed).unwrap();
//! assert_eq!((opened.body_key, opened.seen), (body_key, seen));
//! ```

use rand_core::CryptoRng;
use rapport_envelope::codec::{Reader, Writer};
use rapport_wire::AccountId;
use zeroize::Zeroizing;

use crate::keyring::Mark;
use crate::secret::derive;
use crate::{Key, aead};

const VERSION: u8 = 1;
const LABEL: &[u8] = b"rapport/unlock/v1";

/// What a device stores.
pub struct UnlockCopy {
    /// The local half. Deleting it locks.
    pub local: Key,
    /// The sealed copy.
    pub sealed: Vec<u8>,
}

/// What an unlock copy holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Unlocked {
    /// Opens the keyring ([`crate::Keyring::open_unlocked`]).
    pub body_key: Key,
    /// The newest keyring this device has seen.
    pub seen: Mark,
}

/// The two halves do not belong together, or the copy was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this device cannot reopen by itself; the passphrase is needed")]
pub struct UnlockError;

/// Makes an unlock copy. Made anew whenever the body key or the seen version changes.
pub fn make(
    account: AccountId,
    device_key: &[u8],
    body_key: &Key,
    seen: Mark,
    rng: &mut impl CryptoRng,
) -> UnlockCopy {
    let local = Key::random(rng);
    let clear = Writer::new().raw(body_key.as_bytes()).u64(seen.version).raw(seen.link).done();
    let clear = Zeroizing::new(clear);
    let sealed = aead::seal(&unlock_key(&local, device_key, account), &[VERSION], &clear, rng);
    UnlockCopy { local, sealed: [&[VERSION], &sealed[..]].concat() }
}

/// Opens an unlock copy with both halves.
pub fn open(
    account: AccountId,
    device_key: &[u8],
    local: &Key,
    sealed: &[u8],
) -> Result<Unlocked, UnlockError> {
    let Some((&VERSION, sealed)) = sealed.split_first() else { return Err(UnlockError) };
    let key = unlock_key(local, device_key, account);
    let clear = aead::open(&key, &[VERSION], sealed).map_err(|_| UnlockError)?;
    let mut r = Reader::new(&clear);
    let mut read = || {
        let body_key = Key::from_bytes(r.array()?);
        let seen = Mark { version: r.u64()?, link: r.array()? };
        r.clone().end()?;
        Ok(Unlocked { body_key, seen })
    };
    read().map_err(|_: rapport_envelope::FormatError| UnlockError)
}

fn unlock_key(local: &Key, device_key: &[u8], account: AccountId) -> Key {
    let both = Zeroizing::new([&local.as_bytes()[..], device_key].concat());
    derive(&both, LABEL, account.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    #[test]
    fn either_half_alone_opens_nothing() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let account = AccountId::from_bytes([1; 16]);
        let seen = Mark { version: 1, link: [2; 32] };
        let body_key = Key::random(&mut rng);
        let copy = make(account, &[5; 32], &body_key, seen, &mut rng);
        assert!(open(account, &[5; 32], &copy.local, &copy.sealed).is_ok());
        assert!(open(account, &[6; 32], &copy.local, &copy.sealed).is_err());
        assert!(open(account, &[5; 32], &Key::from_bytes([0; 32]), &copy.sealed).is_err());
        assert!(open(AccountId::from_bytes([2; 16]), &[5; 32], &copy.local, &copy.sealed).is_err());
        for at in 0..copy.sealed.len() {
            let mut flipped = copy.sealed.clone();
            flipped[at] ^= 1;
            assert!(open(account, &[5; 32], &copy.local, &flipped).is_err());
            assert!(open(account, &[5; 32], &copy.local, &copy.sealed[..at]).is_err());
        }
    }
}
