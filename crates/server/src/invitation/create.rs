//! `POST /api/spaces/{space}/invitations`: appends the Invite record and keeps the token's hash.

use rapport_envelope::Act;
use rapport_store::NewInvitation;
use rapport_wire::invitation::{CreateInvitation, Invitation, InvitationState};
use rapport_wire::{Code, Problem};

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};

pub(super) async fn create(app: App, caller: Caller, ask: CreateInvitation) -> Reply<Invitation> {
    let now = app.now();
    let token_hash = ask.token_hash.as_ref().try_into();
    let token_hash =
        token_hash.map_err(|_| Problem::with_detail(Code::Malformed, "token_hash is a SHA-256"))?;
    let guard = app.logs.lock(&app.store, ask.space).await?;
    let checked = guard.check(&ask.append, caller.account, now)?;
    let Act::Invite { invitation: id, role, expires_at, .. } = checked.record.act else {
        return Err(Code::RecordInvalid.into());
    };
    rules::check_expiry(expires_at, now)?;
    let new = NewInvitation {
        id,
        space: ask.space,
        role,
        created_by: caller.account,
        token_hash,
        expires_at,
        record: checked.new.clone(),
    };
    app.store.create_invitation(new).await?;
    crate::space::appended(&app, guard, checked).await;
    Ok(Invitation { id, role, created_at: now, expires_at, state: InvitationState::Open })
}
