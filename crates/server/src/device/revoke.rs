//! `DELETE /api/devices/{device}`: signs one of one's own devices out.

use rapport_wire::Code;
use rapport_wire::device::RevokeDevice;
use rapport_wire::endpoint::Done;

use crate::app::App;
use crate::http::{Caller, Reply};

pub(super) async fn revoke(app: App, caller: Caller, ask: RevokeDevice) -> Reply<Done> {
    if !app.store.delete_device(caller.account, ask.device).await? {
        return Err(Code::NotFound.into());
    }
    app.hub.sign_out(&[ask.device]);
    Ok(Done {})
}
