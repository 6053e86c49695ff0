//! Spaces: made over HTTP, lived in over the socket.

use serde::{Deserialize, Serialize};

use crate::endpoint::{Access, Done, Endpoint, Method, endpoint};
use crate::{AccountId, Bytes, SpaceId, Timestamp};

/// What a space is for; the server knows this much, to know who may invite whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum SpaceKind {
    /// The practice's own: its staff. Its id is the practice's fingerprint.
    Practice = 1,
    /// Clients and their therapists.
    Care = 2,
    /// One person alone: drafts, psychotherapy notes, a journal.
    Own = 3,
    /// What staff write down about a care space: progress notes. No client is ever in it.
    Record = 4,
}

impl SpaceKind {
    /// The kind a signed byte names.
    pub const fn from_u8(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Practice),
            2 => Some(Self::Care),
            3 => Some(Self::Own),
            4 => Some(Self::Record),
            _ => None,
        }
    }
}

/// A signed membership record on its way in, with the keys it hands out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Append {
    /// Canonical bytes of the record (`envelope::Record`), signature included.
    pub record: Bytes,
    /// The signed set of wraps (`envelope::WrapSet`), when the record begins an epoch or hands one out.
    pub wraps: Option<Bytes>,
}

/// A membership record as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredRecord {
    /// 0 for the genesis, then 1, 2, 3 …
    pub index: u64,
    /// When the server took it.
    pub received_at: Timestamp,
    /// The record.
    pub record: Bytes,
    /// Its wraps, whole: the set is signed as a whole.
    pub wraps: Option<Bytes>,
}

/// Makes a space. The caller must be the author of its genesis, and its only member.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateSpace {
    /// The genesis record and its wraps.
    pub genesis: Append,
}

impl Endpoint for CreateSpace {
    type Reply = Created;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/spaces";
    const ACCESS: Access = Access::SignedIn;
}

/// Reply to [`CreateSpace`]. Making the same space twice gives the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Created {
    /// SHA-256 of the genesis record.
    pub space: SpaceId,
}

/// Gives a record an end: the practice keeps records so long after its client has left for good, counted from now, to
/// the end of that month. An end that was said before and is later stays. For its members; `not-found` for others, and for what is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndRecord {
    /// The record.
    pub space: SpaceId,
}
endpoint!(EndRecord => RecordEnd, Put "/api/spaces/{space}/end", SignedIn,
    |me| format!("/api/spaces/{}/end", me.space));

/// When a record is destroyed, with everything in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordEnd {
    /// Not before.
    pub kept_until: Timestamp,
}

/// Takes a record's end away: its client is here after all. For its members; `not-found` for others, and for what is
/// no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeepRecord {
    /// The record.
    pub space: SpaceId,
}
endpoint!(KeepRecord => Done, Delete "/api/spaces/{space}/end", SignedIn,
    |me| format!("/api/spaces/{}/end", me.space));

/// Where a space stands, told when a socket opens and when the signed-in account enters a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpaceHead {
    /// The space.
    pub space: SpaceId,
    /// What it is for.
    pub kind: SpaceKind,
    /// Index of the newest membership record.
    pub log_index: u64,
    /// Position of the newest entry; 0 when there is none.
    pub position: u64,
    /// The newest mark of each member (`envelope::Mark`).
    pub marks: Vec<(AccountId, Bytes)>,
}

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredEntry {
    /// 1, 2, 3 … within its space, without gaps.
    pub position: u64,
    /// When the server took it.
    pub received_at: Timestamp,
    /// Header, signature and SHA-256 of the body (`envelope::EntryHead`): all that a chain needs.
    pub head: Bytes,
    /// The sealed body; none once erased.
    pub body: Option<Bytes>,
}
