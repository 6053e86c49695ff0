//! Records: what staff write down about a care space, in a space beside it that no client enters.
//!
//! Which care space a record is about stands in its first words, sealed; the server knows of no tie. It is
//! believed only from somebody who works in that care space: a stranger who begins a record and lets one in
//! is not written to. Several records of one care space (two devices, two therapists at once) are read
//! together, and the lowest id is written to, on every device alike. See `docs/adr/0012`.

use rapport_care::content::{Content, RecordOf};
use rapport_care::conversation::What;
use rapport_care::limits::NAME_CHARS_MAX;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, SpaceId};

use super::Session;
use crate::ClientError;
use crate::engine::{Engine, Space};
use crate::ids::{inner_account, outer_account};

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordView {
    /// The space it is.
    pub space: SpaceId,
    /// The care space it is about, as its beginner said.
    pub care: SpaceId,
    /// By whom that is with, as its beginner called it.
    pub name: String,
    /// Everybody who reads it, oneself included: who, and what they are called.
    pub readers: Vec<(AccountId, Option<String>)>,
}

impl Session {
    /// Every record one reads.
    pub fn records(&self) -> Vec<RecordView> {
        let engine = self.inner.engine.borrow();
        let records = engine.spaces().values().filter(|space| space.kind == SpaceKind::Record);
        records.filter_map(view).collect()
    }

    /// The records of a care space, the one to write to first. Only those begun by somebody who works there.
    pub fn records_of(&self, care: SpaceId) -> Vec<RecordView> {
        let engine = self.inner.engine.borrow();
        records_of(&engine, care)
    }

    /// Where notes about a care space go: its record, begun if there is none. That alone needs a line.
    /// Whoever else works there is let in, and whoever co-signs.
    pub async fn place_for_notes(&self, care: SpaceId) -> Result<SpaceId, ClientError> {
        let writable = |session: &Self| session.records_of(care).first().map(|record| record.space);
        let place = if let Some(record) = writable(self) {
            record
        } else {
            self.until_told(SpaceKind::Record).await?;
            match writable(self) {
                Some(record) => record,
                None => self.begin_record(care).await?,
            }
        };
        self.let_in_who_belongs(place, care).await?;
        Ok(place)
    }

    async fn begin_record(&self, care: SpaceId) -> Result<SpaceId, ClientError> {
        let works_there = |engine: &Engine| works_in(engine, care, engine.account());
        if !works_there(&self.inner.engine.borrow()) {
            return Err(ClientError::NoSuchSpace);
        }
        let name = self.space(care).map(|view| view.names.join(", ")).unwrap_or_default();
        let name = name.chars().take(NAME_CHARS_MAX).collect();
        let record = self.begin_space(SpaceKind::Record).await?;
        self.send(record, Content::RecordOf(RecordOf { care: *care.as_bytes(), name })).await?;
        Ok(record)
    }

    async fn let_in_who_belongs(&self, record: SpaceId, care: SpaceId) -> Result<(), ClientError> {
        self.settle_supervision(record).await?;
        let missing: Vec<AccountId> = {
            let engine = self.inner.engine.borrow();
            let log = engine.space(care).and_then(Space::log);
            let work_there = log.into_iter().flat_map(rapport_envelope::Log::members);
            let known = engine.space(record).and_then(Space::log);
            work_there
                .filter(|member| member.role.admits())
                .map(|member| member.account)
                .filter(|account| known.is_some_and(|log| log.member(*account).is_none()))
                .collect()
        };
        for account in missing {
            // Somebody whose keys are in doubt stays outside until that is settled.
            let _ = self.with(|engine, _| engine.admit(record, account));
        }
        Ok(())
    }
}

pub(super) fn records_of(engine: &Engine, care: SpaceId) -> Vec<RecordView> {
    let me = engine.account();
    let spaces = engine.spaces().values().filter(|space| space.kind == SpaceKind::Record);
    let ours = spaces.filter(|space| space.can_write(me)).filter(|space| {
        let about = tie(space).is_some_and(|tie| tie.care == *care.as_bytes());
        about && begun_by(space).is_some_and(|founder| works_in(engine, care, founder))
    });
    ours.filter_map(view).collect()
}

pub(super) fn view(space: &Space) -> Option<RecordView> {
    let tie = tie(space)?;
    let members = space.log().into_iter().flat_map(rapport_envelope::Log::members);
    let name_of = |account| space.conversation().name_of(inner_account(account));
    let readers =
        members.map(|member| (member.account, name_of(member.account).map(str::to_owned))).collect();
    Some(RecordView { space: space.id, care: SpaceId::from_bytes(tie.care), name: tie.name, readers })
}

/// What a record says it is about: its beginner's first words on that, even while they wait on this device.
fn tie(space: &Space) -> Option<RecordOf> {
    let founder = begun_by(space)?;
    let said = space.conversation().events().find_map(|event| match &event.what {
        What::Said(Content::RecordOf(it)) if outer_account(event.author) == founder => Some(it.clone()),
        _ => None,
    });
    said.or_else(|| {
        space.outbox.pending().into_iter().find_map(|waits| match waits.content {
            Content::RecordOf(it) => Some(it),
            _ => None,
        })
    })
}

fn begun_by(space: &Space) -> Option<AccountId> {
    space.log()?.beginner()
}

/// Whether somebody is, or was, one of the staff of a care space.
fn works_in(engine: &Engine, care: SpaceId, account: AccountId) -> bool {
    let log = engine.space(care).filter(|space| space.kind == SpaceKind::Care).and_then(Space::log);
    log.and_then(|log| log.member(account)).is_some_and(|member| member.role.admits())
}
