//! Sync, sans-IO: frames in, frames out, and an order to the effects.
//!
//! Give it what happens ([`Engine::handle`]) and what a person does (its other methods); take
//! [`Output`]s one by one and finish each before the next. What is kept is thus kept before what rests on
//! it is sent. [`Engine::wake_at`] says when to come again if nothing happens.
//!
//! Nothing from the server is believed. Membership records are verified by [`rapport_envelope::Log`],
//! entries by [`rapport_envelope::Chain`], and only what they accept is opened. An entry that is wrong by
//! itself is skipped and shown as unverified; a history that is wrong freezes its space, and only that one.

mod commands;
pub(crate) mod desk;
mod drafts;
mod entries;
mod invite;
mod line;
mod load;
mod marks;
mod names;
mod outbox;
mod receive;
mod records;
mod send;
mod space;

use std::collections::{BTreeMap, BTreeSet};

use rand_core::CryptoRng;
use rapport_care::course::Course;
use rapport_care::{View, about};
use rapport_envelope::Chain;
use rapport_seal::mark::Note;
use rapport_seal::space::Author;
use rapport_seal::{Epochs, Keyring};
use rapport_wire::socket::{Down, Up, VERSION, decode};
use rapport_wire::{AccountId, AppointmentId, SpaceId, Timestamp};

use self::desk::{Me, Out};
use self::invite::Wish;
use self::line::Line;
use self::send::Flights;
use crate::call::{CallEvent, CallState};
use crate::finding::Finding;
use crate::ids::{inner_account, outer_account};
use crate::platform::Write;
use crate::together::{Sheet, Shown};
use crate::views::{AboutView, Change, Connection};

pub use self::commands::Removal;
pub use self::invite::MadeInvitation;
pub use self::space::Space;

/// Seconds between two keepings of where the spaces stand.
const KEYRING_SECONDS: i64 = 600;
/// Seconds between two hints that one is here.
const PRESENT_SECONDS: i64 = 45;

/// What happens outside.
#[derive(Debug, Clone, Copy)]
pub enum Input<'a> {
    /// A socket is open.
    Connected,
    /// A frame arrived.
    Frame(&'a [u8]),
    /// The socket has ended, or could not be opened.
    Disconnected(Option<u16>),
    /// Time has passed; see [`Engine::wake_at`].
    Tick,
}

/// What must be done, each before the next.
#[derive(Debug, PartialEq, Eq)]
pub enum Output {
    /// Send this.
    Frame(Vec<u8>),
    /// Keep these, durably.
    Keep(Vec<Write>),
    /// Tell the screen.
    Change(Change),
    /// Tell the media driver.
    Call(CallEvent),
    /// Store the keyring: it has learnt something.
    KeepKeyring,
}

/// What an entry of one's own is sealed on.
pub struct Standing<'a> {
    /// Oneself, on the verified log.
    pub author: Author<'a>,
    /// The epoch keys.
    pub epochs: &'a Epochs,
    /// The verified entries.
    pub chain: &'a Chain,
}

/// One account's sync on one device.
pub struct Engine {
    pub(crate) keyring: Keyring,
    pub(crate) me: Me,
    pub(crate) spaces: BTreeMap<SpaceId, Space>,
    flights: Flights,
    pub(crate) line: Line,
    pub(crate) out: Out,
    clock_skew: Option<i64>,
    keyring_at: Option<Timestamp>,
    pub(crate) call: Option<CallState>,
    /// The page this device fills in with others, and one it is shown.
    pub(crate) sheet: Option<Sheet>,
    pub(crate) shown: Option<Shown>,
    /// Spaces where a page was put away, and keepings of it are to be erased once a later one stands.
    pub(crate) put_away: BTreeSet<SpaceId>,
    /// Changes of membership, each with the request that does it once it is on its way.
    wishes: BTreeMap<(SpaceId, Wish), Option<u32>>,
    /// The space a person looks at, and when the others are told so again.
    attended: Option<(SpaceId, Timestamp)>,
}

impl Engine {
    /// An engine over an open keyring and everything the vault holds, sealed as it was kept.
    pub fn new(keyring: Keyring, vault: Vec<(String, Vec<u8>)>) -> Self {
        let me = Me::of(&keyring);
        let mut engine = Self {
            keyring,
            me,
            spaces: BTreeMap::new(),
            flights: Flights::default(),
            line: Line::new(),
            out: Out::default(),
            clock_skew: None,
            keyring_at: None,
            call: None,
            sheet: None,
            shown: None,
            put_away: BTreeSet::new(),
            wishes: BTreeMap::new(),
            attended: None,
        };
        engine.load(vault);
        engine
    }

    /// Takes what happened.
    pub fn handle(&mut self, input: Input<'_>, now: Timestamp, rng: &mut impl CryptoRng) {
        match input {
            Input::Connected => {
                self.line.opened();
                self.out.frame(&Up::Hello { version: VERSION });
            }
            Input::Frame(bytes) => match decode::<Down>(bytes) {
                Ok(frame) => self.receive(frame, now, rng),
                // A frame of a newer server, or garbage: neither can be acted on.
                Err(_) => return,
            },
            Input::Disconnected(code) => self.disconnected(code, now, rng),
            Input::Tick => {}
        }
        self.tick(now, rng);
    }

    /// What must be done next.
    pub fn poll(&mut self) -> Option<Output> {
        self.out.next()
    }

