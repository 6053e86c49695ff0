//! The model server: honest, unless a test puts a hand on the line to somebody.
//!
//! It keeps what the real one keeps and answers what the real one answers, so that engines can be tested
//! without a process, a disk or a clock. A [`Tamper`] sees every frame on its way to one account.

use std::collections::{BTreeMap, VecDeque};

use rapport_envelope::{EntryHead, Log};
use rapport_wire::call::{CallDown, CallUp, Participant};
use rapport_wire::socket::{Down, Up};
use rapport_wire::space::{Append, SpaceHead, SpaceKind, StoredEntry, StoredRecord};
use rapport_wire::{AccountId, Bytes, CallId, Code, ParticipantId, SpaceId, Timestamp};

/// Changes what somebody is told.
pub(crate) type Tamper = Box<dyn FnMut(Down) -> Vec<Down>>;

/// Entries in a page: few, so that tests see several pages.
const PAGE: usize = 3;

/// One space, as stored.
pub(crate) struct Stored {
    pub(crate) kind: SpaceKind,
    pub(crate) log: Log,
    pub(crate) records: Vec<StoredRecord>,
    pub(crate) entries: Vec<StoredEntry>,
    pub(crate) marks: BTreeMap<AccountId, Bytes>,
}

/// One open socket.
struct Port {
    account: AccountId,
    /// Spaces followed, and whether it has everything and is told live.
    follows: BTreeMap<SpaceId, bool>,
    queue: VecDeque<Down>,
}

/// The server.
#[derive(Default)]
pub(crate) struct Server {
    pub(crate) spaces: BTreeMap<SpaceId, Stored>,
    pub(crate) tamper: BTreeMap<AccountId, Tamper>,
    pub(crate) now: i64,
    ports: BTreeMap<usize, Port>,
    next_port: usize,
    /// Who is in the one call there is: socket, account, hello. Everybody is let in.
    inside: BTreeMap<ParticipantId, (usize, AccountId, Option<Bytes>)>,
}

impl Server {
    /// Makes a space from its genesis.
    pub(crate) fn create(&mut self, genesis: &Append) -> SpaceId {
        let id = Log::space_of(&genesis.record);
        let log = Log::begin(id, &genesis.record, genesis.wraps.as_deref()).unwrap();
        let kind = log.kind();
        let stored = Stored { kind, log, records: Vec::new(), entries: Vec::new(), marks: BTreeMap::new() };
        self.spaces.insert(id, stored);
        self.keep_record(id, genesis);
        id
    }

    /// Appends a record that the log accepts, and tells it.
    pub(crate) fn append(&mut self, space: SpaceId, append: &Append) -> Result<u64, Code> {
        let stored = self.spaces.get_mut(&space).ok_or(Code::NotFound)?;
        let taken = stored.log.append(&append.record, append.wraps.as_deref(), None);
        taken.map_err(|_| Code::LogMoved)?;
        Ok(self.keep_record(space, append))
    }

    fn keep_record(&mut self, space: SpaceId, append: &Append) -> u64 {
        let stored = self.spaces.get_mut(&space).unwrap();
        let index = stored.records.len() as u64;
        let received_at = Timestamp::from_micros(self.now);
        let record =
            StoredRecord { index, received_at, record: append.record.clone(), wraps: append.wraps.clone() };
        stored.records.push(record.clone());
        self.publish(space, &Down::Records { space, records: vec![record], more: false });
        index
    }

    /// Opens a socket.
    pub(crate) fn open(&mut self, account: AccountId) -> usize {
        self.next_port += 1;
        self.ports.insert(self.next_port, Port { account, follows: BTreeMap::new(), queue: VecDeque::new() });
        self.next_port
    }

    /// A socket ends; what was queued is lost.
    pub(crate) fn close(&mut self, port: usize) {
        self.ports.remove(&port);
    }

