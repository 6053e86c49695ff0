//! Links: reading them, and looking at what is behind one before anybody signs up.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rapport_envelope::{Act, Log, Record};
use rapport_seal::Epochs;
use rapport_seal::invitation::{self, LinkError};
use rapport_wire::invitation::{InvitationView, LookAtInvitation};
use rapport_wire::practice::GetPractice;
use rapport_wire::space::{SpaceKind, StoredRecord};
use rapport_wire::{Code, Problem, Role, SpaceId, Timestamp};

use crate::finding::{Finding, Noticed};
use crate::platform::Outside;
use crate::{ClientError, api};

/// What a link holds. The secret parts stand in the fragment, which browsers do not send.
pub enum Link {
    /// `…/setup#<token>`: the practice's first owner.
    Owner {
        /// The one-time token.
        token: Vec<u8>,
    },
    /// `…/join#1.<secret>.<space>.<practice>`.
    Invited(invitation::Link),
}

impl Link {
    /// Reads a whole address, or the part from the path on.
    pub fn parse(address: &str) -> Result<Self, ClientError> {
        let (before, fragment) = address.trim().split_once('#').ok_or(ClientError::LinkMalformed)?;
        if before.trim_end_matches('/').ends_with("/setup") {
            let token = URL_SAFE_NO_PAD.decode(fragment).map_err(|_| ClientError::LinkMalformed)?;
            return if token.is_empty() {
                Err(ClientError::LinkMalformed)
            } else {
                Ok(Self::Owner { token })
            };
        }
        Ok(Self::Invited(invitation::Link::parse(fragment)?))
    }

    /// The address, behind an origin such as `https://practice.example`. It holds the secret.
    pub fn to_address(&self, origin: &str) -> String {
        let origin = origin.trim_end_matches('/');
        match self {
            Self::Owner { token } => format!("{origin}/setup#{}", URL_SAFE_NO_PAD.encode(token)),
            Self::Invited(link) => format!("{origin}/join#{}", link.fragment().as_str()),
        }
    }

    /// What the server is shown.
    pub(crate) fn token(&self) -> Vec<u8> {
        match self {
            Self::Owner { token } => token.clone(),
            Self::Invited(link) => link.secret.token().to_vec(),
        }
    }
}

impl From<LinkError> for ClientError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Incomplete => Self::LinkMalformed,
            LinkError::Version => Self::OutOfDate,
        }
    }
}

/// What is behind a link, verified as far as it can be before there is an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The role it gives.
    pub role: Role,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// What the space is for; none for the practice's first owner.
    pub kind: Option<SpaceKind>,
    /// Name of the practice, as the server says.
    pub practice_name: String,
    /// The six words of whoever invites, from the verified log: the same ones that they can read aloud.
    pub inviter_words: Option<[&'static str; 6]>,
}

/// Looks at a link: asks the server, verifies the membership log against the link.
pub async fn look(outside: &Outside, link: &Link) -> Result<Look, ClientError> {
    let practice = api::call(&**outside, &GetPractice {}).await?;
    let view = api::call(&**outside, &LookAtInvitation { token: link.token().into() }).await?;
    let door = match link {
        Link::Owner { .. } => None,
        Link::Invited(link) => Some(Door::verify(link, &view, practice.space)?),
    };
    Ok(Look {
        role: view.role,
        expires_at: view.expires_at,
        kind: door.as_ref().map(|door| door.log.kind()),
        practice_name: practice.name,
        inviter_words: door.and_then(|door| door.inviter_words(link)),
    })
}

/// The space behind a link, verified from its genesis, and opened as far as the link opens it.
pub(crate) struct Door {
    pub(crate) log: Log,
    pub(crate) epochs: Epochs,
}

impl Door {
    /// Believes nothing of what the server shows but what the link and the signatures bear out.
    pub(crate) fn verify(
        link: &invitation::Link,
        view: &InvitationView,
        practice: Option<SpaceId>,
    ) -> Result<Self, ClientError> {
        if practice.is_some_and(|practice| practice != link.practice) {
            return Err(ClientError::Cheated(Finding::of_account(Noticed::OtherPractice)));
        }
        let other = || ClientError::Cheated(Finding::of_account(Noticed::OtherSpace));
        let shown = view.space.as_ref().ok_or_else(other)?;
        let (genesis, rest) = shown.log.split_first().ok_or_else(other)?;
        let log = Log::begin(link.space, &genesis.record, genesis.wraps.as_deref()).map_err(|_| other())?;
        let mut door = Self { log, epochs: Epochs::default() };
        for stored in rest {
            let wrong = |wrong| Noticed::Membership { index: stored.index, wrong };
            let at = Some(stored.received_at);
            let taken = door.log.append(&stored.record, stored.wraps.as_deref(), at);
            taken.map_err(|e| ClientError::Cheated(Finding::in_space(link.space, wrong(e))))?;
            door.open(link, stored)?;
        }
        match door.log.invitation(&link.secret.id()) {
            Some(invited) if !invited.closed => Ok(door),
            Some(_) => Err(Problem::new(Code::InvitationUsed).into()),
            None => Err(other()),
        }
    }

    /// Learns the epoch from the record that made this invitation.
    fn open(&mut self, link: &invitation::Link, stored: &StoredRecord) -> Result<(), ClientError> {
        let record = Record::from_bytes(&stored.record).map_err(|_| ClientError::BadAnswer)?;
        let ours = matches!(&record.act, Act::Invite { invitation, .. } if *invitation == link.secret.id());
        if let Some(wraps) = stored.wraps.as_deref().filter(|_| ours) {
            let learnt = self.epochs.learn_invited(&self.log, &stored.record, wraps, &link.secret);
            let epoch = self.log.epoch();
            let what = Noticed::EpochKey { epoch };
            learnt.map_err(|_| ClientError::Cheated(Finding::in_space(link.space, what)))?;
        }
        Ok(())
    }

    fn inviter_words(&self, link: &Link) -> Option<[&'static str; 6]> {
        let Link::Invited(link) = link else { return None };
        let inviter = self.log.member(self.log.invitation(&link.secret.id())?.by)?;
        Some(rapport_seal::code::words(&inviter.identity))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_link_reads_back_and_half_a_link_does_not() {
        let link = Link::Owner { token: vec![7; 32] };
        let address = link.to_address("http://127.0.0.1:8080/");
        assert!(matches!(Link::parse(&address), Ok(Link::Owner { token }) if token == [7; 32]));
        for half in ["", "http://x/setup", "http://x/setup#", "http://x/join#1.AAAA", "http://x/setup#*"] {
            assert!(matches!(Link::parse(half), Err(ClientError::LinkMalformed)), "{half}");
        }
    }
}
