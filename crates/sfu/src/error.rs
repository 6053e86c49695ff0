//! What can be wrong with what signalling brought.

use crate::limits::{ROOM_PARTICIPANTS_MAX, SDP_BYTES_MAX};

/// A request of signalling that was refused. The room is as it was before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SfuError {
    /// The room has as many people as it may.
    #[error("the room already holds {ROOM_PARTICIPANTS_MAX} participants")]
    RoomFull,
    /// The node has as many rooms as it may.
    #[error("this node hosts as many rooms as it may; try another node")]
    NodeFull,
    /// Nobody of that name is in the room.
    #[error("no such participant is in the room; join first")]
    NotInRoom,
    /// The description is too long to be read.
    #[error("the session description is longer than {SDP_BYTES_MAX} bytes")]
    SdpTooLong,
    /// The description makes no sense.
    #[error("the session description was refused: {0}")]
    SdpRefused(String),
    /// The description offers several layers of one picture.
    #[error("simulcast is not supported; offer one encoding for each track")]
    Simulcast,
    /// An answer came although nothing was offered.
    #[error("there is no offer to be answered")]
    NothingOffered,
}

/// Refuses descriptions that need not even be parsed.
pub(crate) fn check_sdp(sdp: &str) -> Result<(), SfuError> {
    if sdp.len() > SDP_BYTES_MAX {
        return Err(SfuError::SdpTooLong);
    }
    if sdp.contains("a=simulcast:") {
        return Err(SfuError::Simulcast);
    }
    Ok(())
}
