//! `GET /api/devices`: this account's devices, newest sign-in first.

use rapport_wire::device::{Device, Devices, ListDevices};

use crate::app::App;
use crate::http::{Caller, Reply};

pub(super) async fn list(app: App, caller: Caller, _: ListDevices) -> Reply<Devices> {
    let devices = app.store.devices(caller.account).await?;
    let shown = devices.into_iter().map(|device| Device {
        id: device.id,
        this: device.id == caller.device,
        label: device.label,
        signed_in_at: device.signed_in_at,
        last_seen_at: device.last_seen_at,
    });
    Ok(Devices { devices: shown.collect() })
}
