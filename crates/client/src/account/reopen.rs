//! After a reload: the two halves of the unlock copy together, or the passphrase again.

use crate::platform::Outside;
use crate::{ClientError, Session};

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
    todo!()
}
