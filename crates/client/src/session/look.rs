//! Views.

use rapport_care::View;
use rapport_wire::SpaceId;

use super::Session;
use crate::finding::Finding;
use crate::views::{Connection, MemberView, SpaceView};

impl Session {
    /// How the line to the server is.
    pub fn connection(&self) -> Connection {
        todo!()
    }

    /// The conversations, the one with the newest words first.
    pub fn spaces(&self) -> Vec<SpaceView> {
        todo!()
    }

    /// One conversation of the list.
    pub fn space(&self, space: SpaceId) -> Option<SpaceView> {
        todo!()
    }

    /// The newest `items_max` items of a conversation, oldest first.
    pub fn timeline(&self, space: SpaceId, items_max: usize) -> View {
        todo!()
    }

    /// Who is in a space, oneself included.
    pub fn members(&self, space: SpaceId) -> Vec<MemberView> {
        todo!()
    }

    /// Positions of what matches, newest first, of one space.
    pub fn search(&self, space: SpaceId, typed: &str) -> Vec<u64> {
        todo!()
    }

    /// What an honest server would not have done, newest last.
    pub fn findings(&self) -> Vec<Finding> {
        todo!()
    }

    /// Seconds this device's clock is ahead of the server's, when that is more than a person should ignore.
    pub fn clock_skew_seconds(&self) -> Option<i64> {
        todo!()
    }

    /// How many entries wait on this device for a line.
    pub fn unsent(&self) -> usize {
        todo!()
    }
}
