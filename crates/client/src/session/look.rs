//! Views.

use rapport_care::View;
use rapport_care::farewell::farewell;
use rapport_care::search::Query;
use rapport_care::whole;
use rapport_envelope::Member;
use rapport_seal::pins::{Pins, Trust};
use rapport_wire::space::SpaceKind;
use rapport_wire::{SpaceId, Timestamp};

use super::Session;
use crate::engine::{Engine, Space};
use crate::finding::Finding;
use crate::ids::inner_account;
use crate::views::{AboutView, Connection, Ended, MemberView, Preview, SpaceView, TrustView};

impl Session {
    /// How the line to the server is.
    pub fn connection(&self) -> Connection {
        self.inner.engine.borrow().connection()
    }

    /// The conversations, the one with the newest words first.
    pub fn spaces(&self) -> Vec<SpaceView> {
        let (engine, now) = (self.inner.engine.borrow(), self.inner.outside.now());
        let mut spaces: Vec<SpaceView> =
            engine.spaces().values().map(|space| space_view(&engine, space, now)).collect();
        spaces.sort_by_key(|space| std::cmp::Reverse(space.preview.as_ref().map(|preview| preview.at)));
        spaces
    }

    /// One conversation of the list.
    pub fn space(&self, space: SpaceId) -> Option<SpaceView> {
        let engine = self.inner.engine.borrow();
        Some(space_view(&engine, engine.space(space)?, self.inner.outside.now()))
    }

    /// The newest `items_max` items of a conversation, oldest first.
    pub fn timeline(&self, space: SpaceId, items_max: usize) -> View {
        self.inner.engine.borrow().timeline(space, items_max)
    }

    /// What the appointments of a space are about, by appointment and person.
    pub fn abouts(&self, space: SpaceId) -> Vec<AboutView> {
        self.inner.engine.borrow().abouts(space)
    }

    /// Who is in a space, oneself included.
    pub fn members(&self, space: SpaceId) -> Vec<MemberView> {
        let (engine, now) = (self.inner.engine.borrow(), self.inner.outside.now());
        let Some(space) = engine.space(space) else { return Vec::new() };
        let members = space.log().into_iter().flat_map(rapport_envelope::Log::members);
        members.map(|member| self.member_view(&engine, space, member, now)).collect()
    }

    /// Positions of what matches, newest first, of one space.
    pub fn search(&self, space: SpaceId, typed: &str) -> Vec<u64> {
        let engine = self.inner.engine.borrow();
        engine.space(space).map_or_else(Vec::new, |space| space.conversation().search(&Query::new(typed)))
    }

    /// What an honest server would not have done, newest last.
    pub fn findings(&self) -> Vec<Finding> {
        self.inner.engine.borrow().findings().to_vec()
    }

    /// Seconds this device's clock is ahead of the server's, when that is more than a person should ignore.
    pub fn clock_skew_seconds(&self) -> Option<i64> {
        self.inner.engine.borrow().clock_skew_seconds()
    }

    /// How many entries wait on this device for a line.
    pub fn unsent(&self) -> usize {
        self.inner.engine.borrow().unsent()
    }

    fn member_view(&self, engine: &Engine, space: &Space, member: &Member, now: Timestamp) -> MemberView {
        let (account, me) = (member.account, engine.account());
        let (online, typing) = space.is_here(account, now);
        MemberView {
            account,
            me: account == me,
            name: space.conversation().name_of(inner_account(account)).map(str::to_owned),
            role: member.role,
            left: farewell(space.conversation(), inner_account(account)).is_some(),
            words: self.words_of(&member.identity),
            trust: if account == me { TrustView::Me } else { trust(engine.keyring().pins(), member) },
            online,
            typing,
        }
    }
}

fn trust(pins: &Pins, member: &Member) -> TrustView {
    match pins.check(member.account, &member.identity.fingerprint()) {
        Ok(Some(Trust::Compared)) => TrustView::Compared,
        Ok(_) => TrustView::Invited,
        Err(_) => TrustView::Changed,
    }
}

fn space_view(engine: &Engine, space: &Space, now: Timestamp) -> SpaceView {
    let me = engine.account();
    let talk = space.conversation();
    let others: Vec<_> = space.others(me).collect();
    let mut names: Vec<String> =
        others.iter().filter_map(|other| talk.name_of(inner_account(*other))).map(str::to_owned).collect();
    names.sort_unstable();
    let preview = talk.preview().map(|(author, words, at)| Preview {
        mine: author == inner_account(me),
        words,
        at: Timestamp::from_micros(at),
    });
    let invitations = space.log().into_iter().flat_map(rapport_envelope::Log::invitations);
    let mut open =
        invitations.filter(|(_, it)| !it.closed && it.expires_at > now).map(|(id, _)| id).peekable();
    let empty = others.is_empty() && preview.is_none() && open.peek().is_none() && space.log().is_some();
    // Whatever was brought in is no word of this space, and still something that is there.
    let deserted = empty && whole::brought(talk).is_empty();
    let notes = engine.keyring().notes();
    SpaceView {
        invited: open.find_map(|id| notes.invitation(id)).map(str::to_owned),
        deserted: deserted && space.kind == SpaceKind::Care,
        id: space.id,
        kind: space.kind,
        names,
        others: others.len(),
        preview,
        unread: talk.unread(inner_account(me), space.read_to.saturating_add(1)..=u64::MAX),
        online: others.iter().any(|other| space.is_here(*other, now).0),
        frozen: space.frozen().cloned(),
        call: space.call,
        caught_up: space.is_caught_up(),
        ended: space.ended_for(me).map(|it| Ended {
            at: Timestamp::from_micros(it.at),
            kept_until: Timestamp::from_micros(it.kept_until),
        }),
    }
}
