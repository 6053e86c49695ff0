//! Accounts: signing up with an invitation, signing in, the passphrase, and the way back with 24 words.
//!
//! Passphrases never arrive: every `opaque_*` field is a message of OPAQUE (RFC 9807). A sealed keyring is
//! stored twice, under the passphrase's export key and under the recovery words; the server opens neither.

use serde::{Deserialize, Serialize};

use crate::endpoint::{Done, endpoint};
use crate::{AccountId, Bytes, DeviceId, Role, SpaceId, Timestamp};

/// OPAQUE's application context (RFC 9807 6.4.2.1): a message of another application never fits here.
pub const OPAQUE_CONTEXT: &[u8] = b"rapport/opaque/v1";
/// OPAQUE's server identity. The client's is left to its public key; the credential identifier is the
/// normalised handle's UTF-8.
pub const OPAQUE_SERVER_ID: &[u8] = b"rapport";

/// First step of signing up: blinds the passphrase against the server's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignUpStart {
    /// The invitation's server token (not its secret).
    pub token: Bytes,
    /// The sign-in name wanted; normalised by the server (NFKC, lower case, trimmed).
    pub handle: String,
    /// OPAQUE RegistrationRequest.
    pub opaque_request: Bytes,
}
endpoint!(SignUpStart => SignUpStarted, Post "/api/sign-up/start", Anyone);

/// Reply to [`SignUpStart`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignUpStarted {
    /// The account's id, reserved: the identity is bound to it before the account exists.
    pub account: AccountId,
    /// OPAQUE RegistrationResponse.
    pub opaque_response: Bytes,
}

/// Second step: makes the account and enters the space, in one commit, or does nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignUpFinish {
    /// As in the first step.
    pub token: Bytes,
    /// As in the first step.
    pub handle: String,
    /// As reserved.
    pub account: AccountId,
    /// OPAQUE RegistrationRecord.
    pub opaque_record: Bytes,
    /// Public identity (`envelope::Identity`).
    pub identity: Bytes,
    /// The keyring, sealed under the export key.
    pub keyring: Bytes,
    /// What the recovery words are checked against and open.
    pub recovery: Recovery,
    /// How this person enters: the practice's genesis for the owner, a Join for everybody else.
    pub entrance: Entrance,
    /// What to call this device.
    pub device_label: String,
}
endpoint!(SignUpFinish => SignedIn, Post "/api/sign-up/finish", Anyone);

/// How a new account enters its first space.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Entrance {
    /// The owner begins the practice space.
    Genesis(crate::space::Append),
    /// Everybody else joins the space they were invited to.
    Join {
        /// The space.
        space: SpaceId,
        /// The Join record with its wraps.
        append: crate::space::Append,
    },
}

/// The recovery half of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recovery {
    /// Ed25519 public key derived from the words; proves their possession.
    pub verify_key: Bytes,
    /// The keyring, sealed under a key from the words.
    pub keyring: Bytes,
}

/// First step of signing in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInStart {
    /// Sign-in name.
    pub handle: String,
    /// OPAQUE CredentialRequest (KE1).
    pub opaque_request: Bytes,
}
endpoint!(SignInStart => SignInStarted, Post "/api/sign-in/start", Anyone);

/// Reply to [`SignInStart`]; the same shape whether the name exists or not (RFC 9807 10.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInStarted {
    /// Names this attempt in the second step.
    pub attempt: Bytes,
    /// OPAQUE CredentialResponse (KE2).
    pub opaque_response: Bytes,
}

/// Second step of signing in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInFinish {
    /// From the first step.
    pub attempt: Bytes,
    /// OPAQUE CredentialFinalization (KE3).
    pub opaque_finish: Bytes,
    /// What to call this device.
    pub device_label: String,
    /// True to renew the proof on the signed-in device that asks, instead of adding a device.
    #[serde(default)]
    pub reauth: bool,
}
endpoint!(SignInFinish => SignedIn, Post "/api/sign-in/finish", Anyone);

/// What a device gets when it is let in. The cookie comes beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// Who is signed in, and on what.
    pub me: Me,
    /// The keyring sealed under the passphrase's export key.
    pub keyring: Bytes,
}

/// Asks who is signed in on this device. 401 `signed-out` when nobody is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetMe {}
endpoint!(GetMe => Me, Get "/api/me", SignedIn);

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The account.
    pub account: AccountId,
    /// Its sign-in name.
    pub handle: String,
    /// Its role in the practice.
    pub role: Role,
    /// This device.
    pub device: DeviceId,
    /// 32 bytes that, with the half kept on the device, reopen the keyring after a reload.
    pub device_key: Bytes,
    /// The server's clock, so that a wrong one on the device is noticed.
    pub now: Timestamp,
}

/// Signs this device out.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignOut {}
endpoint!(SignOut => Done, Post "/api/sign-out", SignedIn);

/// First step of changing the passphrase; needs a proof at most [`crate::limits::REAUTH_SECONDS_MAX`] old.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassphraseStart {
    /// OPAQUE RegistrationRequest for the new passphrase.
    pub opaque_request: Bytes,
}
endpoint!(PassphraseStart => PassphraseStarted, Post "/api/passphrase/start", SignedIn);

