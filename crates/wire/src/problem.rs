//! What went wrong, on the wire: RFC 9457 problem details with a stable `code`.
//!
//! The text a person reads is not here: the client turns a [`Code`] into a pair of sentences, what happened
//! and what to do. `detail` is for whoever reads a log or writes another client; it never holds a name,
//! and for a 5xx it is empty.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal;)*) => {
        /// Why a request was refused. Codes are never renamed; new ones may come.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* #[serde(rename = $text)] $name,)* }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable text of this code, also its Fluent key.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

codes! {
    /// The request is not of the form this endpoint takes.
    Malformed = "malformed", 400;
    /// Nobody is signed in, or the device was signed out.
    SignedOut = "signed-out", 401;
    /// Name and passphrase do not fit together.
    SignInRefused = "sign-in-refused", 401;
    /// The words do not open this account.
    RecoveryRefused = "recovery-refused", 401;
    /// The passphrase must be proven again first.
    ReauthNeeded = "reauth-needed", 403;
    /// This account may not do that.
    Forbidden = "forbidden", 403;
    /// The request came from another site.
    CrossSite = "cross-site", 403;
    /// No such thing, or none that this account may know of.
    NotFound = "not-found", 404;
    /// The sign-in name is in use.
    HandleTaken = "handle-taken", 409;
    /// The membership log has moved on.
    LogMoved = "log-moved", 409;
    /// The author's chain has moved on, on another device perhaps.
    Stale = "stale", 409;
    /// The entry was sealed under an older membership.
    OldEpoch = "old-epoch", 409;
    /// The invitation was used already.
    InvitationUsed = "invitation-used", 410;
    /// The invitation is too old, or was taken back.
    InvitationExpired = "invitation-expired", 410;
    /// Bytes over a limit.
    TooLarge = "too-large", 413;
    /// More of something than there may be.
    TooMany = "too-many", 409;
    /// A membership record does not verify or is not allowed.
    RecordInvalid = "record-invalid", 422;
    /// An entry's outside is not right: version, author, space or size.
    EntryInvalid = "entry-invalid", 422;
    /// A chunk or attachment is not as announced.
    BlobInvalid = "blob-invalid", 422;
    /// Too many attempts; the reply says when to try again.
    SlowDown = "slow-down", 429;
    /// Nobody is in that call, or it is over.
    CallOver = "call-over", 410;
    /// The call has as many people as it can hold.
    CallFull = "call-full", 409;
    /// Somebody was quicker: this time is taken.
    SlotTaken = "slot-taken", 409;
    /// This time is none that is offered, or none that may still be booked.
    SlotNotOffered = "slot-not-offered", 409;
    /// The time was held too long and has been let go of.
    HoldExpired = "hold-expired", 410;
    /// The appointment was moved or called off meanwhile.
    AppointmentChanged = "appointment-changed", 409;
    /// That can only be done before the appointment begins, or only after.
    AppointmentOver = "appointment-over", 409;
    /// The practice asks for more notice than is left.
    NoticeTooShort = "notice-too-short", 409;
    /// There is no time zone of that name.
    ZoneUnknown = "zone-unknown", 422;
    /// The hours offered contradict themselves or pass a limit; the detail says where.
    OfferInvalid = "offer-invalid", 422;
    /// What the practice would ask of everybody who books passes a limit.
    PolicyInvalid = "policy-invalid", 422;
    /// Reminders too early, too late or too many, or quiet hours that are no part of a day.
    RemindersInvalid = "reminders-invalid", 422;
    /// The series never comes, comes too often, or never ends.
    SeriesInvalid = "series-invalid", 422;
    /// The address is none that mail can be sent to.
    AddressInvalid = "address-invalid", 422;
    /// The code is not the one that was sent.
    CodeWrong = "code-wrong", 422;
    /// This practice has not set this up.
    NotSetUp = "not-set-up", 409;
    /// The other server could not be reached, or took too long.
    SourceUnreachable = "source-unreachable", 422;
    /// The other server asked for another name or password.
    SourceRefused = "source-refused", 422;
    /// What the other server sent is no calendar, or too large a one.
    SourceInvalid = "source-invalid", 422;
    /// The address leads into a private network.
    SourcePrivate = "source-private", 422;
    /// The session description was not understood.
    SdpInvalid = "sdp-invalid", 422;
    /// The server has a fault of its own; its log says which.
    Fault = "fault", 500;
    /// The server is stopping or overloaded; try again soon.
    Unavailable = "unavailable", 503;
    /// The server's disk is full; what was acknowledged is safe.
    DiskFull = "disk-full", 507;
    /// A session lies ahead, or a waiting list still holds a place.
    SessionsAhead = "sessions-ahead", 409;
    /// Whoever works here leaves by handing over, not by erasing.
    StaffStays = "staff-stays", 403;
    /// Somebody who would have to be there has left for good.
    HasLeft = "has-left", 409;
}

/// The body of a refusal (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[error("{}", code.as_str())]
pub struct Problem {
    /// Stable name of what happened.
    pub code: Code,
    /// For whoever reads logs; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Seconds to wait before trying again, when waiting helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}

impl Problem {
    /// A refusal that needs no further words.
    pub const fn new(code: Code) -> Self {
        Self { code, detail: String::new(), retry_after_seconds: None }
    }

    /// A refusal with a sentence for developers. Never put a person's words or name in it.
    pub fn with_detail(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), retry_after_seconds: None }
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_its_text_in_json() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{}\"", code.as_str()));
            assert!((400..600).contains(&code.status()));
        }
    }
}
