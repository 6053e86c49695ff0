//! What a person does: decided here at once, kept, then sent when there is a line.

use rand_core::CryptoRng;
use rapport_care::Content;
use rapport_care::content::{CodeCompared, Edit, Profile, Withdraw};
use rapport_care::conversation::What;
use rapport_seal::mark::Note;
use rapport_seal::pins::Trust;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, EntryId, SpaceId, Timestamp};

use super::desk::{Me, Out};
use super::names::{Name, fetched};
use super::outbox::{Job, Kept};
use super::{Engine, Space};
use crate::ClientError;
use crate::finding::Noticed;
use crate::ids::{inner_account, inner_entry};
use crate::platform::Write;
use crate::views::Change;

/// What came of taking something back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// It had not been sent and is gone.
    Discarded,
    /// A withdrawal is on its way, and the erasure after it.
    Sent,
}

impl Engine {
    /// Says something.
    pub fn say(
        &mut self,
        space: SpaceId,
        content: &Content,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<EntryId, ClientError> {
        content.check()?;
        let space = self.spaces.get_mut(&space).ok_or(ClientError::NoSuchSpace)?;
        if space.frozen.is_some() {
            return Err(ClientError::Frozen);
        }
        if content.awaits_somebody() && space.ended_for(self.me.account).is_some() {
            return Err(ClientError::NobodyHere);
        }
        let id = space.write(Job::Say(content.to_bytes()), &self.me, now, &mut self.out, rng);
        self.tick(now, rng);
        Ok(id)
    }

    /// Puts other words in place of a message of one's own.
    pub fn edit(
        &mut self,
        space: SpaceId,
        of: EntryId,
        text: &str,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<(), ClientError> {
        let known = self.spaces.get(&space).ok_or(ClientError::NoSuchSpace)?;
        if !known.is_own_message(of, &self.me) {
            return Err(ClientError::CannotChange);
        }
        let edit = Content::Edit(Edit { of: inner_entry(of), text: text.to_owned() });
        self.say(space, &edit, now, rng).map(drop)
    }

    /// Takes an entry of one's own back: drops what was not sent, withdraws and erases what was.
    pub fn withdraw(
        &mut self,
        space: SpaceId,
        of: EntryId,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Removal, ClientError> {
        let removal = self.take_back(space, of, now, rng)?;
        if removal == Removal::Sent {
            if let Some(known) = self.spaces.get_mut(&space) {
                known.write(Job::Erase(of), &self.me, now, &mut self.out, rng);
            }
            self.tick(now, rng);
        }
        Ok(removal)
    }

    /// Takes an entry of one's own back: drops what was not sent, withdraws what was, and erases nothing.
    pub fn take_back(
        &mut self,
        space: SpaceId,
        of: EntryId,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Removal, ClientError> {
        let known = self.spaces.get_mut(&space).ok_or(ClientError::NoSuchSpace)?;
        if known.outbox.discard(of, space, &mut self.out) {
            self.out.change(Change::Space(space));
            return Ok(Removal::Discarded);
        }
        let me = inner_account(self.me.account);
        if known.outbox.find(of).is_none() && known.talk.position_of(inner_entry(of), me).is_none() {
            return Err(ClientError::CannotChange);
        }
        self.say(space, &Content::Withdraw(Withdraw { of: inner_entry(of) }), now, rng)?;
        Ok(Removal::Sent)
    }

    /// Says that everything up to a position has been seen.
    pub fn mark_read(&mut self, space: SpaceId, position: u64, now: Timestamp) {
        let Some(space) = self.spaces.get_mut(&space) else { return };
        let position = position.min(space.position());
        if position > space.read_to {
            space.read_to = position;
            space.progressed(now);
            self.out.change(Change::Spaces);
            self.out.change(Change::Space(space.id));
        }
    }

    /// Passes a hint on: typing, idle, present, away.
    pub fn hint(&mut self, space: SpaceId, note: Note, now: Timestamp, rng: &mut impl CryptoRng) {
        if let Some(space) = self.spaces.get_mut(&space).filter(|_| self.line.is_online()) {
            space.hint(note, &self.me, now, &mut self.out, rng);
        }
    }

    /// Says that somebody's six words were compared with them.
    pub fn mark_compared(
        &mut self,
        space: SpaceId,
        account: AccountId,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<(), ClientError> {
        let fingerprint = self.fingerprint_in(space, account)?;
        if self.keyring.pins_mut().pin(account, fingerprint, Trust::Compared).is_err() {
            // The words were compared now, so these are the keys; the change was told before.
            self.keyring.pins_mut().accept_change(account, fingerprint, Trust::Compared);
        }
        self.settle_keys(account);
        let said = CodeCompared { account: inner_account(account), fingerprint };
        self.say(space, &Content::CodeCompared(said), now, rng).map(drop)
    }

    /// Accepts somebody's other keys, because the person was told and said yes.
    pub fn accept_changed_keys(&mut self, account: AccountId) -> Result<(), ClientError> {
        let changed = self.spaces.values().find(|space| space.changed_keys.contains(&account));
        let space = changed.ok_or(ClientError::NoSuchSpace)?.id;
        let fingerprint = self.fingerprint_in(space, account)?;
        self.keyring.pins_mut().accept_change(account, fingerprint, Trust::Invitation);
        self.settle_keys(account);
        Ok(())
    }

    /// Goes on in a frozen space from what the server shows, because a person decided so: everything is
    /// fetched and verified again, and what was remembered of it no longer binds.
    pub fn thaw(&mut self, id: SpaceId, now: Timestamp, rng: &mut impl CryptoRng) -> Result<(), ClientError> {
        let space = self.spaces.get_mut(&id).ok_or(ClientError::NoSuchSpace)?;
        let mut fresh = Space::new(id, space.kind);
        fresh.outbox = std::mem::take(&mut space.outbox);
        fresh.outbox.landed();
        fresh.forgiven = true;
        fresh.read_to = space.read_to;
        *space = fresh;
        self.out.keep(fetched(id).map(Write::DeleteAll));
        self.out.forgive(|finding| finding.space == Some(id));
        if self.line.is_online() {
            self.out.frame(&super::receive::from_nothing(id));
        }
        self.out.change(Change::Space(id));
        self.out.change(Change::Spaces);
        self.tick(now, rng);
        Ok(())
    }

    /// Changes what one is called, everywhere.
    pub fn set_display_name(
        &mut self,
        name: &str,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<(), ClientError> {
        let profile = Content::Profile(Profile { display_name: name.to_owned() });
        profile.check()?;
        self.keyring.set_display_name(name);
        let shared = self.spaces.values().filter(|space| space.kind != SpaceKind::Own);
        let ids: Vec<SpaceId> = shared.filter(|space| space.frozen.is_none()).map(|space| space.id).collect();
        for id in ids {
            self.say(id, &profile, now, rng)?;
        }
        self.out.keyring();
        Ok(())
    }

    /// Notes that the person has a checked copy of their recovery words.
    pub fn confirm_words(&mut self) {
        self.keyring.confirm_words();
        self.out.keyring();
        self.tell_account();
    }

    /// Something about the account itself is otherwise now.
    pub fn tell_account(&mut self) {
        self.out.change(Change::Account);
    }

    fn fingerprint_in(&self, space: SpaceId, account: AccountId) -> Result<[u8; 32], ClientError> {
        let space = self.spaces.get(&space).ok_or(ClientError::NoSuchSpace)?;
        let member = space.log.as_ref().and_then(|log| log.member(account));
        Ok(member.ok_or(ClientError::NoSuchSpace)?.identity.fingerprint())
    }

    /// After a decision about somebody's keys: the spaces where they now agree are at peace.
    fn settle_keys(&mut self, account: AccountId) {
        let (me, pins) = (self.me.account, self.keyring.pins());
        for space in self.spaces.values_mut() {
            space.check_pins(me, pins);
        }
        let about = |what: &Noticed| matches!(what, Noticed::KeyChanged { account: a, .. } if *a == account);
        self.out.forgive(|finding| about(&finding.what));
        self.out.keyring();
        self.out.change(Change::Spaces);
    }
}

impl Space {
    /// Puts something into the outbox, kept before anything else happens.
    pub(crate) fn write(
        &mut self,
        job: Job,
        me: &Me,
        now: Timestamp,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) -> EntryId {
        let mut id = [0; EntryId::LEN];
        rng.fill_bytes(&mut id);
        let id = EntryId::from_bytes(id);
        let item = self.outbox.push(Kept { id, written_at: now, job });
        out.keep([me.keep(Name::Out(self.id, item.order).text(), &item.kept, rng)]);
        out.change(Change::Space(self.id));
        out.change(Change::Spaces);
        id
    }

    /// Says how one is called, in a space where one has not yet.
    pub(crate) fn introduce(
        &mut self,
        me: &Me,
        name: &str,
        now: Timestamp,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        let known = self.introduced || self.talk.name_of(inner_account(me.account)).is_some();
        if known || !self.caught_up || self.kind == SpaceKind::Own || !self.can_write(me.account) {
            return;
        }
        self.introduced = true;
        let profile = Content::Profile(Profile { display_name: name.to_owned() });
        let waits = self.outbox.pending().iter().any(|p| matches!(p.content, Content::Profile(_)));
        if profile.check().is_ok() && !waits {
            self.write(Job::Say(profile.to_bytes()), me, now, out, rng);
        }
    }

    /// Notes whose keys are not the pinned ones.
    pub(crate) fn check_pins(&mut self, me: AccountId, pins: &rapport_seal::pins::Pins) {
        let members = self.log.iter().flat_map(rapport_envelope::Log::members);
        let others = members.filter(|member| member.account != me);
        let changed = others.filter(|m| pins.check(m.account, &m.identity.fingerprint()).is_err());
        self.changed_keys = changed.map(|m| m.account).collect();
    }

    fn is_own_message(&self, of: EntryId, me: &Me) -> bool {
        let is_message = |content: &Content| matches!(content, Content::Message(_));
        if let Some(item) = self.outbox.find(of) {
            let Job::Say(bytes) = &item.kept.job else { return false };
            return Content::from_bytes(bytes).is_ok_and(|content| is_message(&content));
        }
        let position = self.talk.position_of(inner_entry(of), inner_account(me.account));
        let event = position.and_then(|position| self.talk.event(position));
        event.is_some_and(|event| matches!(&event.what, What::Said(content) if is_message(content)))
    }
}
