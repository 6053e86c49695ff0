//! The waiting list: one at a time, in order, never twice, through a restart.

use rapport_wire::appointment::{Appointment, AppointmentState, BookHeld, CancelAppointment, Reschedule};
use rapport_wire::endpoint::Endpoint;
use rapport_wire::offer::Mode;
use rapport_wire::socket::{Down, Up, VERSION};
use rapport_wire::waiting::{
    DeclineHour, JoinWaiting, LeaveWaiting, ListWaiting, OfferedHour, Parts, SetUrgent, Waiting,
};
use rapport_wire::{Code, WaitId, limits};

use crate::support::care::{Client, hour, practice};
use crate::support::{Kind, Person, Server, Socket};

async fn code<E: Endpoint>(server: &Server, cookie: Option<&str>, ask: &E) -> Option<Code> {
    server.ask(cookie, ask).await.err().map(|refused| refused.code)
}

fn join(client: &Client, therapist: &Person) -> JoinWaiting {
    JoinWaiting {
        space: client.space,
        therapist: therapist.account,
        mode: Mode::Video,
        minutes: 50,
        parts: Parts::ANY,
        before: None,
    }
}

async fn place(server: &Server, client: &Client) -> Waiting {
    server.ask(client.cookie(), &ListWaiting {}).await.unwrap().waiting.remove(0)
}

async fn offered(server: &Server, client: &Client) -> Option<OfferedHour> {
    place(server, client).await.offered
}

async fn call_off(server: &Server, therapist: &Person, one: &Appointment) {
    let ask = CancelAppointment { appointment: one.id, sequence: one.sequence, and_following: false };
    server.ask(Some(&therapist.cookie), &ask).await.unwrap();
}

/// Waits until the driver has passed the hour on to somebody.
async fn asked(server: &Server, client: &Client, socket: &mut Socket) -> OfferedHour {
    loop {
        if let Some(hour) = offered(server, client).await {
            return hour;
        }
        socket.until(|down| matches!(down, Down::TimeChanged).then_some(())).await;
    }
}

