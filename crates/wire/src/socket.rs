//! The one WebSocket at [`PATH`]: frames both ways, each a binary message in postcard.
//!
//! A client says [`Up::Hello`] with how far it has come in each space, and from then on gets what is new
//! in order, by pages while it is behind and live once it is not. What the server has acknowledged with
//! [`Down::Accepted`] is on disk.

use serde::{Deserialize, Serialize};

use crate::call::{CallDown, CallUp};
use crate::space::{Append, SpaceHead, StoredEntry, StoredRecord};
use crate::{AccountId, Bytes, Code, SpaceId, Timestamp};

/// Where the socket is.
pub const PATH: &str = "/api/socket";
/// Version of this language; a server refuses others with a close code 4400.
pub const VERSION: u16 = 1;

/// Close code: the client speaks another version; reload.
pub const CLOSE_VERSION: u16 = 4400;
/// Close code: signed out, here or from another device.
pub const CLOSE_SIGNED_OUT: u16 = 4401;
/// Close code: a frame was malformed or over a limit.
pub const CLOSE_MALFORMED: u16 = 4402;
/// Close code: too slow at reading; come again and catch up.
pub const CLOSE_SLOW: u16 = 4408;

/// From a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Up {
    /// First frame. Must come within ten seconds.
    Hello {
        /// [`VERSION`].
        version: u16,
    },
    /// Asks for entries after a position, and to be told live of those that follow.
    Follow {
        /// The space.
        space: SpaceId,
        /// Membership records known: the next index wanted (0 for all).
        log_from: u64,
        /// Entries known: the last position held (0 for none).
        after: u64,
    },
    /// Asks for a further page of entries.
    Page {
        /// The space.
        space: SpaceId,
        /// The last position held.
        after: u64,
    },
    /// Sends an entry. Answered by [`Down::Accepted`] or [`Down::Refused`].
    Send {
        /// Chosen by the client, returned with the answer.
        reference: u32,
        /// The space.
        space: SpaceId,
        /// Header, signature and body hash.
        head: Bytes,
        /// Sealed body.
        body: Bytes,
    },
    /// Removes the sealed body of one's own entry; the head stays as a tombstone.
    Erase {
        /// Chosen by the client, returned with the answer.
        reference: u32,
        /// The space.
        space: SpaceId,
        /// Which entry.
        position: u64,
    },
    /// Appends to the membership log. Answered by [`Down::Accepted`] (position = index) or [`Down::Refused`].
    Append {
        /// Chosen by the client, returned with the answer.
        reference: u32,
        /// The space.
        space: SpaceId,
        /// The record and its wraps.
        append: Append,
    },
    /// Replaces one's mark in a space (sealed; the server learns no position).
    Mark {
        /// The space.
        space: SpaceId,
        /// `envelope::Mark`.
        mark: Bytes,
    },
    /// A passing hint to the others (typing, present); sealed, not stored.
    Hint {
        /// The space.
        space: SpaceId,
        /// `envelope::Mark` of the hint class.
        hint: Bytes,
    },
    /// Something about a call.
    Call {
        /// The space whose call it is.
        space: SpaceId,
        /// What.
        call: CallUp,
    },
}

/// From the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Down {
    /// Answer to Hello.
    Welcome {
        /// The account.
        account: AccountId,
        /// The server's clock.
        now: Timestamp,
        /// Every space of the account.
        spaces: Vec<SpaceHead>,
    },
    /// The account has entered a further space (made on another device, or by an invitation).
    Entered(SpaceHead),
    /// Membership records, in order.
    Records {
        /// The space.
        space: SpaceId,
        /// In order of index.
        records: Vec<StoredRecord>,
        /// Whether more follow; they come by themselves.
        more: bool,
    },
    /// Entries, in order of position.
    Entries {
        /// The space.
        space: SpaceId,
        /// In order of position, without gaps from what was asked or last sent.
        entries: Vec<StoredEntry>,
        /// Whether the client is still behind: ask for the next page.
        more: bool,
    },
    /// What was sent is on disk.
    Accepted {
        /// From the request.
        reference: u32,
        /// The entry's position, or the record's index.
        position: u64,
        /// When it was taken.
        received_at: Timestamp,
    },
    /// What was sent was not taken. Nothing has changed.
    Refused {
        /// From the request.
        reference: u32,
        /// Why.
        code: Code,
    },
    /// An entry's body was removed at its author's wish.
    Erased {
        /// The space.
        space: SpaceId,
        /// Which entry.
        position: u64,
    },
    /// Somebody's newest mark.
    Mark {
        /// The space.
        space: SpaceId,
        /// Whose.
        account: AccountId,
        /// The sealed mark.
        mark: Bytes,
    },
    /// A passing hint.
    Hint {
        /// The space.
        space: SpaceId,
        /// Whose.
        account: AccountId,
        /// The sealed hint.
        hint: Bytes,
    },
    /// Something about a call.
    Call {
        /// The space whose call it is.
        space: SpaceId,
        /// What.
        call: CallDown,
    },
    /// Appointments, holds, a waiting list or what they stand on changed for this account: ask again.
    TimeChanged,
}

/// A frame that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the frame could not be read")]
pub struct FrameError;

/// Bytes of a frame.
pub fn encode<T: Serialize>(frame: &T) -> Vec<u8> {
    // postcard into a growing vector fails only for types without a length; ours have none.
    postcard::to_allocvec(frame).unwrap_or_default()
}

/// A frame from its bytes; the whole input must be used.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, FrameError> {
    match postcard::take_from_bytes(bytes) {
        Ok((frame, [])) => Ok(frame),
        _ => Err(FrameError),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_frame_reads_back_and_leaves_nothing_over() {
        let up = Up::Send {
            reference: 7,
            space: SpaceId::from_bytes([1; 32]),
            head: vec![1, 2].into(),
            body: vec![3].into(),
        };
        let mut bytes = encode(&up);
        assert_eq!(decode::<Up>(&bytes), Ok(up));
        bytes.push(0);
        assert_eq!(decode::<Up>(&bytes), Err(FrameError));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(frame) = decode::<Up>(&bytes) {
                prop_assert_eq!(decode::<Up>(&encode(&frame)), Ok(frame));
            }
            let _ = decode::<Down>(&bytes);
        }
    }
}
