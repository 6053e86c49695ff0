//! The 24 recovery words: the way back when passphrase and devices are gone.
//!
//! 32 bytes of chance, written as BIP39 English words. Two keys come from them: one that proves their
//! possession to the server, one that receives the keyring. The server holds only the public halves.
//!
//! ```
//! use rand_core::SeedableRng;
//! use rapport_seal::words::RecoveryWords;
//! let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! let words = RecoveryWords::generate(&mut rng);
//! let typed = words.text().to_uppercase().replace(' ', ", ");
//! assert_eq!(RecoveryWords::parse(&typed).unwrap(), words);
//! ```

use std::fmt;

use bip39::{Language, Mnemonic};
use ed25519_dalek::{Signer, SigningKey};
use rand_core::CryptoRng;
use rapport_envelope::BoxPublic;
use zeroize::{Zeroize, Zeroizing};

use crate::Key;
use crate::identity::ReceiveSecret;

/// How many words there are.
pub const WORDS: usize = 24;
/// What the signature over a recovery challenge begins with.
pub const PROOF_LABEL: &[u8] = b"rapport/recover/v1";
const SIGN_LABEL: &[u8] = b"rapport/recovery/sign/v1";
const RECEIVE_LABEL: &[u8] = b"rapport/recovery/receive/v1";

/// The recovery words of one account.
#[derive(PartialEq, Eq)]
pub struct RecoveryWords(Key);

/// Why a text is not a set of recovery words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// Too few or too many.
    #[error("there are {found} words; recovery needs {WORDS}")]
    Count {
        /// How many were found.
        found: usize,
    },
    /// One of them is on no list.
    #[error("word number {position} is not one of the recovery words")]
    Unknown {
        /// Counted from 1, as on paper.
        position: usize,
    },
    /// Each is a real word, but together they are not a set.
    #[error(
        "every word is a real one, but they do not belong together: one is another word, or two are swapped"
    )]
    Mistaken,
}

impl RecoveryWords {
    /// Fresh words.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(Key::random(rng))
    }

    /// The words for known entropy.
    pub const fn from_entropy(entropy: Key) -> Self {
        Self(entropy)
    }

    /// Reads words as people write them: any case, numbered or not, split by anything, each in full or by
    /// its first four letters or more.
    pub fn parse(text: &str) -> Result<Self, WordsError> {
        let typed: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
        if typed.len() != WORDS {
            return Err(WordsError::Count { found: typed.len() });
        }
        let mut full = Zeroizing::new(String::new());
        for (index, word) in typed.iter().enumerate() {
            let known = recognise(word).ok_or(WordsError::Unknown { position: index + 1 })?;
            full.push_str(known);
            full.push(' ');
        }
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, full.trim_end())
            .map_err(|_| WordsError::Mistaken)?;
        let (mut bytes, _) = mnemonic.to_entropy_array();
        let entropy = Key::from_slice(&bytes[..Key::LEN]);
        bytes.zeroize();
        entropy.map(Self).ok_or(WordsError::Mistaken)
    }

    /// The words, in order.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        // 32 bytes are always a valid entropy; the fallback is unreachable and empty.
        let mnemonic = Mnemonic::from_entropy_in(Language::English, self.0.as_bytes()).ok();
        mnemonic.map(|m| m.words().collect::<Vec<_>>()).unwrap_or_default().into_iter()
    }

    /// The words with single spaces between them.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(WORDS * 9));
        for word in self.words() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        text
    }

    /// The public key the server checks a recovery against.
    pub fn verify_key(&self) -> [u8; 32] {
        self.signing_key().verifying_key().to_bytes()
    }

    /// Proves possession: Ed25519 over [`PROOF_LABEL`] and the challenge.
    pub fn prove(&self, challenge: &[u8]) -> [u8; 64] {
        self.signing_key().sign(&[PROOF_LABEL, challenge].concat()).to_bytes()
    }

    /// The public key to which every new version of the keyring is sealed, words not needed.
    pub fn receive_key(&self) -> BoxPublic {
        self.receive_secret().public()
    }

    pub(crate) fn receive_secret(&self) -> ReceiveSecret {
        ReceiveSecret::from_seed(self.0.derive(RECEIVE_LABEL, b""))
    }

    fn signing_key(&self) -> SigningKey {
        SigningKey::from_bytes(self.0.derive(SIGN_LABEL, b"").as_bytes())
    }
}

impl fmt::Debug for RecoveryWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryWords(REDACTED)")
    }
}

/// The listed word that `typed` is, or abbreviates: four letters name one word of the English list.
fn recognise(typed: &str) -> Option<&'static str> {
    let typed = Zeroizing::new(typed.to_lowercase());
    let list = Language::English.word_list();
    let at = list.partition_point(|word| *word < typed.as_str());
    let word = *list.get(at)?;
    (word == typed.as_str() || (typed.len() >= 4 && word.starts_with(typed.as_str()))).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;
    use proptest::prelude::*;

    // BIP39's own vectors (trezor/python-mnemonic vectors.json), 256 bits.
    #[test]
    fn speaks_bip39() {
        let vectors = [
            ([0; 32], "abandon ".repeat(23) + "art"),
            (
                [0x7f; 32],
                "legal winner thank year wave sausage worth useful ".repeat(2)
                    + "legal winner thank year wave sausage worth title",
            ),
            (
                hex!("f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f"),
                "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing \
                 screen patrol group space point ten exist slush involve unfold"
                    .into(),
            ),
        ];
        for (entropy, text) in vectors {
            let words = RecoveryWords::from_entropy(Key::from_bytes(entropy));
            assert_eq!(*words.text(), text);
            assert_eq!(RecoveryWords::parse(&text), Ok(words));
        }
    }

    #[test]
    fn says_which_word_is_wrong() {
        let good = "abandon ".repeat(23) + "art";
        assert_eq!(RecoveryWords::parse("one two"), Err(WordsError::Count { found: 2 }));
        let typo = good.replacen("abandon", "abandom", 3).replacen("abandom", "abandon", 2);
        assert_eq!(RecoveryWords::parse(&typo), Err(WordsError::Unknown { position: 3 }));
        assert_eq!(RecoveryWords::parse(&"abandon ".repeat(24)), Err(WordsError::Mistaken));
        assert_eq!(
            RecoveryWords::parse(&good.replace("art", "ar")).unwrap_err(),
            WordsError::Unknown { position: 24 }
        );
    }

    #[test]
    fn reads_what_people_write() {
        let numbered = (1..24).fold(String::new(), |text, n| text + &n.to_string() + ". Aban\n") + "24. ART";
        assert!(RecoveryWords::parse(&numbered).is_ok());
    }

    proptest! {
        #[test]
        fn any_entropy_reads_back(entropy: [u8; 32]) {
            let words = RecoveryWords::from_entropy(Key::from_bytes(entropy));
            prop_assert_eq!(words.words().count(), WORDS);
            let short: Vec<_> = words.words().map(|w| w.get(..4).unwrap_or(w)).collect();
            prop_assert_eq!(RecoveryWords::parse(&short.join(" ")), Ok(words));
        }
    }
}