on_both! {
    async fn a_freed_hour_goes_to_one_then_to_the_next(kind: Kind) {
        let mut server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara", "omar", "ines"]).await;
        let [mara, omar, ines] = &clients[..] else { panic!() };
        let one = mara.books(&server, 1, &therapist, hour(&server, 5)).await.unwrap();
        for client in [omar, ines] {
            server.ask(client.cookie(), &join(client, &therapist)).await.unwrap();
        }
        let (first, second) = (place(&server, omar).await, place(&server, ines).await);
        assert_eq!((first.ahead, second.ahead), (0, 1));
        let urgent = SetUrgent { waiting: second.id, urgent: true };
        assert_eq!(code(&server, ines.cookie(), &urgent).await, Some(Code::Forbidden));
        server.ask(Some(&therapist.cookie), &urgent).await.unwrap();
        let list = server.ask(Some(&therapist.cookie), &ListWaiting {}).await.unwrap().waiting;
        assert_eq!(list.iter().map(|place| place.space).collect::<Vec<_>>(), [ines.space, omar.space]);
        assert_eq!(place(&server, omar).await.ahead, 1);

        call_off(&server, &therapist, &one).await;
        let held = offered(&server, ines).await.unwrap();
        assert_eq!(held.starts_at, one.starts_at);
        assert_eq!(offered(&server, omar).await, None);
        // Nobody else gets it meanwhile.
        let ask = mara.slot(2, &therapist, one.starts_at);
        assert_eq!(code(&server, mara.cookie(), &ask).await, Some(Code::SlotTaken));

        // She does not answer: through a restart, the hour goes to the next, and she keeps her place.
        server.stop().await;
        server.clock.advance_seconds(limits::OFFERED_HOUR_SECONDS + 1);
        server.start_again().await;
        // The news may be quicker than the Welcome: the driver began before anybody was back.
        let mut socket = Socket::open(&server, &omar.person.cookie, None).await.unwrap();
        socket.say(&Up::Hello { version: VERSION }).await;
        let next = asked(&server, omar, &mut socket).await;
        assert_eq!(next.starts_at, one.starts_at);
        assert_ne!(next.appointment, held.appointment);
        let late = BookHeld { appointment: held.appointment, zone: "Europe/Rome".to_owned() };
        assert_eq!(code(&server, ines.cookie(), &late).await, Some(Code::HoldExpired));
        assert_eq!((place(&server, ines).await.ahead, offered(&server, ines).await), (0, None));

        // He takes it, and waits no more.
        let book = BookHeld { appointment: next.appointment, zone: "Europe/Rome".to_owned() };
        assert_eq!(code(&server, ines.cookie(), &book).await, Some(Code::HoldExpired));
        let booked = server.ask(omar.cookie(), &book).await.unwrap();
        assert_eq!(booked.state, AppointmentState::Booked);
        assert_eq!(server.ask(omar.cookie(), &ListWaiting {}).await.unwrap().waiting, []);

        // Freed again, it is offered to nobody who had it already.
        call_off(&server, &therapist, &booked).await;
        assert_eq!(offered(&server, ines).await, None);
    }

    async fn a_declined_hour_goes_on_and_a_moved_one_is_offered(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara", "omar", "ines"]).await;
        let [mara, omar, ines] = &clients[..] else { panic!() };
        let one = mara.books(&server, 1, &therapist, hour(&server, 5)).await.unwrap();
        for client in [omar, ines] {
            server.ask(client.cookie(), &join(client, &therapist)).await.unwrap();
        }
        let away = Reschedule { appointment: one.id, sequence: 0, starts_at: hour(&server, 9) };
        server.ask(mara.cookie(), &away).await.unwrap();
        let held = offered(&server, omar).await.unwrap();
        assert_eq!(held.starts_at, one.starts_at);
        let no = DeclineHour { waiting: place(&server, omar).await.id, appointment: held.appointment };
        for (cookie, expected) in [
            (ines.cookie(), Code::NotFound),
            (Some(therapist.cookie.as_str()), Code::Forbidden),
            (None, Code::SignedOut),
        ] {
            assert_eq!(code(&server, cookie, &no).await, Some(expected));
        }
        server.ask(omar.cookie(), &no).await.unwrap();
        assert_eq!(code(&server, omar.cookie(), &no).await, Some(Code::NotFound));
        assert_eq!(offered(&server, ines).await.unwrap().starts_at, one.starts_at);
        // She leaves: there is nobody left, and the hour is anybody's.
        let leave = LeaveWaiting { waiting: place(&server, ines).await.id };
        for (cookie, expected) in [(omar.cookie(), Code::NotFound), (None, Code::SignedOut)] {
            assert_eq!(code(&server, cookie, &leave).await, Some(expected));
        }
        server.ask(ines.cookie(), &leave).await.unwrap();
        mara.books(&server, 2, &therapist, one.starts_at).await.unwrap();
        let theirs = LeaveWaiting { waiting: place(&server, omar).await.id };
        server.ask(Some(&therapist.cookie), &theirs).await.unwrap();
        assert_eq!(server.ask(omar.cookie(), &ListWaiting {}).await.unwrap().waiting, []);
    }

    async fn whoever_left_an_hour_is_passed_over(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara", "omar"]).await;
        let [mara, omar] = &clients[..] else { panic!() };
        let one = mara.books(&server, 1, &therapist, hour(&server, 5)).await.unwrap();
        let two = mara.books(&server, 2, &therapist, hour(&server, 9)).await.unwrap();
        // She waits for something better, and before him.
        for client in [mara, omar] {
            server.ask(client.cookie(), &join(client, &therapist)).await.unwrap();
        }
        let off = |one: &Appointment| CancelAppointment {
            appointment: one.id,
            sequence: one.sequence,
            and_following: false,
        };
        server.ask(mara.cookie(), &off(&one)).await.unwrap();
        assert_eq!(offered(&server, mara).await, None);
        let held = offered(&server, omar).await.unwrap();
        assert_eq!(held.starts_at, one.starts_at);
        let no = DeclineHour { waiting: place(&server, omar).await.id, appointment: held.appointment };
        server.ask(omar.cookie(), &no).await.unwrap();
        assert_eq!(offered(&server, mara).await, None, "nor when it comes round");
        // Nobody offers it any more, and she may think again.
        let back = mara.books(&server, 3, &therapist, one.starts_at).await.unwrap();
        assert_eq!(back.starts_at, one.starts_at);
        // An hour the practice called off is not held out to her either; an hour of another's is.
        call_off(&server, &therapist, &two).await;
        assert_eq!((offered(&server, mara).await, offered(&server, omar).await.is_some()), (None, true));
        let theirs = LeaveWaiting { waiting: place(&server, omar).await.id };
        server.ask(omar.cookie(), &theirs).await.unwrap();
        let three = omar.books(&server, 4, &therapist, hour(&server, 30)).await.unwrap();
        server.ask(omar.cookie(), &off(&three)).await.unwrap();
        assert_eq!(offered(&server, mara).await.unwrap().starts_at, three.starts_at);
    }

    async fn only_an_hour_that_suits_is_offered(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara", "omar"]).await;
        let [mara, omar] = &clients[..] else { panic!() };
        let one = mara.books(&server, 1, &therapist, hour(&server, 5)).await.unwrap();
        let two = mara.books(&server, 2, &therapist, hour(&server, 30)).await.unwrap();
        let before = JoinWaiting { before: Some(one.starts_at), ..join(omar, &therapist) };
        let first = server.ask(omar.cookie(), &before).await.unwrap();
        call_off(&server, &therapist, &one).await;
        assert_eq!(offered(&server, omar).await, None);
        // Another mind keeps the place.
        let later = JoinWaiting { before: Some(two.ends_at), ..join(omar, &therapist) };
        let again = server.ask(omar.cookie(), &later).await.unwrap();
        assert_eq!((again.id, again.since), (first.id, first.since));
        call_off(&server, &therapist, &two).await;
        assert_eq!(offered(&server, omar).await.unwrap().starts_at, two.starts_at);
    }

    async fn a_place_is_taken_by_those_who_may_for_what_there_is(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara", "omar"]).await;
        let [mara, omar] = &clients[..] else { panic!() };
        let good = join(mara, &therapist);
        let now = server.clock.now();
        for (ask, expected) in [
            (JoinWaiting { parts: Parts(0), ..good }, Code::Malformed),
            (JoinWaiting { parts: Parts(1 << 21), ..good }, Code::Malformed),
            (JoinWaiting { before: Some(now), ..good }, Code::Malformed),
            (JoinWaiting { minutes: 30, ..good }, Code::SlotNotOffered),
            (JoinWaiting { mode: Mode::Phone, ..good }, Code::SlotNotOffered),
            (JoinWaiting { therapist: mara.person.account, ..good }, Code::NotFound),
            (JoinWaiting { space: omar.space, ..good }, Code::NotFound),
        ] {
            assert_eq!(code(&server, mara.cookie(), &ask).await, Some(expected), "{ask:?}");
        }
        assert_eq!(code(&server, None, &good).await, Some(Code::SignedOut));
        assert_eq!(code(&server, None, &ListWaiting {}).await, Some(Code::SignedOut));
        let place = server.ask(mara.cookie(), &good).await.unwrap();
        let urgent = |waiting| SetUrgent { waiting, urgent: true };
        assert_eq!(code(&server, omar.cookie(), &urgent(place.id)).await, Some(Code::NotFound));
        assert_eq!(code(&server, None, &urgent(place.id)).await, Some(Code::SignedOut));
        let unknown = WaitId::from_bytes([9; 16]);
        assert_eq!(code(&server, Some(&therapist.cookie), &urgent(unknown)).await, Some(Code::NotFound));
        assert_eq!(server.ask(omar.cookie(), &ListWaiting {}).await.unwrap().waiting, []);
    }
}