    /// The next frame for a socket, after whatever meddles with it.
    pub(crate) fn take(&mut self, port: usize) -> Vec<Down> {
        let Some(port) = self.ports.get_mut(&port) else { return Vec::new() };
        let Some(frame) = port.queue.pop_front() else { return Vec::new() };
        match self.tamper.get_mut(&port.account) {
            Some(tamper) => tamper(frame),
            None => vec![frame],
        }
    }

    /// Whether something waits for a socket.
    pub(crate) fn has_news(&self, port: usize) -> bool {
        self.ports.get(&port).is_some_and(|port| !port.queue.is_empty())
    }

    /// Takes a frame from a socket.
    pub(crate) fn up(&mut self, port: usize, frame: Up) {
        let Some(account) = self.ports.get(&port).map(|port| port.account) else { return };
        match frame {
            Up::Hello { .. } => self.welcome(port, account),
            Up::Follow { space, log_from, after } => self.follow(port, space, log_from, after),
            Up::Page { space, after } => self.page(port, space, after),
            Up::Send { reference, space, head, body } => {
                let answer = self.store(account, space, head, body);
                self.answer(port, reference, answer);
            }
            Up::Erase { reference, space, position } => {
                let stored = self.spaces.get_mut(&space).unwrap();
                stored.entries[position as usize - 1].body = None;
                self.answer(port, reference, Ok(position));
                self.publish(space, &Down::Erased { space, position });
            }
            Up::Append { reference, space, append } => {
                let answer = self.append(space, &append);
                self.answer(port, reference, answer);
            }
            Up::Mark { space, mark } => {
                self.spaces.get_mut(&space).unwrap().marks.insert(account, mark.clone());
                self.publish(space, &Down::Mark { space, account, mark });
            }
            Up::Hint { space, hint } => self.publish(space, &Down::Hint { space, account, hint }),
            Up::Call { space, call } => self.call(port, account, space, call),
        }
    }

    /// Puts a frame into somebody's line, as a cheat does.
    pub(crate) fn slip(&mut self, account: AccountId, frame: &Down) {
        for port in self.ports.values_mut().filter(|port| port.account == account) {
            port.queue.push_back(frame.clone());
        }
    }

    fn welcome(&mut self, port: usize, account: AccountId) {
        let mine = self.spaces.iter().filter(|(_, stored)| stored.log.current_member(account).is_some());
        let head = |(space, stored): (&SpaceId, &Stored)| SpaceHead {
            space: *space,
            kind: stored.kind,
            log_index: stored.records.len() as u64 - 1,
            position: stored.entries.len() as u64,
            marks: stored.marks.iter().map(|(account, mark)| (*account, mark.clone())).collect(),
        };
        let spaces = mine.map(head).collect();
        let now = Timestamp::from_micros(self.now);
        self.tell(port, Down::Welcome { account, now, spaces });
    }

    fn follow(&mut self, port: usize, space: SpaceId, log_from: u64, after: u64) {
        let stored = &self.spaces[&space];
        let records = stored.records.iter().skip(log_from as usize).cloned().collect::<Vec<_>>();
        if !records.is_empty() {
            self.tell(port, Down::Records { space, records, more: false });
        }
        self.page(port, space, after);
    }

    fn page(&mut self, port: usize, space: SpaceId, after: u64) {
        let stored = &self.spaces[&space];
        let rest = stored.entries.iter().skip(after as usize);
        let entries: Vec<StoredEntry> = rest.clone().take(PAGE).cloned().collect();
        let more = rest.count() > PAGE;
        self.ports.get_mut(&port).unwrap().follows.insert(space, !more);
        self.tell(port, Down::Entries { space, entries, more });
    }

