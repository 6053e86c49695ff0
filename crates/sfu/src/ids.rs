//! Names of rooms and people, meaningful on one node only.

use std::fmt;

use rapport_wire::ParticipantId;

/// A room on this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoomId(pub u64);

/// A participant and the room they are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seat {
    /// The room.
    pub room: RoomId,
    /// The participant, unique within the room.
    pub participant: ParticipantId,
}

impl fmt::Display for RoomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "room-{:x}", self.0)
    }
}
