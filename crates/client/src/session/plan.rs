//! The plan of a therapy: suggested by one side, agreed to by the other, rated by the client alone.

use rapport_care::content::{Content, GoalRated, PlanAgreed, Planned};
use rapport_care::form::Date;
use rapport_care::limits::VERSIONS_MERGED_MAX;
use rapport_care::plan::{Plan, Rating, ratings, standing};
use rapport_care::{EntryId, GoalId};
use rapport_wire::space::SpaceKind;
use rapport_wire::{Role, SpaceId};

use super::Session;
use super::own::unsent;
use super::versions::VersionView;
use crate::ClientError;
use crate::engine::{Engine, Space};
use crate::ids::outer_account;

/// The plan of a care space, as far as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanView {
    /// The care space.
    pub space: SpaceId,
    /// Whether oneself is a client here, and says how near one is to a goal.
    pub client: bool,
    /// What both sides agreed to last.
    pub agreed: Option<VersionView<Plan>>,
    /// What one side suggests, newest first.
    pub suggested: Vec<Suggestion>,
    /// How near the client was to each goal of these, oldest first.
    pub ratings: Vec<(GoalId, Vec<Rating>)>,
}

/// A version that the other side has not agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The version.
    pub version: VersionView<Plan>,
    /// Whether it is one's own side that waits: then it is not for oneself to agree.
    pub ours: bool,
}

impl PlanView {
    /// What somebody begins a new version with: the newest suggestion, or else what holds.
    pub fn newest(&self) -> Option<&VersionView<Plan>> {
        self.suggested.first().map(|it| &it.version).or(self.agreed.as_ref())
    }

    /// What the next version is made from.
    pub fn tips(&self) -> Vec<EntryId> {
        let suggested = self.suggested.iter().map(|it| it.version.entry);
        suggested.chain(self.agreed.iter().map(|version| version.entry)).collect()
    }

    /// How near the client was to a goal, oldest first.
    pub fn ratings_of(&self, goal: GoalId) -> &[Rating] {
        self.ratings.iter().find(|(known, _)| *known == goal).map_or(&[], |(_, ratings)| ratings)
    }
}

impl Session {
    /// The plan of a care space; none for a space that is no care, or that one is not in.
    pub fn plan(&self, space: SpaceId) -> Option<PlanView> {
        view(&self.inner.engine.borrow(), space)
    }

    /// The care spaces one works in whose plan is to be looked at again by `today`, and since when.
    pub fn plans_to_review(&self, today: Date) -> Vec<(SpaceId, Date)> {
        let engine = self.inner.engine.borrow();
        let plans = engine.spaces().keys().filter_map(|space| view(&engine, *space));
        let due = |plan: PlanView| {
            let agreed = plan.agreed.filter(|it| !plan.client && it.is.review_is_due(today))?;
            Some((plan.space, agreed.is.review?))
        };
        plans.filter_map(due).collect()
    }

    /// Suggests a version; returns once it is kept on this device. `after` are the versions it was made from.
    pub async fn suggest_plan(
        &self,
        space: SpaceId,
        plan: Plan,
        after: &[EntryId],
    ) -> Result<EntryId, ClientError> {
        if self.plan(space).is_none() {
            return Err(ClientError::NoSuchSpace);
        }
        let after = after.iter().take(VERSIONS_MERGED_MAX).copied().collect();
        let entry = self.send(space, Content::Planned(Planned { after, plan })).await?;
        self.keep_begun_plan(space, None).await;
        Ok(entry)
    }

    /// Agrees to a suggestion, word for word. What was ticked off meanwhile stays ticked off.
    pub async fn agree_to_plan(&self, space: SpaceId, suggestion: &Suggestion) -> Result<(), ClientError> {
        let before = self.plan(space).and_then(|plan| plan.agreed);
        let entry = suggestion.version.entry;
        if suggestion.ours {
            return Err(ClientError::CannotChange);
        }
        self.send(space, Content::PlanAgreed(PlanAgreed { entry })).await?;
        let Some(before) = before else { return Ok(()) };
        let mut ticked = suggestion.version.is.clone();
        ticked.tick_as(&before.is);
        if ticked != suggestion.version.is {
            let after = vec![entry, before.entry];
            self.send(space, Content::Planned(Planned { after, plan: ticked })).await?;
        }
        Ok(())
    }

    /// Takes a suggestion of one's own back.
    pub async fn withdraw_plan(&self, space: SpaceId, entry: EntryId) -> Result<(), ClientError> {
        self.withdraw(space, entry).await
    }

    /// Ticks what `plan` ticks of the plan that holds; no word of it may be another.
    pub async fn tick_plan(&self, space: SpaceId, plan: Plan) -> Result<(), ClientError> {
        let holds = self.plan(space).and_then(|plan| plan.agreed).ok_or(ClientError::NoSuchSpace)?;
        if !holds.is.says_the_same(&plan) {
            return Err(ClientError::CannotChange);
        }
        self.send(space, Content::Planned(Planned { after: vec![holds.entry], plan })).await.map(drop)
    }

    /// Says how near one is to a goal. Only a client says so, of their own.
    pub async fn rate_goal(&self, space: SpaceId, goal: GoalId, rating: u8) -> Result<(), ClientError> {
        if !self.plan(space).is_some_and(|plan| plan.client) {
            return Err(ClientError::CannotChange);
        }
        self.send(space, Content::GoalRated(GoalRated { goal, rating })).await.map(drop)
    }

    /// A name for a new goal.
    pub fn fresh_goal(&self) -> GoalId {
        let mut id = [0; 16];
        self.inner.outside.fill(&mut id);
        GoalId(id)
    }

    /// What was begun on this device and not suggested yet.
    pub async fn begun_plan(&self, space: SpaceId) -> Option<Planned> {
        self.begun(&name(space)).await
    }

    /// Keeps what was begun, sealed; none forgets it.
    pub async fn keep_begun_plan(&self, space: SpaceId, begun: Option<&Planned>) {
        self.keep_begun(name(space), begun).await;
    }
}

fn view(engine: &Engine, space: SpaceId) -> Option<PlanView> {
    let known = engine.space(space).filter(|known| known.kind == SpaceKind::Care)?;
    let client = known.log()?.current_member(engine.account())?.role == Role::Client;
    let (all, waits) = (engine.written(space), unsent(engine, space));
    let standing = standing(&all, |account| known.is_staff(outer_account(account)));
    let seen = |version| VersionView::of(engine, &all, &waits, version);
    let agreed = standing.agreed.as_ref().map(seen);
    let suggested = standing.suggested.iter().map(seen).map(|version| {
        let ours = known.is_staff(version.by) != client;
        Suggestion { version, ours }
    });
    let suggested: Vec<_> = suggested.collect();
    let shown = suggested.iter().map(|it| &it.version).chain(&agreed);
    let mut goals: Vec<_> = shown.flat_map(|version| version.is.goals.iter().map(|goal| goal.id)).collect();
    goals.sort_unstable();
    goals.dedup();
    let rated = |goal| (goal, ratings(&all, goal, |account| is_client(known, outer_account(account))));
    let ratings = goals.into_iter().map(rated).collect();
    Some(PlanView { space, client, agreed, suggested, ratings })
}

fn is_client(space: &Space, account: rapport_wire::AccountId) -> bool {
    let member = space.log().and_then(|log| log.member(account));
    member.is_some_and(|member| member.role == Role::Client)
}

fn name(space: SpaceId) -> String {
    format!("plan/{space}")
}
