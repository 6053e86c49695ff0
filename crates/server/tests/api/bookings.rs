//! Booking: from a free slot to what became of the hour, and everything that is refused on the way.

use rapport_wire::appointment::{
    Appointment, AppointmentState, Arrange, BookHeld, CancelAppointment, Every, HoldSlot, ListAppointments,
    Outcome, RecordOutcome, ReleaseHold, Repeat, RepeatEnd, Reschedule,
};
use rapport_wire::endpoint::Endpoint;
use rapport_wire::offer::{
    BookingPolicy, FindSlots, GetBookingPolicy, GetOffer, Mode, Offer, PutBookingPolicy, PutOffer, Who,
};
use rapport_wire::socket::Down;
use rapport_wire::{AccountId, Code, SpaceId, Timestamp};

use crate::support::care::{Client, hour, id, offer, practice};
use crate::support::{Kind, Server, Socket};

/// The code a call is refused with.
async fn code<E: Endpoint>(server: &Server, cookie: Option<&str>, ask: &E) -> Option<Code> {
    server.ask(cookie, ask).await.err().map(|refused| refused.code)
}

fn find(space: SpaceId, therapist: AccountId, from: Timestamp, until: Timestamp) -> FindSlots {
    FindSlots {
        space,
        therapists: vec![therapist],
        who: Who::Any,
        mode: Mode::Video,
        minutes: 50,
        from,
        until,
        moving: None,
    }
}

fn arrange(number: u16, space: SpaceId, starts_at: Timestamp) -> Arrange {
    Arrange {
        id: id(number),
        space,
        with: Vec::new(),
        mode: Mode::Video,
        minutes: 30,
        starts_at,
        repeat: None,
        only_look: false,
        skip_taken: false,
    }
}

fn cancel(of: &Appointment) -> CancelAppointment {
    CancelAppointment { appointment: of.id, sequence: of.sequence, and_following: false }
}

async fn listed(server: &Server, cookie: &str, from: i64, until: i64) -> Vec<Appointment> {
    let ask = ListAppointments { from: hour(server, from), until: hour(server, until) };
    server.ask(Some(cookie), &ask).await.unwrap().appointments
}

