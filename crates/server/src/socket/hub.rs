//! Which sockets are open and what each follows.
//!
//! One lock, held for short and never across a wait. What is sent is encoded once and shared.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use rapport_wire::limits::ACCOUNT_SOCKETS_MAX;
use rapport_wire::socket::{CLOSE_SIGNED_OUT, Down, encode};
use rapport_wire::space::{SpaceHead, StoredRecord};
use rapport_wire::{AccountId, Code, DeviceId, SpaceId};
use tokio::sync::Notify;

use super::line::{Line, SocketId};
use super::room::{Kind, Room};

/// All sockets of this node.
#[derive(Default)]
pub(crate) struct Hub {
    counter: AtomicU64,
    ended: Notify,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    sockets: HashMap<SocketId, Socket>,
    accounts: HashMap<AccountId, Vec<SocketId>>,
    rooms: HashMap<SpaceId, Room>,
}

struct Socket {
    line: Arc<Line>,
    follows: Vec<SpaceId>,
}

impl Hub {
    /// A further socket of an account.
    pub(super) fn open(&self, account: AccountId, device: DeviceId) -> Result<Arc<Line>, Code> {
        let id = SocketId(self.counter.fetch_add(1, Ordering::Relaxed));
        let mut inner = self.lock();
        let own = inner.accounts.entry(account).or_default();
        if own.len() >= ACCOUNT_SOCKETS_MAX {
            return Err(Code::TooMany);
        }
        own.push(id);
        let line = Arc::new(Line::new(id, account, device));
        inner.sockets.insert(id, Socket { line: Arc::clone(&line), follows: Vec::new() });
        metrics::gauge!("rapport_sockets").set(inner.sockets.len() as f64);
        Ok(line)
    }

    /// A socket has ended.
    pub(super) fn ended(&self, id: SocketId) {
        let mut inner = self.lock();
        let Some(socket) = inner.sockets.remove(&id) else { return };
        for space in &socket.follows {
            inner.unfollow(id, *space);
        }
        let account = socket.line.account;
        let own = inner.accounts.entry(account).or_default();
        own.retain(|other| *other != id);
        if own.is_empty() {
            inner.accounts.remove(&account);
        }
        metrics::gauge!("rapport_sockets").set(inner.sockets.len() as f64);
        self.ended.notify_waiters();
    }

    /// Follows a space, from the next record and the next entry wanted. Catching up begins at once.
    pub(super) fn follow(&self, line: &Arc<Line>, space: SpaceId, records_from: u64, entries_from: u64) {
        let mut inner = self.lock();
        let Some(socket) = inner.sockets.get_mut(&line.id) else { return };
        if !socket.follows.contains(&space) {
            socket.follows.push(space);
        }
        inner.rooms.entry(space).or_default().follow(Arc::clone(line), records_from, entries_from);
        drop(inner);
        line.fall_behind(space);
    }

    /// Whether a socket follows a space: if so, its account was a member when it began, and still is.
    pub(crate) fn follows(&self, socket: SocketId, space: SpaceId) -> bool {
        self.lock().sockets.get(&socket).is_some_and(|socket| socket.follows.contains(&space))
    }

    /// The client asks for a further page.
    pub(super) fn want_page(&self, line: &Line, space: SpaceId, entries_from: u64) -> bool {
        let wanted = self.with_room(space, |room| room.want_page(line.id, entries_from)).unwrap_or(false);
        if wanted {
            line.fall_behind(space);
        }
        wanted
    }

    /// Something with a space's room, when anybody follows it.
    pub(super) fn with_room<T>(&self, space: SpaceId, act: impl FnOnce(&mut Room) -> T) -> Option<T> {
        self.lock().rooms.get_mut(&space).map(act)
    }

    /// New entries of a space, in order of position.
    pub(super) fn entries(&self, space: SpaceId, first: u64, end: u64, frame: &Bytes) {
        self.with_room(space, |room| room.publish(space, Kind::Entries, first, end, frame));
    }

    /// A new record of a space's log.
    pub(crate) fn record(&self, space: SpaceId, record: StoredRecord) {
        let first = record.index;
        let frame = Bytes::from(encode(&Down::Records { space, records: vec![record], more: false }));
        self.with_room(space, |room| room.publish(space, Kind::Records, first, first + 1, &frame));
    }

