//! The devices of an account: listed, and signed out one by one.

use serde::{Deserialize, Serialize};

use crate::endpoint::{Done, endpoint};
use crate::{DeviceId, Timestamp};

/// Lists this account's devices.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListDevices {}
endpoint!(ListDevices => Devices, Get "/api/devices", SignedIn);

/// The devices, newest sign-in first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Devices {
    /// At most [`crate::limits::ACCOUNT_DEVICES_MAX`].
    pub devices: Vec<Device>,
}

/// One device that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// What its person (or browser) called it at sign-in.
    pub label: String,
    /// When it signed in.
    pub signed_in_at: Timestamp,
    /// When it was last heard of, to the hour: more would be a diary of somebody's nights.
    pub last_seen_at: Timestamp,
    /// Whether it is the one asking.
    pub this: bool,
}

/// Signs a device out and destroys the server's half of what unlocks it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevokeDevice {
    /// Which one.
    pub device: DeviceId,
}
endpoint!(RevokeDevice => Done, Delete "/api/devices/{device}", SignedIn,
    |me| format!("/api/devices/{}", me.device));
