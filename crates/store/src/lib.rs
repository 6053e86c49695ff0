//! Tables, queries, migrations: the only SQL.
//!
//! One [`Store`] serves SQLite (a file, the default) and PostgreSQL (a URL) with the same queries; what differs
//! between them is in `dialect`. A feature is a file: its table as an entity, its plain structs, its
//! queries. Races end in the schema: a sign-in name, an invitation, the next record of a membership log
//! and the next entry of a space are each a unique key, so two who want the same one cannot both have it.
//!
//! Entries take another road than everything else: [`EntryWriter`] gathers what many sockets send and
//! commits it together, and answers nothing before the commit is on disk.
//!
//! Architecture invariants: nothing outside this crate speaks SQL, no entity leaves it, and it knows no
//! clock and no chance: instants, ids, tokens and keys are arguments. All bytes it keeps are sealed or
//! public; it has no way to tell which.
//!
//! ```no_run
//! # async fn example(now: rapport_wire::Timestamp) -> Result<(), rapport_store::StoreError> {
//! let store = rapport_store::Store::open("sqlite:/var/lib/rapport/rapport.db", now).await?;
//! assert!(store.account_by_handle("mara").await?.is_none());
//! # Ok(()) }
//! ```

pub mod account;
pub mod address;
pub mod appointment;
pub mod backup;
pub mod blob;
mod convert;
pub mod device;
mod dialect;
pub mod entry;
pub mod erase;
pub mod error;
pub mod feed;
pub mod invitation;
pub mod maintenance;
pub mod mark;
mod migrations;
pub mod offer;
pub mod outbox;
pub mod record;
pub mod reminder;
pub mod retention;
mod rows;
mod schedule;
pub mod setting;
pub mod signup;
pub mod source;
pub mod space;
mod store;
mod tables;
pub mod waiting;
pub mod writer;

#[cfg(test)]
mod tests;

pub use account::{Account, PassphraseChange, Recovered};
pub use address::{AddressError, MailAddress, NewAddress};
pub use appointment::{
    Appointment, Arrange, Arranged, Attendee, Book, BookError, Buffers, BusySpan, Cancel, Changed, Hold,
    HoldLimits, Move, NewSeries, Page, Series, Taking,
};
pub use backup::{BackupError, Summary, restore};
pub use blob::{Blob, BlobError, ChunkStored};
pub use device::{DeviceError, NewDevice, SignedInDevice};
pub use entry::{EntryPage, Erased};
pub use erase::{AccountGone, EraseError};
pub use error::StoreError;
pub use feed::{NewFeed, OpenFeed};
pub use invitation::{AcceptError, AcceptInvitation, Invitation, InviteError, NewInvitation};
pub use maintenance::Swept;
pub use offer::StoredOffer;
pub use outbox::{ForCalendar, Listed, NewOut, OutboxId, OutboxKind, Requeued, Settled, Taken, What};
pub use record::{AppendError, MemberChange, NewRecord, RecordPage};
pub use schedule::quiet_until;
pub use signup::{Entrance, SignUp, SignUpError};
pub use source::{NewSource, StoredSource};
pub use space::{Member, NewSpace, SpaceState};
pub use store::Store;
pub use waiting::{Hour, JoinList, Passed, Suits, Terms, WaitingError, WaitingPlace};
pub use writer::{Done, EntryWriter, NewEntry, Outcome, Refusal, Stopped};

/// SHA-256 of something: 32 bytes.
pub type Hash = [u8; 32];
