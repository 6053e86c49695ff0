//! Reminders: when, by which way, and to which address somebody chose to be reminded. The words reveal nothing.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::endpoint::{Done, endpoint};

/// What somebody chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reminders {
    /// Minutes before the beginning: at most 4, 5 minutes to 14 days each. None means no reminders.
    pub before_minutes: Vec<u32>,
    /// One's zone (IANA): quiet hours and the time in the words are in it.
    pub zone: String,
    /// Nothing is sent between these local minutes of the day; it is sent before instead.
    pub quiet: Option<Quiet>,
    /// Whether calendar invitations and cancellations come by mail as well.
    pub invitations: bool,
    /// Whether a mail also says that something falls due, between sessions.
    pub due: bool,
}

/// Quiet hours: minutes after local midnight. `from` may be later than `to`: across midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quiet {
    /// From this minute.
    pub from_minute: u16,
    /// Until this one.
    pub to_minute: u16,
}

/// Reads one's own choice.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetReminders {}
endpoint!(GetReminders => RemindersView, Get "/api/reminders", SignedIn);

/// One's choice, and the ways there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemindersView {
    /// The choice; none until one was made.
    pub reminders: Option<Reminders>,
    /// Whether this practice sends mail at all.
    pub mail_offered: bool,
    /// The address.
    pub address: Option<Address>,
}

/// Where mail goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    /// As it was typed.
    pub mail: String,
    /// Whether the code that was sent there has come back. Nothing else is sent before.
    pub confirmed: bool,
}

/// Changes the choice. Reminders that wait are made anew. `reminders-invalid` past a limit, or when quiet hours end
/// where they begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutReminders {
    /// The new one.
    pub reminders: Reminders,
}
endpoint!(PutReminders => Done, Put "/api/reminders", SignedIn);

/// Says when something falls due for oneself, in place of what was said before. What it is, only one's devices know.
/// For each, one mail says the next morning at nine, where one is, that something waits; what has passed is left out.
/// Nothing is kept for whoever has not chosen it, or has no confirmed address. `reminders-invalid` past
/// [`limits::DUE_TIMES_MAX`](crate::limits::DUE_TIMES_MAX) times, or for one more than
/// [`limits::DUE_DAYS_MAX`](crate::limits::DUE_DAYS_MAX) days ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutDueTimes {
    /// When.
    pub at: Vec<Timestamp>,
}
endpoint!(PutDueTimes => Done, Put "/api/reminders/due", SignedIn);

/// Gives an address; a code of six digits goes there. Another address replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutAddress {
    /// A mail address (RFC 5321 mailbox), at most 254 bytes.
    pub mail: String,
}
endpoint!(PutAddress => Done, Put "/api/reminders/address", SignedIn);

/// Brings the code back. `code-wrong` after a mistake; a new one is needed after five.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmAddress {
    /// Six digits.
    pub code: String,
}
endpoint!(ConfirmAddress => Done, Post "/api/reminders/address/confirm", SignedIn);

/// Forgets the address, and what waits to be sent there.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForgetAddress {}
endpoint!(ForgetAddress => Done, Delete "/api/reminders/address", SignedIn);
