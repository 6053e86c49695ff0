//! Messages: the conversations, one of them at length, and where one writes.
//!
//! Everything shown here is read from the session again after it changed ([`follow`]); nothing is kept
//! twice. What a person writes is kept on the device before the screen says so.

mod compose;
mod file;
mod follow;
mod head;
mod list;
mod page;
mod people;
mod presence;
mod search;
mod thread;
mod times;
mod voice;

pub(crate) use follow::follow;
pub(crate) use list::title;
pub(crate) use page::{Messages, SidePanel};
pub(crate) use people::Codes;
