//! `POST /api/recover/start`, `/open`, `/finish`: back in with the 24 words, under a new passphrase.

use rapport_envelope::identity::verify;
use rapport_store::{Account, Recovered};
use rapport_wire::account::{
    RecoverFinish, RecoverOpen, RecoverOpened, RecoverStart, RecoverStarted, SignedIn,
};
use rapport_wire::{AccountId, Code, Problem};

use super::pending::Recovery;
use super::{new_device, opaque, rules, signed_in};
use crate::app::App;
use crate::chance::sha256;
use crate::http::{Answer, Guest, Reply};

/// What the words' key signs, before the challenge.
const LABEL: &str = "rapport/recover/v1";

/// Hands out a challenge, for a name that exists and one that does not alike.
pub(super) async fn start(app: App, guest: Guest, ask: RecoverStart) -> Reply<RecoverStarted> {
    app.rates.knock(guest.address)?;
    let handle = rules::normal_handle(&ask.handle)?;
    app.rates.name(sha256(handle.as_bytes()))?;
    let account = app.store.account_by_handle(&handle).await?.map(|account| account.id);
    let opaque_response = app.opaque.register(&handle, &ask.opaque_request)?;
    let challenge = app.attempts.recoveries.begin(Recovery { account, proven: None }, app.now())?;
    Ok(RecoverStarted { challenge, opaque_response })
}

/// Checks the signature of the words' key over the challenge; the keyring under the words comes back.
pub(super) async fn open(app: App, _: Guest, ask: RecoverOpen) -> Reply<RecoverOpened> {
    let now = app.now();
    let attempt = app.attempts.recoveries.take(&ask.challenge, now).ok_or_else(refused)?;
    let account = find(&app, attempt.account).await?;
    if !signs(&account, &ask) {
        metrics::counter!("rapport_recoveries_refused_total").increment(1);
        return Err(refused().into());
    }
    let proven = Some(account.recovery.verify_key.clone());
    app.attempts.recoveries.resume(&ask.challenge, Recovery { proven, ..attempt }, now);
    Ok(RecoverOpened { account: account.id, keyring: account.recovery.keyring })
}

/// Sets the new passphrase; every other device is signed out.
pub(super) async fn finish(app: App, _: Guest, ask: RecoverFinish) -> Reply<Answer<SignedIn>> {
    let now = app.now();
    opaque::check_record(&ask.opaque_record)?;
    rules::check_keyring(&ask.keyring)?;
    rules::check_keyring(&ask.recovery_keyring)?;
    let attempt = app.attempts.recoveries.take(&ask.challenge, now).ok_or_else(refused)?;
    let verify_key = attempt.proven.ok_or_else(refused)?;
    let account = find(&app, attempt.account).await?;
    let (device, token) = new_device(rules::label(&ask.device_label), now);
    let recovered = Recovered {
        account: account.id,
        verify_key,
        opaque_record: ask.opaque_record,
        keyring: ask.keyring.clone(),
        recovery_keyring: ask.recovery_keyring,
        device: device.clone(),
    };
    // None when the words were replaced since they were proven.
    let gone = app.store.recover(recovered).await?.ok_or_else(refused)?;
    app.hub.sign_out(&gone);
    Ok(signed_in(&account, &device, token, ask.keyring, now))
}

async fn find(app: &App, account: Option<AccountId>) -> Reply<Account> {
    let account = account.ok_or_else(refused)?;
    Ok(app.store.account(account).await?.ok_or_else(refused)?)
}

fn signs(account: &Account, ask: &RecoverOpen) -> bool {
    let key: Option<[u8; 32]> = (*account.recovery.verify_key).try_into().ok();
    let Some(key) = key.and_then(|key| ed25519_dalek::VerifyingKey::from_bytes(&key).ok()) else {
        return false;
    };
    let Ok(signature) = (*ask.signature).try_into() else { return false };
    verify(&key, LABEL, &ask.challenge, &signature).is_ok()
}

const fn refused() -> Problem {
    Problem::new(Code::RecoveryRefused)
}
