//! The driver: one socket at a time, pumped into the engine; and the keyring, beside it.

use std::pin::pin;

use futures_util::future::{Either, join4, select};
use rapport_wire::Timestamp;

use super::Session;
use crate::engine::{Input, Output};
use crate::platform::{Closed, Offline, Socket};
use crate::views::Change;

/// Longest sleep at a stretch, in milliseconds.
const SLEEP_MS_MAX: i64 = 60_000;

impl Session {
    /// Drives the session: connects, syncs, sends, reconnects, until it is locked, signed out or
    /// [`Self::stop`]ped. Run it once.
    pub async fn run(self) {
        if self.inner.running.replace(true) {
            return;
        }
        join4(self.drive(), self.keep_keyring(), self.stay_after_all(), self.do_chores()).await;
        self.inner.running.set(false);
    }

    async fn drive(&self) {
        while !self.inner.stopped.get() {
            let seen = self.inner.work.count();
            let _ = self.do_outputs(None).await;
            let due = self.inner.engine.borrow().connect_at();
            match due {
                Some(at) if self.inner.outside.now() >= at => match self.inner.outside.connect().await {
                    Ok(socket) => self.pump(&*socket).await,
                    Err(Offline) => self.feed(Input::Disconnected(None)),
                },
                due => self.rest(due, seen).await,
            }
        }
        let _ = self.do_outputs(None).await;
    }

    /// One socket, from its beginning to its end.
    async fn pump(&self, socket: &dyn Socket) {
        self.feed(Input::Connected);
        loop {
            let seen = self.inner.work.count();
            if self.do_outputs(Some(socket)).await.is_err() {
                return self.feed(Input::Disconnected(None));
            }
            if self.inner.stopped.get() {
                return self.feed(Input::Disconnected(None));
            }
            let due = self.inner.engine.borrow().wake_at();
            let arrived = {
                let (frame, rest) = (pin!(socket.recv()), pin!(self.rest(due, seen)));
                match select(frame, rest).await {
                    Either::Left((frame, _)) => Some(frame),
                    Either::Right(((), _)) => None,
                }
            };
            match arrived {
                Some(Ok(frame)) => self.feed(Input::Frame(&frame)),
                Some(Err(Closed { code })) => return self.feed(Input::Disconnected(code)),
                None => self.feed(Input::Tick),
            }
        }
    }

    fn feed(&self, input: Input<'_>) {
        let now = self.inner.outside.now();
        let mut chance = crate::platform::Chance(&*self.inner.outside);
        self.inner.engine.borrow_mut().handle(input, now, &mut chance);
    }

    /// Waits until something is due, or somebody used the engine.
    async fn rest(&self, due: Option<Timestamp>, seen: u64) {
        let now = self.inner.outside.now().as_millis();
        // One more millisecond: due times are microseconds, and a sleep must not end just before them.
        let wait_ms = due.map_or(SLEEP_MS_MAX, |at| at.as_millis().saturating_sub(now).saturating_add(1));
        let sleep = pin!(self.inner.outside.sleep(wait_ms.clamp(1, SLEEP_MS_MAX) as u32));
        let work = pin!(self.inner.work.after(seen));
        select(sleep, work).await;
    }

    /// Does what the engine asks, each thing before the next.
    pub(super) async fn do_outputs(&self, socket: Option<&dyn Socket>) -> Result<(), Offline> {
        loop {
            let output = self.inner.engine.borrow_mut().poll();
            match output {
                None => return Ok(()),
                Some(Output::Frame(frame)) => {
                    if let Some(socket) = socket {
                        socket.send(frame).await?;
                    }
                }
                Some(Output::Keep(batch)) => {
                    let count = batch.len() as u64;
                    // A device that keeps nothing (a private window) still talks; it fetches all again next time.
                    if self.inner.outside.vault_write(batch).await.is_err() {
                        self.tell(&Change::NothingKept);
                    }
                    self.inner.kept_count.set(self.inner.kept_count.get() + count);
                    self.inner.kept.ring();
                }
                Some(Output::Change(change)) => self.tell(&change),
                Some(Output::Call(event)) => self.tell_call(event),
                Some(Output::KeepKeyring) => self.inner.keyring_due.ring(),
            }
        }
    }

    fn tell(&self, change: &Change) {
        // Cloned first: a callback may subscribe, or drop its subscription.
        let listeners: Vec<_> = self.inner.listeners.borrow().values().cloned().collect();
        for listener in listeners {
            listener(change);
        }
    }
}
