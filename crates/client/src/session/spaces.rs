//! Making spaces and inviting people into them.

use rapport_seal::{invitation, space};
use rapport_wire::invitation::{
    AcceptInvitation, Invitation, ListInvitations, LookAtInvitation, RevokeInvitation,
};
use rapport_wire::practice::GetPractice;
use rapport_wire::space::{CreateSpace, SpaceKind};
use rapport_wire::{AccountId, Code, InvitationId, Role, SpaceId};

use super::Session;
use crate::invitation::Door;
use crate::platform::Chance;
use crate::{ClientError, Link, api};

/// Attempts at a membership log that others keep changing.
const ATTEMPTS_MAX: usize = 5;
/// Wait for the log's newest records before the next attempt, in milliseconds.
const AGAIN_MS: u32 = 400;

/// A fresh invitation.
pub struct Invited {
    /// To be handed to one person. Whoever has it gets in, once.
    pub link: Link,
    /// The space it leads into.
    pub space: SpaceId,
    /// To take it back by.
    pub id: InvitationId,
}

impl Session {
    /// The practice space, once known.
    pub fn practice(&self) -> Option<SpaceId> {
        self.inner.engine.borrow().keyring().pins().practice()
    }

    /// Invites somebody to work here, into the practice space.
    pub async fn invite_staff(&self, role: Role, valid_seconds: i64) -> Result<Invited, ClientError> {
        let practice = self.practice().ok_or(ClientError::NoSuchSpace)?;
        self.invite_into(practice, role, valid_seconds).await
    }

    /// Invites a client: makes a care space with oneself in it, then an invitation into it.
    pub async fn invite_client(&self, valid_seconds: i64) -> Result<Invited, ClientError> {
        let space = self.begin_space(SpaceKind::Care).await?;
        self.invite_into(space, Role::Client, valid_seconds).await
    }

    /// Begins a space with oneself as its only member.
    pub async fn begin_space(&self, kind: SpaceKind) -> Result<SpaceId, ClientError> {
        let role = self.role();
        let (id, genesis) = self.with(|engine, rng| engine.begin_space(kind, role, rng))?;
        let created = api::call(&*self.inner.outside, &CreateSpace { genesis: genesis.clone() }).await?;
        if created.space != id {
            return Err(ClientError::BadAnswer);
        }
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.adopt(id, kind, genesis, now, rng));
        Ok(id)
    }

    /// Invites one more person into a care space (a couple, a family, a colleague).
    pub async fn invite_into(
        &self,
        space: SpaceId,
        role: Role,
        valid_seconds: i64,
    ) -> Result<Invited, ClientError> {
        let practice = self.practice().ok_or(ClientError::NoSuchSpace)?;
        for _ in 0..ATTEMPTS_MAX {
            let expires_at = self.inner.outside.now().plus_seconds(valid_seconds);
            let made = self.with(|engine, rng| engine.make_invitation(space, role, expires_at, rng))?;
            match api::call(&*self.inner.outside, &made.ask).await {
                Ok(invitation) => {
                    let link = invitation::Link { secret: made.secret, space, practice };
                    return Ok(Invited { link: Link::Invited(link), space, id: invitation.id });
                }
                // Somebody else changed the membership: their record is on its way here.
                Err(error) if error.is(Code::LogMoved) => self.inner.outside.sleep(AGAIN_MS).await,
                Err(error) => return Err(error),
            }
        }
        Err(ClientError::Refused(Code::LogMoved.into()))
    }

    /// A space's invitations, newest first.
    pub async fn invitations(&self, space: SpaceId) -> Result<Vec<Invitation>, ClientError> {
        Ok(api::call(&*self.inner.outside, &ListInvitations { space }).await?.invitations)
    }

    /// Takes an invitation back: its link opens nothing from now on, and the members' devices are told.
    pub async fn revoke_invitation(&self, space: SpaceId, id: InvitationId) -> Result<(), ClientError> {
        api::call(&*self.inner.outside, &RevokeInvitation { space, invitation: id }).await?;
        // The link is dead already; a space that is stopped is told nothing more.
        let _ = self.with(|engine, _| engine.uninvite(space, id));
        Ok(())
    }

    /// Notes whom an invitation is for. Only one's own devices ever see it.
    pub fn name_invitation(&self, id: InvitationId, whom: &str) {
        let now = self.inner.outside.now();
        self.with(|engine, _| engine.name_invitation(id, whom, now));
    }

    /// Whom an invitation is for, as one noted oneself.
    pub fn invitation_note(&self, id: InvitationId) -> Option<String> {
        self.inner.engine.borrow().keyring().notes().invitation(&id).map(str::to_owned)
    }

    /// Enters a further space with this account.
    pub async fn accept(&self, link: &Link) -> Result<SpaceId, ClientError> {
        let Link::Invited(link) = link else { return Err(ClientError::LinkMalformed) };
        let out = &*self.inner.outside;
        let practice = api::call(out, &GetPractice {}).await?;
        let token = link.secret.token().to_vec();
        let view = api::call(out, &LookAtInvitation { token: token.clone().into() }).await?;
        let door = Door::verify(link, &view, practice.space)?;
        let append = {
            let engine = self.inner.engine.borrow();
            let author = space::Author {
                log: &door.log,
                account: engine.account(),
                identity: engine.keyring().identity(),
            };
            space::join(&author, &door.epochs, &link.secret, &mut Chance(out))?
        };
        api::call(out, &AcceptInvitation { token: token.into(), space: link.space, append }).await?;
        Ok(link.space)
    }

    /// Removes somebody from a space and begins an epoch they cannot open; done when there is a line.
    pub fn remove_member(&self, space: SpaceId, account: AccountId) -> Result<(), ClientError> {
        self.with(|engine, _| engine.remove_member(space, account))
    }
}
