//! Names of things inside the seal: sixteen bytes each, the same bytes as on the wire.
//!
//! Own types, because this crate stands below nothing and above nothing: `client` joins the two.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        pub struct $name(pub [u8; 16]);
    };
}

id!(
    /// An entry, named by its author's device.
    EntryId
);
id!(
    /// A person's account.
    AccountId
);
id!(
    /// An attachment's row of sealed chunks.
    BlobId
);
id!(
    /// A progress note, named by the device that began it.
    NoteId
);
id!(
    /// A goal of a plan, named by the device that wrote it first: it stays the same when its words change.
    GoalId
);
id!(
    /// A consent, named by the device that asked first: it stays the same when its words are put anew.
    ConsentId
);
id!(
    /// A page that is filled in together, named by the device that opened it.
    PageId
);
