//! A space's membership, verified record by record from the genesis its id commits to.
//!
//! The same code runs at the server, which refuses what breaks a rule, and on every device, which trusts
//! no server. Input is one record and its wraps; the decision is whether the log may hold it.

use std::collections::BTreeMap;

use ed25519_dalek::VerifyingKey;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, InvitationId, Role, SpaceId, Timestamp, limits};

use crate::codec::FormatError;
use crate::hpke::BoxPublic;
use crate::identity::{Identity, verify};
use crate::record::{Act, EpochStart, JOIN_LABEL, RECORD_LABEL, Record};
use crate::wraps::{Recipient, WrapSet};
use crate::{Hash, hash};

/// Why a log may not hold a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// Bytes of a wrong form.
    #[error("a membership record is malformed: {0}")]
    Format(#[from] FormatError),
    /// The log does not begin with the genesis that the space's id commits to.
    #[error("the membership log does not begin as the space's id says")]
    NotThisSpace,
    /// The record names another predecessor: it was replayed, reordered, or something is missing.
    #[error("a membership record does not follow the one before it")]
    Broken,
    /// Its author is no member.
    #[error("a membership record is not by a member")]
    NotMember,
    /// Its author's role does not allow it.
    #[error("a membership record is by somebody who may not do that")]
    NotAllowed,
    /// A signature does not fit.
    #[error("the signature of a membership record does not fit")]
    Signature,
    /// The wraps are not those the record names, or not for exactly those who should have them.
    #[error("the keys that came with a membership record are not the ones it names")]
    Wraps,
    /// The epoch is not the next one.
    #[error("a membership record begins the wrong epoch")]
    Epoch,
    /// The invitation is unknown, used, taken back or too old.
    #[error("a membership record uses an invitation that does not hold")]
    Invitation,
    /// Somebody is added twice, or there would be too many members.
    #[error("a membership record adds somebody who cannot be added")]
    Membership,
    /// A version below the space's floor.
    #[error("a membership record lowers the space's version")]
    Downgrade,
}

/// Somebody in a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Their account.
    pub account: AccountId,
    /// Their role here.
    pub role: Role,
    /// Their keys.
    pub identity: Identity,
    /// Index of the record that brought them in.
    pub since: u64,
    /// Index of the record that removed them, and the cut it names.
    pub until: Option<(u64, u64)>,
}

impl Member {
    /// Whether they were a member once the record at `index` stood.
    pub fn was_in(&self, index: u64) -> bool {
        self.since <= index && self.until.is_none_or(|(until, _)| index < until)
    }
}

/// An invitation as the log knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The role it gives.
    pub role: Role,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// Who made it.
    pub by: AccountId,
    /// Verifies the Join.
    pub verify: VerifyingKey,
    /// The link's box key.
    pub seal_to: BoxPublic,
    /// Used or taken back.
    pub closed: bool,
}

/// An epoch as the log knows it: who begins it, where, and what it commits to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epoch {
    /// Index of the record that begins it.
    pub record: u64,
    /// The log's head before that record (bound into the wraps).
    pub head_before: Hash,
    /// What the keys are bound to.
    pub binding: SpaceId,
    /// The record's epoch part.
    pub start: EpochStart,
}

/// A verified membership log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    space: SpaceId,
    kind: SpaceKind,
    heads: Vec<Hash>,
    members: BTreeMap<AccountId, Member>,
    invitations: BTreeMap<InvitationId, Invited>,
    epochs: Vec<Epoch>,
    version_min: u8,
}