on_both! {
    async fn a_slot_is_found_held_booked_moved_and_called_off(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara", "omar"]).await;
        let [mara, omar] = &clients[..] else { panic!() };
        let (mut socket, _) = Socket::hello(&server, &therapist.cookie).await;
        let day = find(mara.space, therapist.account, hour(&server, 0), hour(&server, 4));
        let free = async |who: &Client| {
            let ask = FindSlots { space: who.space, ..day.clone() };
            let slots = server.ask(who.cookie(), &ask).await.unwrap().slots;
            slots.iter().map(|slot| slot.starts_at).collect::<Vec<_>>()
        };
        let hours = |hours: &[i64]| hours.iter().map(|it| hour(&server, *it)).collect::<Vec<_>>();
        assert_eq!(free(mara).await, hours(&[0, 1, 2, 3]));

        // Held: nobody else sees it or gets it.
        let held = server.ask(mara.cookie(), &mara.slot(1, &therapist, hour(&server, 1))).await.unwrap();
        assert_eq!((held.state, held.attendees.len()), (AppointmentState::Held, 2));
        assert_eq!(free(omar).await, hours(&[0, 2, 3]));
        let late = omar.slot(2, &therapist, hour(&server, 1));
        assert_eq!(code(&server, omar.cookie(), &late).await, Some(Code::SlotTaken));
        socket.until(|down| matches!(down, Down::TimeChanged).then_some(())).await;

        // Booked, twice as well as once.
        let book = BookHeld { appointment: id(1), zone: "europe/rome".to_owned() };
        let booked = server.ask(mara.cookie(), &book).await.unwrap();
        assert_eq!(server.ask(mara.cookie(), &book).await.unwrap(), booked);
        let zone = |account| booked.attendees.iter().find(|one| one.account == account).unwrap().zone.clone();
        assert_eq!(zone(mara.person.account).as_deref(), Some("Europe/Rome"));
        assert_eq!(zone(therapist.account).as_deref(), Some("Europe/London"));
        socket.until(|down| matches!(down, Down::TimeChanged).then_some(())).await;
        assert_eq!(listed(&server, &therapist.cookie, 0, 9).await, std::slice::from_ref(&booked));
        assert_eq!(listed(&server, &mara.person.cookie, 0, 9).await, std::slice::from_ref(&booked));
        assert_eq!(listed(&server, &omar.person.cookie, 0, 9).await, []);

        // Moved, and the old hour is free again.
        let to = Reschedule { appointment: id(1), sequence: 0, starts_at: hour(&server, 3) };
        let moved = server.ask(mara.cookie(), &to).await.unwrap();
        assert_eq!((moved.starts_at, moved.sequence, moved.moved), (hour(&server, 3), 1, false));
        assert_eq!(free(omar).await, hours(&[0, 1, 2]));
        assert_eq!(code(&server, mara.cookie(), &to).await, Some(Code::AppointmentChanged));

        // An hour that is being moved is in nobody's way, and whose it is not learns nothing by saying so.
        let moving = |space| FindSlots { space, moving: Some(id(1)), ..day.clone() };
        let slots = server.ask(mara.cookie(), &moving(mara.space)).await.unwrap().slots;
        let around: Vec<_> = slots.iter().map(|slot| slot.starts_at).collect();
        assert_eq!(around, hours(&[0, 1, 2, 3]));
        assert_eq!(code(&server, omar.cookie(), &moving(omar.space)).await, Some(Code::NotFound));
        assert_eq!(code(&server, Some(&therapist.cookie), &moving(omar.space)).await, Some(Code::NotFound));
        let half = hour(&server, 3).plus_seconds(1_800);
        let by_half = Reschedule { appointment: id(1), sequence: 1, starts_at: half };
        let moved = server.ask(Some(&therapist.cookie), &by_half).await.unwrap();
        assert_eq!((moved.starts_at, moved.sequence), (half, 2), "it makes way for itself");

        // Called off in time by the client, and recorded as such.
        let off = server.ask(mara.cookie(), &cancel(&moved)).await.unwrap().appointments.remove(0);
        assert_eq!((off.state, off.outcome), (AppointmentState::Cancelled, Some(Outcome::Cancelled)));
        assert_eq!(off.cancelled_by, Some(mara.person.account));
        assert_eq!(free(omar).await, hours(&[0, 1, 2, 3]));
        assert_eq!(code(&server, mara.cookie(), &cancel(&off)).await, Some(Code::AppointmentChanged));
    }

    async fn sixty_four_at_once_and_one_gets_it(kind: Kind) {
        let server = Server::start(kind).await;
        let names = ["mara", "omar", "ines", "juri"];
        let (therapist, clients) = practice(&server, &names).await;
        let starts_at = hour(&server, 1);
        // Each of them on sixteen devices, each of which holds and, if it may, books.
        let mut asks = Vec::new();
        for number in 0..64_u16 {
            let who = &clients[usize::from(number) % names.len()];
            let ask = who.slot(number, &therapist, starts_at);
            let (server, cookie) = (server.view(), who.person.cookie.clone());
            asks.push(tokio::spawn(async move {
                server.ask(Some(&cookie), &ask).await?;
                let book = BookHeld { appointment: ask.id, zone: "Europe/London".to_owned() };
                server.ask(Some(&cookie), &book).await
            }));
        }
        let mut booked = Vec::new();
        for ask in asks {
            match ask.await.unwrap() {
                Ok(appointment) => booked.push(appointment),
                Err(refused) => assert_eq!(refused.code, Code::SlotTaken),
            }
        }
        assert_eq!(booked.len(), 1);
        assert_eq!(listed(&server, &therapist.cookie, 0, 9).await, booked);
        let free = find(clients[0].space, therapist.account, hour(&server, 0), hour(&server, 3));
        let slots = server.ask(clients[0].cookie(), &free).await.unwrap().slots;
        assert_eq!(slots.iter().map(|slot| slot.starts_at).collect::<Vec<_>>(), [hour(&server, 0), hour(&server, 2)]);
    }

    async fn a_hold_ends_after_ten_minutes(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara", "omar"]).await;
        let [mara, omar] = &clients[..] else { panic!() };
        server.ask(mara.cookie(), &mara.slot(1, &therapist, hour(&server, 1))).await.unwrap();
        let book = BookHeld { appointment: id(1), zone: "Europe/Rome".to_owned() };
        server.clock.advance_seconds(601);
        assert_eq!(code(&server, mara.cookie(), &book).await, Some(Code::HoldExpired));
        omar.books(&server, 2, &therapist, hour(&server, 1)).await.unwrap();
        assert_eq!(code(&server, mara.cookie(), &book).await, Some(Code::HoldExpired));
        // What was let go of in time is free at once.
        server.ask(mara.cookie(), &mara.slot(3, &therapist, hour(&server, 2))).await.unwrap();
        server.ask(mara.cookie(), &ReleaseHold { appointment: id(3) }).await.unwrap();
        server.ask(omar.cookie(), &omar.slot(4, &therapist, hour(&server, 2))).await.unwrap();
        // Three at once and no more.
        for (number, at) in [(5, 3), (6, 4), (7, 5)] {
            server.ask(mara.cookie(), &mara.slot(number, &therapist, hour(&server, at))).await.unwrap();
        }
        let fourth = mara.slot(8, &therapist, hour(&server, 6));
        assert_eq!(code(&server, mara.cookie(), &fourth).await, Some(Code::TooMany));
    }

    async fn only_what_is_offered_can_be_held(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut therapist, clients) = practice(&server, &["mara"]).await;
        let mara = &clients[0];
        let good = mara.slot(1, &therapist, hour(&server, 1));
        let refused = async |ask: HoldSlot| code(&server, mara.cookie(), &ask).await;
        let now = server.clock.now();
        let grid = Timestamp::from_micros(now.as_micros() / 300_000_000 * 300_000_000);
        for (starts_at, expected) in [
            (hour(&server, 1).plus_seconds(1), Code::Malformed),
            (hour(&server, 1).plus_seconds(300), Code::SlotNotOffered), // off the therapist's grid
            (hour(&server, -240), Code::SlotNotOffered),                // in the past
            (grid.plus_seconds(600), Code::SlotNotOffered),             // less than an hour's notice
            (hour(&server, 24 * 90), Code::SlotNotOffered),             // beyond the horizon
            (hour(&server, 24 * 4000), Code::SlotNotOffered),
            (Timestamp::from_micros(i64::MAX / 300_000_000 * 300_000_000), Code::SlotNotOffered),
            (Timestamp::from_micros(i64::MIN), Code::Malformed),
        ] {
            assert_eq!(refused(HoldSlot { starts_at, ..good.clone() }).await, Some(expected), "{starts_at:?}");
        }
        for (minutes, expected) in [(0, Code::Malformed), (51, Code::Malformed), (30, Code::SlotNotOffered), (45, Code::SlotNotOffered)] {
            assert_eq!(refused(HoldSlot { minutes, ..good.clone() }).await, Some(expected), "{minutes}");
        }
        assert_eq!(refused(HoldSlot { mode: Mode::Phone, ..good.clone() }).await, Some(Code::SlotNotOffered));
        assert_eq!(refused(HoldSlot { therapists: vec![], ..good.clone() }).await, Some(Code::Malformed));
        let stranger = AccountId::from_bytes([9; 16]);
        for other in [stranger, mara.person.account] {
            assert_eq!(refused(HoldSlot { therapists: vec![other], ..good.clone() }).await, Some(Code::NotFound));
        }
        // Negative lengths and times that are no numbers do not even read.
        let post = server.request(reqwest::Method::POST, HoldSlot::PATH, mara.cookie());
        let mut body = serde_json::to_value(&good).unwrap();
        body["minutes"] = (-50).into();
        let response = crate::support::server::refused(post.json(&body).send().await.unwrap()).await;
        assert_eq!(response.code, Code::Malformed);

        // The therapist's offer decides, as it is now.
        let closed = PutOffer { version: 1, offer: Offer { windows: vec![], ..offer() } };
        server.ask(Some(&therapist.cookie), &closed).await.unwrap();
        assert_eq!(refused(good.clone()).await, Some(Code::SlotNotOffered));
        let again = PutOffer { version: 2, offer: offer() };
        server.ask(Some(&therapist.cookie), &again).await.unwrap();
        let book = BookHeld { appointment: id(1), zone: "Mars/Olympus".to_owned() };
        server.ask(mara.cookie(), &good).await.unwrap();
        assert_eq!(code(&server, mara.cookie(), &book).await, Some(Code::ZoneUnknown));
        assert_eq!(code(&server, Some(&therapist.cookie), &good).await, Some(Code::Forbidden));
        // A practice's own space is no place to meet in.
        let known = therapist.create(&server, rapport_wire::space::SpaceKind::Own, rapport_wire::Role::Owner).await.unwrap();
        let own = find(known.space(), therapist.account, hour(&server, 0), hour(&server, 2));
        assert_eq!(code(&server, Some(&therapist.cookie), &own).await, Some(Code::Forbidden));
    }

    async fn what_the_practice_asks_for_holds(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara"]).await;
        let mara = &clients[0];
        let policy = server.ask(mara.cookie(), &GetBookingPolicy {}).await.unwrap();
        let put = |policy| PutBookingPolicy { policy };
        assert_eq!(code(&server, mara.cookie(), &put(policy)).await, Some(Code::Forbidden));
        let silly = BookingPolicy { cancel_notice_minutes: u32::MAX, ..policy };
        assert_eq!(code(&server, Some(&therapist.cookie), &put(silly)).await, Some(Code::PolicyInvalid));
        let strict = BookingPolicy { ahead_max: 2, cancel_notice_minutes: 3 * 24 * 60, late_move: false };
        server.ask(Some(&therapist.cookie), &put(strict)).await.unwrap();
        assert_eq!(server.ask(mara.cookie(), &GetBookingPolicy {}).await.unwrap(), strict);

        let one = mara.books(&server, 1, &therapist, hour(&server, 0)).await.unwrap();
        let two = mara.books(&server, 2, &therapist, hour(&server, 48)).await.unwrap();
        let third = mara.slot(3, &therapist, hour(&server, 72));
        assert_eq!(code(&server, mara.cookie(), &third).await, Some(Code::TooMany));
        // Less than three days are left: no moving by oneself, and calling off is late.
        let late = Reschedule { appointment: one.id, sequence: 0, starts_at: hour(&server, 50) };
        assert_eq!(code(&server, mara.cookie(), &late).await, Some(Code::NoticeTooShort));
        let off = server.ask(mara.cookie(), &cancel(&one)).await.unwrap().appointments.remove(0);
        assert_eq!(off.outcome, Some(Outcome::LateCancel));
        let moved = Reschedule { appointment: two.id, sequence: 0, starts_at: hour(&server, 50) };
        server.ask(mara.cookie(), &moved).await.unwrap();
        // The therapist is not bound by it.
        let nearer = Reschedule { appointment: two.id, sequence: 1, starts_at: hour(&server, 2).plus_seconds(300) };
        let two = server.ask(Some(&therapist.cookie), &nearer).await.unwrap();
        let off = server.ask(Some(&therapist.cookie), &cancel(&two)).await.unwrap().appointments.remove(0);
        assert_eq!(off.outcome, Some(Outcome::CancelledByPractice));
    }

    async fn what_became_of_the_hour_is_recorded_after_it_began(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara"]).await;
        let mara = &clients[0];
        let one = mara.books(&server, 1, &therapist, hour(&server, 0)).await.unwrap();
        let record = |outcome| RecordOutcome { appointment: one.id, outcome };
        let staff = Some(therapist.cookie.as_str());
        assert_eq!(code(&server, staff, &record(Outcome::NoShow)).await, Some(Code::AppointmentOver));
        let begins = hour(&server, 0);
        server.clock.advance_seconds(begins.seconds_since(server.clock.now()) + 1);
        assert_eq!(code(&server, mara.cookie(), &record(Outcome::Met)).await, Some(Code::Forbidden));
        assert_eq!(code(&server, mara.cookie(), &cancel(&one)).await, Some(Code::AppointmentOver));
        let later = Reschedule { appointment: one.id, sequence: 0, starts_at: begins.plus_seconds(86_400) };
        assert_eq!(code(&server, staff, &later).await, Some(Code::AppointmentOver));
        let seen = server.ask(staff, &record(Outcome::NoShow)).await.unwrap();
        assert_eq!(seen.outcome, Some(Outcome::NoShow));
        // It may be corrected.
        server.ask(staff, &record(Outcome::Met)).await.unwrap();
        let ask = ListAppointments { from: begins, until: begins.plus_seconds(60) };
        let listed = server.ask(mara.cookie(), &ask).await.unwrap().appointments;
        assert_eq!(listed[0].outcome, Some(Outcome::Met));
    }

    async fn a_series_has_exceptions_and_an_end(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara", "omar"]).await;
        let [mara, omar] = &clients[..] else { panic!() };
        let staff = Some(therapist.cookie.as_str());
        let repeat = |every, end| Some(Repeat { zone: "Europe/London".to_owned(), every, end });
        let weekly = Arrange {
            repeat: repeat(Every::Weeks(1), RepeatEnd::Count(4)),
            ..arrange(1, mara.space, hour(&server, 0))
        };
        omar.books(&server, 50, &therapist, hour(&server, 0)).await.unwrap();
        let look = server.ask(staff, &Arrange { only_look: true, ..weekly.clone() }).await.unwrap();
        assert_eq!((look.appointments.len(), look.taken), (3, vec![hour(&server, 0)]));
        assert_eq!(code(&server, staff, &weekly).await, Some(Code::SlotTaken));
        assert_eq!(listed(&server, &mara.person.cookie, 0, 24 * 60).await, []);
        let around = Arrange { skip_taken: true, ..weekly.clone() };
        let given = server.ask(staff, &around).await.unwrap();
        assert_eq!(server.ask(staff, &around).await.unwrap(), given);
        assert_eq!((given.appointments.len(), given.taken.len()), (3, 1));
        assert_eq!(given.appointments[0].id, id(1));

        // One of them elsewhere; then no more of them from the second on.
        let [first, second, third] = &given.appointments[..] else { panic!() };
        let to = third.starts_at.plus_seconds(7200);
        let change = Reschedule { appointment: third.id, sequence: 0, starts_at: to };
        assert!(server.ask(staff, &change).await.unwrap().moved);
        let following = CancelAppointment { and_following: true, ..cancel(second) };
        assert_eq!(code(&server, mara.cookie(), &following).await, Some(Code::Forbidden));
        assert_eq!(server.ask(staff, &following).await.unwrap().appointments.len(), 2);
        let left = listed(&server, &mara.person.cookie, 0, 24 * 60).await;
        let live: Vec<_> = left.iter().filter(|one| one.state == AppointmentState::Booked).collect();
        assert_eq!(live.iter().map(|one| one.id).collect::<Vec<_>>(), [first.id]);

        for (every, end) in [
            (Every::Weeks(0), RepeatEnd::Count(4)),
            (Every::Weeks(1), RepeatEnd::Count(1)),
            (Every::Weeks(1), RepeatEnd::Count(60_000)),
            (Every::Weeks(1), RepeatEnd::Until("3026-01-01".to_owned())),
            (Every::Weeks(1), RepeatEnd::Until("2020-01-01".to_owned())),
            (Every::Weeks(1), RepeatEnd::Until("the end".to_owned())),
        ] {
            let bad = Arrange { repeat: repeat(every, end), ..arrange(70, mara.space, hour(&server, 5)) };
            assert_eq!(code(&server, staff, &bad).await, Some(Code::SeriesInvalid));
        }
        let nowhere = Some(Repeat { zone: "Nowhere".to_owned(), every: Every::MonthWeekday, end: RepeatEnd::Count(2) });
        let bad = Arrange { repeat: nowhere, ..arrange(70, mara.space, hour(&server, 5)) };
        assert_eq!(code(&server, staff, &bad).await, Some(Code::ZoneUnknown));
        let past = arrange(70, mara.space, hour(&server, -96));
        assert_eq!(code(&server, staff, &past).await, Some(Code::SlotNotOffered));
        let empty = Arrange { minutes: 0, ..arrange(70, mara.space, hour(&server, 5)) };
        assert_eq!(code(&server, staff, &empty).await, Some(Code::Malformed));
    }

    async fn two_reschedules_at_once_are_one(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara"]).await;
        let mara = &clients[0];
        mara.books(&server, 1, &therapist, hour(&server, 0)).await.unwrap();
        let to = |hours| Reschedule { appointment: id(1), sequence: 0, starts_at: hour(&server, hours) };
        let (two, four) = (to(2), to(4));
        let (left, right) =
            tokio::join!(server.ask(mara.cookie(), &two), server.ask(Some(&therapist.cookie), &four));
        let (won, lost) = if left.is_ok() { (left, right) } else { (right, left) };
        assert_eq!(lost.unwrap_err().code, Code::AppointmentChanged);
        assert_eq!(listed(&server, &therapist.cookie, 0, 9).await, [won.unwrap()]);
    }

    async fn strangers_other_clients_and_guests_get_nowhere(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara", "omar"]).await;
        let [mara, omar] = &clients[..] else { panic!() };
        let one = mara.books(&server, 1, &therapist, hour(&server, 0)).await.unwrap();
        let space = mara.space;
        let theirs = (
            find(space, therapist.account, hour(&server, 0), hour(&server, 2)),
            HoldSlot { id: id(2), ..mara.slot(2, &therapist, hour(&server, 1)) },
            BookHeld { appointment: one.id, zone: "Europe/Rome".to_owned() },
            ReleaseHold { appointment: one.id },
            arrange(3, space, hour(&server, 1)),
            Reschedule { appointment: one.id, sequence: 0, starts_at: hour(&server, 1) },
            cancel(&one),
            RecordOutcome { appointment: one.id, outcome: Outcome::Met },
        );
        let (slots, hold, book, release, give, change, off, record) = &theirs;
        for (cookie, gone, expired) in [
            (omar.cookie(), Code::NotFound, Code::HoldExpired),
            (None, Code::SignedOut, Code::SignedOut),
        ] {
            assert_eq!(code(&server, cookie, slots).await, Some(gone));
            assert_eq!(code(&server, cookie, hold).await, Some(gone));
            assert_eq!(code(&server, cookie, book).await, Some(expired));
            assert_eq!(code(&server, cookie, release).await, Some(gone));
            assert_eq!(code(&server, cookie, give).await, Some(gone));
            assert_eq!(code(&server, cookie, change).await, Some(gone));
            assert_eq!(code(&server, cookie, off).await, Some(gone));
            assert_eq!(code(&server, cookie, record).await, Some(gone));
        }
        // Under an id of somebody else's, nobody learns what it is.
        let same_id = HoldSlot { id: one.id, ..omar.slot(1, &therapist, hour(&server, 5)) };
        assert_eq!(code(&server, omar.cookie(), &same_id).await, Some(Code::NotFound));
        assert_eq!(code(&server, mara.cookie(), give).await, Some(Code::Forbidden));
        assert_eq!(listed(&server, &therapist.cookie, 0, 9).await, [one]);

        let list = ListAppointments { from: hour(&server, 0), until: hour(&server, 1) };
        let put = PutOffer { version: 1, offer: offer() };
        let policy = PutBookingPolicy { policy: BookingPolicy { cancel_notice_minutes: 0, late_move: true, ahead_max: 9 } };
        let get = |therapist| GetOffer { therapist };
        assert_eq!(code(&server, None, &list).await, Some(Code::SignedOut));
        assert_eq!(code(&server, None, &put).await, Some(Code::SignedOut));
        assert_eq!(code(&server, None, &get(therapist.account)).await, Some(Code::SignedOut));
        assert_eq!(code(&server, None, &policy).await, Some(Code::SignedOut));
        assert_eq!(code(&server, None, &GetBookingPolicy {}).await, Some(Code::SignedOut));
        assert_eq!(code(&server, mara.cookie(), &put).await, Some(Code::Forbidden));
        // Whoever shares a space sees the offer; clients do not see each other.
        let seen = server.ask(mara.cookie(), &get(therapist.account)).await.unwrap();
        assert_eq!((seen.version, seen.offer), (1, Some(offer())));
        assert_eq!(code(&server, mara.cookie(), &get(omar.person.account)).await, Some(Code::NotFound));
        assert_eq!(code(&server, mara.cookie(), &get(AccountId::from_bytes([9; 16]))).await, Some(Code::NotFound));
    }

    async fn an_offer_is_changed_by_one_device_at_a_time(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, _) = practice(&server, &[]).await;
        let staff = Some(therapist.cookie.as_str());
        let put = |version, offer| PutOffer { version, offer };
        for stale in [0, 2] {
            assert_eq!(code(&server, staff, &put(stale, offer())).await, Some(Code::Stale));
        }
        let two = server.ask(staff, &put(1, offer())).await.unwrap();
        assert_eq!(two.version, 2);
        let bad = Offer { zone: "Europe/Atlantis".to_owned(), ..offer() };
        assert_eq!(code(&server, staff, &put(2, bad)).await, Some(Code::ZoneUnknown));
        let mut bad = offer();
        bad.windows[0].hours.to_minute = 0;
        assert_eq!(code(&server, staff, &put(2, bad)).await, Some(Code::OfferInvalid));
        assert_eq!(server.ask(staff, &GetOffer { therapist: therapist.account }).await.unwrap(), two);
    }
}

