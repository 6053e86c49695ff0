//! Calls: one a space, its state in [`rules`], its media in another crate, its signalling over the socket.
//!
//! Invariant: the server routes. Who may come in is decided by role; what is said in [`CallUp::Relay`] is
//! sealed, and hellos are signed by their authors and checked by everybody else.

mod media;
mod rules;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rapport_envelope::CallHello;
use rapport_media::sfu::{RoomId, Seat};
use rapport_wire::call::{CallDown, CallUp};
use rapport_wire::limits::{CALL_RELAY_BYTES_MAX, CALLS_MAX, SDP_BYTES_MAX};
use rapport_wire::socket::Down;
use rapport_wire::{AccountId, Bytes, CallId, Code, SpaceId, Timestamp};

use crate::app::App;
use crate::chance::random;
use crate::socket::{Hub, Line, SocketId};

pub(crate) use media::{MediaDoor, run_news};
use media::{News, seat};
use rules::{Call, Described, Effect, Who};

/// All calls of this node.
pub(crate) struct Calls {
    hub: Arc<Hub>,
    media: MediaDoor,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    calls: HashMap<SpaceId, Live>,
    rooms: HashMap<u64, SpaceId>,
    rooms_opened: u64,
}

struct Live {
    call: Call,
    /// Its number on the media side.
    room: u64,
}

impl Calls {
    /// None yet.
    pub(crate) fn new(hub: Arc<Hub>, media: MediaDoor) -> Self {
        Self { hub, media, inner: Mutex::default() }
    }

    /// Carries out what somebody who follows a space says about its call.
    pub(crate) async fn up(&self, app: &App, line: &Line, space: SpaceId, up: CallUp) {
        let outcome = match up {
            CallUp::Knock => self.knock(app, line, space).await,
            other => self.inside(line, space, other),
        };
        if let Err(code) = outcome {
            self.put_out(line, space, code);
        }
    }

    /// Ends somebody's part, and says why. Nobody stays behind as a name whose device believes it is out.
    fn put_out(&self, line: &Line, space: SpaceId, code: Code) {
        let mut inner = self.lock();
        let effects = inner.calls.get_mut(&space).and_then(|live| {
            let me = live.call.by_socket(line.id)?;
            Some(live.call.turn_out(me, code))
        });
        match effects {
            Some(effects) => self.carry_out(&mut inner, space, effects),
            None => self.tell(line.id, space, CallDown::Ended { code: Some(code) }),
        }
    }

    /// Tells a socket that has begun to follow a space whether a call is on there.
    pub(crate) fn tell_active(&self, line: &Line, space: SpaceId) {
        let inner = self.lock();
        if let Some(live) = inner.calls.get(&space) {
            let call = CallDown::Active { call: Some(live.call.id()), inside: live.call.inside() };
            line.tell(&Down::Call { space, call });
        }
    }

    /// A socket has ended: places are kept for a while.
    pub(crate) fn socket_ended(&self, socket: SocketId, now: Timestamp) {
        for live in self.lock().calls.values_mut() {
            live.call.socket_ended(socket, now);
        }
    }

    /// Somebody is no longer a member of a space.
    pub(crate) fn removed(&self, account: AccountId, space: SpaceId) {
        let mut inner = self.lock();
        let effects = inner.calls.get_mut(&space).map(|live| live.call.expel(account));
        self.carry_out(&mut inner, space, effects.unwrap_or_default());
    }

    /// Ends the places of those who have not come back in time.
    pub(crate) fn advance(&self, now: Timestamp) {
        let mut inner = self.lock();
        let spaces: Vec<SpaceId> = inner.calls.keys().copied().collect();
        for space in spaces {
            let effects = inner.calls.get_mut(&space).map(|live| live.call.advance(now));
            self.carry_out(&mut inner, space, effects.unwrap_or_default());
        }
    }

    /// What the media side has to say about somebody.
    fn news(&self, seat: Seat, news: News) {
        let mut inner = self.lock();
        let RoomId(room) = seat.room;
        let Some(space) = inner.rooms.get(&room).copied() else { return };
        let Some(live) = inner.calls.get_mut(&space) else { return };
        let participant = seat.participant;
        let effects = match news {
            News::Tell(down) => {
                let socket = live.call.socket_of(participant);
                socket.map(|socket| Effect::Tell(socket, down)).into_iter().collect()
            }
            News::Gone => {
                live.call.disconnected(participant);
                Vec::new()
            }
            News::Out(code) => live.call.turn_out(participant, code),
        };
        self.carry_out(&mut inner, space, effects);
    }

