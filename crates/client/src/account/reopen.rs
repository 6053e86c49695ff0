//! After a reload: the two halves of the unlock copy together, or the passphrase again.

use rapport_seal::Keyring;
use rapport_seal::keyring::KeyringError;
use rapport_wire::Code;
use rapport_wire::account::{GetKeyring, GetMe};

use super::enter::settle;
use super::keep;
use crate::platform::Outside;
use crate::{ClientError, Session, api};

/// What a device finds after a reload.
pub enum Reopened {
    /// Everything as it was.
    Open(Session),
    /// Signed in, but locked: [`super::sign_in`] with this name opens it again.
    Locked {
        /// The sign-in name to show.
        handle: String,
    },
    /// Nobody is signed in here.
    SignedOut,
}

/// Reopens after a reload. Offline it opens nothing: half of the key is at the server.
pub async fn reopen(outside: Outside) -> Result<Reopened, ClientError> {
    // A device that was never used has nothing to ask for.
    if !keep::has_owner(&*outside).await? {
        return Ok(Reopened::SignedOut);
    }
    let me = match api::call(&*outside, &GetMe {}).await {
        Ok(me) => me,
        Err(error) if error.is(Code::SignedOut) => return Ok(Reopened::SignedOut),
        Err(error) => return Err(error),
    };
    let locked = Reopened::Locked { handle: me.handle.clone() };
    let copy = keep::unlock_copy(&*outside).await?;
    let Some(unlocked) = copy.and_then(|copy| copy.open(&me)) else { return Ok(locked) };
    let sealed = api::call(&*outside, &GetKeyring {}).await?.keyring;
    let keyring = match Keyring::open_unlocked(&sealed, &unlocked.body_key) {
        Ok(keyring) => keyring,
        // The passphrase was changed elsewhere: this copy is of no more use.
        Err(KeyringError::DoesNotOpen) => return Ok(locked),
        Err(error) => return Err(error.into()),
    };
    keyring.check_follows(&unlocked.seen)?;
    settle(outside.clone(), me, keyring, sealed.to_vec()).await.map(Reopened::Open)
}
