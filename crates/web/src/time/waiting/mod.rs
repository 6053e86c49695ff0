//! Waiting lists: one's places on them, an hour that is held for oneself, and which parts of the week would
//! suit.

mod list;
mod parts;
mod place;

pub(super) use self::list::TheirList;
pub(super) use self::parts::PartsPicker;
pub(super) use self::place::{MyPlaces, places};
