//! What can be in the outbox, how it is kept, and the id that says what it is about.

use std::fmt;
use std::str::FromStr;

use rapport_wire::{AccountId, AppointmentId, SeriesId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::StoreError;

/// What is to be done, with what is needed to word it. Where it goes is looked up when it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Reminds of something that begins then.
    Reminder {
        /// How long before, in minutes, as it was chosen.
        before_minutes: u32,
        /// The sequence of the appointment.
        sequence: u32,
        /// When it begins.
        starts_at: Timestamp,
    },
    /// Puts an appointment into a calendar, or moves it there.
    Invitation(ForCalendar),
    /// Takes it out again.
    Cancellation(ForCalendar),
    /// The code that shows that an address is somebody's.
    Code {
        /// Six of them.
        digits: String,
        /// When it was asked for.
        at: Timestamp,
    },
    /// Says of a whole series what a calendar is to know of it now. What that is, is looked up when it goes.
    Series {
        /// Which.
        series: SeriesId,
        /// How often it had been changed.
        sequence: u32,
    },
    /// Says that an hour became free and is held for whoever waited for one.
    Offered {
        /// When it begins.
        starts_at: Timestamp,
        /// Until when it is held.
        until: Timestamp,
    },
    /// Says that something waits, and not what.
    Due {
        /// Since when.
        at: Timestamp,
    },
}

/// What a calendar is told of an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForCalendar {
    /// RFC 5546 SEQUENCE.
    pub sequence: u32,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// The kinds, as an operator sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxKind {
    /// [`What::Reminder`].
    Reminder,
    /// [`What::Invitation`], and [`What::Series`].
    Invitation,
    /// [`What::Cancellation`].
    Cancellation,
    /// [`What::Code`].
    Code,
    /// [`What::Offered`].
    Offer,
    /// [`What::Due`].
    Due,
}

impl OutboxKind {
    const ALL: [Self; 6] =
        [Self::Reminder, Self::Invitation, Self::Cancellation, Self::Code, Self::Offer, Self::Due];

    /// The name that is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reminder => "reminder",
            Self::Invitation => "invitation",
            Self::Cancellation => "cancellation",
            Self::Code => "code",
            Self::Offer => "offer",
            Self::Due => "due",
        }
    }

    pub(super) fn from_name(name: &str) -> Result<Self, StoreError> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == name);
        found.ok_or(StoreError::Row("an unknown kind of outgoing thing"))
    }
}

impl What {
    /// Its kind.
    pub const fn kind(&self) -> OutboxKind {
        match self {
            Self::Reminder { .. } => OutboxKind::Reminder,
            Self::Invitation(_) | Self::Series { .. } => OutboxKind::Invitation,
            Self::Cancellation(_) => OutboxKind::Cancellation,
            Self::Code { .. } => OutboxKind::Code,
            Self::Offered { .. } => OutboxKind::Offer,
            Self::Due { .. } => OutboxKind::Due,
        }
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        postcard::to_allocvec(self).map_err(|_| StoreError::Row("something outgoing that cannot be written"))
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        postcard::from_bytes(bytes).map_err(|_| StoreError::Row("something outgoing that cannot be read"))
    }

    /// What makes this another thing than the next of its kind.
    const fn marks(&self) -> (i64, i64) {
        match self {
            Self::Reminder { before_minutes, sequence, .. } => (*before_minutes as i64, *sequence as i64),
            Self::Invitation(told) | Self::Cancellation(told) => (told.sequence as i64, 0),
            Self::Code { at, .. } | Self::Due { at } => (at.as_micros(), 0),
            // The first appointment of a series has its name.
            Self::Series { sequence, .. } => (*sequence as i64, 1),
            // Each offer is a hold of its own.
            Self::Offered { .. } => (0, 0),
        }
    }
}

/// Names a row of the outbox, and the message it becomes: the key by which everybody on the way can tell that
/// two copies are one. Says nothing to whoever does not know what it is made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxId([u8; 16]);

impl OutboxId {
    pub(super) fn of(what: &What, account: AccountId, appointment: Option<AppointmentId>) -> Self {
        let (first, second) = what.marks();
        let mut hash = Sha256::new();
        hash.update(b"rapport outbox v1\0");
        hash.update(what.kind().as_str());
        hash.update(b"\0");
        hash.update(account.as_bytes());
        hash.update([u8::from(appointment.is_some())]);
        hash.update(appointment.map_or([0; 16], |id| *id.as_bytes()));
        hash.update(first.to_be_bytes());
        hash.update(second.to_be_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&hash.finalize()[..16]);
        Self(id)
    }

    pub(super) fn from_slice(bytes: &[u8]) -> Result<Self, StoreError> {
        bytes.try_into().map(Self).map_err(|_| StoreError::Row("an id of the wrong length"))
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// Hexadecimal: it stands before the @ of a Message-ID, and after a command.
impl fmt::Display for OutboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for OutboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OutboxId({self})")
    }
}

/// The text is no id of the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the outbox: copy the 32 letters and digits that `rapport outbox` shows")]
pub struct NotAnOutboxId;

impl FromStr for OutboxId {
    type Err = NotAnOutboxId;

    fn from_str(text: &str) -> Result<Self, NotAnOutboxId> {
        let number = u128::from_str_radix(text, 16).map_err(|_| NotAnOutboxId)?;
        if text.len() == 32 && !text.starts_with('+') {
            Ok(Self(number.to_be_bytes()))
        } else {
            Err(NotAnOutboxId)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_what_it_prints_and_tells_things_apart() {
        let (me, you) = (AccountId::from_bytes([1; 16]), AccountId::from_bytes([2; 16]));
        let hour = Some(AppointmentId::from_bytes([3; 16]));
        let reminder = |before_minutes, sequence, at| What::Reminder {
            before_minutes,
            sequence,
            starts_at: Timestamp::from_millis(at),
        };
        let id = OutboxId::of(&reminder(60, 0, 0), me, hour);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(OutboxId::of(&reminder(60, 0, 7), me, hour), id, "the same reminder");
        for other in [
            OutboxId::of(&reminder(60, 1, 0), me, hour),
            OutboxId::of(&reminder(30, 0, 0), me, hour),
            OutboxId::of(&reminder(60, 0, 0), you, hour),
            OutboxId::of(&reminder(60, 0, 0), me, None),
        ] {
            assert_ne!(other, id);
        }
        for wrong in ["", "12", "+0000000000000000000000000000001", &"g".repeat(32), &"0".repeat(33)] {
            assert_eq!(wrong.parse::<OutboxId>(), Err(NotAnOutboxId), "{wrong}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let code = What::Code { digits: "012345".to_owned(), at: Timestamp::from_millis(5) };
        assert_eq!(What::from_bytes(&code.to_bytes().unwrap()).unwrap(), code);
        assert!(What::from_bytes(&[]).is_err());
        for kind in OutboxKind::ALL {
            assert_eq!(OutboxKind::from_name(kind.as_str()).unwrap(), kind);
        }
    }
}
