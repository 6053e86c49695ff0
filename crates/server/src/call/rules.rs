//! One call: who waits, who is inside, and what follows from what they do. Pure: input and now in, effects out.
//!
//! Whose role admits walks in; everybody else waits to be let in. Somebody whose socket ends keeps their
//! place for [`CALL_GRACE_SECONDS`], and takes it again by knocking from the same device.

use std::collections::BTreeMap;

use rapport_wire::call::{CallDown, Participant};
use rapport_wire::limits::{CALL_GRACE_SECONDS, CALL_PARTICIPANTS_MAX};
use rapport_wire::{AccountId, Bytes, CallId, Code, DeviceId, ParticipantId, Role, Timestamp};

use crate::socket::SocketId;

/// Digits of the largest session id.
const SESSION_ID_CHARS_MAX: usize = 20;

/// Somebody at the door or at the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Who {
    /// Their account.
    pub(super) account: AccountId,
    /// The device they are on.
    pub(super) device: DeviceId,
    /// The socket they speak over.
    pub(super) socket: SocketId,
    /// Their role in the space.
    pub(super) role: Role,
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// Tell a socket.
    Tell(SocketId, CallDown),
    /// Tell everybody who follows the space whether a call is on and how many are inside.
    Active,
    /// Their media ends.
    Silence(ParticipantId),
}

/// What a description means to the media side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Described {
    /// The first of a connection.
    Join,
    /// A further one of the same.
    Again,
}

#[derive(Debug)]
struct Person {
    who: Who,
    inside: bool,
    hello: Option<Bytes>,
    /// The connection the media side knows, by the session its descriptions name.
    connection: Option<String>,
    /// When their socket ended.
    lost_at: Option<Timestamp>,
}

/// A call of one space.
#[derive(Debug)]
pub(super) struct Call {
    id: CallId,
    people: BTreeMap<ParticipantId, Person>,
    count: u32,
}

impl Call {
    /// A call nobody is in yet.
    pub(super) const fn new(id: CallId) -> Self {
        Self { id, people: BTreeMap::new(), count: 0 }
    }

    /// Its id.
    pub(super) const fn id(&self) -> CallId {
        self.id
    }

    /// Whether everybody has left, the waiting room included.
    pub(super) fn is_over(&self) -> bool {
        self.people.is_empty()
    }

    /// How many are inside.
    pub(super) fn inside(&self) -> u32 {
        self.people.values().filter(|person| person.inside).count() as u32
    }

    /// Who speaks over a socket.
    pub(super) fn by_socket(&self, socket: SocketId) -> Option<ParticipantId> {
        let mut people = self.people.iter();
        people.find(|(_, person)| person.who.socket == socket && person.lost_at.is_none()).map(|(id, _)| *id)
    }

    /// The socket somebody inside speaks over.
    pub(super) fn socket_of(&self, participant: ParticipantId) -> Option<SocketId> {
        let person = self.people.get(&participant).filter(|person| person.lost_at.is_none())?;
        Some(person.who.socket)
    }

    /// Somebody knocks, for the first time or again.
    pub(super) fn knock(&mut self, who: Who) -> Vec<Effect> {
        if let Some(me) = self.place_of(&who) {
            return self.resume(me, who);
        }
        if self.people.len() >= CALL_PARTICIPANTS_MAX {
            return vec![Effect::Tell(who.socket, CallDown::Ended { code: Some(Code::CallFull) })];
        }
        self.count += 1;
        let me = ParticipantId(self.count);
        let person = Person { who, inside: false, hello: None, connection: None, lost_at: None };
        self.people.insert(me, person);
        if who.role.admits() {
            return self.let_in(me);
        }
        let mut effects = vec![Effect::Tell(who.socket, CallDown::Waiting { call: self.id, me })];
        let knocking = CallDown::Knocking { participant: me, account: who.account };
        effects.extend(self.to_admitters(&knocking));
        effects.push(Effect::Active);
        effects
    }