impl Log {
    /// Begins a log from its genesis, which must hash to `space`.
    pub fn begin(space: SpaceId, genesis: &[u8], wraps: Option<&[u8]>) -> Result<Self, LogError> {
        if Self::space_of(genesis) != space {
            return Err(LogError::NotThisSpace);
        }
        let record = Record::from_bytes(genesis)?;
        let Act::Genesis { kind, role, identity, epoch, .. } = &record.act else {
            return Err(LogError::NotThisSpace);
        };
        let blank = record.space == SpaceId::from_bytes([0; 32]) && record.previous == [0; 32];
        if !blank || record.index != 0 {
            return Err(LogError::Broken);
        }
        if epoch.epoch != 1 || epoch.previous_key.is_some() {
            return Err(LogError::Epoch);
        }
        if *kind == SpaceKind::Record && !role.is_staff() {
            return Err(LogError::NotAllowed);
        }
        check_signature(identity.verify_key(), &record)?;
        check_wraps(&record, 1, wraps, &[Recipient::Member(record.author)])?;
        let author =
            Member { account: record.author, role: *role, identity: identity.clone(), since: 0, until: None };
        let first =
            Epoch { record: 0, head_before: [0; 32], binding: record.binding(), start: epoch.clone() };
        Ok(Self {
            space,
            kind: *kind,
            heads: vec![Record::hash_of(genesis)],
            members: BTreeMap::from([(record.author, author)]),
            invitations: BTreeMap::new(),
            epochs: vec![first],
            version_min: 1,
        })
    }

    /// The id a genesis record gives its space.
    pub fn space_of(genesis: &[u8]) -> SpaceId {
        SpaceId::from_bytes(Record::hash_of(genesis))
    }

    /// Appends a record, or says why not and changes nothing.
    ///
    /// `at` is when the server took it; an invitation's expiry is judged by that. Give `None` to leave
    /// expiry unjudged.
    pub fn append(
        &mut self,
        bytes: &[u8],
        wraps: Option<&[u8]>,
        at: Option<Timestamp>,
    ) -> Result<(), LogError> {
        let record = Record::from_bytes(bytes)?;
        if record.space != self.space || record.index != self.next_index() || record.previous != self.head() {
            return Err(LogError::Broken);
        }
        if !matches!(record.act, Act::Join { .. }) {
            let author = self.current_member(record.author).ok_or(LogError::NotMember)?;
            check_signature(author.identity.verify_key(), &record)?;
            self.check_allowed(author.role, &record)?;
        }
        if let Some(start) = record.act.epoch_start()
            && start.epoch != self.epoch() + 1
        {
            return Err(LogError::Epoch);
        }
        self.apply(&record, bytes, wraps, at)
    }

    fn check_allowed(&self, role: Role, record: &Record) -> Result<(), LogError> {
        let staff = self.kind != SpaceKind::Own && role.is_staff();
        let allowed = match &record.act {
            // Nobody comes into a record by a link, and no client by any way: whoever writes there adds a
            // colleague whose keys the practice's log names.
            Act::Invite { .. } if self.kind == SpaceKind::Record => false,
            Act::Add { role: given, .. } if self.kind == SpaceKind::Record => {
                role.admits() && given.is_staff()
            }
            Act::Invite { role: given, .. } | Act::Add { role: given, .. } => {
                staff && role.may_invite(*given) && (self.kind != SpaceKind::Practice || given.is_staff())
            }
            Act::Uninvite { invitation } => {
                staff || self.invitations.get(invitation).is_some_and(|i| i.by == record.author)
            }
            // Nobody rotates themselves out: they would know the key they rotate to.
            Act::Remove { account, .. } => role.admits() && *account != record.author,
            Act::Policy { .. } => role.admits(),
            Act::Rotate { .. } => true,
            Act::Genesis { .. } | Act::Join { .. } => false,
        };
        if allowed { Ok(()) } else { Err(LogError::NotAllowed) }
    }

