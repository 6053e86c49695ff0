//! Safety plans: one a care space, written by the client and by whoever works there, together or apart.
//!
//! Where two clients share a space there is none: it would be read by the other one. What is being written is
//! kept on this device alone, sealed, until whoever writes it saves it; then it is an entry like any other.

use rapport_care::EntryId;
use rapport_care::content::{Content, SafetyPlanned};
use rapport_care::limits::VERSIONS_MERGED_MAX;
use rapport_care::safety::{SafetyPlan, safety_plan};
use rapport_wire::space::SpaceKind;
use rapport_wire::{Role, SpaceId};

use super::Session;
use super::own::unsent;
use super::versions::VersionView;
use crate::ClientError;
use crate::engine::{Engine, Space};

/// The safety plan of a care space, as far as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyView {
    /// The care space.
    pub space: SpaceId,
    /// Whether it is one's own: oneself is the client here.
    pub own: bool,
    /// What counts; none before the first version.
    pub current: Option<VersionView<SafetyPlan>>,
    /// What was written at the same time and joined with nothing yet, newest first.
    pub beside: Vec<VersionView<SafetyPlan>>,
}

impl SafetyView {
    /// Everything that stands, whoever wrote it: in a bad hour no line may be missing.
    pub fn whole(&self) -> Option<SafetyPlan> {
        let current = &self.current.as_ref()?.is;
        let mut whole = current.clone();
        for version in &self.beside {
            whole.join(&version.is);
        }
        // Too much for one plan: what counts is what is read.
        Some(if whole.check().is_ok() { whole } else { current.clone() })
    }

    /// What the next version is made from.
    pub fn tips(&self) -> Vec<EntryId> {
        self.current.iter().chain(&self.beside).map(|version| version.entry).collect()
    }
}

impl Session {
    /// The safety plan of a care space; none where there can be none.
    pub fn safety_plan(&self, space: SpaceId) -> Option<SafetyView> {
        view(&self.inner.engine.borrow(), space)
    }

    /// One's own safety plans, as a client: those that are written.
    pub fn own_safety_plans(&self) -> Vec<SafetyView> {
        let engine = self.inner.engine.borrow();
        let all = engine.spaces().keys().filter_map(|space| view(&engine, *space));
        all.filter(|plan| plan.own && plan.current.is_some()).collect()
    }

    /// Saves a version; returns once it is kept on this device. `after` are the versions that whoever writes
    /// has seen: what else stands beside stays beside.
    pub async fn save_safety_plan(
        &self,
        space: SpaceId,
        plan: SafetyPlan,
        after: &[EntryId],
    ) -> Result<EntryId, ClientError> {
        if self.safety_plan(space).is_none() {
            return Err(ClientError::NoSuchSpace);
        }
        let after = after.iter().take(VERSIONS_MERGED_MAX).copied().collect();
        let entry = self.send(space, Content::SafetyPlanned(SafetyPlanned { after, plan })).await?;
        self.keep_begun_safety_plan(space, None).await;
        Ok(entry)
    }

    /// What was begun on this device and not saved.
    pub async fn begun_safety_plan(&self, space: SpaceId) -> Option<SafetyPlanned> {
        self.begun(&name(space)).await
    }

    /// Keeps what was begun, sealed; none forgets it.
    pub async fn keep_begun_safety_plan(&self, space: SpaceId, begun: Option<&SafetyPlanned>) {
        self.keep_begun(name(space), begun).await;
    }
}

fn view(engine: &Engine, space: SpaceId) -> Option<SafetyView> {
    let known = engine.space(space).filter(|known| holds_one(known))?;
    let own = known.log()?.current_member(engine.account())?.role == Role::Client;
    let (all, waits) = (engine.written(space), unsent(engine, space));
    // Whoever is in the space may write it: the chain has let nobody else's entries through.
    let versions = safety_plan(&all, |_| true);
    let seen = |version| VersionView::of(engine, &all, &waits, version);
    Some(SafetyView {
        space,
        own,
        current: versions.current.as_ref().map(seen),
        beside: versions.beside.iter().map(seen).collect(),
    })
}

/// Whether a space is one person's care.
fn holds_one(space: &Space) -> bool {
    let clients = || space.log().into_iter().flat_map(rapport_envelope::Log::members);
    space.kind == SpaceKind::Care && clients().filter(|member| member.role == Role::Client).count() <= 1
}

fn name(space: SpaceId) -> String {
    format!("safety/{space}")
}