    /// Somebody inside whose role admits lets somebody in who waits.
    pub(super) fn admit(&mut self, by: ParticipantId, guest: ParticipantId) -> Result<Vec<Effect>, Code> {
        self.check_admits(by)?;
        match self.people.get(&guest) {
            Some(person) if !person.inside => {
                let mut effects = self.to_admitters(&CallDown::KnockEnded { participant: guest });
                effects.extend(self.let_in(guest));
                Ok(effects)
            }
            _ => Err(Code::NotFound),
        }
    }

    /// Somebody inside whose role admits sends somebody away.
    pub(super) fn dismiss(&mut self, by: ParticipantId, guest: ParticipantId) -> Result<Vec<Effect>, Code> {
        self.check_admits(by)?;
        if by == guest || !self.people.contains_key(&guest) {
            return Err(Code::NotFound);
        }
        Ok(self.remove(guest, Some(Code::Forbidden)))
    }

    /// A hello arrives; the caller has checked whose it is. A new one means a new page, and a new connection.
    pub(super) fn hello(&mut self, me: ParticipantId, hello: Bytes) -> Result<Vec<Effect>, Code> {
        let person = self.people.get_mut(&me).filter(|person| person.inside).ok_or(Code::Forbidden)?;
        if person.hello.as_ref() == Some(&hello) {
            return Ok(Vec::new());
        }
        let mut effects = Vec::new();
        if person.connection.take().is_some() {
            effects.push(Effect::Silence(me));
        }
        person.hello = Some(hello.clone());
        let joined = Participant { participant: me, account: person.who.account, hello: Some(hello) };
        effects.extend(self.to_others(me, &CallDown::Joined(joined)));
        Ok(effects)
    }

    /// A sealed message to one other person inside.
    pub(super) fn relay(
        &self,
        me: ParticipantId,
        to: ParticipantId,
        bytes: Bytes,
    ) -> Result<Vec<Effect>, Code> {
        self.check_inside(me)?;
        self.check_inside(to)?;
        // Somebody in their grace misses it; the two sides' clients ask one another again.
        let told = self.socket_of(to).map(|socket| Effect::Tell(socket, CallDown::Relay { from: me, bytes }));
        Ok(told.into_iter().collect())
    }

    /// A session description arrives: what it is to the media side. One of another session (RFC 8866 5.2) is
    /// the first of another connection: a device that lost one opens the next without waiting for its end.
    pub(super) fn described(&mut self, me: ParticipantId, sdp: &str) -> Result<Described, Code> {
        let person = self.people.get_mut(&me).filter(|person| person.inside).ok_or(Code::Forbidden)?;
        let session = session_of(sdp);
        let again = person.connection.as_deref() == Some(session);
        person.connection = Some(session.to_owned());
        Ok(if again { Described::Again } else { Described::Join })
    }

    /// The media side has let go of a connection: the next description is a first one.
    pub(super) fn disconnected(&mut self, participant: ParticipantId) {
        if let Some(person) = self.people.get_mut(&participant) {
            person.connection = None;
        }
    }

    /// Somebody leaves of their own will.
    pub(super) fn leave(&mut self, me: ParticipantId) -> Vec<Effect> {
        self.remove(me, None)
    }

    /// Somebody cannot stay: the media side has no room, or they broke a rule.
    pub(super) fn turn_out(&mut self, participant: ParticipantId, code: Code) -> Vec<Effect> {
        self.remove(participant, Some(code))
    }

    /// A socket ended: its place is kept for a while.
    pub(super) fn socket_ended(&mut self, socket: SocketId, now: Timestamp) {
        if let Some(person) = self.by_socket(socket).and_then(|me| self.people.get_mut(&me)) {
            person.lost_at = Some(now);
        }
    }

    /// Somebody is no longer a member of the space.
    pub(super) fn expel(&mut self, account: AccountId) -> Vec<Effect> {
        let theirs = self.matching(|person| person.who.account == account);
        theirs.into_iter().flat_map(|id| self.remove(id, Some(Code::Forbidden))).collect()
    }

