//! Who follows one space, and how far each has come.
//!
//! Two streams run side by side, entries and membership records. In each a follower is either *live*, and
//! gets what is published, or *behind*, and gets pages. The step from behind to live is taken under the
//! hub's lock and only if nothing was published since the page was read: so nothing is missed or doubled.

use std::sync::Arc;

use bytes::Bytes;
use rapport_wire::SpaceId;

use super::line::{Line, SocketId};

/// How far a follower has come in one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// Gets what is published; `next` is what must come.
    Live {
        /// The next number.
        next: u64,
    },
    /// Gets pages from `next` on; `wanted` while a page is due.
    Behind {
        /// The next number.
        next: u64,
        /// Whether a page has been asked for, by the client or by a queue that ran over.
        wanted: bool,
    },
}

/// Which of the two streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Entries, numbered by position from 1.
    Entries,
    /// Membership records, numbered by index from 0.
    Records,
}

struct Follower {
    line: Arc<Line>,
    entries: Stream,
    records: Stream,
}

impl Follower {
    fn stream(&mut self, kind: Kind) -> &mut Stream {
        match kind {
            Kind::Entries => &mut self.entries,
            Kind::Records => &mut self.records,
        }
    }
}

/// Who follows a space.
#[derive(Default)]
pub(super) struct Room {
    followers: Vec<Follower>,
    /// One more than the newest published; 0 when nothing was, since this room is.
    entries_next: u64,
    records_next: u64,
}

impl Room {
    /// Somebody follows from here on, or starts anew.
    pub(super) fn follow(&mut self, line: Arc<Line>, records_from: u64, entries_from: u64) {
        self.unfollow(line.id);
        self.followers.push(Follower {
            line,
            entries: Stream::Behind { next: entries_from, wanted: true },
            records: Stream::Behind { next: records_from, wanted: true },
        });
    }

    /// Somebody follows no more.
    pub(super) fn unfollow(&mut self, socket: SocketId) {
        self.followers.retain(|follower| follower.line.id != socket);
    }

    /// Whether nobody follows.
    pub(super) fn is_empty(&self) -> bool {
        self.followers.is_empty()
    }

    /// Everybody who follows.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Arc<Line>> {
        self.followers.iter().map(|follower| &follower.line)
    }

    /// The client asks for a page of entries after those it has. False when it does not follow.
    pub(super) fn want_page(&mut self, socket: SocketId, next: u64) -> bool {
        let Some(follower) = self.follower(socket) else { return false };
        follower.entries = Stream::Behind { next, wanted: true };
        true
    }

    /// What is due to a follower who is behind: the number to read from.
    pub(super) fn due(&mut self, socket: SocketId, kind: Kind) -> Option<u64> {
        match *self.follower(socket)?.stream(kind) {
            Stream::Behind { next, wanted: true } => Some(next),
            _ => None,
        }
    }

    /// A page up to before `next` is in the follower's queue and more is to come: when the client asks.
    pub(super) fn paged(&mut self, socket: SocketId, kind: Kind, next: u64, wanted: bool) {
        if let Some(follower) = self.follower(socket) {
            *follower.stream(kind) = Stream::Behind { next, wanted };
        }
    }

    /// The last page there was, up to before `next`, is in the follower's queue. True when that makes them
    /// live; false when more has been published meanwhile, and a further page is due.
    pub(super) fn settle(&mut self, socket: SocketId, kind: Kind, next: u64) -> bool {
        let published = match kind {
            Kind::Entries => self.entries_next,
            Kind::Records => self.records_next,
        };
        let Some(follower) = self.follower(socket) else { return true };
        let live = published <= next;
        *follower.stream(kind) =
            if live { Stream::Live { next } } else { Stream::Behind { next, wanted: true } };
        live
    }

    /// Gives everybody who is live what is new, numbered `first` up to before `end`.
    pub(super) fn publish(&mut self, space: SpaceId, kind: Kind, first: u64, end: u64, frame: &Bytes) {
        match kind {
            Kind::Entries => self.entries_next = end,
            Kind::Records => self.records_next = end,
        }
        for follower in &mut self.followers {
            let line = Arc::clone(&follower.line);
            let stream = follower.stream(kind);
            let Stream::Live { next } = *stream else { continue };
            if next >= end {
                // Came with a page already.
                continue;
            }
            if next == first && line.offer(frame) {
                *stream = Stream::Live { next: end };
            } else {
                *stream = Stream::Behind { next, wanted: true };
                line.fall_behind(space);
            }
        }
    }

    fn follower(&mut self, socket: SocketId) -> Option<&mut Follower> {
        self.followers.iter_mut().find(|follower| follower.line.id == socket)
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::test_line;
    use super::*;
    use rapport_wire::limits::SOCKET_QUEUE_FRAMES_MAX;

    const SPACE: SpaceId = SpaceId::from_bytes([1; 32]);
    const ME: SocketId = SocketId(1);

    fn followed() -> (Room, Arc<Line>) {
        let (mut room, line) = (Room::default(), test_line(1));
        room.follow(Arc::clone(&line), 0, 1);
        (room, line)
    }

    fn publish(room: &mut Room, first: u64, end: u64) {
        room.publish(SPACE, Kind::Entries, first, end, &Bytes::from_static(b"e"));
    }

    fn queued(line: &Line) -> usize {
        let mut frames = Vec::new();
        while matches!(
            futures_util::FutureExt::now_or_never(line.next(&mut frames)),
            Some(super::super::line::Next::Send)
        ) {}
        frames.len()
    }

    #[test]
    fn who_is_behind_gets_nothing_live() {
        let (mut room, line) = followed();
        publish(&mut room, 1, 2);
        assert_eq!(queued(&line), 0);
        assert_eq!(room.due(ME, Kind::Entries), Some(1));
    }

    #[test]
    fn what_was_published_during_the_last_page_is_paged_too() {
        let (mut room, line) = followed();
        publish(&mut room, 1, 4);
        // The page was read before entry 3 was there.
        assert!(!room.settle(ME, Kind::Entries, 3));
        assert_eq!(room.due(ME, Kind::Entries), Some(3));
        assert!(room.settle(ME, Kind::Entries, 4));
        publish(&mut room, 4, 6);
        assert_eq!(queued(&line), 1);
        assert_eq!(room.due(ME, Kind::Entries), None);
    }

    #[test]
    fn what_came_with_a_page_is_not_sent_again() {
        let (mut room, line) = followed();
        // The page held entry 1, which is on disk and about to be published.
        assert!(room.settle(ME, Kind::Entries, 2));
        publish(&mut room, 1, 2);
        assert_eq!(queued(&line), 0);
        publish(&mut room, 2, 3);
        assert_eq!(queued(&line), 1);
    }

    #[test]
    fn a_batch_half_of_which_came_with_a_page_leads_back_to_pages() {
        let (mut room, _) = followed();
        assert!(room.settle(ME, Kind::Entries, 3));
        publish(&mut room, 1, 5);
        assert_eq!(room.due(ME, Kind::Entries), Some(3));
    }

    #[test]
    fn a_queue_that_runs_over_leads_back_to_pages() {
        let (mut room, line) = followed();
        assert!(room.settle(ME, Kind::Entries, 1));
        let count = SOCKET_QUEUE_FRAMES_MAX as u64 + 1;
        for position in 1..=count {
            publish(&mut room, position, position + 1);
        }
        assert_eq!(room.due(ME, Kind::Entries), Some(count));
        assert_eq!(queued(&line), SOCKET_QUEUE_FRAMES_MAX);
    }
}