    /// When to come again if nothing happens before.
    pub fn wake_at(&self) -> Option<Timestamp> {
        let spaces = self.spaces.values().filter_map(Space::wake_at);
        let present = self.attended.filter(|_| self.line.is_online()).map(|(_, due)| due);
        let sheet = self.sheet.as_ref().and_then(Sheet::wake_at);
        spaces.chain(self.keyring_at).chain(present).chain(sheet).min()
    }

    /// When to open a socket; none while there is one, or when there will be none.
    pub fn connect_at(&self) -> Option<Timestamp> {
        self.line.connect_at()
    }

    /// Try to connect at once.
    pub fn hurry(&mut self) {
        self.line.hurry();
    }

    /// How the line is.
    pub const fn connection(&self) -> Connection {
        self.line.state
    }

    /// Whose engine it is.
    pub const fn account(&self) -> AccountId {
        self.me.account
    }

    /// The keyring.
    pub const fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// The keyring, to be sealed or merged.
    pub const fn keyring_mut(&mut self) -> &mut Keyring {
        &mut self.keyring
    }

    /// The spaces, by id.
    pub const fn spaces(&self) -> &BTreeMap<SpaceId, Space> {
        &self.spaces
    }

    /// One space.
    pub fn space(&self, space: SpaceId) -> Option<&Space> {
        self.spaces.get(&space)
    }

    /// How people in a space get on: measures and forms, with what waits on this device.
    pub fn course(&self, space: SpaceId) -> Option<Course> {
        Some(self.spaces.get(&space)?.course(self.me.account))
    }

    /// What stands behind what is written in a space: for measurements and tests that seal by themselves.
    pub fn standing(&self, space: SpaceId) -> Option<Standing<'_>> {
        let space = self.spaces.get(&space)?;
        let author = self.me.on(space.log.as_ref()?);
        Some(Standing { author, epochs: &space.epochs, chain: &space.chain })
    }

    /// A conversation as its person sees it.
    pub fn timeline(&self, space: SpaceId, items_max: usize) -> View {
        self.spaces.get(&space).map(|space| space.view(&self.me, items_max)).unwrap_or_default()
    }

    /// What the appointments of a space are about, by appointment and person.
    pub fn abouts(&self, space: SpaceId) -> Vec<AboutView> {
        let Some(space) = self.spaces.get(&space) else { return Vec::new() };
        let pending = space.pending();
        let found = about::abouts(&space.talk, inner_account(self.me.account), &pending);
        let view = |it: about::About<'_>| AboutView {
            appointment: AppointmentId::from_bytes(it.appointment),
            by: outer_account(it.by),
            words: it.words.to_owned(),
        };
        found.into_iter().map(view).collect()
    }

    /// What was noticed, oldest first.
    pub fn findings(&self) -> &[Finding] {
        self.out.findings()
    }

    /// Adds what was noticed outside the socket: at sign-in, in the practice's public face.
    pub fn note(&mut self, finding: Finding) {
        self.out.finding(finding);
    }

    /// Seconds the device's clock is ahead of the server's, when a person should know.
    pub const fn clock_skew_seconds(&self) -> Option<i64> {
        self.clock_skew
    }

    /// How many entries wait on this device.
    pub fn unsent(&self) -> usize {
        self.spaces.values().map(|space| space.outbox.unsent()).sum()
    }

    /// How many vault writes were ever asked for: once as many are done, everything said so far is kept.
    pub const fn writes_asked(&self) -> u64 {
        self.out.writes()
    }

    /// The space a person looks at: the others are told that they are here, again and again.
    pub fn attend(&mut self, space: Option<SpaceId>, now: Timestamp, rng: &mut impl CryptoRng) {
        if let Some((left, _)) = self.attended.filter(|(id, _)| Some(*id) != space) {
            self.hint(left, Note::Away, now, rng);
        }
        self.attended = space.map(|id| (id, now));
        self.tick(now, rng);
    }

    fn disconnected(&mut self, code: Option<u16>, now: Timestamp, rng: &mut impl CryptoRng) {
        self.line.ended(code, now, rng);
        self.flights.clear();
        self.wishes.values_mut().for_each(|flying| *flying = None);
        self.out.drop_frames();
        for space in self.spaces.values_mut() {
            space.outbox.landed();
            space.caught_up = false;
            space.refetched = false;
            space.behind_since = None;
            space.call = None;
        }
        if let Some(call) = &mut self.call {
            call.line_broke(now, &mut self.out);
        }
        self.out.change(Change::Connection(self.line.state));
    }

    /// Everything that follows from whatever happened: marks, outboxes, the keyring.
    pub(crate) fn tick(&mut self, now: Timestamp, rng: &mut impl CryptoRng) {
        let online = self.line.is_online();
        self.page_tick(now, rng);
        for space in self.spaces.values_mut() {
            space.tick(&self.me, now, online, &mut self.out, rng);
            if online {
                space.introduce(&self.me, self.keyring.display_name(), now, &mut self.out, rng);
                space.send_waiting(&self.me, &mut self.flights, now, &mut self.out, rng);
            }
        }
        if online {
            self.send_wishes(rng);
        }
        if let Some((space, _)) = self.attended.filter(|(_, due)| online && now >= *due) {
            self.attended = Some((space, now.plus_seconds(PRESENT_SECONDS)));
            self.hint(space, Note::Present, now, rng);
        }
        if self.keyring_at.is_some_and(|at| now >= at) {
            self.keyring_at = None;
            self.out.keyring();
        }
    }

    /// Something was learnt that another device, or this one after a loss, should know: soon, not at once.
    pub(crate) fn remember_soon(&mut self, now: Timestamp) {
        self.keyring_at.get_or_insert(now.plus_seconds(KEYRING_SECONDS));
    }
}
