//! Calls: who knocks, who is let in, what is passed on.

use rapport_envelope::CallHello;
use rapport_wire::call::{CallDown, CallUp};
use rapport_wire::socket::{Down, Up};
use rapport_wire::space::SpaceKind;
use rapport_wire::{CallId, Code, ParticipantId, Role, SpaceId, limits};

use crate::support::person::wire;
use crate::support::{Kind, Person, Server, Socket};

/// A therapist and a client with their sockets on a care space.
struct Care {
    server: Server,
    space: SpaceId,
    client: Person,
    inside: Socket,
    outside: Socket,
}

async fn care() -> Care {
    let server = Server::start(Kind::Sqlite).await;
    let (mut therapist, _) = Person::owner(&server).await;
    let mut known = therapist.create(&server, SpaceKind::Care, Role::Owner).await.unwrap();
    let link = therapist.invite(&server, &mut known, Role::Client).await.unwrap();
    let (client, _) = Person::join(&server, "mara", &link).await;
    let space = known.space();
    let (mut inside, _) = Socket::hello(&server, &therapist.cookie).await;
    inside.follow(space, 0, 0).await;
    let (mut outside, _) = Socket::hello(&server, &client.cookie).await;
    outside.follow(space, 0, 0).await;
    Care { server, space, client, inside, outside }
}

async fn say(socket: &mut Socket, space: SpaceId, call: CallUp) {
    socket.say(&Up::Call { space, call }).await;
}

async fn hear<T>(socket: &mut Socket, mut fits: impl FnMut(CallDown) -> Option<T>) -> T {
    socket.until(|down| if let Down::Call { call, .. } = down { fits(call) } else { None }).await
}

impl Care {
    /// Both inside; the call, the therapist's number and the client's.
    async fn meet(&mut self) -> (CallId, ParticipantId, ParticipantId) {
        say(&mut self.outside, self.space, CallUp::Knock).await;
        let waiting = |down| if let CallDown::Waiting { call, me } = down { Some((call, me)) } else { None };
        let (call, guest) = hear(&mut self.outside, waiting).await;
        say(&mut self.inside, self.space, CallUp::Knock).await;
        let admitted = |down| if let CallDown::Admitted { me, .. } = down { Some(me) } else { None };
        let host = hear(&mut self.inside, admitted).await;
        let knocking =
            |down| if let CallDown::Knocking { participant, .. } = down { Some(participant) } else { None };
        assert_eq!(hear(&mut self.inside, knocking).await, guest);
        say(&mut self.inside, self.space, CallUp::Admit { participant: guest }).await;
        assert_eq!(hear(&mut self.outside, admitted).await, guest);
        (call, host, guest)
    }

    fn hello(&self, call: CallId) -> CallUp {
        let hello = CallHello {
            space: self.space,
            epoch: 2,
            call,
            account: self.client.account,
            seal_to: self.client.identity.public().seal_to().clone(),
            signature: [0; 64],
        };
        CallUp::Hello { hello: hello.to_bytes().into() }
    }
}

#[tokio::test]
async fn a_client_waits_until_the_therapist_lets_them_in() {
    let mut care = Box::pin(care()).await;
    let (call, host, guest) = care.meet().await;
    let space = care.space;
    let hello = care.hello(call);
    say(&mut care.outside, space, hello).await;
    let with_hello = |down| match down {
        CallDown::Joined(participant) => participant.hello.map(|_| participant.participant),
        _ => None,
    };
    assert_eq!(hear(&mut care.inside, with_hello).await, guest);
    say(&mut care.outside, space, CallUp::Relay { to: host, bytes: wire(b"sealed") }).await;
    let relayed = |down| if let CallDown::Relay { from, bytes } = down { Some((from, bytes)) } else { None };
    assert_eq!(hear(&mut care.inside, relayed).await, (guest, wire(b"sealed")));
    // The socket ends, another one of the same device takes the place again.
    drop(care.outside);
    let (mut again, _) = Socket::hello(&care.server, &care.client.cookie).await;
    again.follow(space, 9, 0).await;
    say(&mut again, space, CallUp::Knock).await;
    let admitted =
        |down| if let CallDown::Admitted { me, call, .. } = down { Some((me, call)) } else { None };
    assert_eq!(hear(&mut again, admitted).await, (guest, call));
    say(&mut again, space, CallUp::Leave).await;
    let left = |down| if let CallDown::Left { participant } = down { Some(participant) } else { None };
    assert_eq!(hear(&mut care.inside, left).await, guest);
    say(&mut care.inside, space, CallUp::Leave).await;
    let over = |down| match down {
        CallDown::Active { call: None, inside } => Some(inside),
        _ => None,
    };
    assert_eq!(hear(&mut again, over).await, 0);
}

