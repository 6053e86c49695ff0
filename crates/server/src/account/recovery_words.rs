//! `POST /api/recovery-words`: new recovery words, for whoever has just proven the passphrase.

use rapport_wire::Code;
use rapport_wire::account::PutRecovery;
use rapport_wire::endpoint::Done;

use super::keyring::hash_of_replaced;
use super::rules;
use crate::app::App;
use crate::chance::sha256;
use crate::http::{Caller, Reply};

/// Replaces verify key and keyring together, if the keyring is still the one the caller knew.
pub(super) async fn put(app: App, caller: Caller, ask: PutRecovery) -> Reply<Done> {
    app.rates.name(sha256(caller.handle.0.as_bytes()))?;
    rules::check_proof(&app, &caller)?;
    rules::check_keyring(&ask.keyring)?;
    rules::check_keyring(&ask.recovery.keyring)?;
    rules::check_verify_key(&ask.recovery.verify_key)?;
    let replaces = hash_of_replaced(&ask.replaces)?;
    if app.store.put_recovery(caller.account, &replaces, &ask.keyring, &ask.recovery).await? {
        Ok(Done {})
    } else {
        Err(Code::Stale.into())
    }
}
