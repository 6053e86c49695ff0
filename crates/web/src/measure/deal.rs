//! Saying what was done about an answer that worries: an outcome and a sentence, both required.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::content::{RiskDealt, RiskOutcome};
use rapport_care::{Content, EntryId};
use rapport_wire::SpaceId;

use super::words;
use crate::app::app;
use crate::components::{Choose, SubmitButton, Work, Working, fresh_id};
use crate::i18n::t;

const OUTCOMES: [RiskOutcome; 6] = [
    RiskOutcome::NoDanger,
    RiskOutcome::SafetyPlan,
    RiskOutcome::NotReached,
    RiskOutcome::HandedOn,
    RiskOutcome::Emergency,
    RiskOutcome::Other,
];

/// The form.
#[component]
pub(super) fn Deal(
    /// Where.
    space: SpaceId,
    /// About which answers.
    response: EntryId,
) -> impl IntoView {
    let app = app();
    let chosen = RwSignal::new(String::new());
    let said = RwSignal::new(String::new());
    let work = Work::new();
    let id = fresh_id("risk-words");
    let options: Vec<_> = [(String::new(), t!("risks-choose"))]
        .into_iter()
        .chain(OUTCOMES.iter().enumerate().map(|(n, it)| (n.to_string(), words::outcome(*it))))
        .collect();
    let missing = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let outcome = chosen.with_untracked(|it| it.parse().ok()).and_then(|n: usize| OUTCOMES.get(n));
        let words = said.with_untracked(|said| said.trim().to_owned());
        let (Some(outcome), false) = (outcome, words.is_empty()) else {
            missing.set(true);
            return;
        };
        missing.set(false);
        let Some(session) = app.session() else { return };
        if !work.begin() {
            return;
        }
        let dealt = RiskDealt { response, outcome: *outcome, words };
        let closes = outcome.closes();
        spawn_local(async move {
            if work.end(session.send(space, Content::RiskDealt(dealt)).await).is_some() {
                app.say(if closes { t!("risks-closed") } else { t!("risks-noted") });
            }
        });
    };
    let field = id.clone();
    view! {
        <details class="fold deal">
            <summary class="button main">{t!("risks-deal")}</summary>
            <form class="stack" on:submit=submit>
                <Choose label=t!("risks-outcome") options=options value=chosen />
                <div class="field">
                    <label for=id>{t!("risks-words")}</label>
                    <p class="help">{t!("risks-words-help")}</p>
                    <textarea class="input" id=field rows="3" prop:value=move || said.get() on:input:target=move |event| said.set(event.target().value())></textarea>
                </div>
                <p role="alert" class="alert-words">{move || missing.get().then(|| t!("risks-missing"))}</p>
                <Working work=work />
                <div class="row"><SubmitButton label=t!("risks-keep") work=work /></div>
            </form>
        </details>
    }
}
