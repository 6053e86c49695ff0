//! Who asks.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use rapport_wire::limits::DEVICE_DAYS_MAX;
use rapport_wire::{AccountId, Code, DeviceId, Role, Timestamp};

use super::address::ClientAddress;
use super::cookie::token_of;
use super::refusal::{Refusal, Reply};
use crate::app::App;
use crate::chance::Token;
use crate::pii::Pii;

/// Seconds after which a device is noted as seen again.
const SEEN_AGAIN_SECONDS: i64 = 3600;

/// A signed-in device and whose it is.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The account.
    pub(crate) account: AccountId,
    /// The device that asks.
    pub(crate) device: DeviceId,
    /// The account's role in the practice.
    pub(crate) role: Role,
    /// The account's sign-in name.
    pub(crate) handle: Pii<String>,
    /// The server's half of what reopens the keyring on this device.
    pub(crate) device_key: Pii<[u8; 32]>,
    /// When the passphrase was last proven on this device.
    pub(crate) proven_at: Timestamp,
}

/// Somebody who need not be signed in.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    /// Where they are.
    pub(crate) address: ClientAddress,
    /// What they carry, unexamined.
    pub(crate) token: Option<Token>,
}

impl FromRequestParts<App> for Guest {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let address = ClientAddress::from_request_parts(parts, app).await?;
        Ok(Self { address, token: token_of(&parts.headers, app.secure_cookies) })
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Reply<Self> {
        caller_of(app, token_of(&parts.headers, app.secure_cookies).as_ref()).await
    }
}

/// The device a token belongs to, when it is still signed in.
pub(crate) async fn caller_of(app: &App, token: Option<&Token>) -> Reply<Caller> {
    let token = token.ok_or(Code::SignedOut)?;
    let now = app.now();
    let device = app.store.device_by_token_hash(&token.hash()).await?.ok_or(Code::SignedOut)?;
    let unseen = now.seconds_since(device.last_seen_at);
    if unseen > DEVICE_DAYS_MAX * 24 * 3600 {
        return Err(Code::SignedOut.into());
    }
    if unseen >= SEEN_AGAIN_SECONDS {
        app.store.touch_device(device.id, now).await?;
    }
    Ok(Caller {
        account: device.account,
        device: device.id,
        role: device.role,
        handle: Pii(device.handle),
        device_key: Pii(device.device_key),
        proven_at: device.proven_at,
    })
}
