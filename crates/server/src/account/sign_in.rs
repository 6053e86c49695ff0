//! `POST /api/sign-in/start` and `/finish`: proves the passphrase without sending it.

use rapport_store::Account;
use rapport_wire::account::{Me, SignInFinish, SignInStart, SignInStarted, SignedIn};
use rapport_wire::{Code, Problem, Timestamp};

use super::pending::SignIn;
use super::{new_device, opaque, rules, signed_in};
use crate::app::App;
use crate::chance::sha256;
use crate::http::{Answer, Guest, Reply, caller_of};

/// Answers KE1. The same work and the same shape whether the name exists or not.
pub(super) async fn start(app: App, guest: Guest, ask: SignInStart) -> Reply<SignInStarted> {
    app.rates.knock(guest.address)?;
    let handle = rules::normal_handle(&ask.handle)?;
    app.rates.name(sha256(handle.as_bytes()))?;
    let known = app.store.account_by_handle(&handle).await?;
    let record = known.as_ref().map(|account| &*account.opaque_record);
    let (opaque_response, state) = app.opaque.login(&handle, record, &ask.opaque_request)?;
    let account = known.map(|account| account.id);
    let attempt = app.attempts.sign_ins.begin(SignIn { account, state }, app.now())?;
    Ok(SignInStarted { attempt, opaque_response })
}

/// Checks KE3, and lets a device in or renews its proof.
pub(super) async fn finish(app: App, guest: Guest, ask: SignInFinish) -> Reply<Answer<SignedIn>> {
    let now = app.now();
    let account = prove(&app, &ask, now).await.inspect_err(|_| {
        metrics::counter!("rapport_sign_ins_refused_total").increment(1);
    })?;
    if ask.reauth {
        return renew(&app, &guest, account, now).await;
    }
    let (device, token) = new_device(rules::label(&ask.device_label), now);
    app.store.insert_device(account.id, device.clone()).await?;
    end_former(&app, &guest, &account).await?;
    metrics::counter!("rapport_sign_ins_total").increment(1);
    let keyring = account.keyring.clone();
    Ok(signed_in(&account, &device, token, keyring, now))
}

/// Whoever signs in where they are signed in already (a locked page, mostly) goes on as one device, not two.
async fn end_former(app: &App, guest: &Guest, account: &Account) -> Reply<()> {
    let Ok(caller) = caller_of(app, guest.token.as_ref()).await else { return Ok(()) };
    if caller.account == account.id {
        app.store.delete_device(caller.account, caller.device).await?;
        app.hub.sign_out(&[caller.device]);
    }
    Ok(())
}

async fn prove(app: &App, ask: &SignInFinish, now: Timestamp) -> Reply<Account> {
    let refused = || Problem::new(Code::SignInRefused);
    let attempt = app.attempts.sign_ins.take(&ask.attempt, now).ok_or_else(refused)?;
    if !opaque::proves(&attempt.state, &ask.opaque_finish) {
        return Err(refused().into());
    }
    let account = attempt.account.ok_or_else(refused)?;
    Ok(app.store.account(account).await?.ok_or_else(refused)?)
}

/// The device that asks is signed in already and has proven the passphrase once more.
async fn renew(app: &App, guest: &Guest, account: Account, now: Timestamp) -> Reply<Answer<SignedIn>> {
    let caller = caller_of(app, guest.token.as_ref()).await?;
    if caller.account != account.id {
        return Err(Code::SignInRefused.into());
    }
    app.store.prove_device(caller.device, now).await?;
    let me = Me {
        account: account.id,
        handle: account.handle,
        role: account.role,
        device: caller.device,
        device_key: caller.device_key.0.as_slice().into(),
        now,
    };
    Ok(SignedIn { me, keyring: account.keyring }.into())
}
