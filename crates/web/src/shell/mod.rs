//! The frame around every screen: where one is, the way elsewhere, quick exit, alarms, the lock.

mod alarms;
mod exit;
mod focus;
mod frame;
mod idle;
mod line;
mod nav;
mod page;
pub(crate) mod prefs;
mod toast;

pub(crate) use exit::ExitButton;
pub(crate) use focus::{focus, focus_id, focus_title};
pub(crate) use frame::Shell;
