//! What happens once a record is on disk: the log grows, and everybody concerned is told.

use rapport_envelope::Act;
use rapport_store::MemberChange;
use rapport_wire::space::StoredRecord;

use super::logs::SpaceGuard;
use super::rules::Checked;
use crate::app::App;

/// Tells followers of the record, newcomers of the space, and lets go of whoever was removed. The guard is
/// held throughout, so that records are told in their order.
pub(crate) async fn appended(app: &App, guard: SpaceGuard, checked: Checked) {
    let space = guard.space();
    guard.grow(checked.log);
    let stored = StoredRecord {
        index: checked.new.index,
        received_at: checked.new.received_at,
        record: checked.new.record,
        wraps: checked.new.wraps,
    };
    app.hub.record(space, stored);
    for change in checked.new.changes {
        match change {
            MemberChange::Enter { account, .. } => match app.store.space_head(space).await {
                Ok(Some(head)) => app.hub.entered(account, head),
                Ok(None) => {}
                Err(error) => tracing::error!(%error, "a newcomer could not be told of a space"),
            },
            MemberChange::Leave { account } => {
                app.hub.removed(account, space);
                app.calls.removed(account, space);
            }
        }
    }
    if let Act::Uninvite { invitation } = checked.record.act
        && let Err(error) = app.store.revoke_invitation(space, invitation, app.now()).await
    {
        tracing::error!(%error, "an invitation's token could not be voided");
    }
}
