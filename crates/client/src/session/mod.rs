//! The handle a screen holds: views to draw, things to do, a callback when something changed.
//!
//! Cheap to clone; every clone is the same session. Nothing here waits for the network but what says so:
//! words are kept on the device first and sent when there is a line. Spawn [`Session::run`] once.
//!
//! ```no_run
//! # async fn example(outside: rapport_client::platform::Outside) -> Result<(), rapport_client::ClientError> {
//! use rapport_client::account::{Reopened, reopen};
//! let Reopened::Open(session) = reopen(outside).await? else { return Ok(()) };
//! let watching = session.subscribe(|change| println!("{change:?}"));
//! // spawn_local(session.clone().run());
//! for space in session.spaces() {
//!     println!("{}: {} unread", space.names.join(", "), space.unread);
//! }
//! # drop(watching); Ok(()) }
//! ```

mod account;
mod call;
mod files;
mod look;
mod run;
mod say;
mod spaces;

pub use files::{Cancel, NewFile, NewVoice, Source, Upload};

use std::rc::Rc;

use crate::views::Change;

/// A signed-in, unlocked account on this device.
#[derive(Clone)]
pub struct Session {
    inner: Rc<Inner>,
}

struct Inner {}

/// Keeps a callback called; dropping it ends that.
pub struct Subscription {}

impl Session {
    /// Calls back, from the driver, after each change. Look at the views again; do no long work inside.
    pub fn subscribe(&self, callback: impl Fn(&Change) + 'static) -> Subscription {
        todo!()
    }

    /// Drives the session: connects, syncs, sends, reconnects, until it is locked, signed out or
    /// [`Self::stop`]ped.
    pub async fn run(self) {
        todo!()
    }

    /// Ends [`Self::run`]. What is kept on the device stays.
    pub fn stop(&self) {
        todo!()
    }

    /// Tries to connect at once (the browser says it is online again).
    pub fn reconnect_now(&self) {
        todo!()
    }
}
