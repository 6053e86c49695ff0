//! Six words that stand for an identity, to be read aloud in the first call and whenever a key changes.
//!
//! The first 66 bits of SHA-256, iterated 8,192 times from the identity's fingerprint, as six words of
//! BIP39's English list. Finding other keys with the same words costs about 2^79 hashes.
//!
//! ```
//! use rand_core::SeedableRng;
//! use rapport_seal::{SecretIdentity, code::words};
//! let identity = SecretIdentity::generate(&mut rand_chacha::ChaCha20Rng::seed_from_u64(1)).public();
//! assert_eq!(words(&identity), words(&identity));
//! assert!(words(&identity).iter().all(|word| word.len() >= 3));
//! ```

use bip39::Language;
use rapport_envelope::{Hash, Identity, hash};

/// How many words a code has; each carries 11 bits.
pub const CODE_WORDS: usize = 6;
/// How often the hash is iterated.
pub const ITERATIONS: u32 = 8_192;

/// The six words of an identity.
pub fn words(identity: &Identity) -> [&'static str; CODE_WORDS] {
    let list = Language::English.word_list();
    indexes(&stretched(&identity.fingerprint())).map(|index| list[index])
}

fn stretched(fingerprint: &Hash) -> Hash {
    (0..ITERATIONS).fold(*fingerprint, |digest, _| hash("rapport/code/v1", &[&digest]))
}

/// The first 66 bits, big endian, in six groups of eleven.
fn indexes(digest: &Hash) -> [usize; CODE_WORDS] {
    std::array::from_fn(|word| {
        (word * 11..word * 11 + 11)
            .fold(0, |index, bit| index << 1 | usize::from(digest[bit / 8] >> (7 - bit % 8) & 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_taken_from_the_front() {
        let mut digest = [0; 32];
        digest[..9].copy_from_slice(&[0xff, 0xe0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40]);
        assert_eq!(indexes(&digest), [2047, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn one_bit_of_difference_changes_the_words() {
        let (one, mut other) = ([1; 32], [1; 32]);
        other[31] ^= 1;
        assert_ne!(indexes(&stretched(&one)), indexes(&stretched(&other)));
    }
}