#[tokio::test]
async fn ranges_have_a_beginning_before_an_end_and_no_more_than_so_much_between() {
    let server = Server::start(Kind::Sqlite).await;
    let (therapist, clients) = practice(&server, &["mara"]).await;
    let mara = &clients[0];
    let now = server.clock.now();
    let end = Timestamp::from_micros(i64::MAX);
    let start = Timestamp::from_micros(i64::MIN);
    for (from, until) in
        [(now, now), (now, now.plus_seconds(-1)), (now, end), (start, end), (start, now), (end, start)]
    {
        let slots = find(mara.space, therapist.account, from, until);
        assert_eq!(code(&server, mara.cookie(), &slots).await, Some(Code::Malformed));
        assert_eq!(
            code(&server, mara.cookie(), &ListAppointments { from, until }).await,
            Some(Code::Malformed)
        );
    }
    // At the very ends of time there is nothing, and nothing breaks.
    for (from, until) in [(start, start.plus_seconds(60)), (end.plus_seconds(-60), end)] {
        let list = ListAppointments { from, until };
        assert_eq!(server.ask(mara.cookie(), &list).await.unwrap().appointments, []);
        let slots = find(mara.space, therapist.account, from, until);
        assert_eq!(code(&server, mara.cookie(), &slots).await, Some(Code::Malformed));
    }
}

