//! The secret half of encryption: identities, keyrings, opening, wrapping.
//!
//! Everything that knows a secret key is here, and nothing here reaches a network, a clock, a file or a
//! source of chance: bytes, time and an rng come in as arguments, bytes go out. The same code runs
//! natively and in the browser. `docs/protocol.md` specifies every byte.
//!
//! Architecture invariants: the server cannot reach this crate (a test reads the dependency graph);
//! secrets are wiped when dropped and print REDACTED; nothing is opened that `envelope` has not verified.
//!
//! | module | what |
//! |---|---|
//! | [`identity`] | an account's secret keys |
//! | [`words`] | the 24 recovery words |
//! | [`opaque`], [`heavy`] | signing in without sending the passphrase; its slow half for a worker |
//! | [`keyring`], [`pins`], [`notes`] | what an account remembers, sealed and versioned |
//! | [`unlock`] | reopening after a reload |
//! | [`epoch`], [`space`] | a space's keys, and making membership records |
//! | [`invitation`] | links |
//! | [`entry`], [`mark`], [`attachment`], [`dropbox`] | what is said |
//! | [`code`] | six words to compare |
//! | [`call`], [`frame`] | keys of a session, and sealing its frames |
//! | [`padding`] | size classes |

mod aead;
mod chance;
#[cfg(test)]
mod fixture;
mod secret;

pub mod attachment;
pub mod call;
pub mod code;
pub mod dropbox;
pub mod entry;
pub mod epoch;
pub mod frame;
pub mod heavy;
pub mod identity;
pub mod invitation;
pub mod keyring;
pub mod mark;
pub mod notes;
pub mod opaque;
pub mod padding;
pub mod pins;
pub mod space;
pub mod unlock;
pub mod vault;
pub mod words;

pub use epoch::Epochs;
pub use identity::SecretIdentity;
pub use keyring::Keyring;
pub use secret::Key;
