//! What waits to be sent on one socket: a bounded queue, and the spaces it must catch up on.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use rapport_wire::limits::{SOCKET_QUEUE_BYTES_MAX, SOCKET_QUEUE_FRAMES_MAX, UNACKNOWLEDGED_MAX};
use rapport_wire::socket::{CLOSE_SLOW, Down, encode};
use rapport_wire::{AccountId, DeviceId, SpaceId};
use tokio::sync::{Notify, Semaphore};

/// Names a socket while it is open. Counted up, never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SocketId(pub(crate) u64);

/// The sending side of a socket.
pub(crate) struct Line {
    /// The socket.
    pub(crate) id: SocketId,
    /// Whose it is.
    pub(crate) account: AccountId,
    /// On which device.
    pub(crate) device: DeviceId,
    /// Permits for entries that are sent and not yet answered.
    pub(super) unanswered: Semaphore,
    queue: Mutex<Queue>,
    changed: Notify,
}

#[derive(Default)]
struct Queue {
    frames: VecDeque<Bytes>,
    bytes: usize,
    behind: VecDeque<SpaceId>,
    close: Option<u16>,
}

/// What the sending task does next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Frames are in the buffer.
    Send,
    /// Nothing waits, and this space is behind.
    CatchUp(SpaceId),
    /// Close with this code.
    Close(u16),
}

impl Line {
    /// An empty line.
    pub(super) fn new(id: SocketId, account: AccountId, device: DeviceId) -> Self {
        Self {
            id,
            account,
            device,
            unanswered: Semaphore::new(UNACKNOWLEDGED_MAX),
            queue: Mutex::default(),
            changed: Notify::new(),
        }
    }

    /// Queues a frame that can be caught up on later; false when there is no room for it.
    pub(super) fn offer(&self, frame: &Bytes) -> bool {
        let mut queue = self.lock();
        let full = queue.frames.len() >= SOCKET_QUEUE_FRAMES_MAX
            || queue.bytes + frame.len() > SOCKET_QUEUE_BYTES_MAX && !queue.frames.is_empty();
        if !full {
            self.push(&mut queue, frame.clone());
        }
        !full
    }

    /// Queues a frame that cannot be left out. A socket that has no room even for those, twice over, is
    /// closed: it comes again and catches up.
    pub(crate) fn send(&self, frame: &Bytes) {
        let mut queue = self.lock();
        let over =
            queue.frames.len() >= 2 * SOCKET_QUEUE_FRAMES_MAX || queue.bytes > 2 * SOCKET_QUEUE_BYTES_MAX;
        if over {
            queue.close.get_or_insert(CLOSE_SLOW);
            self.changed.notify_one();
        } else {
            self.push(&mut queue, frame.clone());
        }
    }

    /// [`Self::send`] of a frame for this socket alone.
    pub(crate) fn tell(&self, down: &Down) {
        self.send(&encode(down).into());
    }

    /// Notes that a space has to be caught up on, once the queue is empty.
    pub(super) fn fall_behind(&self, space: SpaceId) {
        let mut queue = self.lock();
        if !queue.behind.contains(&space) {
            queue.behind.push_back(space);
            self.changed.notify_one();
        }
    }

    /// Asks the sending task to close. The first code counts.
    pub(crate) fn close(&self, code: u16) {
        self.lock().close.get_or_insert(code);
        self.changed.notify_one();
    }

    /// Waits for something to do, and moves what is queued into `buffer`.
    pub(super) async fn next(&self, buffer: &mut Vec<Bytes>) -> Next {
        loop {
            let changed = self.changed.notified();
            if let Some(next) = self.take(buffer) {
                return next;
            }
            changed.await;
        }
    }

    fn take(&self, buffer: &mut Vec<Bytes>) -> Option<Next> {
        let mut queue = self.lock();
        if let Some(code) = queue.close {
            // What was answered before the end still goes out, except to a socket that does not read.
            if code != CLOSE_SLOW {
                buffer.extend(queue.frames.drain(..));
            }
            return Some(Next::Close(code));
        }
        if !queue.frames.is_empty() {
            queue.bytes = 0;
            buffer.extend(queue.frames.drain(..));
            return Some(Next::Send);
        }
        queue.behind.pop_front().map(Next::CatchUp)
    }

    fn push(&self, queue: &mut Queue, frame: Bytes) {
        queue.bytes += frame.len();
        queue.frames.push_back(frame);
        self.changed.notify_one();
    }

    // Every change is whole before the lock is let go of.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
pub(super) fn test_line(id: u64) -> std::sync::Arc<Line> {
    let account = AccountId::from_bytes([id as u8; 16]);
    std::sync::Arc::new(Line::new(SocketId(id), account, DeviceId::from_bytes([id as u8; 16])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_refuses_what_can_be_caught_up_on() {
        let line = test_line(1);
        let frame = Bytes::from_static(b"entry");
        for _ in 0..SOCKET_QUEUE_FRAMES_MAX {
            assert!(line.offer(&frame));
        }
        assert!(!line.offer(&frame));
        let mut sent = Vec::new();
        assert_eq!(line.take(&mut sent), Some(Next::Send));
        assert_eq!(sent.len(), SOCKET_QUEUE_FRAMES_MAX);
        assert!(line.offer(&frame));
    }

    #[test]
    fn many_bytes_are_as_full_as_many_frames() {
        let line = test_line(1);
        let big = Bytes::from(vec![0; SOCKET_QUEUE_BYTES_MAX / 2]);
        assert!(line.offer(&big) && line.offer(&big));
        assert!(!line.offer(&Bytes::from_static(b"x")));
    }

    #[test]
    fn a_space_is_caught_up_on_once_nothing_waits() {
        let line = test_line(1);
        let space = SpaceId::from_bytes([1; 32]);
        line.fall_behind(space);
        line.fall_behind(space);
        line.offer(&Bytes::from_static(b"entry"));
        let mut sent = Vec::new();
        assert_eq!(line.take(&mut sent), Some(Next::Send));
        assert_eq!(line.take(&mut sent), Some(Next::CatchUp(space)));
        assert_eq!(line.take(&mut sent), None);
    }

    #[test]
    fn a_socket_that_reads_nothing_is_closed() {
        let line = test_line(1);
        for _ in 0..=2 * SOCKET_QUEUE_FRAMES_MAX {
            line.send(&Bytes::from_static(b"answer"));
        }
        let mut sent = Vec::new();
        assert_eq!(line.take(&mut sent), Some(Next::Close(CLOSE_SLOW)));
        assert!(sent.is_empty());
    }
}
