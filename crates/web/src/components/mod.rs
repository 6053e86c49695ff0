//! Pieces that every screen is made of: icons, fields, notices, dialogs. They hold no state of the app.

mod confirm;
mod copy;
mod few_words;
mod field;
mod icon;
mod inputs;
mod notice;
mod page;
mod passphrase;
mod progress;
mod spark;
mod strength;

pub(crate) use confirm::Confirm;
pub(crate) use copy::CopyButton;
pub(crate) use few_words::{FewWords, too_many};
pub(crate) use field::{FieldError, TextField, fresh_id};
pub(crate) use icon::{Glyph, Icon};
pub(crate) use inputs::{Choose, Entry, Select, Tick};
pub(crate) use notice::{Notice, Refusal, Tone};
pub(crate) use page::PageHead;
pub(crate) use passphrase::PassphraseField;
pub(crate) use progress::{SubmitButton, Work, Working};
pub(crate) use spark::Spark;
pub(crate) use strength::{NewPassphrase, NewPassphraseField};
