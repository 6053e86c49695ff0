//! `DELETE /api/spaces/{space}/invitations/{invitation}`: its token opens nothing from now on.
//!
//! The signed Uninvite that tells the members' devices goes over the socket; this end works without it, so
//! that a link can be stopped from a device that is behind.

use rapport_wire::Code;
use rapport_wire::endpoint::Done;
use rapport_wire::invitation::RevokeInvitation;

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};

pub(super) async fn revoke(app: App, caller: Caller, ask: RevokeInvitation) -> Reply<Done> {
    let log = app.logs.get(&app.store, ask.space).await?;
    rules::check_sees(&log, caller.account)?;
    if app.store.revoke_invitation(ask.space, ask.invitation, app.now()).await? {
        Ok(Done {})
    } else {
        Err(Code::NotFound.into())
    }
}
