//! Names of things: fixed-size, opaque, printed as base64url without padding (RFC 4648 section 5).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected {expected} bytes in base64url without padding")]
pub struct ParseIdError {
    /// How many bytes the id has.
    pub expected: usize,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// An id from its bytes.
            pub const fn from_bytes(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// An id from a slice of exactly [`Self::LEN`] bytes.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, ParseIdError> {
                bytes.try_into().map(Self).map_err(|_| ParseIdError { expected: $len })
            }

            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ParseIdError { expected: $len })?;
                Self::from_slice(&bytes)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                if s.is_human_readable() { s.collect_str(self) } else { self.0.serialize(s) }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                if d.is_human_readable() {
                    let text = String::deserialize(d)?;
                    text.parse().map_err(serde::de::Error::custom)
                } else {
                    <[u8; $len]>::deserialize(d).map(Self)
                }
            }
        }
    };
}

id!(
    /// A person's account. Chosen by the server; random, so that it says nothing.
    AccountId, 16
);
id!(
    /// One signed-in device of an account.
    DeviceId, 16
);
id!(
    /// Chosen by the author's device; sending an entry twice under one id stores it once.
    EntryId, 16
);
id!(
    /// An attachment: a row of sealed chunks.
    BlobId, 16
);
id!(
    /// One session held over the network, from the first person in to the last one out.
    CallId, 16
);
id!(
    /// An invitation, as its maker lists and revokes it. It opens nothing.
    InvitationId, 16
);
id!(
    /// An appointment, a hold included. Chosen by the device that asks for it, so that asking twice is once.
    AppointmentId, 16
);
id!(
    /// Appointments that come back at the same local time.
    SeriesId, 16
);
id!(
    /// A place on a waiting list.
    WaitId, 16
);
id!(
    /// A calendar feed, as its owner lists and ends it. It opens nothing.
    FeedId, 16
);
id!(
    /// A calendar elsewhere that busy times are read from.
    SourceId, 16
);
id!(
    /// SHA-256 of the space's genesis record: the id *is* the proof of who began it.
    SpaceId, 32
);

/// Somebody present in a room, counted by the server from 1 within one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ParticipantId(pub u32);

impl fmt::Display for ParticipantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_what_it_prints_and_nothing_else() {
        let id = SpaceId::from_bytes([0xfe; 32]);
        assert_eq!(id.to_string().parse::<SpaceId>(), Ok(id));
        assert_eq!("AAAA".parse::<SpaceId>(), Err(ParseIdError { expected: 32 }));
        assert!("not base64 !".parse::<AccountId>().is_err());
    }

    #[test]
    fn json_carries_text_and_postcard_carries_bytes() {
        let id = EntryId::from_bytes([1; 16]);
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"AQEBAQEBAQEBAQEBAQEBAQ\"");
        assert_eq!(postcard::to_allocvec(&id).unwrap(), [1; 16]);
    }
}
