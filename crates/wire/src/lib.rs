//! Every type that crosses a process: ids, endpoints, socket frames, call signalling, limits.
//!
//! Two languages are spoken. HTTP carries JSON and is described by [`endpoint::Endpoint`], which drives
//! the client's call and the server's route alike, so that neither can drift. The one WebSocket carries
//! [`socket`] frames in [postcard](https://postcard.jamesmunns.com/wire-format). What is *signed* is
//! neither: canonical bytes belong to `envelope`, and travel here as opaque [`Bytes`].
//!
//! Architecture invariant: nothing here knows what an entry says. There is no type for a message, an
//! answer or a note in this crate, because the server links it.
//!
//! ```
//! use rapport_wire::{ids::AccountId, Timestamp};
//! let id = AccountId::from_bytes([7; 16]);
//! assert_eq!(id.to_string().parse::<AccountId>().unwrap(), id);
//! assert_eq!(Timestamp::from_millis(1_500).as_micros(), 1_500_000);
//! ```

pub mod account;
pub mod appointment;
pub mod blob;
pub mod bytes;
pub mod calendar_link;
pub mod call;
pub mod device;
pub mod endpoint;
pub mod ids;
pub mod invitation;
pub mod limits;
pub mod offer;
pub mod practice;
pub mod problem;
pub mod reminder;
pub mod role;
#[cfg(feature = "openapi")]
mod schema;
pub mod socket;
pub mod space;
pub mod time;
pub mod waiting;

pub use bytes::Bytes;
pub use ids::{
    AccountId, AppointmentId, BlobId, CallId, DeviceId, EntryId, FeedId, InvitationId, ParticipantId,
    SeriesId, SourceId, SpaceId, WaitId,
};
pub use problem::{Code, Problem};
pub use role::Role;
pub use time::Timestamp;
