//! A journal: for its author alone, until they share a page. What is being written is kept on this device;
//! search happens here too.

mod home;
mod shared;
mod write;

pub(crate) use self::home::Journal;
pub(crate) use self::shared::SharedJournal;
