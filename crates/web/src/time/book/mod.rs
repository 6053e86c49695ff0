//! Booking in three taps: a day, a time, yes. The time is kept while somebody decides, and the screen says
//! until when; whatever goes wrong leads back to the list.

mod days;
mod decide;
mod moving;
mod none_suits;
mod picker;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::api::call;
use rapport_wire::appointment::{Appointment, HoldSlot, ReleaseHold};
use rapport_wire::offer::{GetOffer, Mode, Offer, Slot};
use rapport_wire::{AccountId, SpaceId};

use self::decide::Decide;
pub(super) use self::moving::Move;
use self::none_suits::NoneSuits;
use self::picker::Picker;
use super::ask::{self, act, tell};
use super::rooms::Rooms;
use super::words;
use crate::app::{App, Watched, app};
use crate::components::{PageHead, Refusal, Work, Working};
use crate::i18n::{Sentences, sentences, t};

/// A therapist of a space, and what they offer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Offered {
    /// Who.
    pub(super) therapist: AccountId,
    /// What they offer.
    pub(super) offer: Offer,
}

/// `/sessions/book/SPACE`.
#[component]
pub(super) fn Book(space: SpaceId) -> impl IntoView {
    let app = app();
    let rooms = Rooms::follow();
    let offers = Offers::follow(space, rooms);
    let chosen = RwSignal::new(None::<(Mode, u16)>);
    let held = RwSignal::new(None::<Appointment>);
    let work = Work::new();
    let kinds =
        Memo::new(move |_| offers.found.with(|all| days::kinds(all.iter().flatten().map(|it| &it.offer))));
    let kind = Memo::new(move |_| chosen.get().or_else(|| kinds.with(|kinds| kinds.first().copied())));
    let pick = move |slot: Slot| {
        let Some((mode, minutes)) = kind.get_untracked() else { return };
        let therapists = slot.therapists.first().copied().into_iter().collect();
        let ask =
            HoldSlot { id: ask::fresh(app), space, therapists, mode, minutes, starts_at: slot.starts_at };
        act(app, work, ask, move |kept| drop(held.try_set(Some(kept))));
    };
    // Whoever walks away lets others have it at once.
    on_cleanup(move || release(app, held));
    let therapists = Memo::new(move |_| {
        offers.found.with(|all| all.iter().flatten().map(|it| it.therapist).collect::<Vec<_>>())
    });
    let lead = move || t!("book-lead", name = rooms.title(space));
    let list = move || {
        match kind.get() {
        None if offers.found.with(Option::is_none) => ().into_any(),
        None => view! { <p>{t!("book-nothing-offered")}</p> }.into_any(),
        Some((mode, minutes)) => view! {
            <Kinds kinds=kinds kind=kind chosen=chosen />
            <Picker space=space therapists=therapists mode=mode minutes=minutes rooms=rooms offers=offers on_pick=pick />
        }
        .into_any(),
    }
    };
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{t!("book-title")}</h1><p class="lead">{lead}</p></header>
            <div class="stack loose">
                <Refusal words=offers.trouble />
                <Working work=work />
                <div class="stack loose" hidden=move || held.with(Option::is_some)>{list}</div>
                {move || held.get().map(|kept| view! { <Decide kept=kept held=held rooms=rooms /> })}
                <NoneSuits space=space kind=kind offers=offers rooms=rooms hidden=Signal::derive(move || held.with(Option::is_some)) />
            </div>
        </div>
    }
}

/// Lets go of what is kept, if it was not booked.
fn release(app: App, held: RwSignal<Option<Appointment>>) {
    if let Some(kept) = held.try_update(Option::take).flatten() {
        tell(app, ReleaseHold { appointment: kept.id });
    }
}

/// The ways to meet and lengths there are, when there is more than one.
#[component]
fn Kinds(
    kinds: Memo<Vec<(Mode, u16)>>,
    kind: Memo<Option<(Mode, u16)>>,
    chosen: RwSignal<Option<(Mode, u16)>>,
) -> impl IntoView {
    move || {
        let all = kinds.get();
        (all.len() > 1).then(|| {
            let choices = all
                .into_iter()
                .map(|it| {
                    let on = move || kind.get() == Some(it);
                    view! {
                        <label class="choice">
                            <input type="radio" name="kind" prop:checked=on on:change=move |_| chosen.set(Some(it)) />
                            <span>{words::kind(it.0, it.1)}</span>
                        </label>
                    }
                })
                .collect_view();
            view! { <fieldset class="choices beside"><legend>{t!("book-kind")}</legend>{choices}</fieldset> }
        })
    }
}

/// What the therapists of a space offer.
#[derive(Clone, Copy)]
pub(super) struct Offers {
    /// None until they have been asked.
    pub(super) found: RwSignal<Option<Vec<Offered>>>,
    /// What went wrong.
    pub(super) trouble: RwSignal<Option<Sentences>>,
}

impl Offers {
    /// Asks each therapist's, and again when times change.
    pub(super) fn follow(space: SpaceId, rooms: Rooms) -> Self {
        let app = app();
        let offers = Self { found: RwSignal::new(None), trouble: RwSignal::new(None) };
        let therapists = Memo::new(move |_| {
            let room = rooms.of(space);
            let others = room.map(|room| room.others).unwrap_or_default();
            others.into_iter().filter(|other| other.therapist).map(|other| other.account).collect::<Vec<_>>()
        });
        Effect::new(move || {
            app.watch(Watched::Time);
            let therapists = therapists.get();
            if therapists.is_empty() {
                return;
            }
            spawn_local(async move {
                let mut found = Vec::new();
                for therapist in therapists {
                    match call(&*app.outside(), &GetOffer { therapist }).await {
                        Ok(view) => found.extend(view.offer.map(|offer| Offered { therapist, offer })),
                        Err(error) => return drop(offers.trouble.try_set(Some(sentences(&error)))),
                    }
                }
                let _ = offers.trouble.try_set(None);
                // Only what is new disturbs whoever is choosing.
                if offers.found.try_with_untracked(|known| known.as_ref() != Some(&found)) == Some(true) {
                    offers.found.set(Some(found));
                }
            });
        });
        offers
    }

    /// How far ahead anybody may book, in days; tracked.
    pub(super) fn horizon_days(self) -> i64 {
        let days = self.found.with(|all| all.iter().flatten().map(|it| it.offer.horizon_days).max());
        i64::from(days.unwrap_or(0))
    }

    /// The zone of the first therapist, whose parts of the day a waiting list is in; tracked.
    pub(super) fn zone(self) -> Option<String> {
        self.found.with(|all| all.iter().flatten().map(|it| it.offer.zone.clone()).next())
    }
}

/// A page that leads nowhere: the appointment is gone.
#[component]
fn Gone() -> impl IntoView {
    view! { <div class="page narrow"><PageHead title=t!("move-gone") lead=t!("move-gone-lead") /></div> }
}
