//! `POST /api/invitations/look`: what the holder of a link needs before there is an account.

use rapport_wire::Code;
use rapport_wire::invitation::{InvitationState, InvitationView, InvitedSpace, LookAtInvitation};
use rapport_wire::limits::PAGE_RECORDS_MAX;

use crate::app::App;
use crate::chance::sha256;
use crate::http::{Guest, Reply};

pub(super) async fn look(app: App, guest: Guest, ask: LookAtInvitation) -> Reply<InvitationView> {
    app.rates.knock(guest.address)?;
    let found = app.store.invitation_by_token(&sha256(&ask.token)).await?.ok_or(Code::NotFound)?;
    match found.state(app.now()) {
        InvitationState::Open => {}
        InvitationState::Used => return Err(Code::InvitationUsed.into()),
        InvitationState::Revoked | InvitationState::Expired => return Err(Code::InvitationExpired.into()),
    }
    let space = match found.space {
        Some(space) => Some(whole_log(&app, space).await?),
        None => None,
    };
    Ok(InvitationView { role: found.role, expires_at: found.expires_at, space })
}

/// The log from its genesis: the newcomer verifies all of it against the link.
async fn whole_log(app: &App, space: rapport_wire::SpaceId) -> Reply<InvitedSpace> {
    let kind = app.logs.get(&app.store, space).await?.kind();
    let mut log = Vec::new();
    loop {
        let page = app.store.records(space, log.len() as u64, PAGE_RECORDS_MAX).await?;
        log.extend(page.records);
        if !page.more {
            return Ok(InvitedSpace { space, kind, log });
        }
    }
}
