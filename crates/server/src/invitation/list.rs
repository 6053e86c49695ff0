//! `GET /api/spaces/{space}/invitations`: a space's invitations, newest first, for those who work there.

use rapport_wire::invitation::{Invitations, ListInvitations};

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};

pub(super) async fn list(app: App, caller: Caller, ask: ListInvitations) -> Reply<Invitations> {
    let log = app.logs.get(&app.store, ask.space).await?;
    rules::check_sees(&log, caller.account)?;
    let now = app.now();
    let all = app.store.invitations(ask.space).await?;
    Ok(Invitations { invitations: all.iter().map(|one| rules::shown(one, now)).collect() })
}
