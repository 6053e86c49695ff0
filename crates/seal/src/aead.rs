//! XChaCha20-Poly1305 with a random nonce in front: `nonce (24) || ciphertext || tag (16)`.
//!
//! The nonce is long enough to be drawn at random under one key for as long as anybody lives.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::Key;

/// Bytes that sealing adds.
pub(crate) const OVERHEAD: usize = NONCE + 16;
const NONCE: usize = 24;

/// What was sealed does not open: another key, another place, or changed on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused;

/// A nonce of its own, where the format carries it elsewhere.
pub(crate) type Nonce = [u8; NONCE];

/// Draws a nonce.
pub(crate) fn nonce(rng: &mut impl CryptoRng) -> Nonce {
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    nonce
}

/// Seals `clear` under `key`; `bound` is authenticated and not contained. The nonce goes in front.
pub(crate) fn seal(key: &Key, bound: &[u8], clear: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
    let nonce = nonce(rng);
    [&nonce[..], &seal_with(key, &nonce, bound, clear)].concat()
}

/// Opens what [`seal`] made with the same key and `bound`.
pub(crate) fn open(key: &Key, bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE>().ok_or(Refused)?;
    open_with(key, nonce, bound, body)
}

/// As [`seal`], with a nonce that the caller keeps.
pub(crate) fn seal_with(key: &Key, nonce: &Nonce, bound: &[u8], clear: &[u8]) -> Vec<u8> {
    XChaCha20Poly1305::new(key.as_bytes().into())
        .encrypt(&XNonce::from(*nonce), Payload { msg: clear, aad: bound })
        // Sealing fails only beyond 256 GB; nothing here is within a millionth of it.
        .unwrap_or_default()
}

/// As [`open`], with a nonce that the caller kept.
pub(crate) fn open_with(
    key: &Key,
    nonce: &Nonce,
    bound: &[u8],
    body: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    XChaCha20Poly1305::new(key.as_bytes().into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: bound })
        .map(Zeroizing::new)
        .map_err(|_| Refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    // draft-irtf-cfrg-xchacha-03 A.3.1
    #[test]
    fn opens_the_vector_of_the_draft() {
        let key = Key::from_bytes(hex!("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
        let sealed = hex!(
            "404142434445464748494a4b4c4d4e4f5051525354555657"
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
            "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
            "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            "21f9664c97637da9768812f615c68b13b52e"
            "c0875924c1c7987947deafd8780acf49"
        );
        let clear = open(&key, &hex!("50515253c0c1c2c3c4c5c6c7"), &sealed).unwrap();
        assert!(clear.starts_with(b"Ladies and Gentlemen of the class of '99"));
    }

    #[test]
    fn refuses_what_is_too_short() {
        assert_eq!(open(&Key::from_bytes([0; 32]), b"", &[0; 39]).unwrap_err(), Refused);
    }
}
