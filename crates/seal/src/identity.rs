//! An account's secret keys: one that signs, one that opens what others sealed to it.
//!
//! ```
//! use rand_core::SeedableRng;
//! use rapport_seal::SecretIdentity;
//! let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! let mara = SecretIdentity::generate(&mut rng);
//! let signature = mara.sign("rapport/example/v1", b"hello");
//! assert!(mara.public().verify("rapport/example/v1", b"hello", &signature).is_ok());
//! let sealed = mara.public().seal_to().seal(b"info", b"", b"words", &mut rng).unwrap();
//! assert_eq!(*mara.open(b"info", b"", &sealed).unwrap(), b"words");
//! ```

use std::fmt;

use ed25519_dalek::{Signer, SigningKey};
use hpke::{Deserializable, Kem as _, OpModeR, Serializable};
use rand_core::CryptoRng;
use rapport_envelope::hpke::{Aead, Kdf, Kem};
use rapport_envelope::{BoxPublic, Identity, SealedBox, Signature};
use zeroize::Zeroizing;

use crate::Key;

/// A sealed box was not for this key, or not for this place, or was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what was sealed does not open with this key")]
pub struct OpenError;

/// The secret keys of an account.
pub struct SecretIdentity {
    signing: SigningKey,
    receive: ReceiveSecret,
}

impl SecretIdentity {
    /// Fresh keys.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self::from_seeds(&Key::random(rng), Key::random(rng))
    }

    /// From the Ed25519 seed (RFC 8032 5.1.5) and the X-Wing seed (draft-connolly-cfrg-xwing-kem 5.2).
    pub fn from_seeds(sign: &Key, receive: Key) -> Self {
        Self { signing: SigningKey::from_bytes(sign.as_bytes()), receive: ReceiveSecret::from_seed(receive) }
    }

    /// Both seeds: what a keyring holds.
    pub fn seeds(&self) -> (Key, Key) {
        (Key::from_bytes(self.signing.to_bytes()), self.receive.seed.duplicate())
    }

    /// The public half.
    pub fn public(&self) -> Identity {
        Identity::new(self.signing.verifying_key(), self.receive.public())
    }

    /// Ed25519 over `label || message`.
    pub fn sign(&self, label: &str, message: &[u8]) -> Signature {
        sign(&self.signing, label, message)
    }

    /// Opens what was sealed to this identity with the same `info` and `aad`.
    pub fn open(&self, info: &[u8], aad: &[u8], sealed: &SealedBox) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.receive.open(info, aad, sealed)
    }
}

impl fmt::Debug for SecretIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretIdentity(REDACTED, {:?})", self.public())
    }
}

/// The secret half of one X-Wing key: identities, invitations, drop boxes and calls each have theirs.
pub struct ReceiveSecret {
    seed: Key,
}

impl ReceiveSecret {
    /// From its seed.
    pub const fn from_seed(seed: Key) -> Self {
        Self { seed }
    }

    /// A fresh one.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self { seed: Key::random(rng) }
    }

    /// The seed.
    pub const fn seed(&self) -> &Key {
        &self.seed
    }

    /// The public half.
    pub fn public(&self) -> BoxPublic {
        BoxPublic::from_kem(&Kem::sk_to_pk(&self.private()))
    }

    /// Opens what was sealed to this key with the same `info` and `aad`.
    pub fn open(&self, info: &[u8], aad: &[u8], sealed: &SealedBox) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let encapsulated =
            <Kem as hpke::Kem>::EncappedKey::from_bytes(&*sealed.enc).map_err(|_| OpenError)?;
        hpke::single_shot_open::<Aead, Kdf, Kem>(
            &OpModeR::Base,
            &self.private(),
            &encapsulated,
            info,
            &sealed.sealed,
            aad,
        )
        .map(Zeroizing::new)
        .map_err(|_| OpenError)
    }

    fn private(&self) -> <Kem as hpke::Kem>::PrivateKey {
        match <Kem as hpke::Kem>::PrivateKey::from_bytes(self.seed.as_bytes()) {
            Ok(key) => key,
            // from_bytes refuses other lengths than 32 alone, and a Key has 32.
            Err(_) => unreachable!("an X-Wing seed has {} bytes", <Kem as hpke::Kem>::PrivateKey::size()),
        }
    }
}

impl fmt::Debug for ReceiveSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiveSecret(REDACTED)")
    }
}

pub(crate) fn sign(key: &SigningKey, label: &str, message: &[u8]) -> Signature {
    key.sign(&[label.as_bytes(), message].concat()).to_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    // RFC 8032 7.1, TEST 2: message 0x72.
    #[test]
    fn signs_as_ed25519_does() {
        let seed = Key::from_bytes(hex!("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        let identity = SecretIdentity::from_seeds(&seed, Key::from_bytes([0; 32]));
        assert_eq!(
            identity.public().verify_key().as_bytes(),
            &hex!("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        );
        assert_eq!(
            identity.sign("r", b""),
            hex!(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            )
        );
    }

    #[test]
    fn seeds_make_the_same_identity_again_and_nothing_is_printed() {
        let identity = SecretIdentity::generate(&mut ChaCha20Rng::seed_from_u64(3));
        let (sign, receive) = identity.seeds();
        assert_eq!(SecretIdentity::from_seeds(&sign, receive).public(), identity.public());
        assert!(format!("{identity:?}").starts_with("SecretIdentity(REDACTED, Identity("));
    }

    #[test]
    fn another_place_or_a_changed_byte_does_not_open() {
        let mut rng = ChaCha20Rng::seed_from_u64(4);
        let identity = SecretIdentity::generate(&mut rng);
        let sealed = identity.public().seal_to().seal(b"here", b"", b"words", &mut rng).unwrap();
        assert_eq!(identity.open(b"there", b"", &sealed).unwrap_err(), OpenError);
        assert_eq!(identity.open(b"here", b"x", &sealed).unwrap_err(), OpenError);
        let mut changed = sealed.clone();
        changed.enc[7] ^= 1;
        assert_eq!(identity.open(b"here", b"", &changed).unwrap_err(), OpenError);
        changed = sealed;
        changed.sealed[0] ^= 1;
        assert_eq!(identity.open(b"here", b"", &changed).unwrap_err(), OpenError);
    }
}
