//! Sealing to an X-Wing key: HPKE (RFC 9180), base mode, X-Wing KEM, HKDF-SHA256, ChaCha20-Poly1305.
//!
//! X-Wing joins X25519 and ML-KEM-768, so that what is sealed today stays shut when large quantum
//! computers come. The suite is fixed; a new one gets a new version byte in what carries it.

use hpke::{Deserializable, OpModeS, Serializable};
use rand_core::CryptoRng;

use crate::codec::{FormatError, Reader, Writer};

/// The key encapsulation of the one suite.
pub type Kem = hpke::kem::XWing;
/// The key derivation of the one suite.
pub type Kdf = hpke::kdf::HkdfSha256;
/// The cipher of the one suite.
pub type Aead = hpke::aead::ChaCha20Poly1305;
type KemPublic = <Kem as hpke::Kem>::PublicKey;

/// Sealing failed: the recipient's key is not usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nothing can be sealed to this key")]
pub struct SealError;

/// An X-Wing public key: ML-KEM-768 encapsulation key, then X25519 public key.
#[derive(Clone, PartialEq, Eq)]
pub struct BoxPublic {
    bytes: Box<[u8; BoxPublic::LEN]>,
}

impl std::fmt::Debug for BoxPublic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BoxPublic(…)")
    }
}

impl BoxPublic {
    /// Length in bytes.
    pub const LEN: usize = 1216;

    /// Reads a key out of larger bytes, checking that it is one (FIPS 203 7.2 modulus check).
    pub fn read(r: &mut Reader<'_>) -> Result<Self, FormatError> {
        let bytes: [u8; Self::LEN] = r.array()?;
        KemPublic::from_bytes(&bytes).map_err(|_| FormatError::Key)?;
        Ok(Self { bytes: Box::new(bytes) })
    }

    /// From exactly its bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut r = Reader::new(bytes);
        let key = Self::read(&mut r)?;
        r.end()?;
        Ok(key)
    }

    /// From a key the `hpke` crate made.
    pub fn from_kem(key: &KemPublic) -> Self {
        let mut bytes = Box::new([0; Self::LEN]);
        key.write_exact(&mut *bytes);
        Self { bytes }
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.bytes
    }

    /// Seals `clear` to this key. `info` and `aad` say what it is and where it belongs.
    pub fn seal(
        &self,
        info: &[u8],
        aad: &[u8],
        clear: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<SealedBox, SealError> {
        let key = KemPublic::from_bytes(&*self.bytes).map_err(|_| SealError)?;
        let (encapsulated, sealed) =
            hpke::single_shot_seal_with_rng::<Aead, Kdf, Kem>(&OpModeS::Base, &key, info, clear, aad, rng)
                .map_err(|_| SealError)?;
        let mut enc = Box::new([0; SealedBox::ENC_LEN]);
        encapsulated.write_exact(&mut *enc);
        Ok(SealedBox { enc, sealed })
    }
}

/// What [`BoxPublic::seal`] gives: an encapsulated key and a ciphertext with its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBox {
    /// The encapsulated key.
    pub enc: Box<[u8; Self::ENC_LEN]>,
    /// Ciphertext, 16 bytes longer than the clear text.
    pub sealed: Vec<u8>,
}

impl SealedBox {
    /// Length of an encapsulated key, in bytes.
    pub const ENC_LEN: usize = 1120;

    /// Reads a box whose ciphertext has `sealed_len` bytes.
    pub fn read(r: &mut Reader<'_>, sealed_len: usize) -> Result<Self, FormatError> {
        Ok(Self { enc: Box::new(r.array()?), sealed: r.take(sealed_len)?.to_vec() })
    }

    /// From exactly its bytes: encapsulated key, then ciphertext.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let sealed_len = bytes.len().checked_sub(Self::ENC_LEN + 16).ok_or(FormatError::Truncated)? + 16;
        Self::read(&mut Reader::new(bytes), sealed_len)
    }

    /// Encapsulated key, then ciphertext.
    pub fn to_bytes(&self) -> Vec<u8> {
        Writer::new().raw(*self.enc).raw(&self.sealed).done()
    }
}