    fn apply(
        &mut self,
        record: &Record,
        bytes: &[u8],
        wraps: Option<&[u8]>,
        at: Option<Timestamp>,
    ) -> Result<(), LogError> {
        let index = record.index;
        match &record.act {
            Act::Genesis { .. } => return Err(LogError::Broken),
            Act::Invite { invitation, role, expires_at, verify, seal_to, .. } => {
                let known = self.invitations.contains_key(invitation);
                let open = self.invitations.values().filter(|i| !i.closed).count();
                if known || open >= limits::SPACE_INVITATIONS_MAX {
                    return Err(LogError::Invitation);
                }
                check_wraps(record, self.epoch(), wraps, &[Recipient::Invitation(*invitation)])?;
                let invited = Invited {
                    role: *role,
                    expires_at: *expires_at,
                    by: record.author,
                    verify: *verify,
                    seal_to: seal_to.clone(),
                    closed: false,
                };
                self.invitations.insert(*invitation, invited);
            }
            Act::Uninvite { invitation } => {
                check_no_wraps(wraps)?;
                self.open_invitation(invitation, None)?.closed = true;
            }
            Act::Join { invitation, identity, invited, epoch } => {
                let invite = self.open_invitation(invitation, at)?;
                let (role, key) = (invite.role, invite.verify);
                verify(&key, JOIN_LABEL, &record.join_body(), invited).map_err(|_| LogError::Signature)?;
                check_signature(identity.verify_key(), record)?;
                let member = self.newcomer(record.author, role, identity, index)?;
                self.check_epoch_wraps(record, wraps, Some(record.author), None)?;
                if let Some(invite) = self.invitations.get_mut(invitation) {
                    invite.closed = true;
                }
                self.members.insert(record.author, member);
                self.push_epoch(record, epoch);
            }
            Act::Add { account, role, identity, epoch } => {
                let member = self.newcomer(*account, *role, identity, index)?;
                self.check_epoch_wraps(record, wraps, Some(*account), None)?;
                self.members.insert(*account, member);
                self.push_epoch(record, epoch);
            }
            Act::Remove { account, cut, epoch } => {
                self.current_member(*account).ok_or(LogError::Membership)?;
                self.check_epoch_wraps(record, wraps, None, Some(*account))?;
                if let Some(member) = self.members.get_mut(account) {
                    member.until = Some((index, *cut));
                }
                self.push_epoch(record, epoch);
            }
            Act::Rotate { epoch } => {
                self.check_epoch_wraps(record, wraps, None, None)?;
                self.push_epoch(record, epoch);
            }
            Act::Policy { version_min } => {
                check_no_wraps(wraps)?;
                if *version_min < self.version_min {
                    return Err(LogError::Downgrade);
                }
                self.version_min = *version_min;
            }
        }
        self.heads.push(Record::hash_of(bytes));
        Ok(())
    }

    fn open_invitation(
        &mut self,
        id: &InvitationId,
        at: Option<Timestamp>,
    ) -> Result<&mut Invited, LogError> {
        let holds = |i: &&mut Invited| !i.closed && at.is_none_or(|at| at <= i.expires_at);
        self.invitations.get_mut(id).filter(holds).ok_or(LogError::Invitation)
    }

    // Somebody removed may not come back under the same account: their chain ended at the cut.
    fn newcomer(
        &self,
        account: AccountId,
        role: Role,
        identity: &Identity,
        since: u64,
    ) -> Result<Member, LogError> {
        if self.members.contains_key(&account) || self.members().count() >= limits::SPACE_MEMBERS_MAX {
            return Err(LogError::Membership);
        }
        Ok(Member { account, role, identity: identity.clone(), since, until: None })
    }

    fn check_epoch_wraps(
        &self,
        record: &Record,
        wraps: Option<&[u8]>,
        plus: Option<AccountId>,
        minus: Option<AccountId>,
    ) -> Result<(), LogError> {
        let present = self.members().map(|m| m.account).filter(|a| Some(*a) != minus).chain(plus);
        let mut expected: Vec<_> = present.map(Recipient::Member).collect();
        expected.sort_unstable();
        check_wraps(record, self.epoch() + 1, wraps, &expected)
    }

    fn push_epoch(&mut self, record: &Record, start: &EpochStart) {
        self.epochs.push(Epoch {
            record: record.index,
            head_before: record.previous,
            binding: record.binding(),
            start: start.clone(),
        });
    }

