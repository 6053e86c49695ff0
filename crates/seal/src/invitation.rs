//! Invitation links. Everything an invitation needs comes from 32 secret bytes that stand in the link's
//! fragment, which browsers never send.
//!
//! `https://practice.example/join#1.<secret>.<space>.<practice>`, each part base64url without padding. The
//! space's id commits to its genesis, so whoever holds the link can check everything the server says.
//!
//! ```
//! use rapport_seal::{Key, invitation::{InvitationSecret, Link}};
//! use rapport_wire::SpaceId;
//! let link = Link {
//!     secret: InvitationSecret::from_key(Key::from_bytes([1; 32])),
//!     space: SpaceId::from_bytes([2; 32]),
//!     practice: SpaceId::from_bytes([3; 32]),
//! };
//! let pasted = format!("  https://practice.example/join#{}\n", *link.fragment());
//! assert_eq!(Link::parse(&pasted).unwrap(), link);
//! ```

use std::fmt;

use ed25519_dalek::{SigningKey, VerifyingKey};
use rand_core::CryptoRng;
use rapport_envelope::{BoxPublic, Hash, Signature};
use rapport_wire::{InvitationId, SpaceId};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Key;
use crate::identity::{ReceiveSecret, sign};

const VERSION: &str = "1";
const ID_LABEL: &[u8] = b"rapport/invitation/id/v1";
const SIGN_LABEL: &[u8] = b"rapport/invitation/sign/v1";
const RECEIVE_LABEL: &[u8] = b"rapport/invitation/receive/v1";
const TOKEN_LABEL: &[u8] = b"rapport/invitation/token/v1";

/// The secret in a link.
#[derive(Debug, PartialEq, Eq)]
pub struct InvitationSecret(Key);

impl InvitationSecret {
    /// A fresh one.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(Key::random(rng))
    }

    /// From its bytes.
    pub const fn from_key(key: Key) -> Self {
        Self(key)
    }

    /// The bytes.
    pub const fn key(&self) -> &Key {
        &self.0
    }

    /// The invitation's id, under which the log has it.
    pub fn id(&self) -> InvitationId {
        let mut id = [0; 16];
        id.copy_from_slice(&self.0.derive(ID_LABEL, b"").as_bytes()[..16]);
        InvitationId::from_bytes(id)
    }

    /// What the server is shown instead of the secret. It opens nothing.
    pub fn token(&self) -> [u8; 32] {
        *self.0.derive(TOKEN_LABEL, b"").as_bytes()
    }

    /// What the server keeps of the token.
    pub fn token_hash(&self) -> Hash {
        Sha256::digest(self.token()).into()
    }

    /// Verifies the Join.
    pub fn verify_key(&self) -> VerifyingKey {
        self.signing_key().verifying_key()
    }

    /// What the epoch key is wrapped to.
    pub fn seal_to(&self) -> BoxPublic {
        self.receive_secret().public()
    }

    pub(crate) fn sign(&self, label: &str, message: &[u8]) -> Signature {
        sign(&self.signing_key(), label, message)
    }

    pub(crate) fn receive_secret(&self) -> ReceiveSecret {
        ReceiveSecret::from_seed(self.0.derive(RECEIVE_LABEL, b""))
    }

    fn signing_key(&self) -> SigningKey {
        SigningKey::from_bytes(self.0.derive(SIGN_LABEL, b"").as_bytes())
    }
}

/// What a link's fragment holds.
#[derive(PartialEq, Eq)]
pub struct Link {
    /// Proves the invitation and opens the epoch.
    pub secret: InvitationSecret,
    /// The space it leads into.
    pub space: SpaceId,
    /// The practice's fingerprint, to be pinned.
    pub practice: SpaceId,
}

/// Why a text is no invitation link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Not four parts, or one of them is damaged.
    #[error("the link is incomplete; copy it whole")]
    Incomplete,
    /// Made by a newer Rapport.
    #[error("the link is of a newer kind; reload the page and try again")]
    Version,
}

impl Link {
    /// The fragment, without the `#`.
    pub fn fragment(&self) -> Zeroizing<String> {
        // SpaceId and a secret are both 32 bytes, printed alike.
        let secret = SpaceId::from_bytes(*self.secret.0.as_bytes());
        Zeroizing::new(format!("{VERSION}.{secret}.{}.{}", self.space, self.practice))
    }

    /// Reads a fragment, or a whole address that ends in one; spaces around it do not matter.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        let fragment = text.rsplit_once('#').map_or(text, |(_, fragment)| fragment);
        let mut parts = fragment.split('.');
        match parts.next() {
            Some(VERSION) => {}
            Some(other) if !other.is_empty() && other.bytes().all(|b| b.is_ascii_digit()) => {
                return Err(LinkError::Version);
            }
            _ => return Err(LinkError::Incomplete),
        }
        let mut part = || parts.next().and_then(|p| p.parse::<SpaceId>().ok()).ok_or(LinkError::Incomplete);
        let (secret, space, practice) = (part()?, part()?, part()?);
        if parts.next().is_some() {
            return Err(LinkError::Incomplete);
        }
        let secret = InvitationSecret(Key::from_bytes(*secret.as_bytes()));
        Ok(Self { secret, space, practice })
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Link(REDACTED, space {})", self.space)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link() -> Link {
        Link {
            secret: InvitationSecret::from_key(Key::from_bytes([1; 32])),
            space: SpaceId::from_bytes([2; 32]),
            practice: SpaceId::from_bytes([3; 32]),
        }
    }

    #[test]
    fn a_cut_or_newer_link_is_told_apart() {
        let whole = link().fragment();
        assert_eq!(Link::parse(&whole[..whole.len() - 2]), Err(LinkError::Incomplete));
        assert_eq!(Link::parse(&format!("{}.x", *whole)), Err(LinkError::Incomplete));
        assert_eq!(Link::parse(&whole.replacen('1', "2", 1)), Err(LinkError::Version));
        assert_eq!(Link::parse(""), Err(LinkError::Incomplete));
        assert!(!format!("{:?}", link()).contains("AQEB"));
    }

    #[test]
    fn each_derived_key_differs() {
        let secret = link().secret;
        assert_ne!(secret.token()[..16], secret.id().as_bytes()[..]);
        assert_ne!(secret.token(), *secret.verify_key().as_bytes());
        assert_eq!(secret.token_hash(), <[u8; 32]>::from(Sha256::digest(secret.token())));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,200}") {
            if let Ok(link) = Link::parse(&text) {
                prop_assert!(text.contains(link.fragment().as_str()));
            }
        }
    }
}
