//! Whom one meets: the care spaces one is in, and what the people in them are called.

use leptos::prelude::*;
use rapport_client::Session;
use rapport_client::views::AboutView;
use rapport_wire::appointment::Appointment;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, SpaceId};

use crate::app::Watched;
use crate::i18n::{role_name, t};
use crate::talk::{follow, title};

/// Somebody else in a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Other {
    /// Who.
    pub(super) account: AccountId,
    /// What they are called there, or their part.
    pub(super) name: String,
    /// Whether they are a therapist there: whoever opens the session's door.
    pub(super) therapist: bool,
}

/// A care space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Room {
    /// Which.
    pub(super) space: SpaceId,
    /// By whom it is with.
    pub(super) title: String,
    /// Everybody else in it.
    pub(super) others: Vec<Other>,
    /// How many words are unread.
    pub(super) unread: usize,
    /// What its appointments are about.
    abouts: Vec<AboutView>,
}

/// What somebody would like an appointment to be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Who, as they are called here; none for oneself.
    pub(super) name: Option<String>,
    /// Their words.
    pub(super) words: String,
}

/// The care spaces, followed.
#[derive(Clone, Copy)]
pub(super) struct Rooms(Memo<Vec<Room>>);

impl Rooms {
    /// All of them, up to date while the screen is there.
    pub(super) fn follow() -> Self {
        Self(follow(&[Watched::Spaces], read))
    }

    /// In the order of the newest words; tracked.
    pub(super) fn all(self) -> Vec<Room> {
        self.0.get()
    }

    /// One; tracked.
    pub(super) fn of(self, space: SpaceId) -> Option<Room> {
        self.0.with(|all| all.iter().find(|room| room.space == space).cloned())
    }

    /// What a space is called; tracked.
    pub(super) fn title(self, space: SpaceId) -> String {
        self.of(space).map_or_else(|| t!("time-somebody"), |room| room.title)
    }

    /// What somebody is called in a space; tracked.
    pub(super) fn name(self, space: SpaceId, account: AccountId) -> String {
        let room = self.of(space);
        let other = room.and_then(|room| room.others.into_iter().find(|other| other.account == account));
        other.map_or_else(|| t!("time-somebody"), |other| other.name)
    }

    /// With whom an appointment is; tracked.
    pub(super) fn with_whom(self, appointment: &Appointment) -> String {
        let Some(room) = self.of(appointment.space) else { return t!("time-somebody") };
        let takes_part = |other: &&Other| appointment.attendees.iter().any(|it| it.account == other.account);
        let names: Vec<_> = room.others.iter().filter(takes_part).map(|other| other.name.clone()).collect();
        if names.is_empty() { room.title } else { names.join(", ") }
    }

    /// What an appointment is about, in everybody's words; tracked.
    pub(super) fn abouts(self, appointment: &Appointment) -> Vec<Said> {
        let Some(room) = self.of(appointment.space) else { return Vec::new() };
        let name = |by| room.others.iter().find(|other| other.account == by).map(|other| other.name.clone());
        let of_it = room.abouts.iter().filter(|it| it.appointment == appointment.id);
        of_it.map(|it| Said { name: name(it.by), words: it.words.clone() }).collect()
    }
}

fn read(session: &Session) -> Vec<Room> {
    let care = session.spaces().into_iter().filter(|space| space.kind == SpaceKind::Care);
    care.map(|space| {
        let others = session.members(space.id).into_iter().filter(|member| !member.me).map(|member| Other {
            account: member.account,
            name: member.name.unwrap_or_else(|| t!("talk-nameless-role", role = role_name(member.role))),
            therapist: member.role.admits(),
        });
        Room {
            space: space.id,
            title: title(&space),
            others: others.collect(),
            unread: space.unread,
            abouts: session.abouts(space.id),
        }
    })
    .collect()
}
