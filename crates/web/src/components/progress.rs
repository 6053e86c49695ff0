//! Slow work, shown: which step it is at, in words that a screen reader hears, and what went wrong.

use leptos::prelude::*;
use rapport_client::ClientError;
use rapport_client::account::Stage;

use super::Refusal;
use crate::i18n::{Sentences, sentences, t};

/// A piece of work a form does: at most one at a time.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    stage: RwSignal<Option<Stage>>,
    refusal: RwSignal<Option<Sentences>>,
}

impl Work {
    /// Nothing going on.
    pub(crate) fn new() -> Self {
        Self { stage: RwSignal::new(None), refusal: RwSignal::new(None) }
    }

    /// Begins, unless something is going on already: a form sent twice is sent once.
    pub(crate) fn begin(self) -> bool {
        if self.stage.get_untracked().is_some() {
            return false;
        }
        self.refusal.set(None);
        self.stage.set(Some(Stage::Asking));
        true
    }

    /// Moves on.
    pub(crate) fn at(self, stage: Stage) {
        // The page may have been left meanwhile: then there is nobody to tell.
        let _ = self.stage.try_set(Some(stage));
    }

    /// Ends without a word here: it is said where the person can mend it.
    pub(crate) fn give_up(self) {
        let _ = self.stage.try_set(None);
    }

    /// Ends; says what went wrong, and passes on what went well.
    pub(crate) fn end<T>(self, result: Result<T, ClientError>) -> Option<T> {
        let _ = self.stage.try_set(None);
        match result {
            Ok(done) => Some(done),
            Err(error) => {
                let _ = self.refusal.try_set(Some(sentences(&error)));
                None
            }
        }
    }

    /// Whether something is going on; tracked.
    pub(crate) fn busy(self) -> bool {
        self.stage.get().is_some()
    }
}

/// Where a form shows its work: progress while it goes on, what went wrong after it.
#[component]
pub(crate) fn Working(
    /// The work.
    work: Work,
) -> impl IntoView {
    let words = move || work.stage.get().map(stage_words);
    let slow = move || work.stage.get() == Some(Stage::Stretching);
    view! {
        <div class="working">
            {move || work.busy().then(|| view! { <progress aria-hidden="true"></progress> })}
            <p role="status">{words}</p>
            {move || slow().then(|| view! { <p class="small soft">{t!("work-help")}</p> })}
            <Refusal words=work.refusal />
        </div>
    }
}

fn stage_words(stage: Stage) -> String {
    match stage {
        Stage::Asking => t!("work-asking"),
        Stage::Stretching => t!("work-stretching"),
        Stage::Keys => t!("work-keys"),
        Stage::Finishing => t!("work-finishing"),
    }
}

/// The one main button of a form. While work goes on it stays where it is, and does nothing.
#[component]
pub(crate) fn SubmitButton(
    /// What it says.
    label: String,
    /// The form's work.
    work: Work,
) -> impl IntoView {
    view! {
        <button type="submit" class="button main large" aria-disabled=move || work.busy().then_some("true")>{label}</button>
    }
}
