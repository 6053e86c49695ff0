//! What a device keeps between visits, sealed under a key that only the open keyring gives.
//!
//! Each value is bound to its name, so that what is kept in one place cannot be put into another.
//!
//! ```
//! use rand_core::SeedableRng;
//! use rapport_seal::{SecretIdentity, vault::VaultKey};
//! let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! let key = VaultKey::of(&SecretIdentity::generate(&mut rng));
//! let sealed = key.seal("out/1", b"words", &mut rng);
//! assert_eq!(*key.open("out/1", &sealed).unwrap(), b"words");
//! assert!(key.open("out/2", &sealed).is_none());
//! ```

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{Key, SecretIdentity, aead};

const LABEL: &[u8] = b"rapport/vault/v1";

/// Seals what one account keeps on a device.
#[derive(Debug)]
pub struct VaultKey(Key);

impl VaultKey {
    /// The vault key of an account: derived from its signing seed, so that no device need remember another.
    pub fn of(identity: &SecretIdentity) -> Self {
        Self(identity.seeds().0.derive(LABEL, b""))
    }

    /// Seals a value under its name.
    pub fn seal(&self, name: &str, clear: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
        aead::seal(&self.0, name.as_bytes(), clear, rng)
    }

    /// Opens the value kept under a name; none if it is not this account's, or was changed.
    pub fn open(&self, name: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        aead::open(&self.0, name.as_bytes(), sealed).ok()
    }
}
