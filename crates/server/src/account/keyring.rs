//! `POST /api/keyring` and `GET /api/keyring`: the sealed keyring, replaced by compare-and-swap.

use rapport_wire::account::{GetKeyring, PutKeyring, SealedKeyring};
use rapport_wire::endpoint::Done;
use rapport_wire::{Bytes, Code, Problem};

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};

/// Replaces the keyring if it is still the one the caller knew.
pub(super) async fn put(app: App, caller: Caller, ask: PutKeyring) -> Reply<Done> {
    rules::check_keyring(&ask.keyring)?;
    rules::check_keyring(&ask.recovery_keyring)?;
    let replaces = hash_of_replaced(&ask.replaces)?;
    let swapped =
        app.store.put_keyring(caller.account, &replaces, &ask.keyring, &ask.recovery_keyring).await?;
    if swapped { Ok(Done {}) } else { Err(Code::Stale.into()) }
}

/// The SHA-256 of the keyring that is to be replaced.
pub(super) fn hash_of_replaced(replaces: &Bytes) -> Result<[u8; 32], Problem> {
    let malformed = |_| Problem::with_detail(Code::Malformed, "replaces is a SHA-256");
    replaces.as_ref().try_into().map_err(malformed)
}

/// Reads it.
pub(super) async fn get(app: App, caller: Caller, _: GetKeyring) -> Reply<SealedKeyring> {
    let account = app.store.account(caller.account).await?.ok_or(Code::SignedOut)?;
    Ok(SealedKeyring { keyring: account.keyring })
}
