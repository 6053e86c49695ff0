//! Files in a conversation: on their way out, and as others see them.

mod chosen;
mod incoming;
mod outgoing;
mod save;
mod size;
mod source;
mod take;
mod view;

pub(super) use chosen::{Chosen, ChosenFiles};
pub(super) use incoming::{Fetch, Fetched};
pub(super) use outgoing::{Outgoing, begin};
pub(super) use source::FileSource;
pub(super) use take::{choose_files, take_dropped, take_pasted};
pub(super) use view::FileView;
