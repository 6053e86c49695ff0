//! Membership, as this account changes it: spaces begun, invitations made, people removed.

use std::collections::BTreeMap;

use rand_core::CryptoRng;
use rapport_envelope::{Log, Member};
use rapport_seal::invitation::InvitationSecret;
use rapport_seal::space::{self, SpaceError};
use rapport_wire::invitation::CreateInvitation;
use rapport_wire::socket::Up;
use rapport_wire::space::{Append, SpaceKind, StoredRecord};
use rapport_wire::{AccountId, InvitationId, Role, SpaceId, Timestamp};

use super::{Engine, Space};
use crate::ClientError;
use crate::views::Change;

/// An invitation ready to be sent to the server, and the secret that goes into the link.
pub struct MadeInvitation {
    /// For the link.
    pub secret: InvitationSecret,
    /// For the server.
    pub ask: CreateInvitation,
}

/// What is to change in a space's membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wish {
    /// Somebody is removed.
    Remove(AccountId),
    /// An invitation is taken back.
    Uninvite(InvitationId),
    /// A colleague comes in, by the keys that the practice's log names.
    Admit(AccountId),
}

impl Engine {
    /// Begins a space with oneself as its only member. Nothing is kept before [`Self::adopt`].
    pub fn begin_space(
        &self,
        kind: SpaceKind,
        role: Role,
        rng: &mut impl CryptoRng,
    ) -> Result<(SpaceId, Append), ClientError> {
        let genesis = space::genesis(kind, role, self.me.account, &self.me.identity, rng)?;
        Ok((Log::space_of(&genesis.record), genesis))
    }

    /// Takes a space that the server has just made from one's own genesis.
    pub fn adopt(
        &mut self,
        id: SpaceId,
        kind: SpaceKind,
        genesis: Append,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) {
        let known = self.spaces.entry(id).or_insert_with(|| Space::new(id, kind));
        let record =
            StoredRecord { index: 0, received_at: now, record: genesis.record, wraps: genesis.wraps };
        known.take_records(&[record], &self.me, self.keyring.pins_mut(), &mut self.out, rng);
        if self.line.is_online() {
            self.out.frame(&known.follow());
        } else {
            known.just_begun = true;
        }
    }

    /// Makes an invitation on the log as it is known here.
    pub fn make_invitation(
        &self,
        id: SpaceId,
        role: Role,
        expires_at: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<MadeInvitation, ClientError> {
        let known = self.spaces.get(&id).ok_or(ClientError::NoSuchSpace)?;
        let log = known.log.as_ref().ok_or(ClientError::NoSuchSpace)?;
        if known.frozen.is_some() {
            return Err(ClientError::Frozen);
        }
        let secret = InvitationSecret::generate(rng);
        let append = space::invite(&self.me.on(log), &known.epochs, role, expires_at, &secret, rng)?;
        let token_hash = secret.token_hash().to_vec().into();
        Ok(MadeInvitation { secret, ask: CreateInvitation { space: id, append, token_hash } })
    }

    /// Removes somebody, as soon as there is a line; tried anew when the log has moved meanwhile.
    pub fn remove_member(&mut self, space: SpaceId, account: AccountId) -> Result<(), ClientError> {
        self.wish(space, Wish::Remove(account))
    }

    /// Tells everybody's devices that an invitation is taken back, as soon as there is a line.
    pub fn uninvite(&mut self, space: SpaceId, invitation: InvitationId) -> Result<(), ClientError> {
        self.wish(space, Wish::Uninvite(invitation))
    }

    /// Lets a colleague into a record, with all that was written there, as soon as there is a line.
    pub fn admit(&mut self, record: SpaceId, account: AccountId) -> Result<(), ClientError> {
        if self.colleague(account).is_none() {
            return Err(ClientError::NoSuchSpace);
        }
        self.wish(record, Wish::Admit(account))
    }

    /// Somebody who works here, as the practice's verified log names them and as they are pinned.
    pub fn colleague(&self, account: AccountId) -> Option<&Member> {
        colleague(&self.spaces, self.keyring.pins().practice()?, account)
    }

    /// Notes whom an invitation is for, for oneself alone.
    pub fn name_invitation(&mut self, invitation: InvitationId, text: &str, now: Timestamp) {
        self.keyring.notes_mut().name_invitation(invitation, text, now);
        self.out.keyring();
        self.out.change(Change::Spaces);
    }

    fn wish(&mut self, space: SpaceId, what: Wish) -> Result<(), ClientError> {
        let known = self.spaces.get(&space).ok_or(ClientError::NoSuchSpace)?;
        if !known.can_write(self.me.account) {
            return Err(ClientError::Frozen);
        }
        self.wishes.insert((space, what), None);
        Ok(())
    }

    /// Sends the changes of membership that are not on their way.
    pub(super) fn send_wishes(&mut self, rng: &mut impl CryptoRng) {
        let practice = self.keyring.pins().practice();
        let (me, spaces, flights, out) = (&self.me, &self.spaces, &mut self.flights, &mut self.out);
        self.wishes.retain(|(id, what), flying| {
            let Some(known) = spaces.get(id).filter(|known| known.frozen.is_none()) else { return false };
            let Some(log) = known.log.as_ref().filter(|log| what.is_left_to_do(log)) else { return false };
            if flying.is_none() && known.caught_up {
                let author = me.on(log);
                let append = match what {
                    Wish::Remove(account) => {
                        space::remove(&author, &known.epochs, *account, known.position(), rng)
                    }
                    Wish::Uninvite(invitation) => Ok(space::uninvite(&author, *invitation)),
                    Wish::Admit(account) => {
                        let Some(who) = practice.and_then(|id| colleague(spaces, id, *account)) else {
                            return false;
                        };
                        let newcomer = (*account, who.role, who.identity.clone());
                        space::add(&author, &known.epochs, newcomer, true, rng)
                    }
                };
                let Ok(append) = append else { return false };
                let reference = flights.depart(*id);
                *flying = Some(reference);
                out.frame(&Up::Append { reference, space: *id, append });
            }
            true
        });
    }

    /// A change of membership was refused: again when the log had only moved, else not at all.
    pub(super) fn wish_refused(&mut self, reference: u32, moved: bool) {
        self.wishes.retain(|_, flying| {
            if *flying != Some(reference) {
                return true;
            }
            *flying = None;
            moved
        });
    }
}

impl Wish {
    fn is_left_to_do(self, log: &Log) -> bool {
        match self {
            Self::Remove(account) => log.current_member(account).is_some(),
            Self::Uninvite(id) => log.invitation(&id).is_some_and(|invited| !invited.closed),
            // Whoever was removed does not come back.
            Self::Admit(account) => log.member(account).is_none(),
        }
    }
}

/// Somebody whose keys are in doubt is nobody to let in.
fn colleague(spaces: &BTreeMap<SpaceId, Space>, practice: SpaceId, account: AccountId) -> Option<&Member> {
    let space = spaces.get(&practice)?;
    let in_doubt = space.frozen.is_some() || space.changed_keys.contains(&account);
    space.log.as_ref().filter(|_| !in_doubt)?.current_member(account)
}

impl From<SpaceError> for ClientError {
    fn from(error: SpaceError) -> Self {
        match error {
            SpaceError::UnknownInvitation => Self::LinkMalformed,
            SpaceError::NoKey | SpaceError::Seal(_) => Self::CannotSeal,
        }
    }
}