    async fn knock(&self, app: &App, from: &Line, space: SpaceId) -> Result<(), Code> {
        let log = app.logs.get(&app.store, space).await.map_err(|refusal| refusal.code())?;
        let role = log.current_member(from.account).ok_or(Code::NotFound)?.role;
        let who = Who { account: from.account, device: from.device, socket: from.id, role };
        let mut inner = self.lock();
        let effects = inner.open(space)?.call.knock(who);
        self.carry_out(&mut inner, space, effects);
        Ok(())
    }

    fn inside(&self, from: &Line, space: SpaceId, up: CallUp) -> Result<(), Code> {
        let mut inner = self.lock();
        let live = inner.calls.get_mut(&space).ok_or(Code::CallOver)?;
        let me = live.call.by_socket(from.id).ok_or(Code::CallOver)?;
        let seat = seat(live.room, me);
        let call = &mut live.call;
        let effects = match up {
            CallUp::Knock => Vec::new(),
            // The guest may have gone in the same moment: nothing to say, nothing to end.
            CallUp::Admit { participant } => call.admit(me, participant).or_else(unless_forbidden)?,
            CallUp::Dismiss { participant } => call.dismiss(me, participant).or_else(unless_forbidden)?,
            CallUp::Hello { hello } => {
                check_hello(&hello, space, call.id(), from.account)?;
                call.hello(me, hello)?
            }
            CallUp::Relay { to, bytes } => {
                if bytes.len() > CALL_RELAY_BYTES_MAX {
                    return Err(Code::TooLarge);
                }
                call.relay(me, to, bytes).or_else(unless_forbidden)?
            }
            CallUp::Offer { sdp } => {
                check_sdp(&sdp)?;
                match call.described(me, &sdp)? {
                    Described::Join => self.media.join(seat, sdp)?,
                    Described::Again => self.media.offer(seat, sdp)?,
                }
                Vec::new()
            }
            CallUp::Answer { sdp } => {
                check_sdp(&sdp)?;
                self.media.answer(seat, sdp)?;
                Vec::new()
            }
            CallUp::Leave => call.leave(me),
        };
        self.carry_out(&mut inner, space, effects);
        Ok(())
    }

    /// Effects under the lock, so that they happen in the order in which they were decided.
    fn carry_out(&self, inner: &mut Inner, space: SpaceId, effects: Vec<Effect>) {
        let Some(live) = inner.calls.get(&space) else { return };
        let mut active = false;
        for effect in effects {
            match effect {
                Effect::Tell(socket, down) => self.tell(socket, space, down),
                Effect::Active => active = true,
                Effect::Silence(participant) => self.media.leave(seat(live.room, participant)),
            }
        }
        let (id, inside, over) = (live.call.id(), live.call.inside(), live.call.is_over());
        if over {
            inner.close(space);
        }
        if active {
            let call = CallDown::Active { call: (!over).then_some(id), inside };
            self.hub.tell_space(space, None, &Down::Call { space, call });
        }
        metrics::gauge!("rapport_calls").set(inner.calls.len() as f64);
    }

    fn tell(&self, socket: SocketId, space: SpaceId, call: CallDown) {
        self.hub.tell(socket, &Down::Call { space, call });
    }

    // Every change is whole before the lock is let go of.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// A space's call, begun if there is none.
    fn open(&mut self, space: SpaceId) -> Result<&mut Live, Code> {
        let calls = self.calls.len();
        match self.calls.entry(space) {
            Entry::Occupied(live) => Ok(live.into_mut()),
            Entry::Vacant(_) if calls >= CALLS_MAX => Err(Code::Unavailable),
            Entry::Vacant(place) => {
                self.rooms_opened += 1;
                let room = self.rooms_opened;
                self.rooms.insert(room, space);
                Ok(place.insert(Live { call: Call::new(CallId::from_bytes(random())), room }))
            }
        }
    }

    fn close(&mut self, space: SpaceId) {
        if let Some(live) = self.calls.remove(&space) {
            self.rooms.remove(&live.room);
        }
    }
}

/// A moment's mistake is passed over; a breach of the rules is answered.
fn unless_forbidden(code: Code) -> Result<Vec<Effect>, Code> {
    if code == Code::NotFound { Ok(Vec::new()) } else { Err(code) }
}

/// A hello must be about this call and by this account; its signature is for the others to check.
fn check_hello(bytes: &Bytes, space: SpaceId, call: CallId, me: AccountId) -> Result<(), Code> {
    if bytes.len() > CALL_RELAY_BYTES_MAX {
        return Err(Code::TooLarge);
    }
    let hello = CallHello::from_bytes(bytes).map_err(|_| Code::Malformed)?;
    let fits = hello.space == space && hello.call == call && hello.account == me;
    if fits { Ok(()) } else { Err(Code::Malformed) }
}

const fn check_sdp(sdp: &str) -> Result<(), Code> {
    if sdp.len() > SDP_BYTES_MAX { Err(Code::TooLarge) } else { Ok(()) }
}
