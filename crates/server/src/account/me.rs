//! `GET /api/me`: who is signed in on this device, and the server's half of what unlocks it.

use rapport_wire::account::{GetMe, Me};

use crate::app::App;
use crate::http::{Caller, Reply};

/// The device key goes to the live cookie alone: signing a device out destroys it.
pub(super) async fn me(app: App, caller: Caller, _: GetMe) -> Reply<Me> {
    Ok(Me {
        account: caller.account,
        handle: caller.handle.0,
        role: caller.role,
        device: caller.device,
        device_key: caller.device_key.0.as_slice().into(),
        now: app.now(),
    })
}
