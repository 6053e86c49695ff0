//! `POST /api/invitations/accept`: enters a further space with an account that exists already.

use rapport_envelope::Act;
use rapport_store::AcceptInvitation as Accept;
use rapport_wire::Code;
use rapport_wire::endpoint::Done;
use rapport_wire::invitation::AcceptInvitation;

use super::rules;
use crate::app::App;
use crate::chance::sha256;
use crate::http::{Caller, Reply};

pub(super) async fn accept(app: App, caller: Caller, ask: AcceptInvitation) -> Reply<Done> {
    let now = app.now();
    let token_hash = sha256(&ask.token);
    let invitation = app.store.invitation_by_token(&token_hash).await?.ok_or(Code::NotFound)?;
    if invitation.space != Some(ask.space) {
        return Err(Code::NotFound.into());
    }
    if !rules::may_enter(caller.role, invitation.role) {
        return Err(Code::Forbidden.into());
    }
    let account = app.store.account(caller.account).await?.ok_or(Code::SignedOut)?;
    let guard = app.logs.lock(&app.store, ask.space).await?;
    let checked = guard.check(&ask.append, caller.account, now)?;
    let fits = match &checked.record.act {
        Act::Join { invitation: named, identity, .. } => {
            *named == invitation.id && *identity.to_bytes() == *account.identity
        }
        _ => false,
    };
    if !fits {
        return Err(Code::RecordInvalid.into());
    }
    let accept =
        Accept { token_hash, account: caller.account, space: ask.space, record: checked.new.clone(), now };
    app.store.accept_invitation(accept).await?;
    crate::space::appended(&app, guard, checked).await;
    Ok(Done {})
}
