//! What therapy is: the words people exchange and what they mean; pure.
//!
//! [`content`] says what an entry *is* once its seal is open; [`conversation`] folds entries into what a
//! person sees; [`measure`] scores answers, and [`course`] folds them into how somebody gets on; [`form`] is
//! what a practice asks for itself, [`feedback`] how its sessions feel, [`worksheet`] what people work on between sessions, [`together`] a page two fill in at once, [`library`] what they
//! read; [`consent`] what a client agrees to; [`note`], [`plan`] and [`safety`] are the record they keep, [`private`] what a therapist keeps to
//! themself, [`journal`] what a client does; [`whole`] is what is taken along, [`farewell`] who left for good. No clock, no chance, no I/O, and no
//! keys: what arrives here was
//! verified and opened before.
//!
//! Architecture invariant: `server`, `store` and `sfu` cannot reach this crate.
//!
//! ```
//! use rapport_care::content::{Content, Message};
//! let said = Content::Message(Message { text: "Good morning".into(), reply_to: None });
//! assert_eq!(Content::from_bytes(&said.to_bytes()).unwrap(), said);
//! ```

pub mod about;
mod canonical;
pub mod consent;
pub mod content;
pub mod conversation;
pub mod course;
pub mod farewell;
pub mod feedback;
pub mod form;
pub mod ids;
pub mod journal;
pub mod library;
pub mod limits;
pub mod measure;
pub mod note;
pub mod plan;
pub mod private;
pub mod safety;
pub mod search;
pub mod together;
pub mod versions;
pub mod whole;
pub mod worksheet;

pub use content::Content;
pub use conversation::{Conversation, View};
pub use ids::{AccountId, BlobId, ConsentId, EntryId, GoalId, NoteId, PageId};
