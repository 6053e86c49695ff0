//! A plan to be read: large, calm, one press to call.

use leptos::prelude::*;
use rapport_care::safety::{Line, SafetyPlan, Step};

use super::words;
use crate::components::{Glyph, Icon};
use crate::i18n::t;

/// The steps that something stands in, in their order; `level` is that of their headings, one below what they
/// stand under.
pub(super) fn steps(plan: &SafetyPlan, level: u8) -> impl IntoView + use<> {
    let written = Step::ALL.into_iter().filter(|step| !plan.step(*step).is_empty());
    let each = written.map(|step| {
        let title = words::title(step);
        let title = if level == 2 {
            view! { <h2>{title}</h2> }.into_any()
        } else {
            view! { <h3>{title}</h3> }.into_any()
        };
        let lines = plan.step(step).iter().map(line).collect_view();
        view! { <li class="safety-step">{title}<ul class="safety-lines" role="list">{lines}</ul></li> }
    });
    view! { <ol class="safety" role="list" data-testid="safety-plan">{each.collect_view()}</ol> }
}

fn line(line: &Line) -> impl IntoView + use<> {
    let words = line.words.clone();
    let reach = line.reach.clone().unwrap_or_default();
    match line.dial() {
        Some(number) => view! {
            <li class="safety-line">
                <span class="grow">{words.clone()}</span>
                <a class="button main large safety-dial" href=format!("tel:{number}") aria-label=t!("safety-dial", number = reach, words = words)>
                    <Icon glyph=Glyph::Phone /><span class="numbers">{reach.clone()}</span>
                </a>
            </li>
        }
        .into_any(),
        // What is no number is shown as it was written.
        None => view! { <li class="safety-line"><span class="grow">{words}</span><span class="soft">{reach}</span></li> }.into_any(),
    }
}
