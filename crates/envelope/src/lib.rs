//! The public half of encryption: formats, canonical bytes, verifying, sealing *to* a key.
//!
//! Everything here works with public keys alone, so the server links it to refuse what cannot be right,
//! and a stranger with the practice's fingerprint can check a whole membership log. What opens anything
//! lives in `seal`, which the server cannot reach.
//!
//! Architecture invariant: no secret key type, no clock, no random source, no I/O. `docs/protocol.md`
//! specifies every layout; the numbers in this crate are that document's.
//!
//! | module | what |
//! |---|---|
//! | [`codec`] | canonical bytes: fixed order, big-endian, nothing optional without a flag |
//! | [`identity`] | an account's public keys |
//! | [`hpke`] | sealing to an X-Wing key |
//! | [`record`] | one membership record, as bytes |
//! | [`log`] | a space's membership, verified record by record |
//! | [`wraps`] | an epoch key, sealed to each member |
//! | [`entry`] | the outside of an entry: header, body hash, signature |
//! | [`chain`] | verifying entries in order: authors' chains and the transcript |
//! | [`mark`] | newest-only signed notes: read marks, typing |
//! | [`call`] | a participant's signed ephemeral key |
//! | [`dropbox`] | sealing what came from outside to a space |
//! | [`export`] | the signature beside an archive |

pub mod call;
pub mod chain;
pub mod codec;
pub mod dropbox;
pub mod entry;
pub mod export;
pub mod hpke;
pub mod identity;
pub mod log;
pub mod mark;
pub mod record;
pub mod wraps;

pub use call::CallHello;
pub use chain::{Chain, ChainError};
pub use codec::{FormatError, Reader, Writer};
pub use entry::{EntryHead, EntryHeader, EntrySigned};
pub use export::{EXPORT_LABEL, SignedExport};
pub use hpke::{BoxPublic, SealedBox};
pub use identity::{Identity, Signature, VerifyError};
pub use log::{Log, LogError, Member};
pub use mark::Mark;
pub use record::{Act, EpochStart, Record};
pub use wraps::{Recipient, WrapSet};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// SHA-256 over a label and the parts, in order. Labels end in `/v1` and are no prefix of one another.
pub fn hash(label: &str, parts: &[&[u8]]) -> Hash {
    use sha2::{Digest, Sha256};
    let mut sha = Sha256::new_with_prefix(label.as_bytes());
    for part in parts {
        sha.update(part);
    }
    sha.finalize().into()
}