    fn store(&mut self, account: AccountId, space: SpaceId, head: Bytes, body: Bytes) -> Result<u64, Code> {
        let received_at = Timestamp::from_micros(self.now);
        let stored = self.spaces.get_mut(&space).ok_or(Code::NotFound)?;
        let parsed = EntryHead::from_bytes(&head).map_err(|_| Code::EntryInvalid)?;
        let header = *parsed.header();
        if header.author != account || header.space != space {
            return Err(Code::EntryInvalid);
        }
        let heads = || stored.entries.iter().map(|e| (e, EntryHead::from_bytes(&e.head).unwrap()));
        if let Some((known, _)) =
            heads().find(|(_, h)| h.header().id == header.id && h.header().author == account)
        {
            return Ok(known.position);
        }
        if header.log_head != stored.log.head() {
            return Err(Code::OldEpoch);
        }
        let last = heads().filter(|(_, h)| h.header().author == account).last();
        let (seq, previous) = last.map_or((0, [0; 32]), |(_, h)| (h.header().seq, h.hash()));
        if header.seq != seq + 1 || header.previous != previous {
            return Err(Code::Stale);
        }
        let position = stored.entries.len() as u64 + 1;
        let entry = StoredEntry { position, received_at, head, body: Some(body) };
        stored.entries.push(entry.clone());
        self.publish(space, &Down::Entries { space, entries: vec![entry], more: false });
        Ok(position)
    }

    fn call(&mut self, port: usize, account: AccountId, space: SpaceId, call: CallUp) {
        let me = self.inside.iter().find(|(_, (p, ..))| *p == port).map(|(number, _)| *number);
        let person = |(n, (_, account, hello)): (&ParticipantId, &(usize, AccountId, Option<Bytes>))| {
            Participant { participant: *n, account: *account, hello: hello.clone() }
        };
        match (call, me) {
            (CallUp::Knock, None) => {
                let me = ParticipantId(self.inside.len() as u32 + 1);
                let others = self.inside.iter().map(person).collect();
                let call = CallDown::Admitted { call: CallId::from_bytes([6; 16]), me, others };
                self.tell(port, Down::Call { space, call });
                self.inside.insert(me, (port, account, None));
                self.tell_others(
                    me,
                    space,
                    &CallDown::Joined(Participant { participant: me, account, hello: None }),
                );
            }
            (CallUp::Hello { hello }, Some(me)) => {
                let joined = Participant { participant: me, account, hello: Some(hello.clone()) };
                self.inside.insert(me, (port, account, Some(hello)));
                self.tell_others(me, space, &CallDown::Joined(joined));
            }
            (CallUp::Relay { to, bytes }, Some(from)) => {
                let to = self.inside[&to].0;
                self.tell(to, Down::Call { space, call: CallDown::Relay { from, bytes } });
            }
            (CallUp::Leave, Some(me)) => {
                self.inside.remove(&me);
                self.tell_others(me, space, &CallDown::Left { participant: me });
            }
            _ => {}
        }
    }

    fn tell_others(&mut self, me: ParticipantId, space: SpaceId, call: &CallDown) {
        let others: Vec<usize> =
            self.inside.iter().filter(|(n, _)| **n != me).map(|(_, (p, ..))| *p).collect();
        for port in others {
            self.tell(port, Down::Call { space, call: call.clone() });
        }
    }

    fn answer(&mut self, port: usize, reference: u32, answer: Result<u64, Code>) {
        let received_at = Timestamp::from_micros(self.now);
        self.tell(
            port,
            match answer {
                Ok(position) => Down::Accepted { reference, position, received_at },
                Err(code) => Down::Refused { reference, code },
            },
        );
    }

    /// To everybody who follows; new entries only to those who have all that came before.
    fn publish(&mut self, space: SpaceId, frame: &Down) {
        let is_entry = matches!(frame, Down::Entries { .. });
        let told = |port: &&mut Port| port.follows.get(&space).is_some_and(|live| *live || !is_entry);
        for port in self.ports.values_mut().filter(told) {
            port.queue.push_back(frame.clone());
        }
    }

    fn tell(&mut self, port: usize, frame: Down) {
        if let Some(port) = self.ports.get_mut(&port) {
            port.queue.push_back(frame);
        }
    }
}
