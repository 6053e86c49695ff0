//! A practice whose people can be reached, and appointments between them.

use std::net::Ipv4Addr;

use rapport_server::config::{Mail, MailTls};
use rapport_store::{Arrange, Attendee, Buffers, Cancel, Store, Taking};
use rapport_wire::appointment::Outcome;
use rapport_wire::offer::Mode;
use rapport_wire::reminder::{ConfirmAddress, PutAddress, PutReminders, Reminders};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AppointmentId, Role, SpaceId, Timestamp};

use crate::smtp::Smtp;
use crate::support::{Kind, Person, Server};

/// A server that sends its mail to a server of the test's own.
pub(crate) async fn server_with(kind: Kind, smtp: &Smtp) -> Server {
    let port = smtp.port();
    Server::start_with(kind, |config| config.mail = plain_mail(port)).await
}

/// Mail in the clear to this machine.
pub(crate) fn plain_mail(port: u16) -> Mail {
    Mail {
        host: Some(Ipv4Addr::LOCALHOST.to_string()),
        port: Some(port),
        tls: MailTls::None,
        ..Mail::default()
    }
}

/// A practice of one, who has an address that mail gets to.
pub(crate) struct Reached {
    pub(crate) smtp: Smtp,
    pub(crate) server: Server,
    pub(crate) owner: Person,
    pub(crate) space: SpaceId,
    pub(crate) store: Store,
}

impl Reached {
    /// With these reminders, without quiet hours.
    pub(crate) async fn start(before_minutes: &[u32], invitations: bool) -> Self {
        let smtp = Smtp::start().await;
        let server = server_with(Kind::Sqlite, &smtp).await;
        let (mut owner, _) = Person::owner(&server).await;
        let space = space(&server, &mut owner).await;
        give_address(&server, &owner, "thea@post.test", &smtp).await;
        choose(&server, &owner, before_minutes, invitations).await;
        let store = store(&server).await;
        Self { smtp, server, owner, space, store }
    }
}

/// The database under a running server, as another node would see it.
pub(crate) async fn store(server: &Server) -> Store {
    Store::open(&server.config.database_url(), server.clock.now()).await.unwrap()
}

/// Gives an address and brings the code back that came there.
pub(crate) async fn give_address(server: &Server, person: &Person, address: &str, smtp: &Smtp) {
    let before = smtp.taken().len();
    server.ask(Some(&person.cookie), &PutAddress { mail: address.to_owned() }).await.unwrap();
    let mails = smtp.until_taken(before + 1).await;
    let code = code_in(&mails[before].text);
    server.ask(Some(&person.cookie), &ConfirmAddress { code }).await.unwrap();
}

/// The code in a mail.
pub(crate) fn code_in(mail: &str) -> String {
    let (_, rest) = mail.split_once("Your code is ").expect("a mail with a code");
    rest.chars().take_while(|letter| *letter != '.').filter(char::is_ascii_digit).collect()
}

/// Chooses reminders without quiet hours.
pub(crate) async fn choose(server: &Server, person: &Person, before_minutes: &[u32], invitations: bool) {
    let zone = "Europe/London".to_owned();
    let reminders =
        Reminders { before_minutes: before_minutes.to_vec(), zone, quiet: None, invitations, due: true };
    server.ask(Some(&person.cookie), &PutReminders { reminders }).await.unwrap();
}

/// A space of the owner's own.
pub(crate) async fn space(server: &Server, owner: &mut Person) -> SpaceId {
    owner.create(server, SpaceKind::Own, Role::Owner).await.unwrap().space()
}

/// The next moment on the grid of five minutes, so many hours from now.
pub(crate) fn in_hours(server: &Server, hours: i64) -> Timestamp {
    const GRID: i64 = 5 * 60 * 1_000_000;
    let at = server.clock.now().plus_seconds(hours * 3600).as_micros();
    Timestamp::from_micros(at.div_euclid(GRID) * GRID + GRID)
}

/// An hour with somebody, given straight to the database.
pub(crate) async fn book(
    store: &Store,
    space: SpaceId,
    who: &Person,
    starts_at: Timestamp,
    now: Timestamp,
) -> AppointmentId {
    book_all(store, space, who, &[starts_at], now).await[0]
}

/// The same, more than one at once.
pub(crate) async fn book_all(
    store: &Store,
    space: SpaceId,
    who: &Person,
    beginnings: &[Timestamp],
    now: Timestamp,
) -> Vec<AppointmentId> {
    let taking = |starts_at: &Timestamp| {
        let mut id = [8; 16];
        id[..8].copy_from_slice(&starts_at.as_micros().to_be_bytes());
        let me = Attendee { account: who.account, staff: true, zone: None, buffers: Buffers::default() };
        Taking {
            id: AppointmentId::from_bytes(id),
            space,
            attendees: vec![me],
            starts_at: *starts_at,
            ends_at: starts_at.plus_seconds(3600),
            mode: Mode::Video,
        }
    };
    let arrange = Arrange {
        takings: beginnings.iter().map(taking).collect(),
        series: None,
        by: who.account,
        only_look: false,
        skip_taken: false,
        now,
    };
    store.arrange(arrange).await.unwrap().appointments.iter().map(|one| one.id).collect()
}

/// Calls off what was booked.
pub(crate) async fn call_off(store: &Store, who: &Person, id: AppointmentId, now: Timestamp) {
    let cancel = Cancel {
        id,
        sequence: 0,
        by: who.account,
        outcome: Outcome::CancelledByPractice,
        and_following: false,
        now,
    };
    store.cancel(cancel, &|_, _| None).await.unwrap();
}
