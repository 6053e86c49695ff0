//! What must happen later or outside, happening: one worker that sleeps until something is due.
//!
//! `store::outbox` keeps it and says who may work on what; here it is worded (`render`), handed to the mail
//! server, and what became of it is written down (`worker`), with waits that grow (`backoff`). At least once,
//! and twice only what was on its way when somebody pulled the plug (`docs/adr/0010`).

mod backoff;
mod invite;
mod operate;
mod render;
mod series;
mod worker;

use tokio::sync::Notify;

pub use operate::{list, requeue};
pub(crate) use worker::run;

/// The bell of the worker.
#[derive(Default)]
pub(crate) struct Outbox {
    bell: Notify,
}

impl Outbox {
    /// Something new may be due.
    pub(crate) fn wake(&self) {
        self.bell.notify_one();
    }

    /// Waits for the bell. A ring while nobody waited counts once.
    async fn woken(&self) {
        self.bell.notified().await;
    }
}