    /// Ends the places of those whose grace is over.
    pub(super) fn advance(&mut self, now: Timestamp) -> Vec<Effect> {
        let over = |at: Timestamp| now.seconds_since(at) >= CALL_GRACE_SECONDS;
        let gone = self.matching(|person| person.lost_at.is_some_and(over));
        gone.into_iter().flat_map(|id| self.remove(id, None)).collect()
    }

    fn place_of(&self, who: &Who) -> Option<ParticipantId> {
        let same = |person: &Person| person.who.account == who.account && person.who.device == who.device;
        self.people.iter().find(|(_, person)| same(person)).map(|(id, _)| *id)
    }

    /// The same person on the same device takes their place again, from another socket perhaps.
    fn resume(&mut self, me: ParticipantId, who: Who) -> Vec<Effect> {
        let Some(person) = self.people.get_mut(&me) else { return Vec::new() };
        person.who = who;
        person.lost_at = None;
        if !person.inside {
            return vec![Effect::Tell(who.socket, CallDown::Waiting { call: self.id, me })];
        }
        self.welcome(me, who)
    }

    fn let_in(&mut self, me: ParticipantId) -> Vec<Effect> {
        let Some(person) = self.people.get_mut(&me) else { return Vec::new() };
        person.inside = true;
        let who = person.who;
        let joined = Participant { participant: me, account: who.account, hello: None };
        let mut effects = self.welcome(me, who);
        effects.extend(self.to_others(me, &CallDown::Joined(joined)));
        effects.push(Effect::Active);
        effects
    }

    /// What somebody inside is told first: who else is, and who waits if they may admit.
    fn welcome(&self, me: ParticipantId, who: Who) -> Vec<Effect> {
        let others = self.people.iter().filter(|(id, person)| person.inside && **id != me);
        let others = others.map(|(id, person)| Participant {
            participant: *id,
            account: person.who.account,
            hello: person.hello.clone(),
        });
        let admitted = CallDown::Admitted { call: self.id, me, others: others.collect() };
        let mut effects = vec![Effect::Tell(who.socket, admitted)];
        if who.role.admits() {
            let waiting = self.people.iter().filter(|(_, person)| !person.inside);
            effects.extend(waiting.map(|(id, person)| {
                let knocking = CallDown::Knocking { participant: *id, account: person.who.account };
                Effect::Tell(who.socket, knocking)
            }));
        }
        effects
    }

    fn remove(&mut self, id: ParticipantId, code: Option<Code>) -> Vec<Effect> {
        let Some(person) = self.people.remove(&id) else { return Vec::new() };
        let mut effects = Vec::new();
        if person.lost_at.is_none() {
            effects.push(Effect::Tell(person.who.socket, CallDown::Ended { code }));
        }
        if person.inside {
            effects.push(Effect::Silence(id));
            effects.extend(self.to_others(id, &CallDown::Left { participant: id }));
        } else {
            effects.extend(self.to_admitters(&CallDown::KnockEnded { participant: id }));
        }
        effects.push(Effect::Active);
        effects
    }

    fn check_inside(&self, id: ParticipantId) -> Result<(), Code> {
        self.people.get(&id).filter(|person| person.inside).map(|_| ()).ok_or(Code::NotFound)
    }

    fn check_admits(&self, id: ParticipantId) -> Result<(), Code> {
        let person = self.people.get(&id).filter(|person| person.inside && person.who.role.admits());
        person.map(|_| ()).ok_or(Code::Forbidden)
    }

    fn matching(&self, wanted: impl Fn(&Person) -> bool) -> Vec<ParticipantId> {
        self.people.iter().filter(|(_, person)| wanted(person)).map(|(id, _)| *id).collect()
    }

    fn to_others(&self, me: ParticipantId, down: &CallDown) -> Vec<Effect> {
        self.tell_all(down, |id, person| person.inside && id != me)
    }

    fn to_admitters(&self, down: &CallDown) -> Vec<Effect> {
        self.tell_all(down, |_, person| person.inside && person.who.role.admits())
    }

