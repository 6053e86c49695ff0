//! Signing up, signing in, recovering, reopening: from nothing to a [`Session`].
//!
//! Passphrases go into OPAQUE and nowhere else; the server learns neither them nor the keyring's key.

mod enter;
pub(crate) mod keep;
mod recover;
mod reopen;

pub(crate) use enter::{prove, register};
pub use enter::{sign_in, sign_up};
pub use recover::recover;
pub use reopen::{Reopened, reopen};

use crate::platform::Outside;
use crate::{ClientError, Session};

/// Locks this device, whether or not a session is at hand: after this, the passphrase is needed.
pub async fn lock(outside: &Outside) -> Result<(), ClientError> {
    keep::lock(&**outside).await
}

/// Somebody new.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// The sign-in name wanted.
    pub handle: String,
    /// What to be called; told to spaces, never to the server.
    pub display_name: String,
    /// The passphrase, as typed.
    pub passphrase: String,
    /// What to call this device ("Firefox on Linux").
    pub device_label: String,
}

/// A new account: the session, and the words to be shown once.
pub struct SignedUp {
    /// The session; its driver is not running yet.
    pub session: Session,
    /// The 24 recovery words. Shown once, kept nowhere.
    pub words: rapport_seal::words::RecoveryWords,
}

/// Where a long step stands, so that a person sees it move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Looking at the link, or asking the server.
    Asking,
    /// Stretching the passphrase (Argon2id): the slow one.
    Stretching,
    /// Making or opening keys.
    Keys,
    /// Sending what was made, or reading what is kept here.
    Finishing,
}

/// Told the stage as it changes.
pub type OnStage<'a> = &'a dyn Fn(Stage);
