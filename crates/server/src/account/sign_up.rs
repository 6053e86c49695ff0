//! `POST /api/sign-up/start` and `/finish`: an account, its first device and its first space, by invitation.

use rapport_envelope::{Act, Identity, Log};
use rapport_store::{Account, Entrance, Invitation, NewSpace, SignUp};
use rapport_wire::account::{self as wire, SignUpFinish, SignUpStart, SignUpStarted, SignedIn};
use rapport_wire::invitation::InvitationState;
use rapport_wire::space::{Append, SpaceKind};
use rapport_wire::{AccountId, Bytes, Code, Problem, Role, Timestamp};

use super::{new_device, opaque, rules, signed_in};
use crate::app::App;
use crate::chance::sha256;
use crate::http::{Answer, Guest, Reply};
use crate::space::{Checked, SpaceGuard, check_genesis};

/// Reserves an account id and answers the blinded passphrase.
pub(super) async fn start(app: App, guest: Guest, ask: SignUpStart) -> Reply<SignUpStarted> {
    app.rates.knock(guest.address)?;
    let handle = rules::normal_handle(&ask.handle)?;
    let token_hash = sha256(&ask.token);
    open_invitation(&app, &token_hash, app.now()).await?;
    let account = app.account_ids.reserve(&token_hash, &handle)?;
    let known = app.store.account_by_handle(&handle).await?;
    // The same sign-up once more, whose answer got lost, runs into the used invitation instead.
    if known.is_some_and(|known| known.id != account) {
        return Err(Code::HandleTaken.into());
    }
    Ok(SignUpStarted { account, opaque_response: app.opaque.register(&handle, &ask.opaque_request)? })
}

/// Makes account, device and membership in one commit, or nothing.
pub(super) async fn finish(app: App, guest: Guest, ask: SignUpFinish) -> Reply<Answer<SignedIn>> {
    app.rates.knock(guest.address)?;
    let now = app.now();
    let handle = rules::normal_handle(&ask.handle)?;
    let token_hash = sha256(&ask.token);
    let invitation = open_invitation(&app, &token_hash, now).await?;
    check_shape(&ask)?;
    if app.account_ids.reserve(&token_hash, &handle)? != ask.account {
        return Err(Problem::with_detail(Code::Malformed, "the account is not the one reserved").into());
    }
    let (entrance, enters) = match &ask.entrance {
        wire::Entrance::Genesis(genesis) => (begin(genesis, &invitation, &ask, now)?, None),
        wire::Entrance::Join { space, append } => {
            let guard = app.logs.lock(&app.store, *space).await?;
            let checked = join(&guard, append, &invitation, ask.account, &ask.identity, now)?;
            (Entrance::Join { space: *space, record: checked.new.clone() }, Some((guard, checked)))
        }
    };
    let (device, token) = new_device(rules::label(&ask.device_label), now);
    let sign_up = SignUp {
        account: ask.account,
        handle: handle.clone(),
        opaque_record: ask.opaque_record.clone(),
        identity: ask.identity.clone(),
        keyring: ask.keyring.clone(),
        recovery: ask.recovery.clone(),
        device: device.clone(),
        token_hash,
        entrance,
        now,
    };
    let role = app.store.sign_up(sign_up).await?;
    if let Some((guard, checked)) = enters {
        crate::space::appended(&app, guard, checked).await;
    }
    metrics::counter!("rapport_sign_ups_total").increment(1);
    let account = Account {
        id: ask.account,
        handle,
        role,
        opaque_record: ask.opaque_record,
        identity: ask.identity,
        keyring: ask.keyring.clone(),
        recovery: ask.recovery,
        created_at: now,
    };
    Ok(signed_in(&account, &device, token, ask.keyring, now))
}

/// The invitation behind a token, when it can still be used.
async fn open_invitation(app: &App, token_hash: &[u8; 32], now: Timestamp) -> Reply<Invitation> {
    let invitation = app.store.invitation_by_token(token_hash).await?.ok_or(Code::NotFound)?;
    match invitation.state(now) {
        InvitationState::Open => Ok(invitation),
        InvitationState::Used => Err(Code::InvitationUsed.into()),
        InvitationState::Revoked | InvitationState::Expired => Err(Code::InvitationExpired.into()),
    }
}

fn check_shape(ask: &SignUpFinish) -> Reply<()> {
    opaque::check_record(&ask.opaque_record)?;
    rules::check_keyring(&ask.keyring)?;
    rules::check_keyring(&ask.recovery.keyring)?;
    Identity::from_bytes(&ask.identity)?;
    if ask.recovery.verify_key.len() != 32 {
        return Err(Problem::with_detail(Code::Malformed, "the recovery key has 32 bytes").into());
    }
    Ok(())
}

/// The owner begins the practice: its genesis is by this account, under these keys.
fn begin(genesis: &Append, invitation: &Invitation, ask: &SignUpFinish, now: Timestamp) -> Reply<Entrance> {
    if invitation.space.is_some() {
        return Err(Code::Forbidden.into());
    }
    let id = Log::space_of(&genesis.record);
    let (log, new) = check_genesis(id, genesis, ask.account, Role::Owner, now)?;
    let same_keys = log.member(ask.account).is_some_and(|me| *me.identity.to_bytes() == *ask.identity);
    if log.kind() != SpaceKind::Practice || !same_keys {
        return Err(Code::RecordInvalid.into());
    }
    Ok(Entrance::Genesis(NewSpace { id, kind: SpaceKind::Practice, genesis: new }))
}

/// Everybody else joins: by this invitation, as this account, under these keys.
fn join(
    guard: &SpaceGuard,
    append: &Append,
    invitation: &Invitation,
    account: AccountId,
    identity: &Bytes,
    now: Timestamp,
) -> Reply<Checked> {
    let checked = guard.check(append, account, now)?;
    let fits = match &checked.record.act {
        Act::Join { invitation: named, identity: keys, .. } => {
            *named == invitation.id && *keys.to_bytes() == **identity
        }
        _ => false,
    };
    let leads_here = invitation.space == Some(guard.space());
    if fits && leads_here { Ok(checked) } else { Err(Code::RecordInvalid.into()) }
}
