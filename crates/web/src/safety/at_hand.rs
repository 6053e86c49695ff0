//! A copy of one's plan that opens on this device without a passphrase and without a network, for whoever
//! chose that (`docs/adr/0014`): made and taken away by one press, replaced when the plan changes, gone when
//! the device is signed out.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::content::{Content, SafetyPlanned};
use rapport_care::safety::SafetyPlan;
use rapport_client::Session;
use rapport_client::platform::VaultError;
use rapport_wire::SpaceId;

use super::lines::steps;
use crate::app::{App, Phase, Watched, app};
use crate::components::{Glyph, Icon, Notice, Tone, Work, Working};
use crate::i18n::t;
use crate::platform::Pocket;
use crate::route::Route;
use crate::router::Link;
use crate::shell::focus;

/// What lies open on this device. One for the whole page, in the context.
#[derive(Clone, Copy)]
pub(crate) struct AtHand {
    all: RwSignal<Vec<(SpaceId, SafetyPlan)>>,
    pocket: StoredValue<Rc<Pocket>, LocalStorage>,
}

impl AtHand {
    /// Looks at what is there, and follows what becomes of it.
    pub(crate) fn start(app: App) -> Self {
        let pocket = StoredValue::new_local(Rc::new(Pocket::default()));
        let this = Self { all: RwSignal::new(Vec::new()), pocket };
        Effect::new(move || match app.phase() {
            // Signed out here, or from another device: nothing of anybody stays.
            Phase::SignedOut | Phase::Departed(_) => spawn_local(this.empty()),
            _ => spawn_local(this.look()),
        });
        let stale = of_session(app, move |session| this.stale(session));
        Effect::new(move || {
            for (space, plan) in stale.get() {
                spawn_local(async move {
                    let _ = this.keep(space, plan).await;
                });
            }
        });
        this
    }

    /// Whether a space's plan is kept here; tracked.
    fn keeps(self, space: SpaceId) -> bool {
        self.all.with(|all| all.iter().any(|(kept, _)| *kept == space))
    }

    /// The copies that say something else than the plan does now.
    fn stale(self, session: &Session) -> Vec<(SpaceId, SafetyPlan)> {
        let kept = self.all.get();
        let newer = |(space, copy): (SpaceId, SafetyPlan)| {
            let plan = session.safety_plan(space).filter(|plan| plan.own)?.whole()?;
            (plan != copy).then_some((space, plan))
        };
        kept.into_iter().filter_map(newer).collect()
    }

    async fn keep(self, space: SpaceId, plan: SafetyPlan) -> Result<(), VaultError> {
        let Some(pocket) = self.pocket.try_get_value() else { return Ok(()) };
        pocket.put(&space.to_string(), &bytes(&plan)).await?;
        self.look().await;
        Ok(())
    }

    async fn take_away(self, space: SpaceId) -> Result<(), VaultError> {
        let Some(pocket) = self.pocket.try_get_value() else { return Ok(()) };
        pocket.take_out(&space.to_string()).await?;
        self.look().await;
        Ok(())
    }

    async fn look(self) {
        let Some(pocket) = self.pocket.try_get_value() else { return };
        let all = pocket
            .all()
            .await
            .into_iter()
            .filter_map(|(name, bytes)| Some((name.parse().ok()?, read(&bytes)?)));
        let _ = self.all.try_set(all.collect());
    }

    async fn empty(self) {
        let Some(pocket) = self.pocket.try_get_value() else { return };
        // Whoever signed out has forgotten the whole vault already; this is for whom another device signed out.
        let _ = pocket.empty().await;
        self.look().await;
    }
}

/// A value of the session, on pages that stay while people come and go.
fn of_session<T: PartialEq + Default + Send + Sync + 'static>(
    app: App,
    read: impl Fn(&Session) -> T + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |_| {
        let inside = app.phase() == Phase::In;
        app.watch(Watched::Spaces);
        app.session().filter(|_| inside).map(|session| read(&session)).unwrap_or_default()
    })
}

fn bytes(plan: &SafetyPlan) -> Vec<u8> {
    Content::SafetyPlanned(SafetyPlanned { after: Vec::new(), plan: plan.clone() }).to_bytes()
}

