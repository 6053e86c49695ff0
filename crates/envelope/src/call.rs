//! A participant's hello: an ephemeral X-Wing key for one call, signed by their identity.
//!
//! Ephemeral, so that a recording of the traffic stays shut even if an epoch key is lost later.

use rapport_wire::{AccountId, CallId, SpaceId};

use crate::codec::{FormatError, Reader, Writer};
use crate::hpke::BoxPublic;
use crate::identity::{Identity, Signature, VerifyError};
use crate::{Hash, hash};

const VERSION: u8 = 1;
/// What a participant's signature over a hello is over, before the signed bytes.
pub const HELLO_LABEL: &str = "rapport/call-hello/v1";

/// A signed ephemeral key for one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallHello {
    /// The space.
    pub space: SpaceId,
    /// The epoch the participant stands on.
    pub epoch: u32,
    /// The call.
    pub call: CallId,
    /// The participant's account.
    pub account: AccountId,
    /// The ephemeral key others seal their sender keys to.
    pub seal_to: BoxPublic,
    /// The participant's signature.
    pub signature: Signature,
}

impl CallHello {
    /// What the participant signs.
    pub fn signed(&self) -> Vec<u8> {
        Writer::new()
            .u8(VERSION)
            .raw(self.space)
            .u32(self.epoch)
            .raw(self.call)
            .raw(self.account)
            .raw(self.seal_to.as_bytes())
            .done()
    }

    /// Canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        Writer::new().raw(self.signed()).raw(self.signature).done()
    }

    /// From exactly its canonical bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut r = Reader::new(bytes);
        r.version(VERSION)?;
        let hello = Self {
            space: SpaceId::from_bytes(r.array()?),
            epoch: r.u32()?,
            call: CallId::from_bytes(r.array()?),
            account: AccountId::from_bytes(r.array()?),
            seal_to: BoxPublic::read(&mut r)?,
            signature: r.array()?,
        };
        r.end()?;
        Ok(hello)
    }

    /// Names this hello in what is sealed to it.
    pub fn hash(&self) -> Hash {
        hash("rapport/call-hello-hash/v1", &[&self.to_bytes()])
    }

    /// Checks the participant's signature.
    pub fn verify(&self, identity: &Identity) -> Result<(), VerifyError> {
        identity.verify(HELLO_LABEL, &self.signed(), &self.signature)
    }
}
