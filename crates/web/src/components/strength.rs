//! Choosing a passphrase: judged at every letter, on this device, with hints in words.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::PassphraseField;
use crate::app::app;
use crate::i18n::{named, t};
use crate::platform::{Judge, Verdict};

/// The least score that is taken: more than 10^8 guesses even offline (zxcvbn's "safely unguessable").
const SCORE_MIN: u8 = 3;

/// The highest score there is.
const SCORE_MAX: u8 = 4;

/// A passphrase being chosen, and what is thought of it.
#[derive(Clone, Copy)]
pub(crate) struct NewPassphrase {
    value: RwSignal<String>,
    error: RwSignal<Option<String>>,
    judge: RwSignal<Loading, LocalStorage>,
}

#[derive(Clone)]
enum Loading {
    OnItsWay,
    Failed,
    Here(Judge),
}

impl NewPassphrase {
    /// An empty one; the judge is sent for.
    pub(crate) fn new() -> Self {
        let fresh = Self {
            value: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            judge: RwSignal::new_local(Loading::OnItsWay),
        };
        fresh.load();
        fresh
    }

    fn load(self) {
        self.judge.set(Loading::OnItsWay);
        let host = app().host();
        spawn_local(async move {
            let judge = Judge::load(&host).await;
            // The page may have been left meanwhile: then there is nobody to tell.
            let _ = self.judge.try_set(judge.map_or(Loading::Failed, Loading::Here));
        });
    }

    /// The passphrase, if it is strong enough; else its field says what is wrong, and it stays here.
    pub(crate) fn take(self, own_words: &[String]) -> Option<String> {
        let value = self.value.get_untracked();
        let error = if value.is_empty() {
            Some(t!("passphrase-missing"))
        } else {
            match self.judge.get_untracked() {
                Loading::OnItsWay => Some(t!("passphrase-checking")),
                Loading::Failed => {
                    self.load();
                    Some(t!("strength-unavailable"))
                }
                Loading::Here(judge) => match judge.judge(&value, own_words) {
                    Some(verdict) if verdict.score >= SCORE_MIN => None,
                    _ => Some(t!("passphrase-weak")),
                },
            }
        };
        let fine = error.is_none();
        self.error.set(error);
        fine.then_some(value)
    }

    /// Forgets it, once it has been used.
    pub(crate) fn clear(self) {
        self.value.set(String::new());
    }

    fn verdict(self, own_words: &[String]) -> Option<Verdict> {
        match self.judge.get() {
            Loading::Here(judge) => self.value.with(|value| judge.judge(value, own_words)),
            _ => None,
        }
    }
}

/// The field, its bars and its hints.
#[component]
pub(crate) fn NewPassphraseField(
    /// What it is for.
    label: String,
    /// The passphrase being chosen.
    passphrase: NewPassphrase,
    /// What others know of the person: their sign-in name.
    #[prop(into)]
    own_words: Signal<Vec<String>>,
) -> impl IntoView {
    let NewPassphrase { value, error, .. } = passphrase;
    let verdict = Memo::new(move |_| {
        let empty = value.with(String::is_empty);
        own_words.with(|words| passphrase.verdict(words)).filter(|_| !empty)
    });
    Effect::new(move || {
        value.track();
        error.set(None);
    });
    view! {
        <div class="stack tight">
            <PassphraseField label=label value=value error=error autocomplete="new-password" help=t!("passphrase-help") />
            <div class="strength">
                {move || verdict.get().map(|verdict| bars(verdict.score))}
                <p role="status">{move || verdict.get().map(|verdict| in_words(&verdict))}</p>
            </div>
        </div>
    }
}

fn bars(score: u8) -> impl IntoView {
    let enough = (score >= SCORE_MIN).to_string();
    let bars = (1..=SCORE_MAX).map(|bar| view! { <i class:full={score.max(1) >= bar}></i> }).collect_view();
    view! { <div class="strength-bars" data-enough=enough aria-hidden="true">{bars}</div> }
}

fn in_words(verdict: &Verdict) -> String {
    let mut words = match verdict.score {
        0 => t!("strength-0"),
        1 => t!("strength-1"),
        2 => t!("strength-2"),
        3 => t!("strength-3"),
        _ => t!("strength-4"),
    };
    words.push('.');
    for hint in &verdict.hints {
        if let Some(text) = named(hint, &[]) {
            words.push(' ');
            words.push_str(&text);
        }
    }
    words
}
