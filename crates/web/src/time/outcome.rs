//! What became of an hour: said by the therapist after it, in one press, and corrected in another.

use leptos::prelude::*;
use rapport_wire::AppointmentId;
use rapport_wire::appointment::{Appointments, Outcome, RecordOutcome};

use super::ask::{Asked, act};
use super::words;
use crate::app::app;
use crate::components::{Work, Working};
use crate::i18n::t;

/// The two that are nearly always it come first.
const CHOICES: [Outcome; 5] =
    [Outcome::Met, Outcome::NoShow, Outcome::LateCancel, Outcome::Cancelled, Outcome::CancelledByPractice];

/// The question, with its answers as buttons.
#[component]
pub(super) fn Ask(
    /// Of which appointment.
    id: AppointmentId,
    /// What was said already.
    known: Option<Outcome>,
    /// To be asked for again.
    list: Asked<Appointments>,
) -> impl IntoView {
    let app = app();
    let work = Work::new();
    let say = move |outcome: Outcome| {
        act(app, work, RecordOutcome { appointment: id, outcome }, move |_| {
            list.again();
            app.say(t!("outcome-recorded"));
        });
    };
    let button = move |outcome: Outcome| {
        let pressed = (known == Some(outcome)).to_string();
        view! { <button type="button" class="button" aria-pressed=pressed on:click=move |_| say(outcome)>{words::outcome(outcome)}</button> }
    };
    let (first, rest) = CHOICES.split_at(2);
    let first = first.iter().map(|outcome| button(*outcome)).collect_view();
    let rest = rest.iter().map(|outcome| button(*outcome)).collect_view();
    view! {
        <div class="stack tight" role="group" aria-label=t!("outcome-ask")>
            <p class="small soft">{t!("outcome-ask")}</p>
            <div class="row">{first}</div>
            <details class="fold"><summary>{t!("outcome-other")}</summary><div class="row">{rest}</div></details>
            <Working work=work />
        </div>
    }
}
