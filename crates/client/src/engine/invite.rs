//! Membership, as this account changes it: spaces begun, invitations made, people removed.

use rand_core::CryptoRng;
use rapport_envelope::Log;
use rapport_seal::invitation::InvitationSecret;
use rapport_seal::space::{self, SpaceError};
use rapport_wire::invitation::CreateInvitation;
use rapport_wire::socket::Up;
use rapport_wire::space::{Append, SpaceKind, StoredRecord};
use rapport_wire::{AccountId, Role, SpaceId, Timestamp};

use super::{Engine, Space};
use crate::ClientError;

/// An invitation ready to be sent to the server, and the secret that goes into the link.
pub struct MadeInvitation {
    /// For the link.
    pub secret: InvitationSecret,
    /// For the server.
    pub ask: CreateInvitation,
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
        let known = self.spaces.get(&space).ok_or(ClientError::NoSuchSpace)?;
        if !known.can_write(self.me.account) {
            return Err(ClientError::Frozen);
        }
        self.removals.insert((space, account), None);
        Ok(())
    }

    /// Sends the removals that are not on their way.
    pub(super) fn send_removals(&mut self, rng: &mut impl CryptoRng) {
        let (me, spaces, flights, out) = (&self.me, &self.spaces, &mut self.flights, &mut self.out);
        self.removals.retain(|(id, account), flying| {
            let Some(known) = spaces.get(id).filter(|known| known.frozen.is_none()) else { return false };
            let Some(log) = known.log.as_ref().filter(|log| log.current_member(*account).is_some()) else {
                return false;
            };
            if flying.is_none() && known.caught_up {
                let author = me.on(log);
                let Ok(append) = space::remove(&author, &known.epochs, *account, known.position(), rng)
                else {
                    return false;
                };
                let reference = flights.depart(*id);
                *flying = Some(reference);
                out.frame(&Up::Append { reference, space: *id, append });
            }
            true
        });
    }

    /// A removal was refused: again when the log had only moved, else not at all.
    pub(super) fn removal_refused(&mut self, reference: u32, moved: bool) {
        self.removals.retain(|_, flying| {
            if *flying != Some(reference) {
                return true;
            }
            *flying = None;
            moved
        });
    }
}

impl From<SpaceError> for ClientError {
    fn from(error: SpaceError) -> Self {
        match error {
            SpaceError::UnknownInvitation => Self::LinkMalformed,
            SpaceError::NoKey | SpaceError::Seal(_) => Self::CannotSeal,
        }
    }
}