#[tokio::test]
async fn nobody_lets_themselves_in_or_speaks_for_another() {
    let mut care = Box::pin(care()).await;
    let space = care.space;
    // Before a call there is nothing to say anything to.
    say(&mut care.outside, space, CallUp::Leave).await;
    let ended = |down| if let CallDown::Ended { code } = down { Some(code) } else { None };
    assert_eq!(hear(&mut care.outside, ended).await, Some(Code::CallOver));
    let waiting = |down| if let CallDown::Waiting { call, me } = down { Some((call, me)) } else { None };
    for attempt in 0..3 {
        say(&mut care.outside, space, CallUp::Knock).await;
        let (call, guest) = hear(&mut care.outside, waiting).await;
        let up = match attempt {
            0 => CallUp::Admit { participant: guest },
            1 => CallUp::Offer { sdp: "v=0".to_owned() },
            _ => care.hello(call),
        };
        say(&mut care.outside, space, up).await;
        assert_eq!(hear(&mut care.outside, ended).await, Some(Code::Forbidden));
    }
}

#[tokio::test]
async fn whoever_breaks_a_rule_is_out_and_leaves_no_ghost() {
    let ended = |down| if let CallDown::Ended { code } = down { Some(code) } else { None };
    let left = |down| if let CallDown::Left { participant } = down { Some(participant) } else { None };
    // Another call's hello, and too much of everything.
    for attempt in 0..3 {
        let mut care = Box::pin(care()).await;
        let space = care.space;
        let (_, host, guest) = care.meet().await;
        let (up, code) = match attempt {
            0 => (care.hello(CallId::from_bytes([9; 16])), Code::Malformed),
            1 => {
                let bytes = wire(&vec![0; limits::CALL_RELAY_BYTES_MAX + 1]);
                (CallUp::Relay { to: host, bytes }, Code::TooLarge)
            }
            _ => {
                let sdp = "v=0\r\n".repeat(limits::SDP_BYTES_MAX);
                (CallUp::Offer { sdp: sdp[..=limits::SDP_BYTES_MAX].to_owned() }, Code::TooLarge)
            }
        };
        say(&mut care.outside, space, up).await;
        assert_eq!(hear(&mut care.outside, ended).await, Some(code));
        assert_eq!(hear(&mut care.inside, left).await, guest);
    }
    // Somebody else's hello.
    let mut care = Box::pin(care()).await;
    let (call, host, _) = care.meet().await;
    let (space, hello) = (care.space, care.hello(call));
    say(&mut care.inside, space, hello).await;
    assert_eq!(hear(&mut care.inside, ended).await, Some(Code::Malformed));
    assert_eq!(hear(&mut care.outside, left).await, host);
}

#[tokio::test]
async fn a_description_that_is_none_ends_only_its_senders_call() {
    let mut care = Box::pin(care()).await;
    let (_, _, guest) = care.meet().await;
    let space = care.space;
    say(&mut care.outside, space, CallUp::Offer { sdp: "garbage\u{0}\u{7f}".repeat(99) }).await;
    let ended = |down| if let CallDown::Ended { code } = down { Some(code) } else { None };
    assert_eq!(hear(&mut care.outside, ended).await, Some(Code::SdpInvalid));
    let left = |down| if let CallDown::Left { participant } = down { Some(participant) } else { None };
    assert_eq!(hear(&mut care.inside, left).await, guest);
}