fn read(bytes: &[u8]) -> Option<SafetyPlan> {
    match Content::from_bytes(bytes) {
        Ok(Content::SafetyPlanned(it)) => Some(it.plan),
        _ => None,
    }
}

/// One's own plan before everything else, for whoever has one: from the session, or from this device.
#[component]
pub(crate) fn OwnPlan() -> impl IntoView {
    let (app, here) = (app(), expect_context::<AtHand>());
    let own = of_session(app, |session| {
        let plans = session.own_safety_plans().into_iter();
        plans.filter_map(|plan| Some((plan.space, plan.whole()?))).collect::<Vec<_>>()
    });
    let inside = Memo::new(move |_| own.with(|own| !own.is_empty()));
    move || {
        let plans = if inside.get() { own.get() } else { here.all.get() };
        let each = plans.into_iter().map(|(space, plan)| {
            view! {
                <section class="stack" aria-label=t!("safety-yours")>
                    <h2>{t!("safety-yours")}</h2>
                    // A long plan must not stand between somebody in danger and a number.
                    <div><button type="button" class="button alert" on:click=|_| focus(".help-now h2")><Icon glyph=Glyph::Phone /><span>{t!("safety-danger")}</span></button></div>
                    {steps(&plan, 3)}
                    {if inside.get_untracked() {
                        view! { <p><Link to=Route::Safety(space) class="button plain"><Icon glyph=Glyph::Edit /><span>{t!("safety-open")}</span></Link></p> }.into_any()
                    } else {
                        view! { <Kept space=space /> }.into_any()
                    }}
                </section>
            }
        });
        each.collect_view()
    }
}

/// The choice, on the page of one's own plan.
#[component]
pub(super) fn KeepHere(
    /// Whose plan.
    space: SpaceId,
) -> impl IntoView {
    let (app, here) = (app(), expect_context::<AtHand>());
    let work = Work::new();
    let keep = move |_| {
        let plan = app.session().and_then(|session| session.safety_plan(space));
        // Only whose plan it is may lay it open.
        let plan = plan.filter(|plan| plan.own).and_then(|plan| plan.whole());
        let Some(plan) = plan.filter(|_| work.begin()) else { return };
        spawn_local(async move {
            if work.end(here.keep(space, plan).await.map_err(Into::into)).is_some() {
                app.say(t!("safety-kept-done"));
            }
        });
    };
    let kept = Memo::new(move |_| here.keeps(space));
    view! {
        <section class="section stack" data-testid="keep-here">
            <h2>{t!("safety-keep-title")}</h2>
            {move || if kept.get() {
                view! { <Kept space=space /> }.into_any()
            } else {
                view! {
                    <p>{t!("safety-keep-lead")}</p>
                    <Notice tone=Tone::Careful><p>{t!("safety-keep-who")}</p></Notice>
                    <div><button type="button" class="button" on:click=keep><Icon glyph=Glyph::Device /><span>{t!("safety-keep")}</span></button></div>
                }
                .into_any()
            }}
            <Working work=work />
        </section>
    }
}

/// That it is kept, who can read it, and the way to end that.
#[component]
fn Kept(space: SpaceId) -> impl IntoView {
    let (app, here) = (app(), expect_context::<AtHand>());
    let work = Work::new();
    let take = move |_| {
        if work.begin() {
            spawn_local(async move {
                if work.end(here.take_away(space).await.map_err(Into::into)).is_some() {
                    app.say(t!("safety-taken-away"));
                }
            });
        }
    };
    view! {
        <p class="row soft" data-testid="kept-here"><Icon glyph=Glyph::Device /><span class="grow">{t!("safety-kept")}</span></p>
        <div><button type="button" class="button" on:click=take><Icon glyph=Glyph::Remove /><span>{t!("safety-take-away")}</span></button></div>
        <Working work=work />
    }
}

#[cfg(test)]
mod tests {
    use rapport_care::safety::{Line, Step};

    use super::*;

    #[test]
    fn a_copy_reads_back_and_nothing_else_is_one() {
        let mut plan = SafetyPlan::default();
        plan.step_mut(Step::Call).push(Line { words: "The line".to_owned(), reach: Some("112".to_owned()) });
        assert_eq!(read(&bytes(&plan)), Some(plan));
        assert_eq!(read(&[1, 2, 3]), None);
    }
}