#[tokio::test]
async fn a_window_across_midnight_and_a_clock_change_is_open_by_the_wall() {
    let server = Server::start(Kind::Sqlite).await;
    let (mut therapist, mut clients) = practice(&server, &["mara"]).await;
    let mut mara = clients.remove(0);
    // London's clocks go back on 31 October 2027 at 02:00 summer time. Saturday 22:00 to Sunday 04:00, by the
    // wall, is then seven hours.
    let saturday = Timestamp::from_millis(1_824_850_800_000); // 2027-10-30T00:00 in London
    let ahead = saturday.seconds_since(server.clock.now()) - 7 * 86_400;
    server.clock.advance_seconds(ahead);
    // Devices that nobody used for so long were signed out.
    for person in [&mut therapist, &mut mara.person] {
        let passphrase = person.passphrase.clone();
        person.cookie = person.sign_in(&server, &passphrase, false).await.unwrap().1.unwrap();
    }
    let mut night = offer();
    let hours = rapport_wire::offer::Hours { from_minute: 22 * 60, to_minute: 28 * 60, kinds: Vec::new() };
    night.windows = vec![rapport_wire::offer::Window { weekday: 6, hours }];
    server.ask(Some(&therapist.cookie), &PutOffer { version: 1, offer: night }).await.unwrap();
    let ask = find(mara.space, therapist.account, saturday, saturday.plus_seconds(2 * 86_400));
    let slots = server.ask(mara.cookie(), &ask).await.unwrap().slots;
    let first = saturday.plus_seconds(22 * 3600);
    let expected: Vec<_> = (0..7).map(|hours| first.plus_seconds(hours * 3600)).collect();
    assert_eq!(slots.iter().map(|slot| slot.starts_at).collect::<Vec<_>>(), expected);
    mara.books(&server, 1, &therapist, expected[3]).await.unwrap();
}
