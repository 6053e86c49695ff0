//! `POST /api/spaces`: begins a space whose only member is the caller.

use rapport_envelope::Log;
use rapport_store::NewSpace;
use rapport_wire::Code;
use rapport_wire::space::{CreateSpace, Created};

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};

/// Making the same space twice gives the same answer.
pub(super) async fn create(app: App, caller: Caller, ask: CreateSpace) -> Reply<Created> {
    let id = Log::space_of(&ask.genesis.record);
    let (log, genesis) = rules::check_genesis(id, &ask.genesis, caller.account, caller.role, app.now())?;
    if !rules::may_begin(caller.role, log.kind()) {
        return Err(Code::Forbidden.into());
    }
    let account = app.store.account(caller.account).await?.ok_or(Code::SignedOut)?;
    let same_keys = log.member(caller.account).is_some_and(|me| *me.identity.to_bytes() == *account.identity);
    if !same_keys {
        return Err(Code::RecordInvalid.into());
    }
    let created = app.store.create_space(NewSpace { id, kind: log.kind(), genesis }).await?;
    if created && let Some(head) = app.store.space_head(id).await? {
        app.hub.entered(caller.account, head);
    }
    Ok(Created { space: id })
}
