//! `GET /api/account/leaving` and `POST /api/account/erase`: what leaving for good means, and doing it, for whoever
//! has just proven their passphrase.
//!
//! Invariant: the reply says what was destroyed and what stays, and nothing more than was done. Entries in spaces
//! with others are theirs too, and the law may ask a practice to keep them: they stay, sealed to keys of which this
//! server now holds one copy less, and go at a date (`docs/adr/0016`).

use rapport_wire::account::{AccountErased, EraseAccount, GetLeaving, Leaving};
use rapport_wire::{AccountId, Code, Role};
use tracing::info;

use super::rules;
use crate::app::App;
use crate::http::{Answer, Caller, Refusal, Reply, SetCookie};
use crate::purge;

/// What would become of what. Nothing changes.
pub(super) async fn look(app: App, caller: Caller, _: GetLeaving) -> Reply<Leaving> {
    check_client(&caller)?;
    let now = app.now();
    let spaces = app.store.spaces_without(caller.account).await?;
    Ok(Leaving {
        kept_until: purge::kept_until(&app, now),
        spaces_destroyed: spaces.alone.len() as u32,
        spaces_kept: spaces.kept.len() as u32,
        spaces_shared: spaces.go_on.len() as u32,
        awaited: app.store.is_awaited(caller.account, now).await?,
    })
}

pub(super) async fn erase(app: App, caller: Caller, _: EraseAccount) -> Reply<Answer<AccountErased>> {
    check_client(&caller)?;
    rules::check_proof(&app, &caller)?;
    // Of its own: a page that is closed, or a line that breaks, does not stop it half-way.
    let erased = tokio::spawn(end(app, caller.account)).await.map_err(Refusal::fault)??;
    Ok(Answer::with_cookie(erased, SetCookie::SignedOut))
}

async fn end(app: App, account: AccountId) -> Reply<AccountErased> {
    let now = app.now();
    let kept_until = purge::kept_until(&app, now);
    let gone = app.store.erase_account(account, kept_until, now).await?;
    // From here on it is done, whatever happens: a sweep finishes what a crash cuts off.
    app.hub.sign_out(&gone.devices);
    let mut spaces_destroyed = 0;
    for space in &gone.alone {
        spaces_destroyed += u32::from(purge::destroyed_now(&app, *space).await);
    }
    let spaces_left = gone.alone.len() as u32 - spaces_destroyed;
    // Kept for no time at all, where a practice says so.
    let mut spaces_kept = gone.kept.len() as u32;
    for space in &gone.kept {
        if purge::destroyed_now(&app, *space).await {
            spaces_kept -= 1;
            spaces_destroyed += 1;
        }
    }
    purge::fold_log(&app).await;
    info!("an account was erased");
    metrics::counter!("rapport_accounts_erased_total").increment(1);
    Ok(AccountErased {
        devices: gone.devices.len() as u32,
        spaces_destroyed,
        spaces_left,
        spaces_kept,
        spaces_shared: gone.go_on.len() as u32,
        kept_until,
    })
}

/// Whoever works here hands over first: clients would be left without a therapist, and a practice without an owner,
/// and the practice has to keep what they wrote.
fn check_client(caller: &Caller) -> Reply<()> {
    if caller.role == Role::Client { Ok(()) } else { Err(Code::StaffStays.into()) }
}