    fn tell_all(&self, down: &CallDown, to: impl Fn(ParticipantId, &Person) -> bool) -> Vec<Effect> {
        let there = self.people.iter().filter(|(id, person)| person.lost_at.is_none() && to(**id, person));
        there.map(|(_, person)| Effect::Tell(person.who.socket, down.clone())).collect()
    }
}

/// The id of the session that a description is of, from its `o=` line; empty when it has none.
fn session_of(sdp: &str) -> &str {
    let origin = sdp.lines().find_map(|line| line.strip_prefix("o="));
    let id = origin.and_then(|origin| origin.split_ascii_whitespace().nth(1)).unwrap_or_default();
    // Numbers of 64 bits are no longer; whatever else stands there is nobody's id.
    if id.len() <= SESSION_ID_CHARS_MAX { id } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(43_200_000);
    const SDP: &str = "v=0\r\no=- 4611731400430051461 2 IN IP4 127.0.0.1\r\ns=-\r\n";
    const CALL: CallId = CallId::from_bytes([9; 16]);

    fn who(n: u8, role: Role) -> Who {
        Who {
            account: AccountId::from_bytes([n; 16]),
            device: DeviceId::from_bytes([n; 16]),
            socket: SocketId(n.into()),
            role,
        }
    }

    fn therapist() -> Who {
        who(1, Role::Therapist)
    }

    fn client() -> Who {
        who(2, Role::Client)
    }

    /// A therapist inside (1) and a client let in (2).
    fn under_way() -> Call {
        let mut call = Call::new(CALL);
        call.knock(therapist());
        call.knock(client());
        call.admit(ParticipantId(1), ParticipantId(2)).unwrap();
        call
    }

    fn told(effects: &[Effect], socket: SocketId) -> Vec<&CallDown> {
        effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Tell(to, down) if *to == socket => Some(down),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_client_waits_and_a_therapist_walks_in() {
        let mut call = Call::new(CALL);
        let effects = call.knock(client());
        let me = ParticipantId(1);
        assert_eq!(told(&effects, client().socket), [&CallDown::Waiting { call: CALL, me }]);
        let effects = call.knock(therapist());
        let told = told(&effects, therapist().socket);
        assert!(matches!(told[0], CallDown::Admitted { others, .. } if others.is_empty()));
        assert_eq!(told[1], &CallDown::Knocking { participant: me, account: client().account });
        assert_eq!(call.inside(), 1);
    }

    #[test]
    fn who_is_let_in_learns_who_is_there() {
        let mut call = Call::new(CALL);
        call.knock(therapist());
        call.hello(ParticipantId(1), Bytes::from(vec![7])).unwrap();
        call.knock(client());
        let effects = call.admit(ParticipantId(1), ParticipantId(2)).unwrap();
        let Some(CallDown::Admitted { others, me, .. }) = told(&effects, client().socket).first() else {
            panic!("not admitted")
        };
        assert_eq!(*me, ParticipantId(2));
        assert_eq!(others[0].hello, Some(Bytes::from(vec![7])));
        assert!(told(&effects, therapist().socket).iter().any(|down| matches!(down, CallDown::Joined(_))));
    }

    #[test]
    fn only_somebody_inside_whose_role_admits_opens_the_door() {
        let mut call = under_way();
        call.knock(who(3, Role::Client));
        assert_eq!(call.admit(ParticipantId(2), ParticipantId(3)), Err(Code::Forbidden));
        assert_eq!(call.dismiss(ParticipantId(3), ParticipantId(1)), Err(Code::Forbidden));
        assert_eq!(call.admit(ParticipantId(1), ParticipantId(9)), Err(Code::NotFound));
    }

    #[test]
    fn who_waits_says_nothing_inside() {
        let mut call = under_way();
        call.knock(who(3, Role::Client));
        let waiting = ParticipantId(3);
        assert_eq!(call.hello(waiting, Bytes::default()), Err(Code::Forbidden));
        assert_eq!(call.relay(waiting, ParticipantId(1), Bytes::default()), Err(Code::NotFound));
        assert_eq!(call.described(waiting, SDP), Err(Code::Forbidden));
        assert_eq!(call.relay(ParticipantId(1), waiting, Bytes::default()), Err(Code::NotFound));
    }

    #[test]
    fn a_lost_socket_keeps_its_place_for_a_while() {
        let mut call = under_way();
        call.socket_ended(client().socket, NOON);
        assert!(call.advance(NOON.plus_seconds(CALL_GRACE_SECONDS - 1)).is_empty());
        let again = Who { socket: SocketId(77), ..client() };
        let effects = call.knock(again);
        assert!(matches!(told(&effects, SocketId(77))[0], CallDown::Admitted { me: ParticipantId(2), .. }));
        assert!(call.advance(NOON.plus_seconds(1_000)).is_empty());
        assert_eq!(call.inside(), 2);
    }

    #[test]
    fn after_the_grace_the_place_is_gone() {
        let mut call = under_way();
        call.socket_ended(client().socket, NOON);
        let effects = call.advance(NOON.plus_seconds(CALL_GRACE_SECONDS));
        assert!(effects.contains(&Effect::Silence(ParticipantId(2))));
        assert_eq!(told(&effects, therapist().socket), [&CallDown::Left { participant: ParticipantId(2) }]);
        assert!(told(&effects, client().socket).is_empty());
    }

    #[test]
    fn another_device_of_the_same_person_is_somebody_else() {
        let mut call = under_way();
        let other = Who { device: DeviceId::from_bytes([8; 16]), socket: SocketId(8), ..client() };
        let effects = call.knock(other);
        assert!(matches!(told(&effects, SocketId(8))[0], CallDown::Waiting { .. }));
    }

    #[test]
    fn a_new_hello_is_a_new_connection() {
        let mut call = under_way();
        let me = ParticipantId(2);
        call.hello(me, Bytes::from(vec![1])).unwrap();
        assert_eq!(call.described(me, SDP), Ok(Described::Join));
        assert_eq!(call.described(me, SDP), Ok(Described::Again));
        assert!(call.hello(me, Bytes::from(vec![1])).unwrap().is_empty());
        assert_eq!(call.described(me, SDP), Ok(Described::Again));
        assert!(call.hello(me, Bytes::from(vec![2])).unwrap().contains(&Effect::Silence(me)));
        assert_eq!(call.described(me, SDP), Ok(Described::Join));
    }

    #[test]
    fn a_description_of_another_session_is_a_new_connection() {
        let mut call = under_way();
        let me = ParticipantId(2);
        assert_eq!(call.described(me, SDP), Ok(Described::Join));
        assert_eq!(call.described(me, &SDP.replace("461 2", "461 3")), Ok(Described::Again));
        assert_eq!(call.described(me, &SDP.replace("461", "462")), Ok(Described::Join));
        call.disconnected(me);
        assert_eq!(call.described(me, &SDP.replace("461", "462")), Ok(Described::Join));
        assert_eq!((session_of("garbage"), session_of(&SDP.replace("461", &"9".repeat(99)))), ("", ""));
    }

    #[test]
    fn a_full_call_turns_people_away() {
        let mut call = Call::new(CALL);
        for n in 1..=CALL_PARTICIPANTS_MAX as u8 {
            call.knock(who(n, Role::Client));
        }
        let effects = call.knock(who(99, Role::Client));
        assert_eq!(effects, [Effect::Tell(SocketId(99), CallDown::Ended { code: Some(Code::CallFull) })]);
    }

    #[test]
    fn it_is_over_when_the_last_has_left() {
        let mut call = under_way();
        call.leave(ParticipantId(1));
        assert!(!call.is_over());
        let effects = call.expel(client().account);
        assert!(matches!(
            told(&effects, client().socket)[0],
            CallDown::Ended { code: Some(Code::Forbidden) }
        ));
        assert!(call.is_over());
    }
}