    /// The space.
    pub const fn space(&self) -> SpaceId {
        self.space
    }

    /// Who began it.
    pub fn beginner(&self) -> Option<AccountId> {
        self.members.values().find(|member| member.since == 0).map(|member| member.account)
    }

    /// What the space is for.
    pub const fn kind(&self) -> SpaceKind {
        self.kind
    }

    /// Hash of the newest record.
    pub fn head(&self) -> Hash {
        self.heads.last().copied().unwrap_or_default()
    }

    /// Index of the record whose hash is `head`, if the log has it.
    pub fn index_of(&self, head: &Hash) -> Option<u64> {
        // Entries name a recent head almost always: search from the end.
        self.heads.iter().rposition(|h| h == head).map(|i| i as u64)
    }

    /// Hash of the record at `index`.
    pub fn head_at(&self, index: u64) -> Option<Hash> {
        self.heads.get(usize::try_from(index).ok()?).copied()
    }

    /// Index that the next record must have.
    pub fn next_index(&self) -> u64 {
        self.heads.len() as u64
    }

    /// The current epoch's number.
    pub fn epoch(&self) -> u32 {
        self.epochs.len() as u32
    }

    /// An epoch, by number from 1.
    pub fn epoch_info(&self, epoch: u32) -> Option<&Epoch> {
        self.epochs.get((epoch as usize).checked_sub(1)?)
    }

    /// The epoch that was current once the record at `index` stood.
    pub fn epoch_at(&self, index: u64) -> u32 {
        self.epochs.partition_point(|e| e.record <= index) as u32
    }

    /// Present members, by account.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values().filter(|m| m.until.is_none())
    }

    /// Everybody who ever was a member.
    pub fn everyone(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// Somebody, present or past.
    pub fn member(&self, account: AccountId) -> Option<&Member> {
        self.members.get(&account)
    }

    /// A present member.
    pub fn current_member(&self, account: AccountId) -> Option<&Member> {
        self.member(account).filter(|m| m.until.is_none())
    }

    /// An invitation, open or closed.
    pub fn invitation(&self, id: &InvitationId) -> Option<&Invited> {
        self.invitations.get(id)
    }

    /// Every invitation there was.
    pub fn invitations(&self) -> impl Iterator<Item = (&InvitationId, &Invited)> {
        self.invitations.iter()
    }

    /// Lowest version of anything accepted in this space.
    pub const fn version_min(&self) -> u8 {
        self.version_min
    }

    /// SHA-256 over the present members' accounts and keys: two devices that agree on it agree on who is here.
    pub fn roster_hash(&self) -> Hash {
        let parts: Vec<Vec<u8>> = self
            .members()
            .map(|m| [&m.account.as_bytes()[..], &[m.role as u8], &m.identity.to_bytes()].concat())
            .collect();
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        hash("rapport/roster/v1", &parts)
    }
}

fn check_signature(key: &VerifyingKey, record: &Record) -> Result<(), LogError> {
    verify(key, RECORD_LABEL, &record.body(), &record.signature).map_err(|_| LogError::Signature)
}

fn check_wraps(
    record: &Record,
    epoch: u32,
    wraps: Option<&[u8]>,
    expected: &[Recipient],
) -> Result<(), LogError> {
    let bytes = wraps.ok_or(LogError::Wraps)?;
    if record.act.wraps() != Some(&WrapSet::hash_of(bytes)) {
        return Err(LogError::Wraps);
    }
    let set = WrapSet::from_bytes(bytes)?;
    if set.epoch != epoch || !set.recipients().eq(expected.iter().copied()) {
        return Err(LogError::Wraps);
    }
    Ok(())
}

const fn check_no_wraps(wraps: Option<&[u8]>) -> Result<(), LogError> {
    if wraps.is_none() { Ok(()) } else { Err(LogError::Wraps) }
}
