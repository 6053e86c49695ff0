//! Asking the server, and asking again when it says that times have changed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::api::call;
use rapport_wire::AppointmentId;
use rapport_wire::Timestamp;
use rapport_wire::endpoint::Endpoint;

use crate::app::{App, Watched, app};
use crate::components::Work;
use crate::i18n::{Sentences, sentences};

/// An answer of the server, kept up to date while the screen that asks is there.
pub(super) struct Asked<T: Send + Sync + 'static> {
    answer: RwSignal<Option<T>>,
    trouble: RwSignal<Option<Sentences>>,
    round: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Asked<T> {}

impl<T: Send + Sync + Clone + 'static> Asked<T> {
    /// Asks what `ask` gives, now, after each change of times, and when a signal it read has changed. While it
    /// gives none, nothing is asked and what was answered stays.
    pub(super) fn follow<E>(ask: impl Fn() -> Option<E> + 'static) -> Self
    where
        E: Endpoint<Reply = T> + 'static,
    {
        let asked =
            Self { answer: RwSignal::new(None), trouble: RwSignal::new(None), round: RwSignal::new(0) };
        let app = app();
        let latest = StoredValue::new(0_u32);
        Effect::new(move || {
            app.watch(Watched::Time);
            asked.round.track();
            let Some(ask) = ask() else { return };
            latest.update_value(|latest| *latest += 1);
            let mine = latest.get_value();
            spawn_local(async move {
                let answer = call(&*app.outside(), &ask).await;
                // An answer that was overtaken by a later question, or whose screen is gone, says nothing.
                if latest.try_get_value() == Some(mine) {
                    asked.take(answer.map_err(|error| sentences(&error)));
                }
            });
        });
        asked
    }

    fn take(self, answer: Result<T, Sentences>) {
        match answer {
            Ok(answer) => {
                let _ = self.trouble.try_set(None);
                let _ = self.answer.try_set(Some(answer));
            }
            Err(words) => drop(self.trouble.try_set(Some(words))),
        }
    }

    /// The newest answer; tracked.
    pub(super) fn get(self) -> Option<T> {
        self.answer.get()
    }

    /// Looks at the newest answer; tracked.
    pub(super) fn with<R>(self, look: impl FnOnce(Option<&T>) -> R) -> R {
        self.answer.with(|answer| look(answer.as_ref()))
    }

    /// Whether neither an answer nor a refusal has come yet; tracked.
    pub(super) fn waiting(self) -> bool {
        self.answer.with(Option::is_none) && self.trouble.with(Option::is_none)
    }

    /// Why there is no newer answer, when there is none.
    pub(super) fn trouble(self) -> RwSignal<Option<Sentences>> {
        self.trouble
    }

    /// Asks again.
    pub(super) fn again(self) {
        let _ = self.round.try_update(|round| *round = round.wrapping_add(1));
    }
}

/// Asks once, as the work of a form or a button; `then` hears what was answered.
pub(super) fn act<E: Endpoint + 'static>(
    app: App,
    work: Work,
    ask: E,
    then: impl FnOnce(E::Reply) + 'static,
) {
    if work.begin() {
        spawn_local(async move {
            if let Some(reply) = work.end(call(&*app.outside(), &ask).await) {
                then(reply);
            }
        });
    }
}

/// As [`act`], for what may go wrong without anybody being told: letting go of what lets go of itself.
pub(super) fn tell<E: Endpoint + 'static>(app: App, ask: E) {
    spawn_local(async move { drop(call(&*app.outside(), &ask).await) });
}

/// A fresh id for an appointment.
pub(super) fn fresh(app: App) -> AppointmentId {
    let mut bytes = [0; AppointmentId::LEN];
    app.outside().fill(&mut bytes);
    AppointmentId::from_bytes(bytes)
}

/// The moment, by this device.
pub(super) fn now(app: App) -> Timestamp {
    app.outside().now()
}
