//! `POST /api/passphrase/start` and `/finish`: a new passphrase, for whoever has just proven the old one.

use rapport_store::PassphraseChange;
use rapport_wire::account::{PassphraseFinish, PassphraseStart, PassphraseStarted};
use rapport_wire::endpoint::Done;

use super::{opaque, rules};
use crate::app::App;
use crate::http::{Caller, Reply};

/// Answers the new passphrase, blinded.
pub(super) async fn start(app: App, caller: Caller, ask: PassphraseStart) -> Reply<PassphraseStarted> {
    rules::check_proof(&app, &caller)?;
    let opaque_response = app.opaque.register(&caller.handle.0, &ask.opaque_request)?;
    Ok(PassphraseStarted { opaque_response })
}

/// Replaces record and keyring together, and signs every other device out.
pub(super) async fn finish(app: App, caller: Caller, ask: PassphraseFinish) -> Reply<Done> {
    rules::check_proof(&app, &caller)?;
    opaque::check_record(&ask.opaque_record)?;
    rules::check_keyring(&ask.keyring)?;
    if let Some(recovery) = &ask.recovery {
        rules::check_keyring(&recovery.keyring)?;
        rules::check_verify_key(&recovery.verify_key)?;
    }
    let change = PassphraseChange {
        account: caller.account,
        opaque_record: ask.opaque_record,
        keyring: ask.keyring,
        recovery: ask.recovery,
        keep: caller.device,
    };
    let gone = app.store.set_passphrase(change).await?;
    app.hub.sign_out(&gone);
    Ok(Done {})
}