    /// Tells everybody who follows a space, except one socket perhaps.
    pub(crate) fn tell_space(&self, space: SpaceId, except: Option<SocketId>, down: &Down) {
        self.with_room(space, |room| {
            let frame = Bytes::from(encode(down));
            room.lines().filter(|line| Some(line.id) != except).for_each(|line| line.send(&frame));
        });
    }

    /// Passes something on that nobody misses if there is no room for it.
    pub(super) fn hint_space(&self, space: SpaceId, except: SocketId, down: &Down) {
        self.with_room(space, |room| {
            let frame = Bytes::from(encode(down));
            room.lines().filter(|line| line.id != except).for_each(|line| {
                line.offer(&frame);
            });
        });
    }

    /// Tells one socket.
    pub(crate) fn tell(&self, socket: SocketId, down: &Down) {
        if let Some(socket) = self.lock().sockets.get(&socket) {
            socket.line.tell(down);
        }
    }

    /// An account has entered a space.
    pub(crate) fn entered(&self, account: AccountId, head: SpaceHead) {
        self.tell_account(account, &Down::Entered(head));
    }

    /// Tells every socket of an account.
    pub(crate) fn tell_account(&self, account: AccountId, down: &Down) {
        let frame = Bytes::from(encode(down));
        let inner = self.lock();
        for id in inner.accounts.get(&account).into_iter().flatten() {
            if let Some(socket) = inner.sockets.get(id) {
                socket.line.send(&frame);
            }
        }
    }

    /// An account is no longer a member of a space: its sockets follow it no more.
    pub(crate) fn removed(&self, account: AccountId, space: SpaceId) {
        let mut inner = self.lock();
        let own = inner.accounts.get(&account).cloned().unwrap_or_default();
        for id in own {
            if let Some(socket) = inner.sockets.get_mut(&id) {
                socket.follows.retain(|followed| *followed != space);
            }
            inner.unfollow(id, space);
        }
    }

    /// Closes the sockets of devices that were signed out.
    pub(crate) fn sign_out(&self, devices: &[DeviceId]) {
        let inner = self.lock();
        let theirs = inner.sockets.values().filter(|socket| devices.contains(&socket.line.device));
        theirs.for_each(|socket| socket.line.close(CLOSE_SIGNED_OUT));
    }

    /// Closes every socket.
    pub(crate) fn close_all(&self, code: u16) {
        self.lock().sockets.values().for_each(|socket| socket.line.close(code));
    }

    /// Waits until no socket is open.
    pub(crate) async fn emptied(&self) {
        loop {
            let ended = self.ended.notified();
            if self.lock().sockets.is_empty() {
                return;
            }
            ended.await;
        }
    }

    // Every change is whole before the lock is let go of.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn unfollow(&mut self, socket: SocketId, space: SpaceId) {
        if let Some(room) = self.rooms.get_mut(&space) {
            room.unfollow(socket);
            if room.is_empty() {
                self.rooms.remove(&space);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_so_many_sockets_and_no_more() {
        let hub = Hub::default();
        let (account, device) = (AccountId::from_bytes([1; 16]), DeviceId::from_bytes([1; 16]));
        let lines: Vec<_> = (0..ACCOUNT_SOCKETS_MAX).map(|_| hub.open(account, device).unwrap()).collect();
        assert_eq!(hub.open(account, device).err(), Some(Code::TooMany));
        hub.ended(lines[0].id);
        assert!(hub.open(account, device).is_ok());
    }

    #[test]
    fn nothing_is_left_of_a_socket_that_ended() {
        let hub = Hub::default();
        let line = hub.open(AccountId::from_bytes([1; 16]), DeviceId::from_bytes([1; 16])).unwrap();
        let space = SpaceId::from_bytes([1; 32]);
        hub.follow(&line, space, 0, 1);
        assert!(hub.follows(line.id, space));
        hub.ended(line.id);
        let inner = hub.lock();
        assert!(inner.sockets.is_empty() && inner.accounts.is_empty() && inner.rooms.is_empty());
    }

    #[test]
    fn who_is_removed_follows_no_more() {
        let hub = Hub::default();
        let account = AccountId::from_bytes([1; 16]);
        let line = hub.open(account, DeviceId::from_bytes([1; 16])).unwrap();
        let space = SpaceId::from_bytes([1; 32]);
        hub.follow(&line, space, 0, 1);
        hub.removed(account, space);
        assert!(!hub.follows(line.id, space));
        assert!(!hub.want_page(&line, space, 1));
    }
}
