//! A therapist who offers time, and clients who come to see them.

use rapport_wire::appointment::{Appointment, BookHeld, HoldSlot};
use rapport_wire::offer::{Hours, Kind, Mode, Offer, PutOffer, Window};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AppointmentId, Role, SpaceId, Timestamp};

use super::person::{Known, Person};
use super::server::{Refused, Server};

/// A client, and the space where they see the therapist.
pub(crate) struct Client {
    pub(crate) person: Person,
    pub(crate) space: SpaceId,
}

/// The therapist, who is the owner and has made an offer, and a client for each name.
pub(crate) async fn practice(server: &Server, names: &[&str]) -> (Person, Vec<Client>) {
    let (mut therapist, _) = Person::owner(server).await;
    let put = PutOffer { version: 0, offer: offer() };
    server.ask(Some(&therapist.cookie), &put).await.unwrap();
    let mut clients = Vec::new();
    for name in names {
        clients.push(client(server, &mut therapist, name).await.0);
    }
    (therapist, clients)
}

/// Somebody who comes to see a therapist in a space of theirs.
pub(crate) async fn client(server: &Server, therapist: &mut Person, name: &str) -> (Client, Known) {
    let mut care = therapist.create(server, SpaceKind::Care, Role::Owner).await.unwrap();
    let link = therapist.invite(server, &mut care, Role::Client).await.unwrap();
    let (person, known) = Person::join(server, name, &link).await;
    (Client { person, space: care.space() }, known)
}

/// Every hour of every day: fifty minutes that clients book, and half an hour that only the therapist gives.
pub(crate) fn offer() -> Offer {
    let hours = Hours { from_minute: 0, to_minute: 1440, kinds: Vec::new() };
    let kind = |id, minutes, self_booked| Kind { id, minutes, mode: Mode::Video, self_booked };
    Offer {
        zone: "Europe/London".to_owned(),
        kinds: vec![kind(1, 50, true), kind(2, 30, false)],
        windows: (1..=7).map(|weekday| Window { weekday, hours: hours.clone() }).collect(),
        exceptions: Vec::new(),
        buffer_before_minutes: 0,
        buffer_after_minutes: 10,
        notice_minutes: 60,
        horizon_days: 60,
        step_minutes: 60,
    }
}

/// A full hour so many hours after noon of the day after tomorrow.
pub(crate) fn hour(server: &Server, hours: i64) -> Timestamp {
    let day = 86_400_000_000;
    let midnight = server.clock.now().as_micros().div_euclid(day) * day;
    Timestamp::from_micros(midnight + 2 * day).plus_seconds((12 + hours) * 3600)
}

/// The id of an appointment.
pub(crate) fn id(number: u16) -> AppointmentId {
    let mut bytes = [7; 16];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    AppointmentId::from_bytes(bytes)
}

impl Client {
    /// The cookie.
    #[expect(clippy::unnecessary_wraps, reason = "a call takes a cookie or none")]
    pub(crate) fn cookie(&self) -> Option<&str> {
        Some(&self.person.cookie)
    }

    /// The request that holds fifty minutes.
    pub(crate) fn slot(&self, number: u16, therapist: &Person, starts_at: Timestamp) -> HoldSlot {
        HoldSlot {
            id: id(number),
            space: self.space,
            therapists: vec![therapist.account],
            mode: Mode::Video,
            minutes: 50,
            starts_at,
        }
    }

    /// Holds fifty minutes and books them.
    pub(crate) async fn books(
        &self,
        server: &Server,
        number: u16,
        therapist: &Person,
        starts_at: Timestamp,
    ) -> Result<Appointment, Refused> {
        server.ask(self.cookie(), &self.slot(number, therapist, starts_at)).await?;
        let book = BookHeld { appointment: id(number), zone: "Europe/Rome".to_owned() };
        server.ask(self.cookie(), &book).await
    }
}
