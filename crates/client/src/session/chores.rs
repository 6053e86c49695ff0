//! What a device does by itself when something has arrived: it gives notes the date at which they go, and says when
//! something falls due. What fails is done again at the next look.

use std::pin::pin;

use futures_util::future::select;

use super::Session;
use crate::views::Connection;

/// How long it waits for the rest of what is arriving, in milliseconds.
const SETTLE_MS: u32 = 2_000;
/// How often it looks when nothing arrives, in milliseconds.
const AGAIN_MS: u32 = 60_000;

impl Session {
    pub(super) async fn do_chores(&self) {
        loop {
            let seen = self.inner.kept.count();
            self.inner.outside.sleep(SETTLE_MS).await;
            if self.inner.stopped.get() {
                return;
            }
            if self.connection() == Connection::Online {
                let _ = self.date_records().await;
                let _ = self.say_due_times().await;
            }
            let (news, again) = (pin!(self.inner.kept.after(seen)), pin!(self.inner.outside.sleep(AGAIN_MS)));
            select(news, again).await;
        }
    }
}