/// Reply to [`PassphraseStart`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassphraseStarted {
    /// OPAQUE RegistrationResponse.
    pub opaque_response: Bytes,
}

/// Second step: replaces record and keyring together. Other devices are signed out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassphraseFinish {
    /// OPAQUE RegistrationRecord.
    pub opaque_record: Bytes,
    /// The keyring under the new export key.
    pub keyring: Bytes,
    /// The keyring under the recovery words, when its version moved too.
    pub recovery: Option<Recovery>,
}
endpoint!(PassphraseFinish => Done, Post "/api/passphrase/finish", SignedIn);

/// Asks what leaving for good would mean. Clients alone; nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetLeaving {}
endpoint!(GetLeaving => Leaving, Get "/api/account/leaving", SignedIn);

/// Reply to [`GetLeaving`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Leaving {
    /// Until when the practice would keep a record that has no other client.
    pub kept_until: Timestamp,
    /// Spaces that nobody else is in: they would be destroyed.
    pub spaces_destroyed: u32,
    /// Care spaces without another client: they would stay until then, sealed.
    pub spaces_kept: u32,
    /// Spaces with other clients in them: they would stay theirs.
    pub spaces_shared: u32,
    /// An appointment ahead, or a place on a waiting list, stands in the way.
    pub awaited: bool,
}

/// Ends a client's account: what opens it and what reaches its person is destroyed, for good. Needs a proof at most
/// [`crate::limits::REAUTH_SECONDS_MAX`] old, and no appointment ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EraseAccount {}
endpoint!(EraseAccount => AccountErased, Post "/api/account/erase", SignedIn);

/// Reply to [`EraseAccount`]: what was done, and what was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountErased {
    /// Devices signed out, the caller's included.
    pub devices: u32,
    /// Spaces of which nobody was left, destroyed with all that was in them.
    pub spaces_destroyed: u32,
    /// Such spaces that could not be destroyed at once; the server goes on trying, every hour.
    pub spaces_left: u32,
    /// Care spaces without another client: their sealed entries stay until then.
    pub spaces_kept: u32,
    /// Spaces with other clients in them: they stay theirs.
    pub spaces_shared: u32,
    /// Until when the practice keeps a record that has no other client; after it the server destroys it.
    pub kept_until: Timestamp,
}

/// Replaces the sealed keyring (it has learned something); compare-and-swap on its version.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutKeyring {
    /// SHA-256 of the sealed keyring this one follows.
    pub replaces: Bytes,
    /// Sealed under the passphrase's export key.
    pub keyring: Bytes,
    /// Sealed under the recovery words' key.
    pub recovery_keyring: Bytes,
}
endpoint!(PutKeyring => Done, Post "/api/keyring", SignedIn);

/// Reads the sealed keyring again (another device may have changed it).
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetKeyring {}
endpoint!(GetKeyring => SealedKeyring, Get "/api/keyring", SignedIn);

/// A sealed keyring as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SealedKeyring {
    /// Sealed under the passphrase's export key.
    pub keyring: Bytes,
}

/// Replaces the recovery words, and with them the sealed keyring; compare-and-swap on its version. Needs a
/// proof at most [`crate::limits::REAUTH_SECONDS_MAX`] old. The old words stop working at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutRecovery {
    /// SHA-256 of the sealed keyring this one follows.
    pub replaces: Bytes,
    /// Sealed under the passphrase's export key.
    pub keyring: Bytes,
    /// What the new words are checked against and open.
    pub recovery: Recovery,
}
endpoint!(PutRecovery => Done, Post "/api/recovery-words", SignedIn);

/// First step back in with the recovery words.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoverStart {
    /// Sign-in name.
    pub handle: String,
    /// OPAQUE RegistrationRequest for the new passphrase.
    pub opaque_request: Bytes,
}
endpoint!(RecoverStart => RecoverStarted, Post "/api/recover/start", Anyone);

/// Reply to [`RecoverStart`]; the same shape whether the name exists or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoverStarted {
    /// Names this attempt, and is what must be signed.
    pub challenge: Bytes,
    /// OPAQUE RegistrationResponse.
    pub opaque_response: Bytes,
}

/// Second step: proves the words; the keyring under them comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoverOpen {
    /// From the first step.
    pub challenge: Bytes,
    /// Ed25519 over `"rapport/recover/v1" || challenge` by the key the words give.
    pub signature: Bytes,
}
endpoint!(RecoverOpen => RecoverOpened, Post "/api/recover/open", Anyone);

/// Reply to [`RecoverOpen`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoverOpened {
    /// The account.
    pub account: AccountId,
    /// The keyring sealed under the words.
    pub keyring: Bytes,
}

/// Third step: a new passphrase; every other device is signed out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoverFinish {
    /// From the first step; must have been proven by [`RecoverOpen`].
    pub challenge: Bytes,
    /// OPAQUE RegistrationRecord for the new passphrase.
    pub opaque_record: Bytes,
    /// The keyring under the new export key.
    pub keyring: Bytes,
    /// The keyring under the same words, at its new version.
    pub recovery_keyring: Bytes,
    /// What to call this device.
    pub device_label: String,
}
endpoint!(RecoverFinish => SignedIn, Post "/api/recover/finish", Anyone);
