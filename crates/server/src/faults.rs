//! What the store says, as a caller is told it.

use rapport_envelope::{FormatError, LogError};
use rapport_store::{
    AcceptError, AppendError, BlobError, BookError, DeviceError, EraseError, InviteError, SignUpError,
    StoreError, WaitingError, writer,
};
use rapport_wire::{Code, Problem};

use crate::http::Refusal;

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Code::DiskFull.into(),
            StoreError::Busy => Code::Unavailable.into(),
            other => Self::fault(other),
        }
    }
}

impl From<AppendError> for Refusal {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::LogMoved => Code::LogMoved.into(),
            AppendError::NoSpace => Code::NotFound.into(),
            AppendError::NoAccount => Code::RecordInvalid.into(),
            AppendError::TooMany => Code::TooMany.into(),
            AppendError::Store(error) => error.into(),
        }
    }
}

impl From<AcceptError> for Refusal {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::NotFound => Code::NotFound.into(),
            AcceptError::Used => Code::InvitationUsed.into(),
            AcceptError::Expired => Code::InvitationExpired.into(),
            AcceptError::Append(error) => error.into(),
            AcceptError::Store(error) => error.into(),
        }
    }
}

impl From<InviteError> for Refusal {
    fn from(error: InviteError) -> Self {
        match error {
            InviteError::TooMany => Code::TooMany.into(),
            InviteError::Append(error) => error.into(),
            InviteError::Store(error) => error.into(),
        }
    }
}

impl From<SignUpError> for Refusal {
    fn from(error: SignUpError) -> Self {
        match error {
            SignUpError::HandleTaken => Code::HandleTaken.into(),
            SignUpError::InvitationUnknown => Code::NotFound.into(),
            SignUpError::InvitationUsed => Code::InvitationUsed.into(),
            SignUpError::InvitationExpired => Code::InvitationExpired.into(),
            SignUpError::Append(error) => error.into(),
            SignUpError::Store(error) => error.into(),
        }
    }
}

impl From<DeviceError> for Refusal {
    fn from(error: DeviceError) -> Self {
        match error {
            DeviceError::TooMany => Code::TooMany.into(),
            DeviceError::NoAccount => Code::SignedOut.into(),
            DeviceError::Store(error) => error.into(),
        }
    }
}

impl From<BlobError> for Refusal {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::NotFound => Code::NotFound.into(),
            BlobError::Differs => Code::BlobInvalid.into(),
            BlobError::TooMany => Code::TooMany.into(),
            BlobError::Store(error) => error.into(),
        }
    }
}

impl From<BookError> for Refusal {
    fn from(error: BookError) -> Self {
        match error {
            BookError::Taken => Code::SlotTaken.into(),
            BookError::NotFound => Code::NotFound.into(),
            BookError::HoldExpired => Code::HoldExpired.into(),
            BookError::Changed => Code::AppointmentChanged.into(),
            BookError::TooMany => Code::TooMany.into(),
            BookError::HasLeft => Code::HasLeft.into(),
            BookError::Store(error) => error.into(),
        }
    }
}

impl From<EraseError> for Refusal {
    fn from(error: EraseError) -> Self {
        match error {
            EraseError::NoAccount => Code::SignedOut.into(),
            EraseError::Awaited => Code::SessionsAhead.into(),
            EraseError::Store(error) => error.into(),
        }
    }
}

impl From<WaitingError> for Refusal {
    fn from(error: WaitingError) -> Self {
        match error {
            WaitingError::NotFound => Code::NotFound.into(),
            WaitingError::TooMany => Code::TooMany.into(),
            WaitingError::Store(error) => error.into(),
        }
    }
}

/// A record that breaks a rule. Its text names a rule, never a person.
impl From<LogError> for Refusal {
    fn from(error: LogError) -> Self {
        let code = match error {
            // Somebody else was faster: the caller reads on and tries again.
            LogError::Broken | LogError::Epoch => Code::LogMoved,
            LogError::NotMember | LogError::NotAllowed => Code::Forbidden,
            LogError::Invitation => Code::InvitationExpired,
            _ => Code::RecordInvalid,
        };
        Problem::with_detail(code, error.to_string()).into()
    }
}

impl From<FormatError> for Refusal {
    fn from(error: FormatError) -> Self {
        Problem::with_detail(Code::RecordInvalid, error.to_string()).into()
    }
}

/// Why an entry was not taken, on the wire.
pub(crate) const fn entry_refused(why: writer::Refusal) -> Code {
    match why {
        writer::Refusal::Stale => Code::Stale,
        writer::Refusal::OldEpoch => Code::OldEpoch,
        writer::Refusal::NotMember => Code::NotFound,
        writer::Refusal::IdTaken => Code::EntryInvalid,
    }
}

/// Why an entry could not be written, on the wire.
pub(crate) const fn entry_failed(error: &StoreError) -> Code {
    match error {
        StoreError::DiskFull => Code::DiskFull,
        StoreError::Busy => Code::Unavailable,
        _ => Code::Fault,
    }
}
